import Foundation
import Records
import Storage
import StoragePostgres
import StorageSQLite

/// A service as `withService` has it, made once in a process and copied for each test: a schema of a hundred tables and a thousand codes takes
/// longer to make than most tests take.
enum Template {
    /// The records and the access log, as files.
    private static let sqlite = Task { () async throws -> (records: Data, access: Data) in
        let (store, access) = (try await FreshStore.sqlite(), try await FreshStore.sqlite())
        try await fill(store.store, access.store)
        // Closing writes what is in the log back into the file.
        await store.store.close()
        await access.store.close()
        let made = (try Data(contentsOf: URL(filePath: store.address)), try Data(contentsOf: URL(filePath: access.address)))
        await store.remove()
        await access.remove()
        return made
    }

    /// A database of its own in the cluster.
    private static let postgres = Task { () async throws -> (database: String, schema: String) in
        let cluster = try await Cluster.shared.value
        let name = "template_\(UInt32.random(in: .min ... .max))"
        try await cluster.keeper.alone(["CREATE DATABASE \(name)"])
        let store = try await PostgresStore(url: cluster.url(ofDatabase: name), schema: name, poolSize: 3)
        try await store.write { try $0.script("CREATE SCHEMA \(name)") }
        try await fill(store, store)
        await store.close()
        return (name, name)
    }

    private static func fill(_ store: any SQLStore, _ access: any SQLStore) async throws {
        let service = try await Service.open("SAN", name: "Sandholme", store: store, access: access, clock: { TestClock.start })
        try await service.hireOneOfEach()
    }

    /// Copies of its stores, deleted after `body`.
    static nonisolated(nonsending) func copied<T: Sendable>(
        _ engine: Engine, _ body: nonisolated(nonsending) (any SQLStore, any SQLStore) async throws -> T
    ) async throws -> T {
        switch engine {
        case .sqlite:
            let made = try await sqlite.value
            return try await with(try await .sqlite(copy: made.records)) { store in
                try await with(try await .sqlite(copy: made.access)) { access in try await body(store, access) }
            }
        case .postgres where try await Cluster.shared.value.isThrownAway:
            return try await with(try await .postgres(copyOf: try await postgres.value)) { try await body($0, $0) }
        case .postgres:
            // On somebody's own server no template is left behind.
            return try await withStore(engine) { store in
                try await fill(store, store)
                return try await body(store, store)
            }
        }
    }

    private static nonisolated(nonsending) func with<T: Sendable>(
        _ fresh: FreshStore, _ body: nonisolated(nonsending) (any SQLStore) async throws -> T
    ) async throws -> T {
        do {
            let value = try await body(fresh.store)
            await fresh.remove()
            return value
        } catch {
            await fresh.remove()
            throw error
        }
    }
}
