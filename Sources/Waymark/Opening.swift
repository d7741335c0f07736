import ArgumentParser
import Casework
import Foundation
import Records
import Storage
import StoragePostgres
import StorageSQLite

/// Where the records are: the two options every command takes.
struct Place: ParsableArguments {
    @Option(help: "A folder for SQLite, or a postgres:// URL.") var data: String
    @Option(help: "The service's code; needed only where the store holds several.") var service: String?

    var isPostgres: Bool { data.hasPrefix("postgres://") || data.hasPrefix("postgresql://") }

    /// Opens the stores, choosing the engine: the only place that does.
    func stores(synchronous: String = "FULL") async throws -> (records: any SQLStore, access: any SQLStore) {
        if isPostgres {
            let store = try await PostgresStore(url: data)
            return (store, store)
        }
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let folder = data.hasSuffix("/") ? String(data.dropLast()) : data
        return (
            try await SQLiteStore(path: folder + "/records.sqlite", synchronous: synchronous == "OFF" ? .off : .full),
            try await SQLiteStore(path: folder + "/access.sqlite", synchronous: synchronous == "OFF" ? .off : .full)
        )
    }

    /// Opens the service asked for, or the only one there is.
    func open(synchronous: String = "FULL") async throws -> Service {
        let (records, access) = try await stores(synchronous: synchronous)
        let codes = try await Service.codes(in: records, access: access)
        guard let code = service ?? (codes.count == 1 ? codes.first : nil) else {
            throw Refusal(codes.isEmpty ? "There is no service in \(isPostgres ? "that database" : "that folder") yet." : "Say which service with --service: \(codes.joined(separator: ", ")).")
        }
        do {
            return try await Service.open(code, store: records, access: access, clock: Clock.now)
        } catch is UnknownService {
            throw Refusal("There is no service of the code \(code) here.")
        }
    }
}

/// The program's clock: the only reading of the time there is.
enum Clock {
    static let now: @Sendable () -> Instant = { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
