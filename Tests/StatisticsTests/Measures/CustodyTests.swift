import Casework
import Statistics
import Testing

@Suite("Use of custody")
struct CustodyTests {
    private let dto = "DETENTION_AND_TRAINING_ORDER"

    @Test("The worked example comes to three sentences, 0.24 to 1,000")
    func example() throws {
        let custody = Asked(
            .custody, asked("2026-27", populations: [population(12_500, midYear: 2025)]),
            [
                MadeUp("A").fate("a1", dto, on: "2026-05-04", occasion: "S1").fate("a2", dto, on: "2026-05-04", occasion: "S1")
                    .fate("a3", "SECTION_250", on: "2026-05-05", occasion: "S1"),
                MadeUp("B").fate("b1", dto, on: "2026-05-05").fate("b2", dto, on: "2026-05-05").fate("b3", dto, on: "2026-06-20"),
                MadeUp("C").fate("c1", dto, on: "2026-05-04", residence: "OTHER"),
            ])
        #expect(try custody.refs("count") == ["a2", "b2", "b3"])
        #expect(try custody.leftOut("count") == ["c1: lived_elsewhere"])
        #expect(try custody("rate").value == 0.24)
        #expect(try custody("rate").unit == .per1000)
        #expect(try custody("count").counted[0].evidence.filter { $0.kind == "outcome" }.map(\.ref) == ["a1", "a2", "a3"])
    }

    @Test("One occasion reference used for two children is two sentences; two occasions of a day are two")
    func occasions() throws {
        let custody = Asked(
            .custody, asked("2026Q1"),
            [
                MadeUp("A").fate("a", dto, on: "2026-05-04", occasion: "S1").fate("a2", dto, on: "2026-05-04", occasion: "S2"),
                MadeUp("B").fate("b", dto, on: "2026-05-04", occasion: "S1"),
            ])
        #expect(try custody.refs("count") == ["a", "a2", "b"])
    }

    @Test("Ages are taken at the first hearing, else on the sentence's own day")
    func ages() throws {
        // 18 on 15 May 2026; 10 on 15 May 2026.
        let older = { (ref: String) in MadeUp(ref, born: "2008-05-15") }
        let custody = Asked(
            .custody, asked("2026Q1"),
            [
                older("A").fate("heard at 17", dto, on: "2026-06-01", hearing: "2026-05-14"),
                older("B").fate("heard at 18", dto, on: "2026-06-01", hearing: "2026-05-15"),
                older("C").fate("no hearing, 18", dto, on: "2026-06-01"),
                older("D").fate("no hearing, 17", dto, on: "2026-05-14"),
                MadeUp("E", born: "2016-05-15").fate("heard at 9", dto, on: "2026-06-01", hearing: "2026-05-14"),
                older("F").fate("heard at 17 by the file", dto, on: "2026-06-01").hearing(
                    "h", of: "of-heard at 17 by the file", on: "2026-05-01"),
                MadeUp("G", born: nil).fate("no birth", dto, on: "2026-06-01"),
            ])
        #expect(try custody.refs("count") == ["heard at 17", "heard at 17 by the file", "no hearing, 17"])
        #expect(
            try custody.leftOut("count") == [
                "heard at 18: age", "heard at 9: age", "no birth: age_not_known", "no hearing, 18: age",
            ])
    }

    @Test("An occasion of which one outcome was set aside still counts once; one wholly set aside does not")
    func appeals() throws {
        let custody = Asked(
            .custody, asked("2026Q1"),
            [
                MadeUp("A").fate("a1", dto, on: "2026-05-04", appeal: "CHANGED", occasion: "S1").fate(
                    "a2", dto, on: "2026-05-04", appeal: "UNCHANGED", occasion: "S1"),
                MadeUp("B").fate("b1", dto, on: "2026-05-04", appeal: "SUCCESSFUL"),
                MadeUp("C").fate("c1", "YOUTH_REHABILITATION_ORDER", on: "2026-05-04"),
                MadeUp("D", deleted: true).fate("d1", dto, on: "2026-05-04"),
            ])
        #expect(try custody.refs("count") == ["a2"])
        #expect(try custody.leftOut("count") == ["b1: appeal", "d1: deleted"])
    }
}
