import Storage

/// The tables that are not record kinds: the journal and its head, the access log, sign-ins, drafts, and what is derived and can be rebuilt.
enum FixedTables {
    /// Made before any kind's tables.
    static func journal(_ dialect: Dialect) -> String {
        let t = Types(dialect)
        return """
            CREATE TABLE service (id \(t.integer) PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL)\(t.ending)
            CREATE TABLE journal_head (service \(t.integer) PRIMARY KEY REFERENCES service(id), position \(t.integer) NOT NULL,
            recorded_at \(t.instant) NOT NULL, hash \(t.blob) NOT NULL)\(t.ending)
            CREATE TABLE journal (service \(t.integer) NOT NULL REFERENCES service(id), position \(t.integer) NOT NULL CHECK (position > 0),
            recorded_at \(t.instant) NOT NULL, staff \(t.id), action TEXT NOT NULL, versions \(t.integer) NOT NULL, versions_hash \(t.blob) NOT NULL,
            note_hash \(t.blob), previous \(t.blob) NOT NULL, hash \(t.blob) NOT NULL, PRIMARY KEY (service, position))\(t.ending)
            CREATE INDEX journal_time ON journal (service, recorded_at, position);
            CREATE TABLE journal_row (service \(t.integer) NOT NULL, position \(t.integer) NOT NULL, kind TEXT NOT NULL, id \(t.id) NOT NULL,
            child \(t.id), hash \(t.blob) NOT NULL, PRIMARY KEY (service, position, kind, id))\(t.ending)
            CREATE TABLE note (service \(t.integer) NOT NULL, position \(t.integer) NOT NULL, body TEXT NOT NULL, nonce \(t.blob) NOT NULL,
            PRIMARY KEY (service, position))\(t.ending)

            """ + kept(dialect, ["journal", "journal_row"])
    }

    /// Working tables in the main store: drafts, imports' memory, and everything derived.
    static func working(_ dialect: Dialect) -> String {
        let t = Types(dialect)
        return """
            CREATE TABLE draft (service \(t.integer) NOT NULL, staff \(t.id) NOT NULL, form TEXT NOT NULL, subject TEXT NOT NULL, child \(t.id),
            fields TEXT NOT NULL, saved_at \(t.instant) NOT NULL, PRIMARY KEY (service, staff, form, subject))\(t.ending)
            CREATE TABLE once (service \(t.integer) NOT NULL, token TEXT NOT NULL, child \(t.id), kind TEXT NOT NULL, id \(t.id) NOT NULL,
            position \(t.integer) NOT NULL, PRIMARY KEY (service, token))\(t.ending)
            CREATE TABLE imported (service \(t.integer) NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL, hash \(t.blob) NOT NULL,
            PRIMARY KEY (service, source, kind, ref))\(t.ending)
            CREATE TABLE child_list (service \(t.integer) NOT NULL, child \(t.id) NOT NULL, ref TEXT NOT NULL, name TEXT NOT NULL, sort_key \(t.ordered) NOT NULL,
            date_of_birth TEXT, worker \(t.id), worker_until TEXT, team TEXT, locality TEXT, open_until TEXT, alerts TEXT NOT NULL, last_contact TEXT,
            next_due TEXT, PRIMARY KEY (service, child))\(t.ending)
            CREATE INDEX child_list_name ON child_list (service, sort_key, child, open_until);
            CREATE INDEX child_list_open ON child_list (service, open_until, team);
            CREATE INDEX child_list_worker ON child_list (service, worker, sort_key);
            CREATE INDEX contact_day ON contact_version (service, child, at, withdrawn) WHERE to_position IS NULL;
            CREATE TABLE search_key (service \(t.integer) NOT NULL, key \(t.ordered) NOT NULL, child \(t.id) NOT NULL, PRIMARY KEY (service, key, child))\(t.ending)
            CREATE INDEX search_key_child ON search_key (service, child);
            CREATE TABLE task (service \(t.integer) NOT NULL, child \(t.id) NOT NULL, rule TEXT NOT NULL, record TEXT NOT NULL, title TEXT NOT NULL,
            basis TEXT NOT NULL, visible_from TEXT NOT NULL, due_on TEXT NOT NULL, visible_until TEXT, staff \(t.id), PRIMARY KEY (service, child, rule, record))\(t.ending)
            CREATE INDEX task_due ON task (service, staff, due_on);

            """
    }

