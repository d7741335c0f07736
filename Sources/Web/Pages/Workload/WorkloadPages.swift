import Casework
import HTML
import Practice
import Records

/// Who holds how much, per full-time post, for those who allocate (S-STF-02, S-STF-03).
enum WorkloadPages {
    static let routes: [Route] =
        [
            .get("/workload", .may(.oversee)) { try await show($0) },
            .get("/workload.csv", .may(.oversee)) { try await csv($0) },
        ] + HandoverPages.routes

    private static let months = 6

    private static func show(_ visit: Visit) async throws -> Reply {
        let hands = visit.person.access.may(.allocate)
        let drafts: [RecordID: Int] = try await hands ? visit.service.draftsLeft(to: visit.person) : [:]
        // Numbers by worker, in which every file counts; no child is named.
        return try await visit.service.read(.wholeService(reason: "workload", for: visit.person)) { reader in
            let day = visit.service.today
            let table = try WorkloadTable(reader, on: day, months: months)
            let rest: HTML = try hands ? others(reader, table, drafts, but: visit.person.id) : .empty
            return .page(visit, title: "Workload", shows: .list("list", [])) {
                heading("Workload", caption: "\(day.words)") + summary(table) + lines(table, hands: hands)
                    + spreadsheetLink("/workload") + rest + weights
            }
        }
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(.wholeService(reason: "workload", for: visit.person)) { reader in
            let table = try WorkloadTable(reader, on: visit.service.today, months: months)
            let head =
                ["Worker", "Team", "Role", "Share of a post, per cent", "Cases", "Weighted load", "Per full-time post", "Threshold"]
                + table.days.map { "Cases on \($0.iso)" }
            let rows = table.lines.reversed().map { line -> [String] in
                [
                    line.name, line.team ?? "", line.role?.title ?? "", String(line.fullTimePercent ?? 100), String(line.cases.count),
                    WorkloadTable.number(line.load), WorkloadTable.number(line.perPost), line.isOver ? "Above" : "Within",
                ] + line.past.map(String.init)
            }
            return .spreadsheet("workload", of: [], [head] + rows)
        }
    }

    /// Who has left and still holds something, and who is in no line above: their work is handed over from here. Nobody hands over to
    /// themselves.
    private static func others(_ reader: Reader, _ workload: WorkloadTable, _ drafts: [RecordID: Int], but own: RecordID) throws -> HTML {
        let listed = Set(workload.lines.map(\.staff))
        let open = try reader.everywhere(Action.self, where: [("done_on", .none)], only: ["owner"])
        let actions = Dictionary(grouping: open, by: \.value.owner).mapValues(\.count)
        let holding = try reader.serviceRecords(Staff.self).filter { staff in
            guard staff.id != own, staff.disabled == true || !listed.contains(staff.id) else { return false }
            return actions[staff.id] != nil || drafts[staff.id] != nil
        }
        let rows = holding.sorted { ($0.name, $0.id) < ($1.name, $1.id) }.map { staff -> [HTML] in
            [
                "\(staff.name)", staff.disabled == true ? tag("May not sign in", .warning) : .empty, "\(actions[staff.id] ?? 0)",
                "\(drafts[staff.id] ?? 0)", link(to: At.handover(staff.id), "Hand over", about: staff.name),
            ]
        }
        let columns = [
            Column("Name"), Column("State"), Column("Open actions", isNumeric: true), Column("Forms left half-written", isNumeric: true),
            Column("Left or away"),
        ]
        return section(
            "Left, or without cases", id: "others",
            "<p>They still hold open actions, or forms left half-written.</p>"
                + table(
                    caption: "Staff who left or have no cases and still hold something", columns: columns, rows: rows, captionHidden: true,
                    empty: "Nobody."))
    }

    private static func summary(_ workload: WorkloadTable) -> HTML {
        let load = workload.lines.map(\.load).reduce(0, +)
        let posts = workload.lines.map { $0.fullTimePercent ?? 100 }.reduce(0, +)
        let held = workload.lines.flatMap(\.cases)
        let (cases, children) = (held.count, Set(held.map(\.child)).count)
        guard posts > 0 else { return "<p class=\"none\">Nobody holds a case.</p>" }
        let over = workload.lines.count { $0.isOver }
        return
            "<p>\(workload.lines.count.counted("worker")), \(WorkloadTable.number(posts)) full-time posts, \(cases.counted("allocation")) of \(children.counted("child", "children")): on average \(WorkloadTable.number(cases * 10_000 / posts)) cases and a weighted load of \(WorkloadTable.number(load * 100 / posts)) a full-time post. \(over) of \(workload.lines.count) \(over == 1 ? "is" : "are") above \(WorkloadTable.number(Workload.threshold.percent)).</p><p>A child allocated to two workers is a case of each.</p>"
    }

    private static func lines(_ workload: WorkloadTable, hands: Bool) -> HTML {
        let rows = workload.lines.reversed().map { line -> [HTML] in
            let trend = (line.past + [line.cases.count]).map(String.init).joined(separator: ", ")
            return [
                "\(line.name)", "\(line.team ?? "None")",
                "\(line.role?.title ?? "None")", "\(WorkloadTable.share(line.fullTimePercent))",
                link(
                    to: Address("/children", query: [("worker", line.staff.description)]), String(line.cases.count),
                    about: "open, allocated to \(line.name)"),
                "\(WorkloadTable.number(line.load))", "\(WorkloadTable.number(line.perPost))",
                line.isOver ? tag("Above the threshold", .bad) : tag("Within", .good), "\(trend)",
                hands ? link(to: At.handover(line.staff), "Hand over", about: line.name) : .empty,
            ]
        }
        let columns = [
            Column("Worker"), Column("Team"), Column("Role"), Column("Share of a post"), Column("Cases", isNumeric: true),
            Column("Weighted load", isNumeric: true), Column("Per full-time post", isNumeric: true), Column("Threshold"),
            Column("Cases at the end of each past month, then today"),
            Column("Left or away"),
        ]
        let span = workload.days.first.map { "From the end of \($0.monthWords) to today." } ?? ""
        return section(
            "By worker", id: "workers",
            "<p>\(span)</p>"
                + table(
                    caption: "Workers, the heaviest load per full-time post first", columns: columns, rows: rows,
                    empty: "Nobody holds a case."))
    }

    /// What the numbers rest on.
    private static var weights: HTML {
        let all =
            Workload.CaseType.allCases.map { ("Case", $0.weight) } + Workload.Risk.allCases.map { ("Highest judgement", $0.weight) }
            + Workload.parts.values.sorted { ($1.percent, $0.name) < ($0.percent, $1.name) }.map { ("Part", $0) }
            + [("Threshold", Workload.threshold)]
        let rows = all.map { kind, weight -> [HTML] in
            ["\(kind): \(weight.name.lowercasedFirst)", "\(WorkloadTable.number(weight.percent))", "\(weight.basis)"]
        }
        return details(
            "How a case is weighted",
            "<p>A case counts its type, times its highest judgement, times the worker's part in it.</p>"
                + table(
                    caption: "Weights", columns: [Column("What"), Column("Counts", isNumeric: true), Column("Basis")], rows: rows,
                    captionHidden: true))
    }
}

extension Day {
    /// "May 2026".
    fileprivate var monthWords: String { words.split(separator: " ").dropFirst().joined(separator: " ") }
}
