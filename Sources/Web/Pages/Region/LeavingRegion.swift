import Casework
import HTML
import Records

/// The service leaves its region: every report it shared is taken back.
enum LeavingRegion {
    static func ask(_ visit: Visit, problem: String?) async throws -> Reply {
        guard let own = try await visit.service.read(Scope(visit.person), { try $0.membership() }) else { return .see(At.region) }
        let items = problem.map { [ErrorItem(field: "reason", $0)] } ?? []
        let why = FieldControl(
            id: "reason", label: "Why", kind: .multiline(rows: 3),
            hint: "Kept in this service’s journal. People of the region do not read it.", error: problem, value: visit.form["reason"])
        return .page(
            visit, title: "Leave the region", shows: .nobody, status: problem == nil ? 200 : 422, hasErrors: problem != nil,
            crumbs: [NavItem("What the region holds of us", At.region)],
            errorSummary(items) + heading("Leave the region", caption: own.regionName)
                + "<p>Every report this service shared is taken back, and nothing more can be shared. What people of the region have printed or saved already they still have.</p>"
                + sendForm(action: At.leaveRegion, field(why) + button("Leave the region", style: .warning)))
    }

    static func leave(_ visit: Visit) async throws -> Reply {
        let reason = visit.form["reason"].trimmed
        if reason.isEmpty { return try await ask(visit, problem: "Say why: the journal keeps it.") }
        if reason.count > 500 { return try await ask(visit, problem: "Say it in 500 characters or fewer.") }
        do { try await visit.service.leaveRegion(note: reason, by: visit.person) } catch is RegionFault {
            // Somebody else was first: the page says so.
        }
        return .see(At.region)
    }
}
