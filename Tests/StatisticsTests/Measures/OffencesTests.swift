import Casework
import Statistics
import Testing

@Suite("Proven offences and their outcomes")
struct OffencesTests {
    private let violence = "VIOLENCE_AGAINST_THE_PERSON"

    private func published(_ area: String, _ label: String?, _ events: String?, of people: String?, printed: String? = nil) -> Comparator {
        var row = Comparator()
        row.area = area
        row.measure = "offences"
        row.labelPrinted = label
        row.numerator = events
        row.denominator = people
        row.valuePrinted = printed
        row.periodStart = day("2025-04-01")
        row.periodEnd = day("2026-03-31")
        return row
    }

    private var example: [MadeUp] {
        [
            MadeUp("A").fate("a1", "FINE", on: "2026-05-04", category: violence).fate("a2", "FINE", on: "2026-05-04", category: violence),
            MadeUp("B").fate("b", "YOUTH_CAUTION", on: "2026-05-05", category: "DRUGS"),
            MadeUp("C").fate("c", "COMMUNITY_RESOLUTION", on: "2026-05-05"),
            MadeUp("D").fate("d1", "FINE", on: "2026-03-05", category: "CRIMINAL_DAMAGE").outcome(
                "d2", of: "of-d1", "FINE", on: "2026-05-05"),
        ]
    }

    @Test("The worked example: three offences, violence 16 to 100,000 and 0.07 of the nation's")
    func offences() throws {
        let asked = asked(
            "2026-27", populations: [population(12_500, midYear: 2025)],
            comparators: [published("England and Wales", "Violence against the person", "12437", of: "5466338")])
        let offences = Asked(.offences, asked, example)
        #expect(try offences.refs("count") == ["of-a1", "of-a2", "of-b"])
        #expect(try offences.leftOut("count") == ["of-c: not_substantive", "of-d1: proven_earlier"])
        #expect(try offences("rate", by: ["category": violence]).value == 16)
        let ratio = try offences("ratio", by: ["category": violence])
        #expect(abs((ratio.value ?? 0) - 16 / (12437 / 5_466_338 * 100_000)) < 1e-9)
        #expect(ratio.extras["comparator_area"] == .text("England and Wales"))
        #expect(ratio.notes.contains { $0.contains("another period: 1 April 2025 to 31 March 2026") })
        // No total is published here: that ratio is empty and says why.
        #expect(offences.figures.filter { $0.part == "ratio" && $0.value != nil }.count == 1)
        #expect(
            try offences("ratio").value == nil
                && offences("ratio").notes == ["No published figure of these offences is held, so there is no ratio."])
        #expect(try offences("count", by: ["category": "ROBBERY"]).value == 0)
    }

    @Test("The published table's ratio is found again: 33 of 12,494 against 12,437 of 5,466,338 is 1.16")
    func published() throws {
        let many = (1...33).reduce(MadeUp("A")) { $0.fate("o\($1)", "FINE", on: "2026-05-04", category: violence) }
        let asked = asked(
            "2026-27", populations: [population(12_494, midYear: 2025)],
            comparators: [
                published("North", violence, "1", of: "100"), published("England and Wales", violence, "12437", of: "5466338"),
                published("England and Wales", nil, nil, of: nil, printed: "705"),
            ],
            areas: [area("England and Wales", "NATION"), area("SANDHOLME", "SERVICE")])
        let offences = Asked(.offences, asked, [many])
        let ratio = try offences("ratio", by: ["category": violence])
        #expect(((ratio.value ?? 0) * 100).rounded() == 116)
        #expect(ratio.interval?.contains(1) == true)
        // Only a printed rate: a ratio without an interval.
        #expect(try abs((offences("ratio").value ?? 0) - 33 / 12_494 * 100_000 / 705) < 1e-12)
        #expect(try offences("ratio").interval == nil)
    }

    @Test("Ages: at arrest or offence for a caution, at the first hearing for a sentence")
    func ages() throws {
        let older = { (ref: String) in MadeUp(ref, born: "2008-05-15") }
        let offences = Asked(
            .offences, asked("2026Q1"),
            [
                older("A").fate("caution at 18 for 17", "YOUTH_CAUTION", on: "2026-06-01", committed: "2026-05-14"),
                older("B").fate("caution for 18", "YOUTH_CAUTION", on: "2026-06-01", committed: "2026-05-15"),
                older("C").fate("fine heard at 17", "FINE", on: "2026-06-01", committed: "2026-05-01", hearing: "2026-05-14"),
                older("D").fate("fine heard at 18", "FINE", on: "2026-06-01", committed: "2026-05-01", hearing: "2026-05-15"),
            ])
        #expect(try offences.refs("count") == ["of-caution at 18 for 17", "of-fine heard at 17"])
    }

    @Test("The table of outcomes takes every sort, main ones only, each on its day")
    func outcomes() throws {
        let outcomes = Asked(
            .outcomes, asked("2026Q1"),
            [
                MadeUp("A").fate("a1", "REFERRAL_ORDER", on: "2026-05-04").outcome(
                    "a2", of: "of-a1", "COMPENSATION_ORDER", on: "2026-05-04", main: false),
                MadeUp("B").fate("b1", "COMMUNITY_RESOLUTION", on: "2026-05-04", category: "CRIMINAL_DAMAGE").fate(
                    "b2", "NO_FURTHER_ACTION", on: "2026-05-05", category: "CRIMINAL_DAMAGE", main: true),
                MadeUp("C").fate("c", "FINE", on: "2026-05-05", appeal: "SUCCESSFUL"),
                MadeUp("D").fate("d", "FINE", on: "2026-05-05", residence: "OTHER"),
                MadeUp("E").fate("e", "FINE", on: "2026-07-01"),
                MadeUp("F", deleted: true).fate("f", "FINE", on: "2026-05-05"),
            ])
        #expect(try outcomes.refs("count") == ["a1", "b1", "b2"])
        #expect(try outcomes.leftOut("count") == ["a2: not_main", "c: appeal", "d: lived_elsewhere", "f: deleted"])
        #expect(try outcomes.refs("count", by: ["category": "CRIMINAL_DAMAGE"]) == ["b1", "b2"])
        #expect(try outcomes.refs("count", by: ["category": "CRIMINAL_DAMAGE", "outcome": "NO_FURTHER_ACTION"]) == ["b2"])
        #expect(outcomes.figures.filter { $0.by.count == 2 }.count == 3)
    }

    private func area(_ name: String, _ type: String) -> Area {
        var area = Area()
        area.area = name
        area.type = type
        return area
    }
}
