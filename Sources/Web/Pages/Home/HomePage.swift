import Casework
import HTML
import Records

/// My day: what a person needs before anything else (the worker's list; the manager's, team by team).
enum HomePage {
    static let routes: [Route] = [.get("/", .signedIn) { try await show($0) }]

    private static func show(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.may(.findChildren) else {
            return .page(visit, title: "My day", shows: .nobody) {
                heading("My day") + "<p>Your role opens the pages named above. It holds no child's file.</p>"
            }
        }
        let drafts = try await visit.service.drafts(of: visit.person)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let today = visit.service.today
            let isManager = visit.person.access.may(.allocate)
            let names = try reader.staffNames()
            let everybody = visit.query("of") == "everybody" || (isManager && visit.query("of") == nil)
            let due = try reader.tasks(staff: everybody ? nil : visit.person.id, visibleOn: today, limit: 100)
            let diary = due.filter { $0.rule == "appointment" }.map { task -> [HTML] in
                [
                    "\(task.dueOn.weekday) \(task.dueOn.words)", link(to: DueLink.address(task), task.name),
                    link(to: task.record.map { At.record(task.child, AnyKind(Contact.self), $0) } ?? At.child(task.child), task.title),
                    "\(task.staff.flatMap { names[$0] } ?? "Nobody allocated")",
                ]
            }
            let items = due.filter { $0.rule != "appointment" }.map { task -> TaskItem in
                let who = everybody ? " \(task.staff.flatMap { names[$0] } ?? "Nobody allocated")." : ""
                return TaskItem(
                    "\(task.name): \(task.title)", to: DueLink.address(task), hint: "Due \(task.dueOn.words).\(who) \(task.basis)",
                    status: DueLink.status(task, today))
            }
            let (mine, count) = try reader.children(ChildFilter(worker: visit.person.id, isOpen: true), on: today, offset: 0, limit: 50)
            var body = heading("My day", caption: "\(today.weekday) \(today.words)")
            body += searchForm(action: At.children, label: "Name however spelled, date of birth or reference")
            if !drafts.isEmpty {
                body += notification(
                    "Drafts", tone: .info,
                    "You have \(drafts.count) half-written form\(drafts.count == 1 ? "" : "s"). \(link(to: At.drafts, "See your drafts"))")
            }
            body += tabs(
                [
                    NavItem("Mine", Address("/", query: [("of", "me")]), isCurrent: !everybody),
                    NavItem("Everybody's", Address("/", query: [("of", "everybody")]), isCurrent: everybody),
                ],
                label: "Whose work")
            body += section(
                "Appointments", id: "appointments",
                table(
                    caption: "Appointments of the coming fortnight",
                    columns: ["Day", "Child", "Where and when", "Worker"].map { Column($0) }, rows: diary, captionHidden: true,
                    empty: "No appointment in the coming fortnight."))
            body += section("Due", id: "due", items.isEmpty ? "<p class=\"none\">Nothing is due.</p>" : taskList(items))
            body += section(
                "Children I work with", id: "mine",
                ChildrenPages.childTable(
                    mine, caption: "\(count) open to you", names: names, codes: try reader.codes(), today: today,
                    empty: "Nobody is allocated to you."))
            return .page(visit, title: "My day", shows: .list("list", mine.map(\.id) + due.map(\.child))) { body }
        }
    }
}
