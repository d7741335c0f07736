import Casework
import Statistics
import Testing

@Suite("The summary template filled from the cases (S-PER-22)")
struct TemplateTests {
    private func sheet(_ number: Int) throws -> Measure { try #require(Measure.named("template.kpi\(number)")) }
    private func number(_ measure: Measure, _ by: [String: String], _ files: [MadeUp], board: [Entry<BoardAttendance>] = []) throws
        -> Double?
    {
        try Asked(measure, asked("2026Q1", board: board), files)("cell", by: by).value
    }

    @Test("§2.4 KPI 1: a home by order type, suitable or not at the start and the end")
    func homes() throws {
        let files = [
            ending("A").home("AT_HOME", "SUITABLE", from: "2026-01-01"),
            ending("B").home("AT_HOME", "SUITABLE", from: "2026-01-01", to: "2026-03-01").home(
                "LIVING_WITH_PARENT_S", "UNKNOWN", from: "2026-03-02"),
            ending("C", outcome: "REFERRAL_ORDER").home("AT_HOME", "SUITABLE", from: "2026-01-01"),
        ]
        let one = try sheet(1)
        func cell(_ row: String, _ column: String, _ order: String = "YOUTH_CAUTION") throws -> Double? {
            try number(one, ["row": row, "column": column, "order": order], files)
        }
        #expect(try cell("ORDER_ENDING", "total") == 2)
        #expect(try cell("LIVING_WITH_PARENTS", "total") == 2)
        #expect(try cell("LIVING_WITH_PARENTS", "start_yes") == 2)
        #expect(try cell("LIVING_WITH_PARENTS", "end_yes") == 1 && cell("LIVING_WITH_PARENTS", "end_no") == 1)
        #expect(try cell("LIVING_WITH_PARENTS", "end_yes", "REFERRAL_ORDER") == 1)
    }

    @Test("§2.4 KPI 1: the home a child left custody for, after a sentence and after a remand without one")
    func releases() throws {
        func remanded(_ ref: String, _ outcome: String, besides: String...) -> MadeUp {
            var episode = Remand()
            (episode.type, episode.offences) = ("YDA", ([ref] + besides).map { MadeUp.id("of-\($0)") })
            (episode.startDate, episode.endDate) = (Day(iso: "2026-04-10"), Day(iso: "2026-05-20"))
            return MadeUp(ref, born: "2010-01-15").fate(ref, outcome, on: "2026-05-20", committed: "2026-04-01")
                .adding("rem-\(ref)", episode)
        }
        let files = [
            // Released on 1 March by the sentence's own record, from an institution to a foster home.
            ending("A", outcome: "DETENTION_AND_TRAINING_ORDER").release(of: "ou-pA", on: "2026-03-01")
                .home("YOI", "SUITABLE", from: "2026-02-01", to: "2026-03-01").home("FOSTER_CARE_LA", "SUITABLE", from: "2026-03-01"),
            remanded("B", "REFERRAL_ORDER").home("AT_HOME", "UNSUITABLE", from: "2025-01-01", to: "2026-04-09")
                .home("YOI", "SUITABLE", from: "2026-04-10", to: "2026-05-20").home("LIVING_WITH_FRIENDS", "UNKNOWN", from: "2026-05-20"),
            // Remanded and sentenced to custody: in no block of remand.
            remanded("C", "DETENTION_AND_TRAINING_ORDER").home("AT_HOME", "SUITABLE", from: "2025-01-01"),
            // One offence is decided and another is not: waits. With both decided it counts.
            remanded("D", "REFERRAL_ORDER", besides: "D2").home("SCH", "SUITABLE", from: "2025-01-01"),
            remanded("E", "REFERRAL_ORDER", besides: "E2").fate("E2", "REFERRAL_ORDER", on: "2026-06-01", committed: "2026-04-01")
                .home("STC", "SUITABLE", from: "2025-01-01"),
        ]
        let one = try sheet(1)
        func cell(_ row: String, _ column: String, _ order: String) throws -> Double? {
            try number(one, ["row": row, "column": column, "order": order], files)
        }
        let remand = "REMAND_WITHOUT_SENTENCE"
        #expect(try cell("ORDER_ENDING", "total", "CUSTODY") == 1)
        #expect(try cell("FOSTER_CARE", "release_yes", "CUSTODY") == 1 && cell("FOSTER_CARE", "release_no", "CUSTODY") == 0)
        #expect(try cell("YOI", "release_yes", "CUSTODY") == 0)
        let other = ["row": "FOSTER_CARE", "column": "release_yes", "order": "REFERRAL_ORDER"]
        #expect(!Asked(one, asked("2026Q1"), files).figures.contains { $0.by == other })
        #expect(try cell("ORDER_ENDING", "total", remand) == 2)
        #expect(try cell("SCH", "total", remand) == 0 && cell("STC", "total", remand) == 1)
        #expect(try cell("LIVING_WITH_PARENTS", "start_no", remand) == 1 && cell("LIVING_WITH_PARENTS", "total", remand) == 1)
        #expect(try cell("LIVING_WITH_FRIENDS", "release_no", remand) == 1 && cell("YOI", "total", remand) == 0)
    }

    @Test("§2.4 KPI 6: children by the programme's own type; one may have completed and not completed")
    func completions() throws {
        let token = "YOUTH_CAUTION"
        let file = MadeUp("A").fate("a", token, on: "2026-02-01")
            .programme("p1", token, from: "2026-02-01", to: "2026-04-30", completed: true, offences: ["of-a"])
            .programme("p2", token, from: "2026-02-01", to: "2026-05-30", completed: false, offences: ["of-a"])
        for (row, expected) in [("ORDER_ENDING", 1.0), ("COMPLETED", 1), ("NOT_COMPLETED", 1)] {
            #expect(try number(sheet(6), ["row": row, "column": "total", "type": token], [file]) == expected)
        }
    }

    @Test("§2.4 KPI 9: the form's ages are 10 to 15 and 16 to 17, not the indicator's")
    func ages() throws {
        let file = MadeUp("A", born: "2010-05-01").fate("a", "YOUTH_CAUTION", on: "2026-05-20", committed: "2026-04-20").serious(
            "of-a", "DRUGS", 5
        ).programme("p", "YOUTH_CAUTION", from: "2026-05-20", to: nil, offences: ["of-a"])
        #expect(try number(sheet(9), ["row": "DRUGS", "column": "offences", "age": "10-15"], [file]) == 1)
        #expect(try number(sheet(9), ["row": "ANY", "column": "offences", "age": "16-17"], [file]) == 0)
    }

    @Test("§2.4: every sheet's cells are figures with as many members as they count")
    func cells() throws {
        var random = Seeded(seed)
        let files = (0..<150).map { CircumstanceRows("k\($0)", &random).file }
        let board = CircumstanceRows.board(&random)
        for sheet in TemplateSheet.all {
            let figures = Asked(sheet.measure, asked("2025-26", board: board), files).figures
            #expect(figures.contains { ($0.value ?? 0) > 0 }, "\(sheet.measure.id), seed \(seed)")
            for figure in figures where sheet.measure.id != "template.kpi8" {
                #expect(figure.numerator == Double(figure.counted.count) && figure.denominator == nil)
            }
            #expect(Set(figures.map(\.by)).count == figures.count)
            for key in Set(figures.flatMap(\.by.keys)) { #expect(sheet.measure.breakdowns.contains { $0.key == key }) }
        }
    }
}
