import Foundation
import Storage
import TestSupport
import Testing

@Suite("What the database refuses")
struct ConstraintTests {
    @Test("each constraint has its own error, named and without values", arguments: Engine.available)
    func constraints(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            let id = UUID()
            try await store.write { try $0.run("INSERT INTO child (id, number, name) VALUES (\(id), 1, 'a')") }
            let isSQLite = engine == .sqlite
            let refused: [(SQL, StoreError)] = [
                (
                    "INSERT INTO child (id, number, name) VALUES (\(UUID()), 1, 'b')",
                    .unique(isSQLite ? "child.number" : "child_number_key")
                ),
                ("INSERT INTO child (id, name) VALUES (\(id), 'b')", .unique(isSQLite ? "child.id" : "child_pkey")),
                ("INSERT INTO child (id, number, name) VALUES (\(UUID()), -1, 'b')", .check("child_number_positive")),
                ("INSERT INTO child (id, name) VALUES (\(UUID()), NULL)", .notNull("child.name")),
                ("INSERT INTO contact (id, child) VALUES (\(UUID()), \(UUID()))", .foreignKey(isSQLite ? "" : "contact_child")),
            ]
            for (statement, expected) in refused {
                await #expect(throws: expected) { try await store.write { try $0.run(statement) } }
            }
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM child") } == 1)
        }
    }

    @Test("bulk rows meet the same constraints, and none of them stays", arguments: Engine.available)
    func bulk(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            let rows: [[SQLValue]] = (1...100).map { [.id(UUID()), .integer($0 == 100 ? 1 : $0), .text("a")] }
            await #expect(throws: StoreError.unique(engine == .sqlite ? "child.number" : "child_number_key")) {
                try await store.write { try $0.insert(into: "child", columns: ["id", "number", "name"], rows: rows) }
            }
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM child") } == 0)
        }
    }

    @Test("a trigger's refusal comes with its words", arguments: Engine.available)
    func triggers(engine: Engine) async throws {
        let trigger =
            engine == .sqlite
            ? """
            CREATE TRIGGER keep BEFORE DELETE ON child BEGIN
                SELECT RAISE(ABORT, 'children are kept');
            END;
            """
            : """
            CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'children are kept';
            END $$;
            CREATE TRIGGER keep BEFORE DELETE ON child FOR EACH ROW EXECUTE FUNCTION keep();
            """
        try await withStore(engine) { store in
            try await Tables.make(store)
            try await store.write { connection throws in
                try connection.script(trigger)
                try connection.run("INSERT INTO child (id, name) VALUES (\(UUID()), 'a')")
            }
            await #expect(throws: StoreError.refused("children are kept")) { try await store.write { try $0.run("DELETE FROM child") } }
        }
    }

    @Test("an unknown column is named; a value never is", arguments: Engine.available)
    func messages(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            do {
                _ = try await store.read { try $0.integer("SELECT surname FROM child WHERE name = \("secret")") }
                Issue.record("the statement ran")
            } catch let error as StoreError {
                #expect("\(error)".contains("surname"))
                #expect(!"\(error)".contains("secret"))
            }
            do {
                _ = try await store.write { try $0.run("INSERT INTO child (id, name, number) VALUES (\(UUID()), 'a', \("secret"))") }
                Issue.record("the statement ran")
            } catch let error as StoreError {
                #expect(!"\(error)".contains("secret"))
            }
        }
    }
}
