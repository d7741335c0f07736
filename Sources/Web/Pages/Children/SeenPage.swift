import Casework
import HTML
import Records

/// Who has looked at a child's file, when, and why it was open to them (S-INF-03).
enum SeenPage {
    private static let perPage = 200

    static func show(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        let files = try await visit.service.read(Scope(visit.person)) { reader in
            _ = try FileHead(reader, child)
            return try reader.files(of: child)
        }
        var asked = ViewFilter(files: files)
        let people = try await visit.service.viewers(asked)
        asked.staff = visit.query("who").flatMap(RecordID.init).flatMap { people[$0] == nil ? nil : $0 }
        let count = asked.staff.map { people[$0] ?? 0 } ?? people.values.reduce(0, +)
        let (number, pages) = visit.page(of: count, each: perPage)
        let seen = try await visit.service.views(asked, offset: (number - 1) * perPage, limit: perPage)
        let one = asked.staff
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, child)
            let names = try reader.staffNames()
            let (openings, codes) = (try reader.records(BreakGlass.self, child: file.id), try reader.codes())
            let rows = seen.map { one -> [HTML] in
                [
                    "\(one.at.words)", "\(one.staff.flatMap { names[$0] } ?? "Waymark")", "\(PageWords.action(one.action))",
                    "\(PageWords.name(one.page))",
                    why(one, openings.map(\.value), codes), one.whence,
                ]
            }
            let choices = people.map { Choice($0.key.description, "\(names[$0.key] ?? "Not known"): \($0.value)") }
                .sorted { ($0.label, $0.value) < ($1.label, $1.value) }
            let whom = FieldControl(
                id: "who", label: "Who", kind: .choice([Choice("", "Everybody")] + choices), value: one?.description ?? "",
                isRequired: false)
            return .page(visit, title: "Who has looked", shows: .child(file.id), crumbs: file.crumbs) {
                heading("Who has looked", caption: file.name) + ChildPages.parts(visit, file, current: "views")
                    + when(
                        choices.count > 1,
                        filterForm(action: At.child(file.id, "views"), label: "Whose views", button: "Show", fields([whom])))
                    + table(
                        caption: "Each time this file was opened or asked for, newest first",
                        columns: ["When", "Who", "What", "Page", "Why it was open", "Session and request"].map { Column($0) },
                        rows: rows, firstIsHeader: false)
                    + pagination(page: number, of: pages, summary: "\(count.counted("time")) in all") { page in
                        At.child(file.id, "views", (one.map { [("who", $0.description)] } ?? []) + [("page", String(page))])
                    }
            }
        }
    }

    /// The ground the view was recorded with; purpose and reason, where the file was opened with them.
    private static func why(_ seen: SeenBy, _ openings: [BreakGlass], _ codes: Codes) -> HTML {
        let opening = openings.first { $0.staff == seen.staff && $0.openedAt <= seen.at && seen.at < $0.endsAt }
        switch seen.ground {
        case Relation.brokeGlass.rawValue:
            let said = [opening?.purpose.flatMap { codes.label("access_purpose", $0) }, opening?.reason].compactMap(\.self)
            return "\(tag("Opened with a reason", .warning)) \(said.joined(separator: ": "))"
        case "role": return "By role"
        case "closed", "hidden": return tag("Refused", .bad)
        case "": return "Not recorded"
        default: return "\(Relation(rawValue: seen.ground)?.title ?? "Not recorded")"
        }
    }
}
