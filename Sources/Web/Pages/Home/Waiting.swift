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
        try found(
            enquiries: reader.everywhere(Enquiry.self, of: children, where: [("received_on", .none)]),
            referrals: reader.everywhere(
                Referral.self, of: children,
                where: [("closed_date", .none), ("police_told_date", .none), ("pathway", .text("OUT_OF_COURT"))]),
            steps: reader.everywhere(Compliance.self, of: children, where: [("police_answer_on", .none)]),
            safeguarding: reader.everywhere(SafeguardingReferral.self, of: children, where: [("result", .none), ("result_on", .none)]),
            codes: reader.codes())
    }

    /// The same of one child's file.
    static func ofChild(_ reader: Reader, _ child: RecordID) throws -> [Waiting] {
        try found(
            enquiries: reader.records(Enquiry.self, child: child), referrals: reader.records(Referral.self, child: child),
            steps: reader.records(Compliance.self, child: child), safeguarding: reader.records(SafeguardingReferral.self, child: child),
            codes: reader.codes())
    }

    private static func found(
        enquiries: [Stored<Enquiry>], referrals: [Stored<Referral>], steps: [Stored<Compliance>],
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
            if one.decisionDate != nil, one.decidedBy == "POLICE" { return nil }
            if let decided = one.decisionDate { return wait(one, "Decided, police not told", on: "Us, to tell the police", since: decided) }
            guard one.recommendation != nil, let panel = one.panelDate else { return nil }
            return wait(one, "Recommended, not decided", on: "Police", since: panel)
        }
        let returned = steps.compactMap { one -> Waiting? in
            guard ["NON_COMPLIANCE", "RETURN_TO_POLICE"].contains(one.type), one.policeAnswer == nil, one.policeAnswerOn == nil else {
                return nil
            }
            return wait(
                one, label("compliance_type", one.type), on: one.policeToldDate == nil ? "Us, to tell the police" : "Police",
                since: one.policeToldDate ?? one.onDate)
        }
        let sent = safeguarding.compactMap { one -> Waiting? in
            guard one.result == nil, one.resultOn == nil else { return nil }
            return wait(one, "Safeguarding referral", on: label("safeguarding_to", one.value.to), since: one.sentOn)
        }
        return (checks + decisions + returned + sent).sorted { ($0.since, $0.child) < ($1.since, $1.child) }
    }
}
