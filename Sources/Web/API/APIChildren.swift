import Casework
import Records

/// Children for programs: listed and looked for as on the page of children, and one child's file whole.
enum APIChildren {
    static let routes: [Route] = [
        .api(.get, "/children", .may(.findChildren), .readChildren) { try await list($0) },
        // What is typed goes in the body: a name in an address is a name in somebody's log.
        .api(.post, "/children/search", .may(.findChildren), .readChildren) { try await search($0) },
        .api(.get, "/children/{child}", .may(.openFile), .readChildren) { try await file($0) },
    ]

    private static func list(_ visit: Visit) async throws -> Reply {
        let paging = try API.Paging(visit)
        var problems: [Problem] = []
        let status = visit.query("status") ?? "open"
        if !["open", "closed", "all"].contains(status) {
            problems.append(Problem(field: "status", message: "Status must be open, closed or all."))
        }
        let worker = visit.query("worker").map { $0 == "me" ? visit.person.id : RecordID($0) }
        if case .some(nil) = worker { problems.append(Problem(field: "worker", message: "Worker must be an id, or me.")) }
        guard problems.isEmpty else { throw Refusal(400, "The list asked for cannot be given", errors: problems) }
        let filter = ChildFilter(
            worker: worker ?? nil, team: visit.query("team"), isOpen: status == "all" ? nil : status == "open", alert: visit.query("alert"))
        return try await visit.service.glance(Scope(visit.person)) { reader in
            let today = visit.service.today
            guard let found = try reader.children(filter, on: today, after: paging.after, limit: paging.limit + 1) else {
                throw API.Paging.lostPage
            }
            let (shown, next) = paging.cut(found[...]) { $0.id }
            let lines = Lines(reader: reader, visit: visit)
            return API.list(try lines.json(shown), next: next, visit, shows: .list("list", shown.map(\.id)))
        }
    }

    private static func search(_ visit: Visit) async throws -> Reply {
        let body = try API.body(visit)
        guard body.members?.count == 1, let text = body["text"]?.text?.trimmed, (1...200).contains(text.count), !text.utf8.contains(0)
        else {
            throw Refusal(
                422, "What to look for cannot be read",
                errors: [Problem(field: "text", message: "Send an object with the one member “text”, of 1 to 200 characters.")])
        }
        return try await visit.service.glance(Scope(visit.person)) { reader in
            let shown = try reader.search(text, on: visit.service.today, limit: ChildrenPages.perPage)
            return API.list(
                try Lines(reader: reader, visit: visit).json(shown), next: nil, visit, shows: .list("search", shown.map(\.id)))
        }
    }

    /// Lines of a list. What the role may not see is not there.
    private struct Lines {
        let reader: Reader
        let visit: Visit

        func json(_ lines: [ChildLine]) throws -> [JSONValue] {
            let (names, today, access) = (try reader.staffNames(), visit.service.today, visit.person.access)
            return lines.map { line in
                let head: [(String, JSONValue?)] = [
                    ("id", .text(line.id.description)), ("ref", .text(line.ref)),
                    ("status", .text(line.isOpen(on: today) ? "open" : "closed")), ("file_is_closed_to_you", .flag(line.isClosed)),
                ]
                guard !line.isClosed else { return .of(head) }
                let worker = line.worker.map { id in JSONValue.of([("id", .text(id.description)), ("name", .known(names[id]))]) }
                return .of(
                    head + [
                        ("name", .text(line.name)), ("date_of_birth", .known(line.dateOfBirth?.iso)), ("worker", worker ?? .null),
                        ("team", .known(line.team)), ("locality", access.sees(.whereabouts) ? .known(line.locality) : nil),
                        ("alerts", access.sees(.safeguarding) ? .list(line.alerts.map { .text($0) }) : nil),
                        ("last_entry", .known(line.lastContact?.iso)), ("next_due", .known(line.nextDue?.iso)),
                    ])
            }
        }
    }

    // MARK: One file

    private static func file(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            let json = RecordJSON(reader: reader, access: visit.person.access)
            let kinds = APIRecords.kinds.filter { visit.person.access.sees($0.sensitivity) }
            try reader.lookOver(child: file.id, for: kinds)
            let records = try kinds.map { kind in (kind.path, Optional(JSONValue.list(try all(kind.type, reader, file.id, json)))) }
            return .json(.of([("child", try json.record(file.child)), ("records", .of(records))]), shows: .child(file.id))
        }
    }

    private static func all<R: RecordKind>(_ type: R.Type, _ reader: Reader, _ child: RecordID, _ json: RecordJSON) throws -> [JSONValue] {
        try reader.records(R.self, child: child).map(json.record)
    }
}
