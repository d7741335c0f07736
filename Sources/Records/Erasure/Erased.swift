import Casework
import Storage

/// What lawful erasures took, as `verify` reads it: only there may something be missing.
struct Erased {
    private(set) var records: Set<RecordKey> = []
    private(set) var contents: Set<String> = []
    private(set) var notes: Set<Int64> = []

    init(service: Service, db: any SQLConnection) throws {
        let reader = Reader(db: db, service: service, scope: .wholeService(reason: "verify"))
        for erasure in try reader.serviceRecords(Erasure.self) {
            records.formUnion(erasure.value.records.split(separator: " ").compactMap { RecordKey($0) })
            contents.formUnion((erasure.contents ?? "").split(separator: " ").map(String.init))
            notes.formUnion((erasure.notes ?? "").split(separator: " ").compactMap { Int64($0.dropFirst("entry:".count)) })
        }
    }
}

extension Service {
    /// Leaves nothing of what was erased in the file's free places and log: on SQLite the file is written anew, on PostgreSQL each
    /// table (docs/operations.md says what of the server's own log and archives is left to whoever runs it).
    public func scrub() async throws { try await store.scrub() }
}

extension Reader {
    /// The children without open work on a day: the files a review of retention looks at. Entries merged into another are left out.
    public func closedFiles(on day: Day) throws -> [RecordID] {
        guard scope.reachesChildren else { return [] }
        return try db.rows(
            """
            SELECT child FROM child_list WHERE service = \(service.id) AND (open_until IS NULL OR open_until < \(day.iso)) ORDER BY child
            """
        ) { $0.id(0).map(RecordID.init) }.compactMap(\.self)
    }
}
