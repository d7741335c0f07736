import Casework
import HTML
import Records
import Reports

/// The budget and staffing forms a service fills in once a year: their years, one form of a year with what changed in it, and typing it. (S-PER-22)
enum ResourcePages {
    static let routes: [Route] =
        [
            .get("/returns/resources", .may(.prepareReturn)) { try await index($0) },
            .get("/returns/resources/{day}/{sheet}", .may(.prepareReturn)) { try await show($0) },
        ] + ResourceTyping.routes

    static let crumbs = [NavItem("National return", At.returns), NavItem("Budget and staffing", At.resources())]

    // MARK: All years

    private static func index(_ visit: Visit) async throws -> Reply {
        let typed = visit.query("ending")
        let asked = typed.flatMap { Day(iso: $0) ?? Day(typed: $0) }
        if let asked { return .see(At.resources(asked, "budget", visit.asAtQuery)) }
        let problems =
            typed.map { $0.isEmpty ? "Enter the last day of the year, like 31/3/2026." : "“\($0)” is not a day. Type it like 31/3/2026." }
            .map { [ErrorItem(field: "ending", $0)] } ?? []
        return try await visit.service.read(visit.scope) { reader in
            let codes = try reader.codes()
            let all = try reader.serviceRecords(Resource.self).map(\.value)
            let rows = Set(all.map(\.periodEnding)).sorted(by: >).flatMap { day in
                ResourceForms.sheets(codes, yearEnding: day, all).map { sheet -> [HTML] in
                    let those = all.filter { $0.periodEnding == day && $0.sheet == sheet.id }
                    let sum = NumberStyle().text(Double(those.reduce(0) { $0 + $1.number }))
                    return [
                        "\(day.words)",
                        link(to: At.resources(day, sheet.id.lowercased(), visit.asAtQuery), sheet.title, about: "year to \(day.words)"),
                        "\(those.count) of \(sheet.lines.count * sheet.headings.count)",
                        those.isEmpty ? "Nothing yet" : sheet.isMoney ? "£\(sum)" : "\(sum) people and posts",
                    ]
                }
            }
            // Whoever may not open the lists is given no link to them.
            let access = visit.person.access
            let lists: HTML =
                access.may(.manageSettings) || access.may(.seeFigures)
                ? " (\(link(to: CodeList.address("resource_line"), "lines")), \(link(to: CodeList.address("resource_heading"), "headings")))"
                : ""
            let latest = all.map(\.periodEnding).max().map { $0.adding(months: 12) } ?? Period.lastYearEnd(visit.service.today)
            return .page(
                visit, title: "Budget and staffing", shows: .nobody, status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
                crumbs: [NavItem("National return", At.returns)]
            ) {
                errorSummary(problems) + heading("Budget and staffing", caption: "National return")
                    + "<p>What partners gave and who works for the service, as the summary forms ask for it once a year. The forms are known by name only: their lines and headings are code lists\(lists), as services have printed them. What is written for a year that ends in a return’s period goes with that return.</p>"
                    + table(
                        caption: "Years",
                        columns: [
                            Column("Year ending"), Column("Form"), Column("Filled in", isNumeric: true), Column("In all", isNumeric: true),
                        ],
                        rows: rows, captionHidden: true, empty: "Nothing has been written yet.")
                    + filterForm(
                        action: At.resources(), label: "A year", button: "Open the forms of a year",
                        field(
                            FieldControl(
                                id: "ending", label: "Last day of the year", kind: .day, error: problems.first?.message,
                                value: typed ?? latest.typed)))
            }
        }
    }

    // MARK: One form of a year

    /// One form of one year, as an address names it.
    struct Place: Sendable {
        let day: Day
        let sheet: ResourceForms.Sheet
        let standing: [Stored<Resource>]

        init(_ visit: Visit, _ reader: Reader) throws {
            guard let day = Day(iso: try visit.request.parameter("day")) else { throw NotFound() }
            let name = try visit.request.parameter("sheet").uppercased()
            let all = try reader.serviceRecords(Resource.self).filter { $0.periodEnding == day }
            guard let sheet = ResourceForms.sheets(try reader.codes(), yearEnding: day, all.map(\.value)).first(where: { $0.id == name })
            else { throw NotFound() }
            (self.day, self.sheet) = (day, sheet)
            standing = all.filter { $0.sheet == name }
        }

