import Casework
import Testing

@testable import Demo

/// The pathway as Sandholme has it: whole enough to work with, with the gaps inspections find.
@Suite("The demo's out-of-court pathway")
struct PathwayTests {
    private func all<R: RecordKind>(_ type: R.Type) -> [R] { Sample.children.flatMap { $0.all(type).map(\.value) } }

    private func share(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(max(1, whole)) }

    @Test("every kind of the pathway is there")
    func everyKind() {
        let found = Set(Sample.children.flatMap { $0.records.map { type(of: $0.record).kindName } })
        // Who opened a file with a reason is no part of a child's path.
        let others: Set<String> = [
            "child", "merge", "document", "action", "break_glass", "hold", "subject_access", "subject_access_change",
            "sealed_entry",
        ]
        for kind in allKinds where kind.scope == .child && !others.contains(kind.name) {
            #expect(found.contains(kind.name), "\(kind.name)")
        }
    }

    @Test("S-PER-22: police bail ends with the charge or the decision but where nobody wrote it; parenting work is beside its programme")
    func beside() {
        var (ended, running) = (0, 0)
        for child in Sample.children {
            let offences = Dictionary(uniqueKeysWithValues: child.all(Offence.self).map { ($0.id, $0) })
            let programmes = Dictionary(uniqueKeysWithValues: child.all(Programme.self).map { ($0.id, $0) })
            for bail in child.all(PoliceBail.self) {
                let offence = offences[bail.value.offence]
                #expect(offence != nil && offence?.value.arrestDate == bail.value.startDate, "\(bail.ref)")
                if let end = bail.value.endDate { #expect(end >= (bail.value.startDate ?? end), "\(bail.ref)") }
                if bail.value.endDate == nil { running += 1 } else { ended += 1 }
            }
            for work in child.all(Parenting.self) {
                let programme = work.value.programme.flatMap { programmes[$0] }
                #expect(programme != nil && (work.value.startDate ?? .unset) > (programme?.value.startDate ?? .unset), "\(work.ref)")
                #expect((work.value.sessionsAttended ?? 0) <= (work.value.sessionsPlanned ?? 0), "\(work.ref)")
            }
        }
        #expect(ended > running && running > 0)
    }

    @Test("a caution is dated the day it is given, never the panel's day nor before the decision; two in six are not signed (BPL 2f)")
    func cautions() {
        var (cautions, signed) = (0, 0)
        for child in Sample.children {
            let referrals = child.all(Referral.self)
            for outcome in child.all(Outcome.self) where outcome.value.outcome.hasPrefix("YOUTH_C") && outcome.value.givenBy != nil {
                let of = referrals.filter { $0.value.offences.contains(outcome.value.offence) }
                #expect(of.allSatisfy { outcome.value.outcomeDate > ($0.value.panelDate ?? .unset) }, "\(outcome.ref)")
                cautions += 1
                signed += outcome.value.signedOn == nil ? 0 : 1
            }
        }
        #expect(cautions > 30 && (0.5...0.85).contains(share(signed, cautions)))
    }

    @Test("outcomes 22 and 23 are recorded only on completion; a failed programme leaves none (regulation.md §4.2)")
    func deferred() {
        var (completed, failed) = (0, 0)
        for child in Sample.children {
            let outcomes = child.all(Outcome.self)
            for programme in child.all(Programme.self)
            where programme.value.disposal.contains("OUTCOME_22") || programme.value.disposal.contains("OUTCOME_23") {
                let left = outcomes.filter {
                    programme.value.offences.contains($0.value.offence) && $0.value.outcome == programme.value.disposal
                }
                if programme.value.completed == true {
                    completed += 1
                    #expect(!left.isEmpty && left.allSatisfy { $0.value.outcomeDate == programme.value.endDate }, "\(programme.ref)")
                } else {
                    failed += 1
                    #expect(left.isEmpty, "\(programme.ref)")
                }
            }
        }
        #expect(completed > 5 && failed > 0)
    }

    @Test("gaps as the inspections found them: oversight of about a third, contingency for harm mostly missing, answers outstanding")
    func gaps() {
        let referrals = all(Referral.self).filter { $0.pathway == "OUT_OF_COURT" && $0.allocatedDate != nil }
        #expect((0.25...0.45).contains(share(all(Oversight.self).count, referrals.count)))
        let needing = all(Assessment.self).filter { $0.type == "OUT_OF_COURT" && ($0.seriousHarm.map { $0 != "LOW" } ?? false) }
        let harm = all(Contingency.self).filter { $0.concern == "HARM" }
        #expect((0.25...0.55).contains(share(harm.count, needing.count)))
        #expect(all(Enquiry.self).contains { $0.receivedOn == nil } && all(Concern.self).contains { $0.isOpen })
        #expect(referrals.contains { $0.decisionDate == nil })
    }

    @Test("the panel sits every other Tuesday, and every item is of a sitting")
    func sittings() {
        let sittings = Sample.service.sittings
        #expect(sittings.allSatisfy { $0.panel.value.heldOn.weekdayNumber == 2 })
        #expect(zip(sittings, sittings.dropFirst()).allSatisfy { $1.panel.value.heldOn - $0.panel.value.heldOn == 14 })
        let days = Dictionary(uniqueKeysWithValues: sittings.map { ($0.panel.id, $0.panel.value.heldOn) })
        for child in Sample.children {
            for item in child.all(PanelItem.self) where item.value.state == "HEARD" {
                let referral = child.all(Referral.self).first { $0.id == item.value.referral }
                #expect(item.value.panel.flatMap { days[$0] } == referral?.value.panelDate, "\(item.ref)")
            }
        }
    }

    @Test("a victim's name stands only in the field that is theirs to see")
    func victims() {
        for child in Sample.children {
            for contact in child.all(VictimContact.self) {
                guard let name = contact.value.name else { continue }
                #expect(contact.value.summary?.contains(name) != true, "\(contact.ref)")
            }
        }
    }
}

extension RecordKind {
    static var kindName: String { kind.name }
}
