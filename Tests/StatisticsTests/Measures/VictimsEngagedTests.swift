import Casework
import Statistics
import Testing

@Suite("KPI 10: victims (S-PER-11)")
struct VictimsEngagedTests {
    private func found(_ files: MadeUp..., period: String = "2026Q1") -> Asked { Asked(.victimsEngaged, asked(period), files) }
    private func two(_ ref: String) -> MadeUp {
        MadeUp(ref).fate("\(ref)1", "REFERRAL_ORDER", on: "2026-01-10").fate("\(ref)2", "REFERRAL_ORDER", on: "2026-01-10").programme(
            "p\(ref)", "REFERRAL_ORDER", from: "2026-01-10", to: "2026-04-30", offences: ["of-\(ref)1", "of-\(ref)2"])
    }

    @Test("The worked example: 1 of 2; 3 victims to 2 children")
    func example() throws {
        let all = found(
            two("A").victim("V1", of: "of-A1", consents: true, engaged: true).victim("V1", of: "of-A2", consents: true)
                .victim("V2", of: "of-A2", consents: true, progress: true),
            ending("B", to: "2026-05-10").victim(
                "V3", of: "of-ou-pB", consents: false, contacted: "2026-03-01", progressAsked: true, supportAsked: true))
        let headline = try all("headline")
        #expect(headline.counted.map(\.ref) == ["V1"] && headline.members.map(\.ref) == ["V1", "V2"] && headline.value == 50)
        #expect(try all.refs("10a") == ["V1", "V2", "V3"] && all("10a").denominator == 2 && all("10a").value == 1.5)
        #expect(try all.refs("10b") == ["A", "B"] && all("10b").value == 100 && all("10b").counts == .child)
        #expect(try all("10c").numerator == 1 && all("10c").denominator == 2 && all.refs("10c") == ["V1/of-A1"])
        #expect(try all.refs("10e") == ["V2"] && all.refs("10d") == [] && all.refs("10f") == [])
        #expect(try all.refs("10g") == ["V3"] && all("10g").denominator == 2 && all("10g").interval == nil)
        #expect(try all.refs("10e_template") == [] && all("10e_template").members.map(\.ref) == ["V3"])
        #expect(try all("10f_template").denominator == 1)
    }

    @Test("10d, 10e and 10f ask for consent; 10c and 10g do not")
    func consent() throws {
        let all = found(
            ending("A").victim(
                "V1", of: "of-ou-pA", consents: nil, engaged: true, contacted: "2026-03-01", view: true, progress: true, support: true
            )
            .victim("V2", of: "of-ou-pA", consents: true, view: true, support: true))
        #expect(try all("headline").numerator == 0 && all("headline").denominator == 1)
        #expect(try all.refs("10d") == ["V2"] && all.refs("10e") == [] && all.refs("10f") == ["V2"])
        #expect(try all("10c").numerator == 1 && all.refs("10g") == ["V1"])
    }

    @Test("One victim of two children is one; took part and consented stand on one record")
    func oneVictim() throws {
        let all = found(
            ending("A").victim("V1", of: "of-ou-pA", consents: true), ending("B").victim("V1", of: "of-ou-pB", engaged: true))
        #expect(try all("10a").numerator == 1 && all("10a").denominator == 2)
        #expect(try all("headline").numerator == 0 && all("headline").denominator == 1)
    }

    @Test("§2.6: every offence with a programme ended counts, not only the weightiest; by the period its row ended in")
    func offences() throws {
        let file = MadeUp("A").order("p1", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30").order(
            "p2", "REFERRAL_ORDER", from: "2026-02-01", to: "2026-05-30"
        ).victim("V1", of: "of-ou-p1").victim("V2", of: "of-ou-p2")
        #expect(try found(file).refs("10a") == ["V1", "V2"])
        let later = MadeUp("A").order("p1", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30").outcome(
            "x", of: "of-ou-p1", "REFERRAL_ORDER", on: "2026-05-01"
        ).programme("p2", "REFERRAL_ORDER", from: "2026-05-01", to: "2026-08-01", offences: ["of-ou-p1"]).victim("V1", of: "of-ou-p1")
        // Both programmes meet both outcomes: the order's, and the one that ended last.
        #expect(try found(later).refs("10a") == [] && found(later, period: "2026Q2").refs("10a") == ["V1"])
    }

    @Test("§2.6: a licence's age is of its own start here, where KPI 1 to 7 take the day of the outcome")
    func licence() throws {
        let file = MadeUp("A", born: "2008-01-15").order(
            "p", "DETENTION_AND_TRAINING_ORDER", from: "2026-02-01", to: "2026-04-30", disposal: "DTO_LICENCE", on: "2025-10-01"
        ).victim("V1", of: "of-ou-p", consents: true)
        let all = found(file)
        #expect(try all("10a").numerator == 0 && all("10a").denominator == 0)
        #expect(try all.leftOut("headline") == ["V1: age"])
    }
}
