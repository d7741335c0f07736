import Casework
import Statistics
import Testing

@Suite("Cohort profile and timeliness")
struct CohortTests {
    private func programme(_ disposal: String, _ from: String?, _ to: String?) -> Programme {
        var programme = Programme()
        programme.disposal = disposal
        programme.startDate = from.map(day)
        programme.endDate = to.map(day)
        return programme
    }
    private func referral(_ date: String, closed: String? = nil, accepted: Bool? = nil, decided: String? = nil) -> Referral {
        var referral = Referral()
        referral.receivedDate = day(date)
        referral.closedDate = closed.map(day)
        referral.accepted = accepted
        referral.decisionDate = decided.map(day)
        return referral
    }
    private var example: [MadeUp] {
        var care = Care()
        care.status = "LOOKED_AFTER"
        care.startDate = day("2026-01-01")
        return [
            MadeUp("A", born: "2011-01-15").adding("pa", programme("REFERRAL_ORDER", "2026-04-01", nil)).adding("ca", care),
            MadeUp("B", born: "2012-01-15", sex: "FEMALE", ethnicity: "B1").adding("rb", referral("2026-06-20")),
            MadeUp("C").adding("pc", programme("YOUTH_CAUTION", "2026-04-01", "2026-06-30")),
            MadeUp("D").adding("pd", programme("YOUTH_CAUTION", "2026-04-01", "2026-06-29")),
            MadeUp("E").adding("re", referral("2026-06-01", accepted: false, decided: "2026-06-02")),
            MadeUp("F").adding("rf", referral("2026-06-01", closed: "2026-06-29")),
            MadeUp("G", deleted: true).adding("pg", programme("YOUTH_CAUTION", "2026-04-01", nil)),
            MadeUp("H").adding("ph", programme("YOUTH_CAUTION", "2026-07-01", nil)),
        ]
    }

    @Test("The worked example: three open on 30 June, shares out of all three (S-PER-14)")
    func profile() throws {
        let figures = Asked(.cohortProfile, asked("2026Q1", today: "2026-11-21"), example)
        #expect(try figures.refs("open") == ["A", "B", "C"])
        #expect(try figures.leftOut("open") == ["G: deleted"])
        #expect(try figures("open").counted.map { $0.evidence.map(\.ref) } == [["pa"], ["rb"], ["pc"]])
        func share(_ key: String, _ value: String) throws -> Figure { try figures("share", by: [key: value]) }
        #expect(try share("sex", "FEMALE").counted.map(\.ref) == ["B"])
        #expect(try share("sex", "FEMALE").members.map(\.ref) == ["A", "B", "C"])
        #expect(try share("age", "10-14").numerator == 1 && share("age", "15-17").numerator == 2)
        #expect(try share("ethnicity", "MIXED").numerator == 1)
        #expect(try share("care_status", "LOOKED_AFTER").counted.map(\.ref) == ["A"])
        // S-PER-14: whoever has none stands in a row of their own, so that the rows hold everybody.
        #expect(try share("care_status", "NOT_RECORDED").counted.map(\.ref) == ["B", "C"])
        #expect(try share("need", "NONE_FOUND").counted.map(\.ref) == ["A", "B", "C"])
        #expect(try share("disposal", "First-tier").counted.map(\.ref) == ["A"])
        #expect(try share("disposal", "Pre-Court").counted.map(\.ref) == ["C"])
        #expect(try share("disposal", "NOT_DECIDED").counted.map(\.ref) == ["B"])
        #expect(try share("reoffending", "NOT_ASSESSED").numerator == 3)
    }

    @Test("While the period runs it is of today; on an earlier day it is another cohort")
    func days() throws {
        #expect(try Asked(.cohortProfile, asked("2026Q1", today: "2026-06-10"), example).refs("open") == ["A", "C", "D", "F"])
        #expect(try Asked(.cohortProfile, asked("2026-06-02..2026-06-02"), example).refs("open") == ["A", "C", "D", "E", "F"])
    }

    @Test("Needs, education, alerts and judgements are those of the day, several at once where a child has several")
    func facets() throws {
        var drugs = HealthNeed()
        drugs.need = "SUBSTANCE_MISUSE"
        drugs.needIdentified = true
        drugs.identifiedDate = day("2026-06-30")
        var screened = HealthNeed()
        screened.need = "MENTAL_HEALTH"
        screened.screenedDate = day("2026-06-01")
        var later = HealthNeed()
        later.need = "PHYSICAL"
        later.needIdentified = true
        later.identifiedDate = day("2026-07-01")
        func education(_ suitability: String?) -> Education {
            var education = Education()
            education.provision = "COLLEGE"
            education.suitability = suitability
            return education
        }
        func assessed(_ date: String, _ level: String) -> Assessment {
            var assessment = Assessment()
            assessment.completedOn = day(date)
            assessment.reoffending = level
            return assessment
        }
        let child = MadeUp("A").adding("p", programme("REFERRAL_ORDER", "2026-04-01", nil)).adding("h1", drugs).adding("h2", screened)
            .adding("h3", later).adding("e1", education("SUITABLE")).adding("e2", education("UNKNOWN")).adding("e3", education(nil))
            .adding("s1", assessed("2026-05-01", "HIGH")).adding("s2", assessed("2026-06-01", "LOW")).adding(
                "s3", assessed("2026-07-01", "HIGH"))
        let figures = Asked(.cohortProfile, asked("2026Q1"), [child])
        func holds(_ key: String, _ value: String) throws -> Bool { try figures("share", by: [key: value]).numerator == 1 }
        #expect(try holds("need", "SUBSTANCE_MISUSE") && !holds("need", "MENTAL_HEALTH") && !holds("need", "PHYSICAL"))
        #expect(try holds("education", "NOT_SUITABLE") && !holds("education", "SUITABLE"))
        #expect(try holds("reoffending", "LOW") && !holds("reoffending", "HIGH"))
    }