    /// What a page asks on its way to every answer is told from an index alone: which urgent concerns are open (a few of all there ever were),
    /// and who of a team stands on the open list.
    static let indexes: Migration = {
        let text = """
            CREATE INDEX concern_open ON concern_version (service, raised_at, id, child, type, withdrawn, to_position, closed_on)
            WHERE to_position IS NULL AND closed_on IS NULL;
            DROP INDEX child_list_name;
            CREATE INDEX child_list_name ON child_list (service, sort_key, child, open_until, team);

            """
        return Migration(id: "0034-page-indexes", sqlite: text, postgres: text)
    }()

    /// Which files open by a tie to the person is asked on every page of a role bound by relation: the person's own ties are found by an index.
    static let ties: Migration = {
        let text = """
            CREATE INDEX allocation_staff ON allocation_version (service, staff) WHERE to_position IS NULL;
            CREATE INDEX professional_staff ON professional_version (service, staff) WHERE to_position IS NULL AND staff IS NOT NULL;

            """
        return Migration(id: "0053-ties-by-staff", sqlite: text, postgres: text)
    }()

    /// The access log and sign-ins: on SQLite a file of their own, so that recording a view never waits for casework.
    static func access(_ dialect: Dialect) -> String {
        let t = Types(dialect)
        return """
            CREATE TABLE access_head (service \(t.integer) PRIMARY KEY, position \(t.integer) NOT NULL, hash \(t.blob) NOT NULL)\(t.ending)
            CREATE TABLE access_entry (service \(t.integer) NOT NULL, position \(t.integer) NOT NULL, at \(t.instant) NOT NULL, staff \(t.id),
            action TEXT NOT NULL, page TEXT NOT NULL, child \(t.id), shown TEXT NOT NULL, as_at \(t.integer), previous \(t.blob) NOT NULL,
            hash \(t.blob) NOT NULL, PRIMARY KEY (service, position))\(t.ending)
            CREATE INDEX access_entry_child ON access_entry (service, child, position) WHERE child IS NOT NULL;
            CREATE TABLE session (token \(t.blob) PRIMARY KEY, service \(t.integer) NOT NULL, staff \(t.id) NOT NULL, entry \(t.integer) NOT NULL,
            made_at \(t.instant) NOT NULL, seen_at \(t.instant) NOT NULL, ends_at \(t.instant) NOT NULL, UNIQUE (service, entry))\(t.ending)
            CREATE TABLE session_ended (service \(t.integer) NOT NULL, entry \(t.integer) NOT NULL, seal \(t.blob) NOT NULL,
            PRIMARY KEY (service, entry))\(t.ending)
            CREATE TABLE attempt (service \(t.integer) NOT NULL, name TEXT NOT NULL, failures \(t.integer) NOT NULL, last_at \(t.instant) NOT NULL,
            PRIMARY KEY (service, name))\(t.ending)

            """ + kept(dialect, ["access_entry", "session_ended"])
    }

    /// The functions PostgreSQL's triggers call.
    static let functions = """
        CREATE FUNCTION waymark_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'records are kept'; END $$;
        CREATE FUNCTION waymark_closed_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF OLD.to_position IS NOT NULL OR NEW.to_position IS NULL OR to_jsonb(OLD) - 'to_position' <> to_jsonb(NEW) - 'to_position' THEN
        RAISE EXCEPTION 'a version is only ever closed, once'; END IF; RETURN NEW; END $$;

        """

    private static func kept(_ dialect: Dialect, _ tables: [String]) -> String {
        tables.map { name in
            switch dialect {
            case .sqlite:
                """
                CREATE TRIGGER \(name)_kept_update BEFORE UPDATE ON \(name) BEGIN SELECT RAISE(ABORT, 'the journal never changes'); END;
                CREATE TRIGGER \(name)_kept_delete BEFORE DELETE ON \(name) BEGIN SELECT RAISE(ABORT, 'the journal is kept'); END;

                """
            case .postgres:
                """
                CREATE TRIGGER \(name)_kept BEFORE UPDATE OR DELETE ON \(name) FOR EACH ROW EXECUTE FUNCTION waymark_kept();
                CREATE TRIGGER \(name)_kept_whole BEFORE TRUNCATE ON \(name) FOR EACH STATEMENT EXECUTE FUNCTION waymark_kept();

                """
            }
        }.joined()
    }

    private struct Types {
        let integer, blob, id, instant, ending: String
        /// Text whose order must be the bytes', on both engines.
        let ordered: String
        init(_ dialect: Dialect) {
            let sqlite = dialect == .sqlite
            (integer, blob, id, instant) = sqlite ? ("INTEGER", "BLOB", "BLOB", "TEXT") : ("BIGINT", "BYTEA", "UUID", "TIMESTAMPTZ(3)")
            ending = sqlite ? " STRICT;" : ";"
            ordered = sqlite ? "TEXT" : "TEXT COLLATE \"C\""
        }
    }
}
