import Casework
import HTML
import Practice
import Records

/// Something of a child's that waits on the police or another agency.
struct Waiting: Sendable {
    let child: RecordID
    let what: String
    let on: String
    let since: Day
    let address: Address

    /// Checks without an answer, decisions the police have not been told or not made, steps of non-compliance without an answer, safeguarding
    /// referrals without a result: longest first.
    static func all(_ reader: Reader, of children: [RecordID]?) throws -> [Waiting] {
        let referrals = try reader.everywhere(
            Referral.self, of: children,
            where: [("closed_date", .none), ("police_told_date", .none), ("pathway", .text("OUT_OF_COURT"))])
        let decided = Array(Set(referrals.filter { $0.decisionDate != nil }.compactMap(\.child)))
        return try found(
            enquiries: reader.everywhere(Enquiry.self, of: children, where: [("received_on", .none)]), referrals: referrals,
            toGive: decided.isEmpty ? [] : toGive(reader, referrals, reader.everywhere(Outcome.self, of: decided)),
            steps: reader.everywhere(Compliance.self, of: children, where: [("police_answer_on", .none)]),
            safeguarding: reader.everywhere(SafeguardingReferral.self, of: children, where: [("result", .none), ("result_on", .none)]),
            codes: reader.codes())
    }

    /// The same of one child's file.
    static func ofChild(_ reader: Reader, _ child: RecordID) throws -> [Waiting] {
        let referrals = try reader.records(Referral.self, child: child)
        let isDecided = referrals.contains { $0.decisionDate != nil && $0.value.isOpenOutOfCourt }
        return try found(
            enquiries: reader.records(Enquiry.self, child: child), referrals: referrals,
            toGive: isDecided ? toGive(reader, referrals, reader.records(Outcome.self, child: child)) : [],
            steps: reader.records(Compliance.self, child: child), safeguarding: reader.records(SafeguardingReferral.self, child: child),
            codes: reader.codes())
    }

    /// Referrals whose decision is given by the police and was not given yet.
    private static func toGive(_ reader: Reader, _ referrals: [Stored<Referral>], _ outcomes: [Stored<Outcome>]) throws -> Set<RecordID> {
        let options = try reader.outOfCourtOptions()
        return Set(
            referrals.filter { one in
                guard let decided = one.decisionDate, one.value.isOpenOutOfCourt,
                    let type = one.decision.flatMap({ options.option($0, on: decided) }), type.recordedWhen == "GIVEN"
                else { return false }
                return !outcomes.contains { $0.outcome == type.outcome && one.value.offences.contains($0.offence) }
            }.map(\.id))
    }

    private static func found(
        enquiries: [Stored<Enquiry>], referrals: [Stored<Referral>], toGive: Set<RecordID>, steps: [Stored<Compliance>],
        safeguarding: [Stored<SafeguardingReferral>], codes: Codes
    ) -> [Waiting] {
        func label(_ list: String, _ token: String?) -> String { codes.label(list, token) ?? "Not known" }
        func wait<R: RecordKind>(_ one: Stored<R>, _ what: String, on: String, since: Day) -> Waiting? {
            one.child.map { Waiting(child: $0, what: what, on: on, since: since, address: At.record($0, AnyKind(R.self), one.id)) }
        }
        let checks = enquiries.compactMap { one -> Waiting? in
            guard let asked = one.askedOn, one.receivedOn == nil, one.unableReason == nil else { return nil }
            return wait(one, "Agency check", on: label("agency", one.agency), since: asked)
        }
        let decisions = referrals.compactMap { one -> Waiting? in
            guard one.value.isOpenOutOfCourt, one.policeToldDate == nil else { return nil }
            if let decided = one.decisionDate, one.decidedBy == "POLICE" {
                guard toGive.contains(one.id) else { return nil }
                return one.child.map {
                    Waiting(
                        child: $0, what: "\(label("outcome", one.decision)): to be given", on: "Police", since: decided,
                        address: At.outcome($0, one.id))
                }
            }
            if let decided = one.decisionDate { return wait(one, "Decided, police not told", on: "Us, to tell the police", since: decided) }
            guard one.recommendation != nil, let panel = one.panelDate else { return nil }
            return wait(one, "Recommended, not decided", on: "Police", since: panel)
        }
        let returned = steps.compactMap { one -> Waiting? in
            guard ["NON_COMPLIANCE", "RETURN_TO_POLICE"].contains(one.type), one.policeAnswer == nil, one.policeAnswerOn == nil else {
                return nil
            }
            return one.child.map {
                Waiting(
                    child: $0, what: label("compliance_type", one.type),
                    on: one.policeToldDate == nil ? "Us, to tell the police" : "Police",
                    since: one.policeToldDate ?? one.onDate, address: PoliceAnswer.address($0, one.id))
            }
        }
        let sent = safeguarding.compactMap { one -> Waiting? in
            guard one.result == nil, one.resultOn == nil else { return nil }
            return wait(one, "Safeguarding referral", on: label("safeguarding_to", one.value.to), since: one.sentOn)
        }
        return (checks + decisions + returned + sent).sorted { ($0.since, $0.child) < ($1.since, $1.child) }
    }
}
