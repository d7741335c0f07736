import Casework
import Records

/// Records of a child's file by kind: listed, one by one, with their history; written and corrected by the pages' own commands.
enum APIRecords {
    private static let base = "/children/{child}/{kind}"

    static let routes: [Route] = [
        .api(.get, base, .may(.openFile), .readChildren) { visit in try await list(visit, try readable(visit).type) },
        .api(.post, base, .may(.writeRecords), .writeRecords) { visit in
            guard let command = creating[try readable(visit).name] else { throw onlyRead }
            return try await command.run(visit)
        },
        .api(.get, "\(base)/{id}", .may(.openFile), .readChildren) { visit in try await one(visit, try readable(visit).type) },
        .api(.post, "\(base)/{id}", .may(.writeRecords), .writeRecords) { visit in
            guard let command = correcting[try readable(visit).name] else { throw onlyRead }
            return try await command.run(visit)
        },
        .api(.get, "\(base)/{id}/history", .may(.openFile), .readChildren) { visit in try await history(visit, try readable(visit).type) },
    ]

    /// The kinds that have a page for one record, in the order of the definitions: what no page shows one by one is not read here either.
    static let kinds: [AnyKind] = {
        let pages = Set(Routes.all.filter { $0.method == .get }.map(\.pattern))
        return allKinds.filter { $0.scope == .child && pages.contains("/children/{child}/\($0.path)/{id}") }
    }()

    /// The pages' commands by kind.
    static let creating = commands { "/children/{child}/\($0.path)" }
    static let correcting = commands { "/children/{child}/\($0.path)/{id}" }

    private static func commands(_ pattern: (AnyKind) -> String) -> [String: RecordCommand] {
        let found = Dictionary(Routes.all.compactMap { route in route.command.map { (route.pattern, $0) } }) { first, _ in first }
        return Dictionary(uniqueKeysWithValues: kinds.compactMap { kind in found[pattern(kind)].map { (kind.name, $0) } })
    }

    private static let onlyRead = Refusal(405, "This kind of record is written by its own pages only")

    private static func readable(_ visit: Visit) throws -> AnyKind {
        let path = try visit.request.parameter("kind")
        guard let kind = kinds.first(where: { $0.path == path }), visit.person.access.sees(kind.sensitivity) else { throw NotFound() }
        return kind
    }

    private static func list<R: RecordKind>(_ visit: Visit, _ type: R.Type) async throws -> Reply {
        let paging = try API.Paging(visit)
        return try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            let json = RecordJSON(reader: reader, access: visit.person.access)
            let (shown, next) = try paging.page(try reader.records(R.self, child: file.id)) { $0.id }
            return API.list(try shown.map(json.record), next: next, visit, shows: .child(file.id))
        }
    }

    private static func one<R: RecordKind>(_ visit: Visit, _ type: R.Type) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            // As on its page: one entered in error stays readable.
            guard let record = try reader.history(R.self, child: file.id, id: try visit.id("id")).last else { throw NotFound() }
            let json = try RecordJSON(reader: reader, access: visit.person.access).record(record)
            return .json(json, shows: .child(file.id), version: record.from)
        }
    }

    private static func history<R: RecordKind>(_ visit: Visit, _ type: R.Type) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            let versions = try reader.history(R.self, child: file.id, id: try visit.id("id"))
            guard !versions.isEmpty else { throw NotFound() }
            let (trails, staff) = (try reader.trails(versions.map(\.from)), try reader.staffNames())
            let json = RecordJSON(reader: reader, access: visit.person.access)
            return API.list(
                try versions.map { try json.version($0, trails[$0.from], staff) }, next: nil, visit, shows: .child(file.id))
        }
    }
}
