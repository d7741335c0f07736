import Casework
import HTML
import Records

/// Which of the children open on a day social care or early help works with, how many of how many, and with whom to speak (S-PEO-06).
enum SocialCarePages {
    static let routes: [Route] = [
        .get("/social-care", .may(.findChildren)) { try await show($0) },
        .get("/social-care.csv", .may(.findChildren)) { try await csv($0) },
    ]

    /// Stands for a child of whom nobody wrote anything down, which is not the same as no social care.
    private static let blank = "NOT_RECORDED"

    private struct Line {
        let child: ChildLine
        let care: [Entry<Care>]

        func has(_ status: String) -> Bool { status == blank ? care.isEmpty : care.contains { $0.status == status } }
    }

    /// The day asked for, today where none is; nil with what is wrong about it.
    private static func askedDay(_ visit: Visit) throws -> (day: Day?, faults: [ErrorItem]) {
        let access = visit.person.access
        guard access.sees(Care.kind), access.sees(.casework) else { throw NotAllowed() }
        guard let typed = visit.query("day") else { return (visit.service.today, []) }
        guard let day = Day(iso: typed) ?? Day(typed: typed) else {
            return (nil, [ErrorItem(field: "day", "“\(typed)” is not a day. Type it like 30/6/2026.")])
        }
        return day > visit.service.today ? (nil, [ErrorItem(field: "day", "That day is in the future.")]) : (day, [])
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        let (asked, faults) = try askedDay(visit)
        let day = asked ?? visit.service.today
        return try await visit.service.read(Scope(visit.person)) { reader in
            let codes = try reader.codes()
            let all = faults.isEmpty ? try lines(reader, on: day) : []
            let status = visit.query("status") ?? ""
            let shown = status.isEmpty ? [] : all.filter { $0.has(status) }
            return .page(
                visit, title: "Social care and early help", shows: .list("list", shown.map(\.child.id)), status: faults.isEmpty ? 200 : 422,
                hasErrors: !faults.isEmpty, crumbs: [NavItem("Children", At.children)]
            ) {
                errorSummary(faults) + heading("Social care and early help", caption: "Children open to the service on \(day.words)")
                    + form(visit, codes, day: visit.query("day") ?? day.typed, status: status, faults)
                    + when(
                        faults.isEmpty,
                        shares(all, codes, on: day) + when(!status.isEmpty, children(shown, all.count, status, codes, on: day))
                            + spreadsheetLink("/social-care", [("day", day.iso)] + (status.isEmpty ? [] : [("status", status)])))
            }
        }
    }

    /// A row for each child and status, or for those of one status alone.
    private static func csv(_ visit: Visit) async throws -> Reply {
        guard let day = try askedDay(visit).day else { return .see(At.socialCare(visit.request.query.map { ($0.name, $0.value) })) }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (codes, status) = (try reader.codes(), visit.query("status"))
            let shown = try lines(reader, on: day).filter { line in status.map(line.has) ?? true }
            let head = [
                "Reference", "Child", "Status", "Since", "Social worker or lead professional", "Whose child, placed where", "Last checked",
            ]
            let rows = shown.flatMap { line -> [[String]] in
                let care = line.care.filter { one in status.map { $0 == one.status } ?? true }
                guard !care.isEmpty else { return [[line.child.ref, line.child.name, "Nothing recorded", "", "", "", ""]] }
                return care.map { one in
                    [
                        line.child.ref, line.child.name, codes.label("care_status", one.status) ?? "Not known", one.startDate?.iso ?? "",
                        one.value.socialWorker ?? "", codes.label("care_placement", one.value.placement) ?? "", one.checkedOn?.iso ?? "",
                    ]
                }
            }
            return .spreadsheet("social-care", of: shown.map(\.child.id), [head] + rows)
        }
    }

    /// The children with work open on the day whose files open to the reader.
    private static func lines(_ reader: Reader, on day: Day) throws -> [Line] {
        let (found, _) = try reader.children(ChildFilter(isOpen: true), on: day, offset: 0, limit: 1_000_000)
        let open = Dictionary(found.filter { !$0.isClosed }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var lines: [Line] = []
        let care = Need(Care.self, "status", "start_date", "end_date", "placement", "responsible_authority", "social_worker", "checked_on")
        try reader.caseFiles(Work.needs + [care], of: Array(open.keys)) { file in
            guard let line = open[file.child.id], Work(file).isOpen(on: day) else { return }
            lines.append(Line(child: line, care: file[Care.self].filter { $0.value.isActive(on: day) }))
        }
        let order = Dictionary(found.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        return lines.sorted { (order[$0.child.id] ?? 0) < (order[$1.child.id] ?? 0) }
    }

    private static func form(_ visit: Visit, _ codes: Codes, day: String, status: String, _ faults: [ErrorItem]) -> HTML {
        filterForm(
            action: At.socialCare(), label: "Day and status", button: "Show",
            fields([
                FieldControl(
                    id: "day", label: "On", kind: .day, error: faults.first { $0.field == "day" }?.message, value: day, width: .w10),
                FieldControl(
                    id: "status", label: "Children with",
                    kind: .choice(
                        [Choice("", "Nobody listed, only counted")] + codes.all("care_status").map { Choice($0.token, $0.label) }
                            + [Choice(blank, "Nothing recorded")]), value: status, isRequired: false),
            ]))
    }

    private static func shares(_ all: [Line], _ codes: Codes, on day: Day) -> HTML {
        let statuses = codes.all("care_status").map { ($0.token, $0.label) } + [(blank, "Nothing recorded")]
        let rows = statuses.map { token, label -> [HTML] in
            let count = all.count { $0.has(token) }
            let share = all.isEmpty ? "" : " (\(NumberStyle(places: 0, unit: "%").text(100 * Double(count) / Double(all.count))))"
            return [
                "\(label)",
                link(to: At.socialCare([("day", day.iso), ("status", token)]), "\(count) of \(all.count)\(share)", about: label),
            ]
        }
        return section(
            "How many", id: "shares",
            "<p>Of the children whose files open to you. A child may have two statuses at once, so the shares can pass 100% together.</p>"
                + table(
                    caption: "Status on \(day.words), of the children open on that day",
                    columns: [Column("Status"), Column("Children", isNumeric: true)], rows: rows, captionHidden: true))
    }

    private static func children(_ shown: [Line], _ of: Int, _ status: String, _ codes: Codes, on day: Day) -> HTML {
        let label = status == blank ? "Nothing recorded" : codes.label("care_status", status) ?? status
        let rows = shown.map { line -> [HTML] in
            let care = line.care.first { $0.status == status }
            return [
                link(to: At.child(line.child.id, "needs"), line.child.name), "\(line.child.ref)",
                "\(care?.startDate?.words ?? (status == blank ? "" : "Not known"))", "\(care?.value.socialWorker ?? "Not recorded")",
                "\(codes.label("care_placement", care?.value.placement) ?? "Not recorded")", "\(care?.checkedOn?.words ?? "Not recorded")",
            ]
        }
        return section(
            "\(label): \(shown.count) of \(of)", id: "list",
            longTable(
                caption: "\(label) on \(day.words)",
                columns: [
                    "Child", "Reference", "Since", "Social worker or lead professional", "Whose child, placed where", "Last checked",
                ].map { Column($0) }, rows: rows, first: 10, name: "children", captionHidden: true, empty: "Nobody on that day."))
    }
}