    @Test("Timeliness, the worked example: 60 days from offence to outcome, a charge known of one")
    func timeliness() throws {
        func offence(_ committed: String?, charged: String? = nil, heard: String? = nil) -> Offence {
            var offence = Offence()
            offence.offenceDate = committed.map(day)
            offence.arrestDate = day("2026-04-01")
            offence.chargeDate = charged.map(day)
            offence.firstHearingDate = heard.map(day)
            return offence
        }
        let files = [
            MadeUp("A").adding("a", offence("2026-01-01", charged: "2026-01-31", heard: "2026-03-01")).outcome(
                "oa", of: "a", "FINE", on: "2026-04-11"),
            MadeUp("B").adding("b", offence("2026-04-01")).outcome("ob", of: "b", "YOUTH_CAUTION", on: "2026-04-21"),
            MadeUp("C").adding("c", offence(nil)).outcome("oc", of: "c", "YOUTH_CAUTION", on: "2026-04-21"),
            MadeUp("D").adding("d", offence("2026-05-01", charged: "2026-04-30")).outcome("od", of: "d", "FINE", on: "2026-05-21"),
        ]
        let figures = Asked(.timeliness, asked("2026Q1"), Array(files.prefix(3)))
        #expect(try figures("offence_to_outcome_median").value == 60 && figures("offence_to_outcome_p90").value == 100)
        #expect(try figures("offence_to_outcome_median").numerator == 2)
        #expect(try figures.leftOut("offence_to_outcome_median") == ["c: date_not_known"])
        #expect(try figures("offence_to_charge_median").value == 30 && figures("charge_to_hearing_median").value == 29)
        #expect(try figures("hearing_to_outcome_median").value == 41)
        #expect(try figures("offence_to_outcome_median", by: ["disposal": "Pre-Court"]).value == 20)
        let backwards = Asked(.timeliness, asked("2026Q1"), files)
        #expect(try backwards.leftOut("offence_to_charge_median").contains("d: dates_out_of_order"))
    }
}

@Suite("What children who reoffended had in common")
struct ReoffendingSharedTests {
    @Test("Shares of those with a new offence beside those without, n shown, as they stood on the index day (S-PER-05)")
    func shared() throws {
        func looked(_ child: MadeUp) -> MadeUp {
            var care = Care()
            care.status = "LOOKED_AFTER"
            care.startDate = day("2025-01-01")
            care.endDate = day("2025-12-31")
            return child.adding("care-\(child.file.child.ref)", care)
        }
        func child(_ ref: String, again: Bool, sex: String = "MALE") -> MadeUp {
            let child = MadeUp(ref, sex: sex).fate(ref, "YOUTH_CAUTION", on: "2025-02-01")
            return again ? child.fate("\(ref)2", "FINE", on: "2025-06-01", committed: "2025-05-01") : child
        }
        let files = [
            looked(child("A", again: true)), looked(child("B", again: true)), child("C", again: true, sex: "FEMALE"),
            looked(child("D", again: false)), child("E", again: false), child("F", again: false),
            MadeUp("G").fate("g", "NO_FURTHER_ACTION", on: "2025-02-01"),
        ]
        let figures = Asked(.reoffendingShared, asked("2024Q4", today: "2026-06-01"), files)
        #expect(try figures.refs("cohort") == ["A", "B", "C", "D", "E", "F"])
        let again = try figures("reoffended", by: ["care_status": "LOOKED_AFTER"])
        #expect(again.counted.map(\.ref) == ["A", "B"] && again.members.map(\.ref) == ["A", "B", "C"])
        let others = try figures("others", by: ["care_status": "LOOKED_AFTER"])
        #expect(others.counted.map(\.ref) == ["D"] && others.members.map(\.ref) == ["D", "E", "F"])
        #expect(try figures("reoffended", by: ["sex": "FEMALE"]).numerator == 1)
        #expect(try figures("others", by: ["disposal": "Pre-Court"]).numerator == 3)
        #expect(again.excluded.map { "\($0.member.ref): \($0.rule.token)" } == ["G: no_tier"])
    }
}
