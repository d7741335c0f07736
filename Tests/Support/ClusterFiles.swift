import Foundation
import Storage
import StoragePostgres

/// The files of a schema's tables as they lie on the cluster's disk, read as its owner: only of a cluster that is thrown away.
public struct ClusterFiles: Sendable {
    private let schema: String
    private let owner: PostgresStore

    /// Nil where the cluster is somebody's own.
    public init?(of fresh: FreshStore) async throws {
        guard let schema = fresh.schema, try await Cluster.shared.value.isThrownAway else { return nil }
        owner = try await PostgresStore(url: fresh.address.replacing("user=waymark", with: "user=owner"), poolSize: 1)
        self.schema = schema
    }

    /// The tables in whose files, indexes and long values one of the words stands, once the server has written all down.
    public func holding(_ words: [String]) async throws -> [String] {
        let schema = schema
        try await owner.alone(["CHECKPOINT"])
        return try await owner.read { db in
            let files = try db.rows(
                """
                SELECT c.relname, f.relname, pg_relation_filepath(f.oid) FROM pg_class c
                JOIN pg_class f ON f.oid = c.oid OR f.oid = c.reltoastrelid OR f.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = c.oid)
                WHERE c.relnamespace = \(schema)::regnamespace AND c.relkind = 'r' ORDER BY 1, 2
                """
            ) { (table: $0.text(0) ?? "", name: $0.text(1) ?? "", path: $0.text(2) ?? "") }
            return try files.filter { file in
                try words.contains { word in
                    try db.integer(
                        "SELECT 1 WHERE position(convert_to(\(word), 'UTF8') IN pg_read_binary_file(\(file.path))) > 0") != nil
                }
            }.map { "\($0.table): \($0.name)" }
        }
    }

    /// A connection of its own to another database of the server.
    public func elsewhere() async throws -> PostgresStore {
        try await PostgresStore(url: try await Cluster.shared.value.url, poolSize: 1)
    }

    public func close() async { await owner.close() }
}
