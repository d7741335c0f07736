import Casework
import Storage

/// One service's records in one store: the way in to every read and write.
public struct Service: Sendable {
    public let id: Int64
    public let code: String
    public let name: String
    let store: any SQLStore
    /// Where views are recorded: on SQLite a file of its own, on PostgreSQL the same database.
    let accessStore: any SQLStore
    let clock: @Sendable () -> Instant
    /// Gathers waiting views so that they share a commit.
    let accessLog: AccessLog
    let reference = ReferenceCache()

    /// Now, by the clock the service was opened with.
    public var now: Instant { clock() }
    public var today: Day { clock().londonDay }

    /// Brings the schema up to date and opens a service, making it when `name` is given and there is none of that code.
    public static func open(
        _ code: String, name: String? = nil, store: any SQLStore, access: any SQLStore, clock: @escaping @Sendable () -> Instant
    ) async throws -> Service {
        try await migrate(store: store, access: access)
        let found = try await store.write { db -> (Int64, String)? in
            let row = try db.first(SQL("SELECT id, name FROM service WHERE code = \(code)")) { ($0.integer(0) ?? 0, $0.text(1) ?? "") }
            if let row { return row }
            guard let name else { return nil }
            let id = (try db.integer("SELECT coalesce(max(id), 0) FROM service") ?? 0) + 1
            try db.run("INSERT INTO service (id, code, name) VALUES (\(id), \(code), \(name))")
            try db.run(
                """
                INSERT INTO journal_head (service, position, recorded_at, hash)
                VALUES (\(id), \(Int64(0)), \(Instant(milliseconds: 0).iso), \(SQLValue.blob(JournalEntry.genesis(service: code, name: name))))
                """)
            return (id, name)
        }
        guard let found else { throw UnknownService(code: code) }
        let service = Service(
            id: found.0, code: code, name: found.1, store: store, accessStore: access, clock: clock,
            accessLog: AccessLog(store: access, service: found.0, code: code, clock: clock))
        try await service.seedCodes()
        return service
    }

    /// The codes of the services in a store, so that a command can say which there are.
    public static func codes(in store: any SQLStore, access: any SQLStore) async throws -> [String] {
        try await migrate(store: store, access: access)
        return try await store.read { db in try db.rows("SELECT code FROM service ORDER BY id") { $0.text(0) ?? "" } }
    }

    private static func migrate(store: any SQLStore, access: any SQLStore) async throws {
        if store.dialect == .postgres {
            try await Migrator.migrate(store, Migrations.records + Migrations.access)
        } else {
            try await Migrator.migrate(store, Migrations.records)
            try await Migrator.migrate(access, Migrations.access)
        }
    }

    /// A store of an earlier Waymark lacks the codes shipped since: they are added as rows of their own, journaled like any other.
    private func seedCodes() async throws {
        let missing = { @Sendable (reader: Reader) in
            let have = Set(try reader.serviceRecords(Code.self).map { "\($0.value.list) \($0.value.token)" })
            return ShippedCodes.all.enumerated().filter { !have.contains("\($0.element.list) \($0.element.token)") }
        }
        guard try await read(.wholeService(reason: "seed codes"), { try !missing($0).isEmpty }) else { return }
        try await write(.wholeService(reason: "seed codes"), action: "codes.seed") { writer in
            // Asked again under the lock: another process may have started at the same time.
            let missing = try missing(writer.reader)
            for (place, shipped) in missing {
                var code = Code()
                code.list = shipped.list
                code.token = shipped.token
                code.label = shipped.label
                code.group = shipped.group
                code.order = place
                code.fromDate = shipped.from
                code.toDate = shipped.to
                code.basis = shipped.basis
                try writer.create(code, ref: "\(shipped.list).\(shipped.token)", source: "waymark")
            }
        }
    }

    /// Reads in one snapshot.
    public func read<T: Sendable>(_ scope: Scope, _ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        try await store.read { db in try body(Reader(db: db, service: self, scope: scope, keepsReference: true)) }
    }

    /// Reads in one snapshot the little that one child's page, or one page of a list, shows. See `SQLStore.glance`.
    public func glance<T: Sendable>(_ scope: Scope, _ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        try await store.glance { db in try body(Reader(db: db, service: self, scope: scope, keepsReference: true)) }
    }

    /// Closes both stores.
    public func close() async {
        await store.close()
        if accessStore.dialect == .sqlite { await accessStore.close() }
    }
}

/// No service of that code is in the store.
public struct UnknownService: Error, Sendable {
    public let code: String
}
