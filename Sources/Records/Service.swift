import Casework
import Storage

/// One service's records in one store: the way in to every read and write.
public struct Service: Sendable {
    public let id: Int64
    public let code: String
    public let name: String
    /// Whether `waymark demo` made it: then nobody in it is real.
    public private(set) var isDemo = false
    let store: any SQLStore
    /// Where views are recorded: on SQLite a file of its own, on PostgreSQL the same database.
    let accessStore: any SQLStore
    let clock: @Sendable () -> Instant
    let accessLog: AccessLog
    /// Tries to sign in that are slowed share their commits.
    let slowedTries = SharedCommit<SlowedTry, Void>()
    let reference = ReferenceCache()
    /// Figures and take-outs wait here for each other.
    public let longReads = LongReads()

    /// Now, by the clock the service was opened with.
    public var now: Instant { clock() }
    public var today: Day { clock().londonDay }

    /// Brings the schema up to date and opens a service, making it when `name` is given and there is none of that code.
    public static func open(
        _ code: String, name: String? = nil, store: any SQLStore, access: any SQLStore, clock: @escaping @Sendable () -> Instant
    ) async throws -> Service {
        try await Migrations.run(on: store, access: access)
        if let name { try await make(code, name: name, store: store) }
        let found = try await store.read { db in
            try db.first(SQL("SELECT id, name FROM service WHERE code = \(code)")) { ($0.integer(0) ?? 0, $0.text(1) ?? "") }
        }
        guard let found else { throw UnknownService(code: code) }
        var service = Service(id: found.0, code: code, name: found.1, store: store, access: access, clock: clock)
        try await service.seedCodes()
        service.isDemo = try await service.wasMadeUp()
        return service
    }

    /// A service's stores reach its own rows only, wherever the engine can hold them to it.
    init(id: Int64, code: String, name: String, store: any SQLStore, access: any SQLStore, clock: @escaping @Sendable () -> Instant) {
        (self.id, self.code, self.name, self.clock) = (id, code, name, clock)
        self.store = store.reaching(.service(id))
        accessStore = access.reaching(.service(id))
        accessLog = AccessLog(store: accessStore, service: id, code: code, clock: clock)
    }

    /// A demonstration is made only where there is nothing: its entries are among the first.
    private func wasMadeUp() async throws -> Bool {
        let id = id
        return try await store.read { db in
            try db.integer("SELECT 1 FROM journal WHERE service = \(id) AND position <= 5 AND action = 'demo' AND staff IS NULL LIMIT 1")
                != nil
        }
    }

    /// Whether the database answers and has every table this program knows.
    /// - Throws: ``StoreError`` when it does not answer.
    public func isUpToDate() async throws -> Bool {
        do {
            for (store, migrations) in Migrations.split(store, accessStore) {
                guard try await Migrator.pending(store, migrations).isEmpty else { return false }
            }
            return true
        } catch MigrationError.unknown {
            // A newer program brought it up to date while this one served. Steps only add: it goes on until its turn comes.
            return true
        } catch is MigrationError {
            return false
        }
    }

    /// How the database's connections are used: at work, how many wait for one, and how often anybody had to; nil on SQLite.
    public var load: (lent: Int, waiting: Int, waits: Int)? { store.load.map { ($0.lent, $0.waiting, $0.waits) } }

    /// Makes the service unless it is there.
    static func make(_ code: String, name: String, store: any SQLStore) async throws {
        let last = try await store.read { db -> Int64? in
            guard try db.integer("SELECT 1 FROM service WHERE code = \(code)") == nil else { return nil }
            return try db.integer("SELECT coalesce(max(id), 0) FROM service")
        }
        guard let last else { return }
        let id = last + 1
        try await store.reaching(.service(id)).write { db in
            try db.run("INSERT INTO service (id, code, name) VALUES (\(id), \(code), \(name))")
            try db.run(
                """
                INSERT INTO journal_head (service, position, recorded_at, hash)
                VALUES (\(id), \(Int64(0)), \(Instant(milliseconds: 0).iso), \(SQLValue.blob(JournalEntry.genesis(service: code, name: name))))
                """)
        }
    }

    /// The codes of the services in a store, so that a command can say which there are.
    public static func codes(in store: any SQLStore, access: any SQLStore) async throws -> [String] {
        try await Migrations.run(on: store, access: access)
        return try await store.read { db in try db.rows("SELECT code FROM service ORDER BY id") { $0.text(0) ?? "" } }
    }

    /// A store of an earlier Waymark lacks the codes shipped since: they are added as rows of their own, journaled like any other.
    func seedCodes() async throws {
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
