import Casework
import HTML
import Records

/// The service leaves its region: every report it shared is taken back.
enum LeavingRegion {
    static func ask(_ visit: Visit, problem: String?) async throws -> Reply {
        guard let own = try await visit.service.read(Scope(visit.person), { try $0.membership() }) else { return .see(At.region) }
        let items = problem.map { [ErrorItem(field: "reason", $0)] } ?? []
        return .page(
            visit, title: "Leave the region", shows: .nobody, status: problem == nil ? 200 : 422, hasErrors: problem != nil,
            crumbs: [NavItem("What the region holds of us", At.region)],
            errorSummary(items) + heading("Leave the region", caption: own.regionName)
                + "<p>Every report this service shared is taken back, and nothing more can be shared. What people of the region have printed or saved already they still have.</p>"
                + sendForm(action: At.leaveRegion, reasonField(visit, problem) + button("Leave the region", style: .warning)))
    }

    static func leave(_ visit: Visit) async throws -> Reply {
        if let problem = reasonProblem(visit) { return try await ask(visit, problem: problem) }
        do { try await visit.service.leaveRegion(reason: visit.form["reason"].trimmed, by: visit.person) } catch is RegionFault {
            // Somebody else was first: the page says so.
        }
        return .see(At.region)
    }

    static func reasonField(_ visit: Visit, _ problem: String?) -> HTML {
        field(
            FieldControl(
                id: "reason", label: "Why", kind: .multiline(rows: 3), hint: "People of the region read it. Name no child.", error: problem,
                value: visit.form["reason"]))
    }

    /// What is wrong with the reason given; nil when nothing is.
    static func reasonProblem(_ visit: Visit) -> String? {
        let reason = visit.form["reason"].trimmed
        if reason.isEmpty { return "Say why: the region is told." }
        return reason.count > 500 ? "Say it in 500 characters or fewer." : nil
    }
}
