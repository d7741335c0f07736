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
    /// Whose move it is, as the police read the list: theirs come first.
    var turn = Turn.others

    enum Turn: Int, Sendable { case policeDecide, policeAnswer, others }

    /// Agencies that have not answered, one line a referral; what went higher than the panel; decisions the police have not been told, not
    /// made or not given; steps of non-compliance without an answer; safeguarding referrals without a result: longest first.
    static func all(_ reader: Reader, of children: [RecordID]?) throws -> [Waiting] {
        let referrals = try reader.everywhere(
            Referral.self, of: children,
            where: [("closed_date", .none), ("police_told_date", .none), ("pathway", .text("OUT_OF_COURT"))])
        let decided = Array(Set(referrals.filter { $0.decisionDate != nil }.compactMap(\.child)))
        // Taken higher: few, so their files alone are read, also where the police were told of an earlier decision.
        let taken = try reader.everywhere(
            PanelItem.self, of: children, where: [("escalated_result", .none), ("state", .text("HEARD"))], newest: ("escalated_on", 1_000))
        let unsettled = Array(Set(taken.compactMap(\.child)))
        let open = Set(try reader.everywhere(Referral.self, of: children, where: [("closed_date", .none)], only: ["closed_date"]).map(\.id))
        return try found(
            enquiries: asked(reader.everywhere(Enquiry.self, of: children, where: [("received_on", .none)]), open), referrals: referrals,
            toGive: decided.isEmpty ? [] : toGive(reader, referrals, reader.everywhere(Outcome.self, of: decided)),
            higher: unsettled.isEmpty
                ? [] : higher(reader.everywhere(PanelItem.self, of: unsettled), reader.everywhere(Referral.self, of: unsettled)),
            steps: reader.everywhere(Compliance.self, of: children, where: [("police_answer_on", .none)]),
            safeguarding: reader.everywhere(SafeguardingReferral.self, of: children, where: [("result", .none), ("result_on", .none)]),
            codes: reader.codes())
    }

    /// The same of one child's file.
    static func ofChild(_ reader: Reader, _ child: RecordID) throws -> [Waiting] {
        let referrals = try reader.records(Referral.self, child: child)
        let isDecided = referrals.contains { $0.decisionDate != nil && $0.value.isOpenOutOfCourt }
        return try found(
            enquiries: asked(reader.records(Enquiry.self, child: child), Set(referrals.filter { $0.closedDate == nil }.map(\.id))),
            referrals: referrals,
            toGive: isDecided ? toGive(reader, referrals, reader.records(Outcome.self, child: child)) : [],
            higher: higher(reader.records(PanelItem.self, child: child), referrals),
            steps: reader.records(Compliance.self, child: child), safeguarding: reader.records(SafeguardingReferral.self, child: child),
            codes: reader.codes())
    }

    /// Checks somebody still waits for: what was asked for a referral that is closed is asked for no more.
    private static func asked(_ all: [Stored<Enquiry>], _ open: Set<RecordID>) -> [Stored<Enquiry>] {
        all.filter { $0.value.referral.map(open.contains) ?? true }
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

    /// Referrals whose newest report was taken higher and not answered, until they are decided (S-OOC-09).
    private static func higher(_ reports: [Stored<PanelItem>], _ referrals: [Stored<Referral>]) -> [Waiting] {
        // One that is not heard yet was begun after those that are.
        let newest = Dictionary(
            reports.filter { $0.state != "WITHDRAWN" }.map { ($0.value.referral, $0) },
            uniquingKeysWith: { ($0.state != "HEARD" ? 1 : 0, $0.id) > ($1.state != "HEARD" ? 1 : 0, $1.id) ? $0 : $1 })
        return referrals.compactMap { referral in
            guard referral.value.isOpenOutOfCourt, let one = newest[referral.id], one.value.isWithHigher, let taken = one.escalatedOn,
                referral.decisionDate.map({ $0 < referral.panelDate ?? .unset }) ?? true
            else { return nil }
            return one.child.map {
                Waiting(
                    child: $0, what: "Taken higher, not answered", on: one.escalatedTo ?? "Service manager and police", since: taken,
                    address: At.panelItem($0, one.id), turn: .policeDecide)
            }
        }
    }

    private static func found(
        enquiries: [Stored<Enquiry>], referrals: [Stored<Referral>], toGive: Set<RecordID>, higher: [Waiting],
        steps: [Stored<Compliance>], safeguarding: [Stored<SafeguardingReferral>], codes: Codes
    ) -> [Waiting] {
        func label(_ list: String, _ token: String?) -> String { codes.label(list, token) ?? "Not known" }
        func wait<R: RecordKind>(_ one: Stored<R>, _ what: String, on: String, since: Day) -> Waiting? {
            one.child.map { Waiting(child: $0, what: what, on: on, since: since, address: At.record($0, AnyKind(R.self), one.id)) }
        }
        let unanswered = enquiries.filter { $0.askedOn != nil && $0.receivedOn == nil && $0.unableReason == nil }
        let together = Dictionary(grouping: unanswered, by: About.init)
        // In the order of their first check, so that those of one day stand in the same order on every page.
        var named: Set<About> = []
        let checks = unanswered.map(About.init).filter { named.insert($0).inserted }.compactMap { asked(together[$0] ?? [], $0, codes) }
        let decisions = referrals.compactMap { one -> Waiting? in
            guard one.value.isOpenOutOfCourt, one.policeToldDate == nil else { return nil }
            if let decided = one.decisionDate, one.decidedBy == "POLICE" {
                guard toGive.contains(one.id) else { return nil }
                return one.child.map {
                    Waiting(
                        child: $0, what: "\(label("outcome", one.decision)): to be given", on: "Police", since: decided,
                        address: At.outcome($0, one.id), turn: .policeDecide)
                }
            }
            if let decided = one.decisionDate { return wait(one, "Decided, police not told", on: "Us, to tell the police", since: decided) }
            guard one.recommendation != nil, let panel = one.panelDate else { return nil }
            var waits = wait(one, "Recommended, not decided", on: "Police", since: panel)
            waits?.turn = .policeDecide
            return waits
        }
        let returned = steps.compactMap { one -> Waiting? in
            guard ["NON_COMPLIANCE", "RETURN_TO_POLICE"].contains(one.type), one.policeAnswer == nil, one.policeAnswerOn == nil else {
                return nil
            }
            return one.child.map {
                Waiting(
                    child: $0, what: label("compliance_type", one.type),
                    on: one.policeToldDate == nil ? "Us, to tell the police" : "Police",
                    since: one.policeToldDate ?? one.onDate, address: PoliceAnswer.address($0, one.id),
                    turn: one.policeToldDate == nil ? .others : .policeDecide)
            }
        }
        let sent = safeguarding.compactMap { one -> Waiting? in
            guard one.result == nil, one.resultOn == nil else { return nil }
            return wait(one, "Safeguarding referral", on: label("safeguarding_to", one.value.to), since: one.sentOn)
        }
        return (checks + higher + decisions + returned + sent).sorted { ($0.since, $0.child) < ($1.since, $1.child) }
    }

    /// What agencies are asked together about: a referral, or nothing that is named.
    private struct About: Hashable {
        let child: RecordID?
        let referral: RecordID?

        init(_ one: Stored<Enquiry>) { (child, referral) = (one.child, one.referral) }
    }

    /// One line for the agencies that have not answered about one referral; it leads to where all answers are written.
    private static func asked(_ some: [Stored<Enquiry>], _ about: About, _ codes: Codes) -> Waiting? {
        guard let child = about.child, let first = some.first, let since = some.compactMap(\.askedOn).min() else { return nil }
        let names = some.map { codes.label("agency", $0.agency) ?? "Not known" }.sorted()
        let address =
            about.referral.map { Address(At.referral(child, $0).path, fragment: "checks") }
            ?? At.record(child, AnyKind(Enquiry.self), first.id)
        return Waiting(
            child: child, what: some.count == 1 ? "Agency check" : "\(some.count) agencies asked", on: names.joined(separator: ", "),
            since: since, address: address, turn: some.contains { $0.agency == "POLICE" } ? .policeAnswer : .others)
    }
}
