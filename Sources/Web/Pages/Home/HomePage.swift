import Casework
import HTML
import Practice
import Records

/// My day: what a person needs before anything else, most pressing first. A manager's queues are on the oversight page.
enum HomePage {
    static let routes: [Route] = [.get("/", .signedIn) { try await show($0) }]

    /// How many tasks one day lists.
    static let most = 100
    /// How many appointments: read apart from the tasks, so that no number of late ones hides a visit.
    static let mostAppointments = 400
    private static let appointment = "appointment"

    private static func show(_ visit: Visit) async throws -> Reply {
        // Who sees the region and no child starts there.
        if isRegional(visit.person.access) { return .see(At.region) }
        let warnings = try await backups(visit)
        guard visit.person.access.may(.findChildren) else {
            return .page(visit, title: "My day", shows: .nobody) {
                heading("My day") + warnings + "<p>Your role opens the pages named above. It holds no child's file.</p>"
            }
        }
        let drafts = try await visit.service.drafts(of: visit.person)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let today = visit.service.today
            let isManager = visit.person.access.may(.allocate)
            let everybody = visit.query("of") == "everybody" || (isManager && visit.query("of") == nil)
            let whose = everybody ? nil : visit.person.id
            let rules = Tasks.tokens(of: .worker).filter { $0 != appointment }
            let due = try reader.tasks(staff: whose, rules: rules, visibleOn: today, limit: most)
            let inAll: (due: Int, late: Int)? = try due.count < most ? nil : reader.taskCount(staff: whose, rules: rules, on: today)
            // Who is met is in the diary, whether or not the work is open still.
            let diary = try reader.tasks(
                staff: whose, rules: [appointment], closedToo: true, visibleOn: today, limit: mostAppointments)
            let (mine, count) = try reader.children(ChildFilter(worker: visit.person.id, isOpen: true), on: today, offset: 0, limit: 200)
            let day = DayList(
                reader: reader, visit: visit, everybody: everybody, children: mine.map(\.id), due: due, dueInAll: inAll, diary: diary)
            let parts = try day.parts()
            var body = heading("My day", caption: "\(today.weekday) \(today.words)") + warnings
            body += try AccessReviewPages.waiting(visit, reader) + AgreementPages.warning(visit, reader)
            body += Searches.box()
            body += tabs(
                [
                    NavItem("Mine", Address("/", query: [("of", "me")]), isCurrent: !everybody),
                    NavItem("Everybody's", Address("/", query: [("of", "everybody")]), isCurrent: everybody),
                ],
                label: "Whose work")
            body += parts.html
            if !drafts.isEmpty {
                body += section(
                    "Drafts", id: "drafts",
                    "<p>You have \(drafts.count.counted("half-written form")). \(link(to: At.drafts, "See your drafts"))</p>"
                )
            }
            body += section(
                "Children I work with", id: "mine",
                try childTables(mine, count, reader, today))
            return .page(visit, title: "My day", shows: .list("list", mine.map(\.id) + (due + diary).map(\.child) + parts.children)) {
                body
            }
        }
    }

    /// Whether somebody works for a region, not for a service.
    static func isRegional(_ access: Access) -> Bool { access.may(.seeRegion) && !access.may(.findChildren) }

    /// What is wrong with the backups this server makes, for whom it concerns.
    private static func backups(_ visit: Visit) async throws -> HTML {
        guard visit.person.access.may(.seeBackups) else { return .empty }
        guard let safekeeping = visit.request.site.safekeeping else {
            // Of a demonstration nothing is lost.
            guard !visit.service.isDemo else { return .empty }
            return alertBanner("No backups", .bad, "<p>This server makes none by itself. \(link(to: At.backups, "See the backups"))</p>")
        }
        let settings = try await visit.service.read(Scope(visit.person)) { try $0.settings() }
        let state = BackupState(safekeeping, now: visit.service.now, settings)
        return state.warnings.isEmpty ? .empty : BackupPages.warnings(state) + "<p>\(link(to: At.backups, "See the backups"))</p>"
    }

    /// The children one works with: the first in sight, the rest one press away.
    private static func childTables(_ mine: [ChildLine], _ count: Int, _ reader: Reader, _ today: Day) throws -> HTML {
        let (names, codes) = (try reader.staffNames(), try reader.codes())
        func part(_ lines: [ChildLine], _ caption: String) -> HTML {
            ChildrenPages.childTable(
                lines, caption: caption, names: names, codes: codes, today: today, empty: "Nobody is allocated to you.")
        }
        let first = 12
        guard mine.count > first + 3 else { return part(mine, "\(count) open to you") }
        return part(Array(mine.prefix(first)), "\(first) of \(count) open to you")
            + details(
                "Show the other \((mine.count - first).counted("child", "children"))",
                part(Array(mine.dropFirst(first)), "The other \(mine.count - first)"))
    }
}
