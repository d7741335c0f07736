import Casework
import Statistics
import Testing

@Suite("Disparity")
struct DisparityTests {
    private func referral(_ ref: String, on date: String, pathway: String? = "OUT_OF_COURT") -> Referral {
        var referral = Referral()
        referral.receivedDate = day(date)
        referral.pathway = pathway
        return referral
    }

    private func people(_ people: Int, _ midYear: Int = 2024, ethnicity: String? = nil, sex: String? = nil, care: String? = nil)
        -> Population
    {
        var row = population(people, midYear: midYear, sex: sex)
        row.ethnicity = ethnicity
        row.careStatus = care
        return row
    }

    /// `count` children of one group referred in 2025-26, the first `sentenced` of them sentenced, the first `custody` of those to custody.
    private func children(_ name: String, _ count: Int, ethnicity: String, sex: String = "MALE", sentenced: Int, custody: Int) -> [MadeUp] {
        (0..<count).map { n in
            let child = MadeUp("\(name)\(n)", born: "2010-09-01", sex: sex, ethnicity: ethnicity).adding(
                "r-\(name)\(n)", referral("r", on: "2025-05-01"))
            if n >= sentenced { return child }
            return child.fate(
                "\(name)\(n)", n < custody ? "DETENTION_AND_TRAINING_ORDER" : "REFERRAL_ORDER", on: "2025-09-01")
        }
    }

    private var files: [MadeUp] {
        children("b", 11, ethnicity: "D1", sentenced: 4, custody: 1) + children("w", 21, ethnicity: "A1", sentenced: 3, custody: 1)
    }
    private var populations: [Population] {
        [people(800, ethnicity: "BLACK"), people(3011, ethnicity: "WHITE"), people(2000, sex: "MALE"), people(1811, sex: "FEMALE")]
    }
    private func cell(_ stage: String, _ key: String, _ value: String) -> [String: String] { ["stage": stage, key: value] }

    /// The first stage is R's documented example poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)): 1.97, 0.86 to 4.28. The others by hand.
    @Test("The worked example: 1.97 (0.86 to 4.28) at referral, 2.55 at court, 0.75 at custody (S-PER-15)")
    func example() throws {
        let asked = Asked(.disparity, asked("2025-26", today: "2026-06-01", populations: populations), files)
        let referral = try asked("rri", by: cell("referral", "ethnicity", "BLACK"))
        #expect(referral.numerator == 11 && referral.denominator == 800 && referral.members.isEmpty && referral.counted.count == 11)
        #expect(abs((referral.value ?? 0) - 1.9714880952380953) < 1e-12)
        #expect(abs((referral.interval?.lower ?? 0) - 0.8584264033916399) < 1e-9)
        #expect(abs((referral.interval?.upper ?? 0) - 4.277265943654075) < 1e-9)
        #expect(referral.notes == ["The interval holds 1: it may be chance alone."])
        #expect(referral.extras["compared_with"] == .text("WHITE") && referral.extras["compared_denominator"] == .number(3011))
        let court = try asked("rri", by: cell("court", "ethnicity", "BLACK"))
        #expect(court.numerator == 4 && court.denominator == 11 && court.members.count == 11)
        #expect(abs((court.value ?? 0) - 28.0 / 11) < 1e-12)
        let custody = try asked("rri", by: cell("custody", "ethnicity", "BLACK"))
        #expect(custody.numerator == 1 && custody.denominator == 4)
        #expect(abs((custody.value ?? 0) - 0.75) < 1e-12)
        let white = try asked("rri", by: cell("court", "ethnicity", "WHITE"))
        #expect(white.value == 1 && white.interval == nil && white.numerator == 3 && white.denominator == 21)
    }

    @Test("A group nobody of whom came is at 0 with an upper end; nobody in the group compared with leaves no ratio")
    func noEvents() throws {
        let files =
            children("b", 5, ethnicity: "D1", sentenced: 2, custody: 0) + children("w", 5, ethnicity: "A1", sentenced: 0, custody: 0)
        let figures = Asked(.disparity, asked("2025-26", today: "2026-06-01", populations: populations), files)
        let court = try figures("rri", by: cell("court", "ethnicity", "BLACK"))
        #expect(court.value == nil && court.interval?.upper == .infinity)
        #expect(court.notes == ["Nobody of the group compared with came to this stage, so there is no ratio."])
        let custody = try figures("rri", by: cell("custody", "ethnicity", "BLACK"))
        #expect(custody.value == nil && custody.denominator == 2 && custody.numerator == 0)
        let asian = try figures("rri", by: cell("referral", "ethnicity", "ASIAN"))
        #expect(asian.value == nil && asian.denominator == nil && asian.notes.first?.hasPrefix("No population") == true)
    }

