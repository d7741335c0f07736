import Storage

/// What documents hold: kept once a service under its SHA-256, apart from the temporal tables, for bytes have no versions. A document's
/// version names its content by hash, and the journal seals that version.
enum ContentTable {
    static let migration = Migration(id: "0004-content", sqlite: text(.sqlite), postgres: text(.postgres))

    private static func text(_ dialect: Dialect) -> String {
        switch dialect {
        case .sqlite:
            """
            CREATE TABLE content (service INTEGER NOT NULL REFERENCES service(id), hash TEXT NOT NULL CHECK (length(hash) = 64),
            bytes BLOB NOT NULL, media_type TEXT NOT NULL, PRIMARY KEY (service, hash)) STRICT;
            CREATE TRIGGER content_kept_update BEFORE UPDATE ON content BEGIN SELECT RAISE(ABORT, 'content never changes'); END;
            CREATE TRIGGER content_kept_delete BEFORE DELETE ON content BEGIN SELECT RAISE(ABORT, 'content is kept'); END;

            """
        case .postgres:
            """
            CREATE TABLE content (service BIGINT NOT NULL REFERENCES service(id), hash TEXT NOT NULL CHECK (length(hash) = 64),
            bytes BYTEA NOT NULL, media_type TEXT NOT NULL, PRIMARY KEY (service, hash));
            CREATE TRIGGER content_kept BEFORE UPDATE OR DELETE ON content FOR EACH ROW EXECUTE FUNCTION waymark_kept();
            CREATE TRIGGER content_kept_whole BEFORE TRUNCATE ON content FOR EACH STATEMENT EXECUTE FUNCTION waymark_kept();

            """
        }
    }
}
