import Foundation
import Storage
import TestSupport
import Testing

@Suite("Statements")
struct StatementTests {
    @Test("5,000 rows go in at once", arguments: Engine.available)
    func bulk(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            let rows: [[SQLValue]] = (1...5000).map { [.id(UUID()), .integer($0), .text("child \($0)")] }
            try await store.write { try $0.insert(into: "child", columns: ["id", "number", "name"], rows: rows) }
            try await store.read { connection throws in
                #expect(try connection.integer("SELECT count(*) FROM child") == 5000)
                #expect(try connection.integer("SELECT CAST(sum(number) AS BIGINT) FROM child") == 12_502_500)
                #expect(try connection.text("SELECT name FROM child WHERE number = \(4321)") == "child 4321")
            }
        }
    }

    @Test("no rows, one row and a row of the wrong width", arguments: Engine.available)
    func bulkEdges(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            try await store.write { connection throws in
                try connection.insert(into: "child", columns: ["id", "name"], rows: [])
                try connection.insert(into: "child", columns: ["id", "name"], rows: [[.id(UUID()), .text("a")]])
            }
            await #expect(throws: StoreError.other(code: "row width")) {
                try await store.write { try $0.insert(into: "child", columns: ["id", "name"], rows: [[.id(UUID())]]) }
            }
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM child") } == 1)
        }
    }

    @Test("run counts the rows it changed, and only those", arguments: Engine.available)
    func counts(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            try await store.write { connection throws in
                for number in 1...3 {
                    #expect(try connection.run("INSERT INTO child (id, number, name) VALUES (\(UUID()), \(number), 'a')") == 1)
                }
                #expect(try connection.run("UPDATE child SET name = 'b' WHERE number > \(1)") == 2)
                #expect(try connection.run("UPDATE child SET name = 'c' WHERE number > \(9)") == 0)
                #expect(try connection.run("SELECT id FROM child") == 0)
                #expect(try connection.run("CREATE TABLE other (a TEXT)") == 0)
                #expect(try connection.run("DELETE FROM child") == 3)
            }
        }
    }

    @Test("an answer may be asked about inside itself, by each and by scan, with the same question", arguments: Engine.available)
    func nested(engine: Engine) async throws {
        try await withStore(engine) { store in
            let pairs = try await store.read { connection -> [[Int64]] in
                let numbers: SQL = "SELECT v FROM (SELECT 1 AS v UNION ALL SELECT 2 UNION ALL SELECT 3) AS n ORDER BY v"
                var pairs: [[Int64]] = []
                try connection.each(numbers) { outer in
                    try connection.each(numbers) { inner in pairs.append([outer.integer(0) ?? 0, inner.integer(0) ?? 0]) }
                }
                try connection.scan(numbers) { outer in
                    try connection.scan(numbers) { inner in pairs.append([outer.integer(0) ?? 0, inner.integer(0) ?? 0]) }
                }
                return pairs
            }
            let once = (1...3).flatMap { outer in (1...3).map { [Int64(outer), Int64($0)] } }
            #expect(pairs == once + once)
        }
    }

    @Test("scan reads every row of a large answer, and can be left", arguments: Engine.available)
    func scan(engine: Engine) async throws {
        struct Enough: Error {}
        try await withStore(engine) { store in
            try await Tables.make(store)
            let rows: [[SQLValue]] = (1...4001).map { [.id(UUID()), .integer($0), .text("a")] }
            try await store.write { try $0.insert(into: "child", columns: ["id", "number", "name"], rows: rows) }
            try await store.read { connection throws in
                for from in [1, 2, 4002] {
                    var found: [Int64] = []
                    try connection.scan("SELECT number FROM child WHERE number >= \(from) ORDER BY number") {
                        found.append($0.integer(0) ?? 0)
                    }
                    #expect(found == Array(Int64(from)..<4002))
                }
                #expect(throws: Enough.self) { try connection.scan("SELECT number FROM child") { _ in throw Enough() } }
                var texts: [String] = []
                try connection.scan("SELECT name, number FROM child WHERE number < 3") { texts.append($0.text(0) ?? "") }
                #expect(texts == ["a", "a"])
            }
        }
    }

    @Test("first leaves the rest, and tells no row from NULL", arguments: Engine.available)
    func first(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await store.read { connection throws in
                let three: SQL = "SELECT v FROM (SELECT 1 AS v UNION ALL SELECT 2 UNION ALL SELECT 3) AS n ORDER BY v"
                #expect(try connection.first(three) { $0.integer(0) } == .some(.some(1)))
                #expect(try connection.first("SELECT NULL") { $0.integer(0) } == .some(.none))
                #expect(try connection.first("SELECT 1 WHERE 1 = 0") { $0.integer(0) } == .none)
            }
        }
    }

    @Test("more texts than are kept still work", arguments: Engine.available)
    func manyTexts(engine: Engine) async throws {
        try await withStore(engine) { store in
            let sum = try await store.read { connection throws in
                try (0..<1100).reduce(into: Int64(0)) { sum, number in
                    sum += try connection.integer("SELECT \(raw: "\(number % 550)")") ?? -1
                }
            }
            #expect(sum == 2 * 550 * 549 / 2)
        }
    }

    @Test("a kept statement survives a change of its table", arguments: Engine.available)
    func stalePlans(engine: Engine) async throws {
        try await withFreshStore(engine) { fresh in
            let store = fresh.store
            try await Tables.make(store)
            let all: SQL = "SELECT * FROM contact"
            _ = try await store.read { try $0.rows(all) { _ in } }
            let other = try await fresh.reopened()
            try await other.write { try $0.script("ALTER TABLE contact ADD COLUMN note TEXT DEFAULT 'none'") }
            await other.close()
            #expect(try await store.read { try $0.rows(all) { _ in } }.isEmpty)
        }
    }
}
