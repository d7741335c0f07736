import Casework
import HTML
import Records

/// The service's code lists: what each code means, since when, on what basis; codes added and ended by a manager (promise 7).
enum CodePages {
    static let crumb = NavItem("Code lists", CodeList.address())

    static let routes: [Route] =
        [
            .get("/codes", .mayEither(.manageSettings, .seeFigures)) { try await index($0) },
            .get("/codes/{list}", .mayEither(.manageSettings, .seeFigures)) { try await show($0) },
        ] + CodeWriting.routes

    private static func index(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let today = visit.service.today
            let rows = try CodeList.all(reader).map { list -> [HTML] in
                let (force, ended) = (
                    list.codes.filter { $0.isInForce(on: today) }.count, list.codes.filter { $0.isEnded(by: today) }.count
                )
                return [
                    link(to: CodeList.address(list.name, nil, nil, visit.asAtQuery), list.title), "\(force)",
                    ended == 0 ? "None" : "\(ended)",
                    list.questions.isEmpty ? "Waymark’s own rules" : "\(list.questions.joined(separator: "; "))",
                ]
            }
            return .page(visit, title: "Code lists", shows: .nobody) {
                heading("Code lists")
                    + "<p>What may be chosen in forms and stands in files. A code is never deleted and never means something else later: it is ended, and records that hold it keep its words.</p>"
                    + moment(visit, CodeList.address())
                    + table(
                        caption: "Code lists",
                        columns: [
                            Column("List"), Column("Codes in force", isNumeric: true), Column("Ended", isNumeric: true), Column("Asked in"),
                        ],
                        rows: rows, captionHidden: true)
            }
        }
    }

    static func list(_ visit: Visit, _ reader: Reader) throws -> CodeList {
        let name = try visit.request.parameter("list")
        let list = CodeList(name, try reader.serviceRecords(Code.self))
        guard !list.codes.isEmpty else { throw NotFound() }
        return list
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let (list, today) = (try list(visit, reader), visit.service.today)
            let manages = visit.person.access.mayWrite("code") && visit.asAt == nil
            let hasGroups = !list.groups.isEmpty
            let rows = list.codes.map { code -> [HTML] in
                let state =
                    code.isInForce(on: today) ? tag("In force", .good) : code.isEnded(by: today) ? tag("Ended") : tag("Not yet", .info)
                let change = link(to: CodeList.address(list.name, code.token, "edit"), "Change", about: code.label)
                let cells: [HTML?] = [
                    "\(code.label)", "\(code.token)", hasGroups ? "\(code.group ?? "None")" : nil, "\(dates(code.value))", state,
                    "\(basisWords(code.basis))",
                    manages ? change : nil,
                ]
                return cells.compactMap { $0 }
            }
            let columns: [String?] = ["Label", "Code", hasGroups ? "Counts as" : nil, "Dates", "State", "Basis", manages ? "Change" : nil]
            let add = when(
                manages && list.mayGrow, buttonLink(to: CodeList.address(list.name, "new"), "Add a code", style: .secondary))
            let about: HTML =
                list.mayGrow
                ? "<p>Asked in: \(list.questions.joined(separator: "; ")).</p>"
                : "<p>No form asks this list: Waymark’s own rules read it, so a code cannot be added to it here.</p>"
            return .page(visit, title: list.title, shows: .nobody, crumbs: [crumb]) {
                heading(list.title, caption: "Code list \(list.name)") + about + add + moment(visit, CodeList.address(list.name))
                    + table(
                        caption: "Codes of the list", columns: columns.compactMap { $0 }.map { Column($0) }, rows: rows, captionHidden: true
                    )
            }
        }
    }

    static func dates(_ code: Code) -> String {
        switch (code.fromDate, code.toDate) {
        case (nil, nil): "Always"
        case (let from?, nil): "From \(from.words)"
        case (nil, let to?): "Until \(to.words)"
        case (let from?, let to?): "\(from.words) to \(to.words)"
        }
    }

    /// The lists as they were known at a moment (promise 5).
    private static func moment(_ visit: Visit, _ address: Address) -> HTML {
        details(
            "Read it as it was known", isOpen: visit.asAt != nil,
            filterForm(
                action: address, label: "As it was known", button: "Read",
                field(FieldControl(id: "as_at", label: "As known at", kind: .dateTime, value: visit.query("as_at") ?? ""))))
    }
}

extension Stored<Code> {
    func isInForce(on day: Day) -> Bool { (value.fromDate.map { $0 <= day } ?? true) && !isEnded(by: day) }
    func isEnded(by day: Day) -> Bool { value.toDate.map { $0 < day } ?? false }
}
