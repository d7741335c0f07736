import Casework
import Storage

/// What the engine's guards may let go of: filled and emptied within the transaction of one lawful erasure (`Writer.erase`).
enum ErasingTable {
    /// - Parameter tables: the kinds' tables there are by then.
    static func text(_ dialect: Dialect, _ tables: [Table]) -> String {
        switch dialect {
        case .sqlite:
            """
            CREATE TABLE erasing (service INTEGER NOT NULL, id BLOB, hash TEXT) STRICT;
            CREATE INDEX erasing_id ON erasing (service, id);

            """
                + tables.filter { $0.scope == .child }.map { table in
                    table.dropTriggers + table.triggers(.sqlite)
                }.joined()
        case .postgres:
            """
            CREATE TABLE erasing (service BIGINT NOT NULL, id UUID, hash TEXT);
            CREATE INDEX erasing_id ON erasing (service, id);
            CREATE OR REPLACE FUNCTION waymark_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' AND TG_TABLE_NAME NOT IN ('journal', 'journal_row', 'access_entry', 'session_ended') AND EXISTS (
            SELECT 1 FROM erasing e WHERE e.service = OLD.service AND (e.id::text = to_jsonb(OLD)->>'id'
            OR (TG_TABLE_NAME = 'content' AND e.hash = to_jsonb(OLD)->>'hash'))) THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'records are kept'; END $$;

            """
        }
    }

    /// Contents let go too. Apart, for the table of contents is made after all kinds' tables; on PostgreSQL the function decides for both.
    static let content = Migration(
        id: "0021-content-erasable",
        sqlite: """
            DROP TRIGGER content_kept_delete;
            CREATE TRIGGER content_kept_delete BEFORE DELETE ON content
            WHEN NOT EXISTS (SELECT 1 FROM erasing e WHERE e.service = OLD.service AND e.hash = OLD.hash)
            BEGIN SELECT RAISE(ABORT, 'content is kept'); END;

            """, postgres: "SELECT 1;\n")
}
