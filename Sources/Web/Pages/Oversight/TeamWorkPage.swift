import Casework
import HTML
import Practice
import Records

/// What the teams did in a week, four or thirteen: a manager's table, a spreadsheet, and lines for an email (S-PER-19).
enum TeamWorkPage {
    private static let spans = [7, 28, 91]

    private static func days(_ visit: Visit) -> AskedNumber { AskedNumber(days: visit, spans, usual: 7) }

    private static func read(_ reader: Reader, _ visit: Visit) throws -> TeamWork {
        let today = visit.service.today
        return try TeamWork(reader, from: today - days(visit).value + 1, to: today)
    }

    static func show(_ visit: Visit) async throws -> Reply {
        // Numbers by worker, in which every file counts; no child is named.
        try await visit.service.read(.wholeService(reason: "team performance", for: visit.person)) { reader in
            let (work, asked) = (try read(reader, visit), days(visit))
            let days = asked.value
            let today = visit.service.today
            let words = "\((today - days + 1).words) to \(today.words)"
            let named = Set(try reader.teams())
            let numbers = TeamWork.columns.map { Column($0, isNumeric: true) }
            let teams = work.teams.map { team -> [HTML] in
                let open: HTML =
                    named.contains(team.name)
                    ? link(to: Address("/children", query: [("team", team.name)]), "\(team.numbers.open)", about: "open, \(team.name)")
                    : "\(team.numbers.open)"
                return ["\(team.name)", open] + team.numbers.all.dropFirst().map { "\($0)" }
            }
            let workers = work.workers.map { one -> [HTML] in
                let late = link(
                    to: At.oversight("late", [("worker", one.staff?.description ?? "nobody")]), "\(one.numbers.late)",
                    about: "late, \(one.name)")
                var cells = one.numbers.all.map { "\($0)" as HTML }
                cells[2] = late
                return ["\(one.name)", "\(one.staff == nil ? "" : one.team)"] + cells
            }
            let choices = spans.map { Choice(String($0), $0 == 7 ? "The last week" : "The last \($0 / 7) weeks") }
            return .page(
                visit, title: "Team performance", shows: .list("list", []), status: asked.status, hasErrors: asked.problem != nil,
                crumbs: [NavItem("Oversight", At.oversight)]
            ) {
                asked.summary + heading("Team performance", caption: words)
                    + filterForm(action: At.oversight("teams"), asked.control("Period", choices))
                    + "<p>Children open, and what is late, as of today; the rest in the period. A child counts once, with contacts, plans and reviews, for the worker who leads now: the case manager, else whoever covers or delivers. \(link(to: At.workload, "Workload")) counts a child for every worker allocated, so it says more. What is late of a worker’s children may wait on a manager. Reviews are those of the plan and of the assessment. Cancelled contacts are left out.</p>"
                    + section(
                        "By team", id: "teams",
                        table(
                            caption: "Work by team", columns: [Column("Team")] + numbers, rows: teams, captionHidden: true,
                            empty: "No work is open."))
                    + section(
                        "By worker", id: "workers",
                        table(
                            caption: "Work by worker", columns: [Column("Worker"), Column("Team")] + numbers, rows: workers,
                            captionHidden: true, empty: "No work is open.")
                            + spreadsheetLink("/oversight/teams", [("days", String(days))]))
                    + section(
                        "For an email", id: "email",
                        "<p>Numbers, and no child’s name; for inside the service.</p>"
                            + paragraphs(work.text("Team performance, \(words)")))
            }
        }
    }

    static func csv(_ visit: Visit) async throws -> Reply {
        guard days(visit).problem == nil else { return .see(days(visit).asked(at: At.oversight("teams"))) }
        return try await visit.service.read(.wholeService(reason: "team performance", for: visit.person)) { reader in
            let rows = try read(reader, visit).workers.map { one in
                [one.name, one.staff == nil ? "" : one.team] + one.numbers.all.map(String.init)
            }
            return .spreadsheet("teams", of: [], [["Worker", "Team"] + TeamWork.columns] + rows)
        }
    }
}
