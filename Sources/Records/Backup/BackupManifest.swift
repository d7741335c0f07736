import Casework
import Foundation
import Storage

/// What a backup holds, in a small file beside it: what a restore test counts against. It names no child.
public struct BackupManifest: Codable, Sendable, Equatable {
    /// The two chains of one service.
    public struct Chains: Codable, Sendable, Equatable {
        public let service: String
        public let entries: Int64
        public let versions: Int64
        /// As `verify` prints it.
        public let head: String
        public let accessEntries: Int64
        public let accessHead: String

        public init(_ code: String, _ found: Verification) {
            (service, entries, versions, head) = (code, found.entries, found.versions, found.head.text)
            (accessEntries, accessHead) = (found.accessEntries, found.accessHead.text)
        }
    }

    public struct Rows: Codable, Sendable, Equatable {
        public let table: String
        public let rows: Int64
        public let hash: String
    }

    /// When it was begun.
    public let madeAt: String
    /// The newest step of the tables: by a later one rows are counted, not hashed.
    public let schema: String
    public let services: [Chains]
    public let tables: [Rows]
    /// Of the file as it lies.
    public var encrypted = false
    public var bytes: Int64 = 0
    public var sha256 = ""

    /// What lies in a copy, counted, hashed and verified.
    /// - Returns: the manifest, and what `verify` found of each service.
    public static func of(_ copy: any SQLStore, madeAt: Instant) async throws -> (BackupManifest, [(code: String, found: Verification)]) {
        let found = try await Backup.verify(copy)
        let manifest = BackupManifest(
            madeAt: madeAt.iso, schema: Service.newestMigration, services: found.map { Chains($0.code, $0.found) },
            tables: try await Backup.sums(records: copy, access: copy).map { Rows(table: $0.table, rows: $0.rows, hash: $0.hash) })
        return (manifest, found)
    }

    /// In what stores that were restored differ from it, in sentences; none when they hold the same.
    public func differences(records: any SQLStore, access: any SQLStore) async throws -> [String] {
        var wrong: [String] = []
        var there: [Chains] = []
        for code in try await Service.codes(in: records, access: access) {
            let found = try await Service.open(code, store: records, access: access, clock: { Instant(milliseconds: 0) }).verify()
            there.append(Chains(code, found))
            if let first = found.faults.first { wrong.append("Service \(code) is not whole: \(first).") }
        }
        if there != services { wrong.append("The journals' counts or heads are not those noted when it was made.") }
        let now = Dictionary(uniqueKeysWithValues: try await Backup.sums(records: records, access: access).map { ($0.table, $0) })
        for table in tables {
            guard let one = now[table.table] else { continue }
            // Codes that are shipped are added when a store is opened: only by a program of another release.
            let isSame = one.rows == table.rows && (schema != Service.newestMigration || one.hash == table.hash)
            if !isSame { wrong.append("The table \(table.table) holds \(one.rows) rows, not the \(table.rows) noted, or other ones.") }
        }
        return wrong
    }
}
