import Casework
import HTML
import Records

/// Adding a code to a list, and ending one. A token is given once: what it means and counts as is fixed with it, or figures of the past would change.
enum CodeWriting {
    static let routes: [Route] = [
        .get("/codes/{list}/new", .may(.manageSettings)) { visit in
            try await visit.service.read(Scope(visit.person)) { reader in
                let list = try growing(visit, reader)
                return page(visit, list, nil, try trail(visit, reader, nil), [])
            }
        },
        .post("/codes/{list}", .may(.manageSettings)) { try await add($0) },
        .get("/codes/{list}/{token}/edit", .may(.manageSettings)) { visit in
            try await visit.service.read(Scope(visit.person)) { reader in
                let (list, code) = try known(visit, reader)
                return page(visit, list, code, try trail(visit, reader, code), [])
            }
        },
        .post("/codes/{list}/{token}", .may(.manageSettings)) { try await change($0) },
    ]

    private static func growing(_ visit: Visit, _ reader: Reader) throws -> CodeList {
        let list = try CodePages.list(visit, reader)
        guard list.mayGrow else { throw NotFound() }
        return list
    }

    private static func known(_ visit: Visit, _ reader: Reader) throws -> (CodeList, Stored<Code>) {
        let list = try CodePages.list(visit, reader)
        guard let code = list.code(try visit.request.parameter("token")) else { throw NotFound() }
        return (list, code)
    }

    // MARK: Saving

    private static func add(_ visit: Visit) async throws -> Reply {
        try await visit.service.write(Scope(visit.person), action: "code.record") { writer in
            let list = try growing(visit, writer.reader)
            let token = visit.form["once"]
            if !token.isEmpty, try writer.saved(once: token, kind: "code") != nil { return .see(CodeList.address(list.name)) }
            var (code, problems) = (Code(), [ErrorItem]())
            (code.list, code.token, code.order) = (
                list.name, visit.form["token"], min(10_000, (list.codes.map(\.value.order).max() ?? 0) + 1)
            )
            read(visit, into: &code, &problems)
            if code.token.wholeMatch(of: /[A-Z][A-Z0-9_]{0,99}/) == nil {
                problems.append(
                    ErrorItem(
                        field: "token", "The code must begin with a capital letter and hold only capital letters, digits and underscores."))
            } else if list.code(code.token) != nil {
                problems.append(
                    ErrorItem(field: "token", "This list has that code already. A code is never given again, also when it has ended."))
            }
            if list.codes.contains(where: {
                $0.isInForce(on: visit.service.today) && $0.value.label.lowercased() == code.label.lowercased()
            }) {
                problems.append(ErrorItem(field: "label", "A code in force has this label already: nobody could tell them apart."))
            }
            switch visit.form["in_group"] {
            case _ where list.groups.isEmpty: break
            case none where list.hasUngrouped: code.group = nil
            case let group where list.groups.contains(group): code.group = group
            default: problems.append(ErrorItem(field: "in_group", "Choose what it counts as."))
            }
            code.fromDate = day("from_date", "From", visit, &problems)
            if code.fromDate == nil, visit.form["from_date"].isEmpty {
                problems.append(ErrorItem(field: "from_date", "Say from when it may be chosen."))
            }
            try order(code, &problems)
            guard problems.isEmpty else { return page(visit, list, nil, .empty, problems) }
            let id = try writer.create(code, ref: "\(code.list).\(code.token)")
            if !token.isEmpty { try writer.keep(once: token, kind: "code", child: nil, id: id) }
            return .see(CodeList.address(list.name))
        }
    }

    private static func change(_ visit: Visit) async throws -> Reply {
        try await visit.service.write(Scope(visit.person), action: "code.correct") { writer in
            let (list, stored) = try known(visit, writer.reader)
            var (code, problems) = (stored.value, [ErrorItem]())
            read(visit, into: &code, &problems)
            try order(code, &problems)
            let changed = code
            var above = HTML.empty
            if problems.isEmpty, sentVersion(visit) != stored.from {
                let words = try Words(writer.reader, file: .unset)
                let both = try Versions.clash(stored, changed, writer.reader, words, visit.person.access)
                guard let both else { return .see(CodeList.address(list.name)) }
                above = both
            }
            guard problems.isEmpty, above == .empty else {
                return page(visit, list, stored, try trail(visit, writer.reader, stored), problems, from: stored.from, above: above)
            }
            try writer.correct(Code.self, child: nil, id: stored.id, from: stored.from) { $0 = changed }
            return .see(CodeList.address(list.name))
        }
    }

    /// What both forms ask.
    private static func read(_ visit: Visit, into code: inout Code, _ problems: inout [ErrorItem]) {
        (code.label, code.basis) = (visit.form["label"].withOneLine, visit.form["basis"].withOneLine)
        for (name, text, label, most) in [("label", code.label, "The label", 200), ("basis", code.basis, "What it rests on", 300)] {
            if text.isEmpty {
                problems.append(ErrorItem(field: name, name == "label" ? "Enter the label." : "Say what the code rests on."))
            }
            if text.count > most || text.unicodeScalars.count > 10 * most {
                problems.append(ErrorItem(field: name, "\(label) must be \(most) characters or fewer."))
            }
        }
        code.toDate = day("to_date", "The last day", visit, &problems)
    }

    private static func day(_ name: String, _ label: String, _ visit: Visit, _ problems: inout [ErrorItem]) -> Day? {
        let text = visit.form[name]
        guard !text.isEmpty else { return nil }
        guard let day = Day(iso: text) ?? Day(typed: text), (1900...2100).contains(day.year) else {
            problems.append(ErrorItem(field: name, "\(label) must be a real date, like 21/11/2026."))
            return nil
        }
        return day
    }

    private static func order(_ code: Code, _ problems: inout [ErrorItem]) throws {
        if let from = code.fromDate, let to = code.toDate, to < from {
            problems.append(ErrorItem(field: "to_date", "The last day cannot come before the first."))
        }
    }
}

extension String {
    /// On one line, as a field of one line is kept.
    fileprivate var withOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
