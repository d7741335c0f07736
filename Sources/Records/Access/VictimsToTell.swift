import Casework
import Practice

/// A victim who gave their views and has not been told that the work with the child ended.
public struct VictimToTell: Sendable {
    public let child: RecordID
    public let referral: RecordID
    /// The contact to write it on.
    public let contact: Stored<VictimContact>
    public let endedOn: Day
}

extension VictimContact {
    /// How many victims contacts are with, as far as their names tell: one without a name counts as a victim of its own, too many rather than
    /// too few.
    public static func people(_ contacts: [VictimContact]) -> Int {
        let names = contacts.compactMap { $0.name.map(Names.fold) }
        return Set(names).count + contacts.count - names.count
    }
}

extension Reader {
    /// The victims to tell of the end of a programme, those of the work that ended first at the top (S-TRN-10). Who tells them sees no casework:
    /// of the programme they learn the day it ended and nothing else, and only on files that open to them.
    /// - Parameter since: programmes that ended before are left to the file.
    public func victimsToTell(since: Day) throws -> [VictimToTell] {
        guard scope.sees(.victim), scope.reachesChildren else { return [] }
        // From the few who are not told on: nothing is read of children without one, nor of work that ended before.
        let contacts = Dictionary(
            grouping: try everywhere(VictimContact.self, where: [("state", .text("VIEWS_GIVEN")), ("end_told_on", .none)]).filter {
                $0.endNotToldReason == nil
            }, by: \.child)
        guard !contacts.isEmpty else { return [] }
        let whole = wholeNow("that a programme ended, for those who tell the victim")
        let programmes = Dictionary(
            grouping: try whole.everywhere(
                Programme.self, of: contacts.keys.compactMap { $0 }, since: ("end_date", since),
                only: ["end_date", "completed", "referral_ref", "offence_refs"]), by: \.child)
        let children = programmes.keys.compactMap { $0 }
        guard !children.isEmpty else { return [] }
        // The register of victims has a day of its own for it (KPI 10): told there is told, but it does not say which contact is whose. So an
        // offence is done with when all its victims there are told and there are as many as gave views.
        let register = Dictionary(
            grouping: try everywhere(Victim.self, of: children, only: ["offence_ref", "end_notified_date"]), by: \.value.offence)
        let heard = Dictionary(
            grouping: try everywhere(
                VictimContact.self, of: children, where: [("state", .text("VIEWS_GIVEN"))], only: ["offence_ref", "name"]),
            by: \.value.offence)
        func isRegistered(_ offence: RecordID) -> Bool {
            guard let own = register[offence], own.allSatisfy({ $0.endNotifiedDate != nil }) else { return false }
            return own.count >= VictimContact.people((heard[offence] ?? []).map(\.value))
        }
        let told = Set(
            try whole.everywhere(Closure.self, of: children, only: ["referral_ref", "victim_told_date", "victim_reason"]).filter {
                $0.victimToldDate != nil || $0.victimReason != nil
            }.map(\.value.referral))
        let referrals = try everywhere(Referral.self, of: children, only: ["offence_refs"])
        return referrals.filter { !told.contains($0.id) }.flatMap { referral -> [VictimToTell] in
            let offences = Set(referral.offences)
            let own = (programmes[referral.child] ?? []).filter { one in
                one.referral.map { $0 == referral.id } ?? !offences.isDisjoint(with: one.offences)
            }
            guard let child = referral.child, !own.isEmpty, own.allSatisfy({ $0.completed != nil }),
                let ended = own.compactMap(\.endDate).max(), ended >= since, ended <= service.today
            else { return [] }
            return (contacts[child] ?? []).filter { contact in
                contact.offence.map { offences.contains($0) && !isRegistered($0) } ?? true
            }.map { VictimToTell(child: child, referral: referral.id, contact: $0, endedOn: ended) }
        }.sorted { ($0.endedOn, $0.contact.ref) < ($1.endedOn, $1.contact.ref) }
    }
}
