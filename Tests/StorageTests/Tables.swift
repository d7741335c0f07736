import Storage

/// The table most tests here use: a column for every kind of value, and one constraint of every kind.
enum Tables {
    static func make(_ store: any SQLStore) async throws {
        let isPostgres = store.dialect == .postgres
        let types =
            isPostgres
            ? (id: "UUID", whole: "BIGINT", real: "DOUBLE PRECISION", flag: "BOOLEAN", blob: "BYTEA", strict: "")
            : (id: "BLOB", whole: "INTEGER", real: "REAL", flag: "INTEGER", blob: "BLOB", strict: "STRICT")
        try await store.write { connection throws in
            try connection.script(
                """
                CREATE TABLE child (
                    id \(types.id) PRIMARY KEY NOT NULL,
                    number \(types.whole) UNIQUE,
                    score \(types.real),
                    name TEXT NOT NULL,
                    active \(types.flag),
                    seal \(types.blob),
                    CONSTRAINT child_number_positive CHECK (number > 0)
                ) \(types.strict);
                CREATE TABLE contact (
                    id \(types.id) PRIMARY KEY NOT NULL,
                    child \(types.id) NOT NULL CONSTRAINT contact_child REFERENCES child (id)
                ) \(types.strict);
                """)
        }
    }

    static let columns = ["id", "number", "score", "name", "active", "seal"]
}
