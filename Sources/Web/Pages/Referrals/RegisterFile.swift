import Casework
import Practice
import Records

/// The register of referrals as a spreadsheet, in the view and with the filter of the page, every line of it (S-INF-05).
enum RegisterFile {
    static func reply(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.sees(Referral.kind) else { throw NotAllowed() }
        let ask = ReferralAsk(visit, isWhole: true)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let day = visit.service.today
            let list = try ReferralList(reader, ask, on: day)
            let page = RegisterPage(list: list, ask: ask, visit: visit, codes: try reader.codes(), day: day)
            let (head, rows) = ask.view == .ageing ? ageing(page) : register(page)
            return .spreadsheet("referrals", of: page.shown, [head] + rows)
        }
    }

    private static func register(_ page: RegisterPage) -> ([String], [[String]]) {
        let codes = page.codes
        var head = [
            "Child", "Received", "From", "Pathway", "Offences", "Knife", "Sexual harm", "High safety", "Urgent", "Days since it came",
            "State",
            "Sent back by the court", "Court date", "Firm of solicitors", "Reason", "In interview", "Now", "Decision",
        ]
        if page.seesWaits { head += ["Waiting for", "Days waiting"] }
        let rows = page.list.found.map { one -> [String] in
            let referral = one.referral.value
            func mark(_ holds: Bool) -> String { holds ? "yes" : "" }
            let cells = [
                page.list.name(one.child), referral.receivedDate.iso, codes.label("referral_source", referral.source) ?? "",
                codes.label("pathway", referral.pathway) ?? "", page.offences(one), mark(one.isKnife), mark(one.isSexualHarm),
                mark(one.isHighSafety), mark(referral.urgency == "URGENT"), String(one.daysOpen(on: page.day)), one.state.title,
                mark(referral.isSentBack), referral.courtDate?.iso ?? "", referral.solicitorFirm ?? "", referral.bounceReason ?? "",
                codes.label("admission", referral.admission) ?? "", codes.label("admission", referral.admissionNow) ?? "",
                codes.label("outcome", referral.decision) ?? "",
            ]
            return page.seesWaits ? cells + [one.waiting?.title ?? "", one.daysWaiting(on: page.day).map(String.init) ?? ""] : cells
        }
        return (head, rows)
    }

    private static func ageing(_ page: RegisterPage) -> ([String], [[String]]) {
        let names = page.stepNames
        let rows = page.list.timelines.map { one -> [String] in
            [
                page.list.name(one.progress.child),
                one.offence.value.description ?? page.codes.label("offence_category", one.offence.category) ?? "Offence", String(one.total),
                one.isRunning ? "yes" : "",
            ] + one.steps.filter { names.contains($0.name) }.map { $0.day?.iso ?? "" }
        }
        return (["Child", "Offence", "Days in all", "Running"] + names, rows)
    }
}
