import Foundation
import Storage
import StoragePostgres
import StorageSQLite

/// The engines a test runs on: `@Test(arguments: Engine.available)`.
public enum Engine: String, CaseIterable, Sendable {
    case sqlite
    case postgres

    /// Both, unless `WAYMARK_ENGINES` names fewer ("sqlite"). A PostgreSQL that cannot be had makes its tests fail, never skip.
    public static var available: [Engine] {
        guard let wanted = ProcessInfo.processInfo.environment["WAYMARK_ENGINES"], !wanted.isEmpty else { return allCases }
        let names = Set(wanted.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        precondition(names.isSubset(of: Set(allCases.map(\.rawValue))), "WAYMARK_ENGINES names an engine there is not: \(wanted)")
        return allCases.filter { names.contains($0.rawValue) }
    }

    /// An empty database: a file in a folder of its own, or a schema of its own on one shared cluster. End it with `remove()`.
    /// - Parameter alone: on PostgreSQL in a database of its own, for what waits until nobody there reads an older state.
    public func fresh(alone: Bool = false) async throws -> FreshStore {
        switch self {
        case .sqlite: try await .sqlite()
        case .postgres: try await .postgres(alone: alone)
        }
    }
}

/// An empty database made for one test, where to find it again, and how to be rid of it.
public struct FreshStore: Sendable {
    public let store: any SQLStore
    /// The database's file on SQLite, its server's address on PostgreSQL.
    public let address: String
    /// The schema on PostgreSQL.
    public let schema: String?
    private let cleanUp: @Sendable () async -> Void

    /// A second store on the same database, as another process would have it. Close it before `remove()`.
    public func reopened() async throws -> any SQLStore {
        if let schema { return try await PostgresStore(url: address, schema: schema, poolSize: 2) }
        return try await SQLiteStore(path: address)
    }

    /// Closes the store and deletes what it held.
    public func remove() async {
        await store.close()
        await cleanUp()
    }

    /// - Parameter copy: the bytes of a database to begin with.
    static func sqlite(copy: Data? = nil) async throws -> FreshStore {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "service.sqlite").path
        try copy?.write(to: URL(filePath: path))
        // Nothing here outlives the test, so nothing waits for the disk.
        let store = try await SQLiteStore(path: path, synchronous: .off)
        return FreshStore(store: store, address: path, schema: nil) { try? FileManager.default.removeItem(at: folder) }
    }

    /// - Parameters:
    ///   - alone: in a database of its own, with a schema of the same name.
    ///   - template: such a database, to which nobody is connected: a copy of it, which is alone too.
    static func postgres(alone: Bool = false, copyOf template: String? = nil) async throws -> FreshStore {
        let cluster = try await Cluster.shared.value
        await Cluster.turns.take()
        do { return try await postgres(cluster, alone: alone, template) } catch {
            await Cluster.turns.give()
            throw error
        }
    }

    private static func postgres(_ cluster: Cluster, alone: Bool, _ template: String?) async throws -> FreshStore {
        let name = "t_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        let (isAlone, schema) = (alone || template != nil, template ?? name)
        if isAlone { try await cluster.keeper.alone(["CREATE DATABASE \(name)" + (template.map { " TEMPLATE \($0)" } ?? "")]) }
        let address = isAlone ? cluster.url(ofDatabase: name) : cluster.url
        // On a busy machine a test waits for its turn; that it gives up after a while is PostgresTests' to show.
        let store = try await PostgresStore(url: address, schema: schema, poolSize: 3, waitLimit: .seconds(600))
        if template == nil { try await store.write { try $0.script("CREATE SCHEMA \(name)") } }
        return FreshStore(store: store, address: address, schema: schema) {
            // Dropping a hundred tables takes longer than most tests, and a cluster of our own goes as a whole; but hundreds of copies would fill
            // the disk, and a database goes quickly.
            if cluster.isThrownAway, template == nil { return await Cluster.turns.give() }
            try? await cluster.keeper.alone([isAlone ? "DROP DATABASE \(name) WITH (FORCE)" : "DROP SCHEMA \(name) CASCADE"])
            await Cluster.turns.give()
        }
    }

    /// Runs `body` on its store and deletes it afterwards, whatever happened.
    nonisolated(nonsending) func used<T: Sendable>(_ body: nonisolated(nonsending) (FreshStore) async throws -> T) async throws -> T {
        do {
            let value = try await body(self)
            await remove()
            return value
        } catch {
            await remove()
            throw error
        }
    }
}

/// Runs `body` on an empty database and deletes it afterwards, whatever happened.
@discardableResult
public nonisolated(nonsending) func withStore<T: Sendable>(
    _ engine: Engine, _ body: nonisolated(nonsending) (any SQLStore) async throws -> T
) async throws -> T {
    try await withFreshStore(engine) { try await body($0.store) }
}

/// As `withStore`, for a test that opens the same database a second time, or needs one to itself.
@discardableResult
public nonisolated(nonsending) func withFreshStore<T: Sendable>(
    _ engine: Engine, alone: Bool = false, _ body: nonisolated(nonsending) (FreshStore) async throws -> T
) async throws -> T {
    try await engine.fresh(alone: alone).used(body)
}
