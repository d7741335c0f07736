import Casework
import HTML
import Records

/// How often sign-ins were refused, by day and by day and account, for who manages staff and who answers for access (ASVS 16.3.1). Nothing that
/// was typed is kept, so nothing of it is here.
enum RefusedSignInPages {
    /// The page goes so many days back.
    private static let days = 60

    static let routes: [Route] = [.get("/access/refused-sign-ins", .may(.seeRefusedSignIns)) { try await list($0) }]

    private static func list(_ visit: Visit) async throws -> Reply {
        let found = try await visit.service.refusedSignIns(since: visit.service.today - (days - 1))
        return try await visit.service.read(Scope(visit.person)) { reader in
            let staff = Dictionary(try reader.serviceRecords(Staff.self).map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
            let manages = visit.person.access.may(.manageStaff)
            func who(_ id: RecordID?) -> HTML {
                guard let id else { return "Nobody here" }
                guard let one = staff[id] else { return "Not known" }
                return manages ? "\(link(to: At.staff(id), one.name)), \(one.user)" : "\(one.name), \(one.user)"
            }
            let byDay = Dictionary(grouping: found, by: \.day).sorted { $0.key > $1.key }.map { day, all -> [HTML] in
                [
                    "\(day.words)", "\(all.reduce(0) { $0 + $1.tries })", "\(Set(all.compactMap(\.staff)).count)",
                    "\(all.filter { $0.staff == nil }.reduce(0) { $0 + $1.tries })",
                ]
            }
            let byAccount = found.map { one -> [HTML] in
                [
                    "\(one.day.words)", who(one.staff), "\(one.wereSlowed ? "Slowed, not looked at. " : "")\(what(one.page))",
                    "\(one.tries)", "\(one.lastAt.words)",
                ]
            }
            return .page(visit, title: "Refused sign-ins", shows: .nobody) {
                heading("Refused sign-ins") + AccessReviewPages.lists(visit, current: "refused")
                    + "<p>Wrong passwords, wrong codes and wrong tokens, and tries that were slowed, of the last \(days.counted("day")). What was typed is not kept. A few for one person are slips; many on one day, or for many people, are worth a question: ask them, and have the password changed.</p>"
                    + wholeSection(
                        "By day", id: "days",
                        longTable(
                            caption: "Refused sign-ins a day, newest first",
                            columns: [
                                Column("Day"), Column("Refused", isNumeric: true), Column("People meant", isNumeric: true),
                                Column("Nobody here", isNumeric: true),
                            ], rows: byDay, first: 14, name: "days", captionHidden: true, empty: "No sign-in was refused."))
                    + wholeSection(
                        "By day and account", id: "accounts",
                        longTable(
                            caption: "Whose account was meant, newest day first and most first",
                            columns: [
                                Column("Day"), Column("Whose account"), Column("What was wrong"), Column("Refused", isNumeric: true),
                                Column("Last"),
                            ], rows: byAccount, first: 20, name: "lines", captionHidden: true, empty: "No sign-in was refused."))
                    + "<p class=\"hint\">The first five an hour for an account are also entries of the access log, sealed in its chain; these counts are not sealed. After many wrong tries further ones are slowed: they are counted here and not looked at, and the first of an hour is an entry too.</p>"
            }
        }
    }

    private static func what(_ page: String) -> String {
        switch page {
        case "/sign-in": "Name or password, at sign-in"
        case "/sign-in/code": "Code, at sign-in"
        case API.base: "A program’s token"
        default: "Password asked for again, at “\(PageWords.name(page))”"
        }
    }
}
