import Foundation
import Records
import Storage

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

    /// The name of a database of its own, in a cluster that is thrown away with it.
    private static let postgres = Task { () async throws -> String in
        let made = try await FreshStore.postgres(alone: true)
        try await fill(made.store, made.store)
        await made.remove()
        return made.schema ?? ""
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
            return try await FreshStore.sqlite(copy: made.records).used { records in
                try await FreshStore.sqlite(copy: made.access).used { try await body(records.store, $0.store) }
            }
        case .postgres where try await Cluster.shared.value.isThrownAway:
            return try await FreshStore.postgres(copyOf: try await postgres.value).used { try await body($0.store, $0.store) }
        case .postgres:
            // On somebody's own server no template is left behind.
            return try await withStore(engine) { store in
                try await fill(store, store)
                return try await body(store, store)
            }
        }
    }
}