    @Test(
        "Each stage is out of the one before: diversion, caution and court out of those referred or decided, custody out of the sentenced")
    func stages() throws {
        let files = [
            MadeUp("A").adding("ra", referral("ra", on: "2025-05-01")).fate("a", "COMMUNITY_RESOLUTION", on: "2025-06-01"),
            MadeUp("B").adding("rb", referral("rb", on: "2025-05-01")).fate("b", "YOUTH_CAUTION", on: "2025-06-01"),
            // Decided in the year without a referral on the file: at the decision all the same.
            MadeUp("C").fate("c", "YOUTH_REHABILITATION_ORDER", on: "2025-06-01"),
            // Still waiting.
            MadeUp("D").adding("rd", referral("rd", on: "2026-03-31")),
            // Diverted once and cautioned later: at both stages, once at the decision.
            MadeUp("E").fate("e1", "COMMUNITY_RESOLUTION", on: "2025-06-01").fate("e2", "YOUTH_CONDITIONAL_CAUTION", on: "2025-10-01"),
            MadeUp("F").adding("rf", referral("rf", on: "2025-05-01", pathway: "TURNAROUND")),
            MadeUp("G").fate("g", "FINE", on: "2025-06-01", appeal: "SUCCESSFUL"),
            MadeUp("H").fate("h", "FINE", on: "2025-06-01", appeal: "CHANGED"),
            MadeUp("I").fate("i", "FINE", on: "2025-06-01", residence: "OTHER"),
            MadeUp("J").fate("j", "NO_FURTHER_ACTION", on: "2025-06-01"),
            MadeUp("K", born: "2016-01-01").adding("rk", referral("rk", on: "2025-05-01")),
            MadeUp("L", born: nil).adding("rl", referral("rl", on: "2025-05-01")),
            MadeUp("M", deleted: true).fate("m", "FINE", on: "2025-06-01"),
        ]
        let figures = Asked(.disparity, asked("2025-26", today: "2026-06-01", populations: populations), files)
        let refs = { (part: String, stage: String) in try figures.refs(part, by: cell(stage, "sex", "MALE")) }
        #expect(try refs("rri", "referral") == ["A", "B", "D"])
        #expect(try refs("rri", "diversion") == ["A", "E"])
        #expect(try refs("rri", "caution") == ["B", "E"])
        #expect(try refs("rri", "court") == ["C"])
        #expect(try figures("rri", by: cell("caution", "sex", "MALE")).members.map(\.ref) == ["A", "B", "C", "D", "E"])
        #expect(try figures("rri", by: cell("custody", "sex", "MALE")).members.map(\.ref) == ["C"])
        let left = try figures("rri", by: cell("court", "sex", "MALE")).excluded.map { "\($0.member.ref): \($0.rule.token)" }
        #expect(
            left == [
                "F: prevention", "G: appeal", "H: appeal", "I: lived_elsewhere", "J: no_tier", "K: age", "L: age_not_known", "M: deleted",
            ])
        // The toolkit keeps what was set aside, drops what was changed, and knows no diversion.
        #expect(try refs("rri_toolkit", "court") == ["C", "G"])
        #expect(try figures("rri_toolkit", by: cell("court", "sex", "MALE")).members.map(\.ref) == ["B", "C", "E", "G"])
        #expect(!figures.figures.contains { $0.part == "rri_toolkit" && $0.by["stage"] == "diversion" })
    }

    @Test("Three years pooled count a child once over thirty-six months, against the three years' populations, beside the single years")
    func pooled() throws {
        let files = [
            MadeUp("A", sex: "FEMALE").adding("r1", referral("r1", on: "2023-04-01")).adding("r2", referral("r2", on: "2026-03-31")),
            MadeUp("B", sex: "FEMALE").adding("r3", referral("r3", on: "2023-03-31")),
            MadeUp("C").adding("r4", referral("r4", on: "2024-06-01")),
        ]
        let rows = [2022, 2023, 2024].flatMap { [people(100, $0, sex: "FEMALE"), people(400, $0, sex: "MALE")] }
        let figures = Asked(.disparity, asked("2025-26", today: "2026-06-01", populations: rows), files)
        let pooled = try figures("rri_3_years", by: cell("referral", "sex", "FEMALE"))
        #expect(pooled.counted.map(\.ref) == ["A"] && pooled.denominator == 300 && pooled.value == 4)
        #expect(try figures("rri", by: cell("referral", "sex", "FEMALE")).value == nil)
        #expect(try figures("rri_3_years", by: cell("referral", "sex", "MALE")).counted.map(\.ref) == ["C"])
        #expect(Asked(.disparity, asked("2025Q1", populations: rows), files).figures.allSatisfy { $0.part != "rri_3_years" })
    }

    @Test("By care status: as it stood at the first event; the rest of the population is all less the looked after (S-OOC-22)")
    func care() throws {
        func looked(_ from: String, _ to: String?, _ status: String = "LOOKED_AFTER") -> Care {
            var care = Care()
            care.status = status
            care.startDate = day(from)
            care.endDate = to.map(day)
            return care
        }
        let files = [
            MadeUp("A").adding("ca", looked("2025-01-01", nil)).adding("ra", referral("ra", on: "2025-05-01")),
            MadeUp("B").adding("cb", looked("2025-01-01", "2025-04-30")).adding("rb", referral("rb", on: "2025-05-01")),
            MadeUp("C").adding("cc", looked("2025-05-01", "2025-05-01", "CARE_LEAVER")).adding("rc", referral("rc", on: "2025-05-01")),
            MadeUp("D").adding("rd", referral("rd", on: "2025-05-01")),
        ]
        let figures = Asked(
            .disparity, asked("2025-26", today: "2026-06-01", populations: [people(1000), people(20, care: "LOOKED_AFTER")]), files)
        let looks = try figures("rri", by: cell("referral", "care_status", "LOOKED_AFTER"))
        #expect(looks.counted.map(\.ref) == ["A"] && looks.denominator == 20)
        let neither = try figures("rri", by: cell("referral", "care_status", "NEITHER"))
        #expect(neither.counted.map(\.ref) == ["B", "D"] && neither.denominator == 980)
        #expect(abs((looks.value ?? 0) - (1.0 / 20) / (2.0 / 980)) < 1e-12)
        #expect(try figures("rri", by: cell("referral", "care_status", "CARE_LEAVER")).denominator == nil)
    }
}
