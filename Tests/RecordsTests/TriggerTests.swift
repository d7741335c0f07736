import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("The engine itself keeps records")
struct TriggerTests {
    @Test("S-INF-12: no update but closing, and no delete, of anchors, versions, journal and access log", arguments: Engine.available)
    func refused(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.fillEveryKind()
            var statements: [(String, any SQLStore)] = []
            for kind in allKinds {
                let field = kind.fields.first?.name ?? ""
                for text in [
                    "UPDATE \(kind.name) SET ref = ref || 'x'", "DELETE FROM \(kind.name)", "DELETE FROM \(kind.name)_version",
                    "UPDATE \(kind.name)_version SET \"\(field)\" = NULL",
                    "UPDATE \(kind.name)_version SET to_position = NULL WHERE to_position IS NOT NULL",
                    "UPDATE \(kind.name)_version SET to_position = to_position + 1 WHERE to_position IS NOT NULL",
                    "UPDATE \(kind.name)_version SET definition = 99, to_position = from_position + 5 WHERE to_position IS NULL",
                ] { statements.append((text, service.store)) }
                if engine == .postgres { statements.append(("TRUNCATE \(kind.name)_version CASCADE", service.store)) }
            }
            for table in ["journal", "journal_row"] {
                statements += [("UPDATE \(table) SET position = position + 1000", service.store), ("DELETE FROM \(table)", service.store)]
            }
            for table in ["access_entry", "session_ended"] {
                statements += [
                    ("UPDATE \(table) SET service = service + 1000", service.accessStore), ("DELETE FROM \(table)", service.accessStore),
                ]
            }
            // What only grows is kept by rights first; whoever owns the tables can give them back, and then meets the trigger.
            let onlyGrow = ["journal", "journal_row", "access_entry", "session_ended"]
            if engine == .postgres {
                for (text, store) in statements
                where onlyGrow.contains(where: { text.hasPrefix("UPDATE \($0) ") || text == "DELETE FROM \($0)" }) {
                    await #expect(throws: StoreError.self, "\(text)") {
                        do { try await store.write { db in try db.run(SQL(raw: text)) } } catch let StoreError.refused(words) {
                            #expect(words.hasPrefix("permission denied for table"), "\(text): \(words)")
                            throw StoreError.refused(words)
                        }
                    }
                }
            }
            for (text, store) in statements {
                do {
                    try await store.write { db in
                        if db.dialect == .postgres {
                            try db.script("GRANT UPDATE, DELETE ON \(onlyGrow.joined(separator: ", ")) TO CURRENT_USER")
                        }
                        try db.run(SQL(raw: text))
                    }
                    Issue.record("\(text) was let through")
                } catch let StoreError.refused(words) {
                    #expect(words.contains("kept") || words.contains("never") || words.contains("only ever closed"), "\(text): \(words)")
                } catch {
                    Issue.record("\(text): \(error)")
                }
            }
            #expect(try await service.verify().isWhole)
        }
    }

    @Test("A record has one current version, and no link leaves its child's own records", arguments: Engine.available)
    func constraints(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (made, other) = (try await service.makeCase(), try await service.makeCase("Ash"))
            let columns = Table(AnyKind(Outcome.self)).columns.map(\.quoted)
            for (offence, expected) in [(made.offence, "unique"), (other.offence, "foreignKey")] {
                let list = columns.map { $0 == "\"offence_ref\"" ? SQL("\(offence.uuid)") : SQL(raw: $0) }
                do {
                    try await service.store.write { db in
                        if expected == "foreignKey" {
                            try db.run("UPDATE outcome_version SET to_position = from_position + 1 WHERE id = \(made.outcome.uuid)")
                        }
                        try db.run(
                            """
                            INSERT INTO outcome_version (service, child, id, from_position, definition, withdrawn, nonce, \(raw: columns.joined(separator: ", ")))
                            SELECT service, child, id, from_position + 1, definition, withdrawn, nonce, \(SQL.joined(list)) FROM outcome_version
                            WHERE id = \(made.outcome.uuid)
                            """)
                    }
                    Issue.record("let through")
                } catch StoreError.unique {
                    #expect(expected == "unique")
                } catch StoreError.foreignKey {
                    #expect(expected == "foreignKey")
                }
            }
        }
    }
}
