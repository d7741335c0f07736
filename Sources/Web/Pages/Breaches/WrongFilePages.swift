import Casework
import HTML
import Practice
import Records

/// An entry that is on the wrong child's file: the right child is found, the entry goes there with what hangs on it, and a breach is opened
/// (S-PEO-14).
enum WrongFilePages {
    private static let base = "/children/{child}/wrong-file/{kind}/{id}"
    static let routes: [Route] = [
        .get(base, .may(.keepBreaches)) { visit in
            try await visit.service.read(Scope(visit.person)) { try page(visit, $0) }
        },
        .post(base, .may(.keepBreaches)) { try await move($0) },
    ]

    /// The way here, for who may move an entry of this kind.
    static func way(_ visit: Visit, _ child: RecordID, _ kind: AnyKind, _ id: RecordID) -> [HTML] {
        guard visit.asAt == nil, visit.person.access.may(.keepBreaches), !Service.staying.contains(kind.name) else { return [] }
        return [link(to: At.wrongFile(child, kind, id), "This is on the wrong child’s file")]
    }

    /// What a file shows of an entry that was removed: that it was, and nothing of what it said.
    static func removed(_ reader: Reader, _ visit: Visit, _ file: FileHead) throws -> HTML {
        let marks = try reader.records(SealedEntry.self, child: file.id)
        guard !marks.isEmpty else { return .empty }
        let staff = try reader.staffNames()
        let rows = marks.map { one -> [HTML] in
            let kind = anyKind(one.entryKind)
            let name = kind?.title ?? one.entryKind
            let id = RecordID(one.value.record)
            let cell: HTML =
                if visit.person.access.may(.readSealed), let kind, let id {
                    link(to: At.record(file.id, kind, id), name)
                } else {
                    "\(name)"
                }
            return [cell, "\(one.removedOn.words)", "\(one.removedBy.flatMap { staff[$0] } ?? "Waymark")"]
        }
        return section(
            "Entries removed", id: "removed",
            table(
                caption: "Entries that were another child’s", columns: ["Kind", "Removed", "By"].map { Column($0) }, rows: rows,
                captionHidden: true))
    }

    private static func kind(_ visit: Visit) throws -> AnyKind {
        guard let kind = anyKind(try visit.request.parameter("kind")), kind.scope == .child, !Service.staying.contains(kind.name) else {
            throw NotFound()
        }
        return kind
    }

    private static func page(_ visit: Visit, _ reader: Reader, problems: [ErrorItem] = []) throws -> Reply {
        let (file, kind, id) = (try FileHead(reader, try visit.id("child")), try kind(visit), try visit.id("id"))
        func found<R: RecordKind>(_ type: R.Type) throws -> Bool { try reader.record(type, child: file.id, id: id) != nil }
        guard try found(kind.type) else { throw NotFound() }
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let typed = visit.form["who"]
        let lines = typed.isEmpty ? [] : try reader.search(typed, on: visit.service.today, limit: 10).filter { $0.id != file.id }
        var controls = [
            FieldControl(
                id: "who", label: "Whose it is", hint: "The right child’s name, birth date or reference; then press “Find”.",
                error: message("who"), value: typed)
        ]
        if !lines.isEmpty {
            controls.append(
                FieldControl(
                    id: "to", label: "The right child",
                    kind: .radios(
                        lines.map { Choice($0.id.description, "\($0.name), \($0.ref)", hint: $0.dateOfBirth.map { "Born \($0.words)" }) }),
                    error: message("to"), value: visit.form["to"]))
        }
        controls.append(
            FieldControl(
                id: "reason", label: "How it came here, and how you know whose it is", error: message("reason"), value: visit.form["reason"]
            ))
        return .page(
            visit, title: "On the wrong child’s file", shows: .list("list", [file.id] + lines.map(\.id)),
            status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty, crumbs: file.crumbs
        ) {
            errorSummary(problems) + heading("On the wrong child’s file", caption: "\(kind.title) · \(file.name)")
                + "<p>It goes to the right child’s file with its history and with what hangs on it. This file keeps only that an entry was removed, when and by whom; what it said is sealed here. A breach is opened, for it may have been read meanwhile.</p>"
                + sendForm(
                    action: At.wrongFile(file.id, kind, id),
                    fields(controls)
                        + buttonGroup(
                            [button("Find", name: "action", value: "find", style: lines.isEmpty ? .primary : .secondary)]
                                + (lines.isEmpty ? [] : [button("Move it", name: "action", value: "move", style: .warning)])
                                + [link(to: At.record(file.id, kind, id), "Cancel")]))
        }
    }

    private static func move(_ visit: Visit) async throws -> Reply {
        let (child, kind, id) = (try visit.id("child"), try kind(visit), try visit.id("id"))
        let (who, to, reason) = (visit.form["who"], visit.form["to"], visit.form["reason"])
        func refused(_ problems: [ErrorItem]) async throws -> Reply {
            try await visit.service.read(Scope(visit.person)) { try page(visit, $0, problems: problems) }
        }
        if visit.form["action"] != "move" {
            if who.isEmpty { return try await refused([ErrorItem(field: "who", "Say whose it is.")]) }
            let isFound = try await visit.service.read(Scope(visit.person)) {
                try !$0.search(who, on: visit.service.today, limit: 10).isEmpty
            }
            return try await refused(isFound ? [] : [ErrorItem(field: "who", "No child is found by that.")])
        }
        var problems: [ErrorItem] = []
        let right = RecordID(to)
        if right == nil { problems.append(ErrorItem(field: "to", "Choose the right child.")) }
        if reason.isEmpty { problems.append(ErrorItem(field: "reason", "Say how it came here, and how you know whose it is.")) }
        if reason.count > 500 { problems.append(ErrorItem(field: "reason", "This must be 500 characters or fewer.")) }
        guard problems.isEmpty, let right else { return try await refused(problems) }
        do {
            let key = RecordKey(kind: kind.name, id: id)
            let moved = try await visit.service.move(key, of: child, to: right, reason: reason, by: visit.person)
            return .see(At.breach(moved.breach, [("moved", "yes")]))
        } catch let problems as Problems {
            return try await refused(problems.all.map(ErrorItem.init))
        }
    }
}