        var address: Address { At.resources(day, sheet.id.lowercased()) }
        var draft: Address { At.resources(day, "\(sheet.id.lowercased())/draft") }
        var subject: String { "\(day.iso) \(sheet.id)" }

        func number(_ line: String, _ heading: String) -> Stored<Resource>? {
            standing.first { $0.line == line && $0.heading == heading }
        }
        static func box(_ line: String, _ heading: String) -> String { "n-\(line)-\(heading)".idSafe }
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        let mayWrite = visit.asAt == nil && visit.person.access.mayWrite("resource")
        let drafted = try await visit.service.read(visit.scope) { try Place(visit, $0).subject }
        let draft = try await mayWrite ? visit.service.draft(visit.person, form: "resource", subject: drafted) : nil
        return try await visit.service.read(visit.scope) { reader in
            let place = try Place(visit, reader)
            guard mayWrite else { return try plain(visit, reader, place) }
            let typed = draft.map { Form($0.fields) }
            return try ResourceTyping.page(
                visit, reader, place, typed: typed, head: typed.flatMap { Int64($0["head"]) } ?? reader.headPosition(), draft: draft)
        }
    }

    private static func plain(_ visit: Visit, _ reader: Reader, _ place: Place) throws -> Reply {
        let columns = [Column("Line")] + place.sheet.headings.map { Column($0.label, isNumeric: true) }
        let rows = place.sheet.lines.map { line -> [HTML] in
            ["\(line.label)"] + place.sheet.headings.map { "\(place.number(line.token, $0.token).map { String($0.number) } ?? "")" }
        }
        let changed = try changes(visit, reader, place)
        return .page(visit, title: place.sheet.title, shows: .nobody, crumbs: crumbs) {
            heading(place.sheet.title, caption: "Year to \(place.day.words)")
                + table(caption: place.sheet.title, columns: columns, rows: rows, captionHidden: true) + changed
        }
    }

    /// Who wrote or changed a number of the form and when, the latest first.
    static func changes(_ visit: Visit, _ reader: Reader, _ place: Place) throws -> HTML {
        let versions = try reader.serviceVersions(Resource.self, after: Instant(milliseconds: 0))
            .filter { $0.periodEnding == place.day && $0.sheet == place.sheet.id }
        let (names, trails, codes) = (try reader.staffNames(), try reader.trails(versions.map(\.from)), try reader.codes())
        var before: [RecordID: Int] = [:]
        var rows: [[HTML]] = []
        for version in versions {
            let trail = trails[version.from]
            let line = codes.label("resource_line", version.line) ?? version.line
            let heading = (codes.label("resource_heading", version.heading) ?? version.heading).lowercasedFirst
            rows.append([
                "\(line), \(heading)", "\(before[version.id].map(String.init) ?? "")",
                version.withdrawn ? "Taken out" : "\(version.number)",
                "\(trail?.staff.flatMap { names[$0] } ?? "Brought in from files")", "\(trail?.recordedAt.words ?? "")",
            ])
            before[version.id] = version.withdrawn ? nil : version.number
        }
        return wholeSection(
            "What was written", id: "changes",
            table(
                caption: "What was written",
                columns: [
                    Column("Number"), Column("Before", isNumeric: true), Column("Written", isNumeric: true), Column("By"), Column("When"),
                ], rows: Array(rows.reversed().prefix(50)), captionHidden: true, empty: "Nothing has been written yet.")
                + when(rows.count > 50, "<p>The last 50 of \(rows.count) are shown.</p>"))
    }
}

extension Period {
    /// The last day of the financial year that ended last.
    fileprivate static func lastYearEnd(_ today: Day) -> Day {
        let end = Day(year: today.year, month: 3, day: 31) ?? today
        return end < today ? end : end.adding(months: -12)
    }
}

extension At {
    static func resources() -> Address { Address("/returns/resources") }
    static func resources(_ day: Day, _ sheet: String, _ query: [(String, String)] = []) -> Address {
        Address("/returns/resources/\(day.iso)/\(sheet)", query: query)
    }
}
