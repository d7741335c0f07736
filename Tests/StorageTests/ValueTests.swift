import Foundation
import Storage
import TestSupport
import Testing

@Suite("Values there and back")
struct ValueTests {
    static let texts = [
        "", "plain", "café Zoë", "👩‍👧 🇬🇧", "it's \"quoted\"", #"back\slash \N \x41 \."#, "line\nbreak\r\nand\ttab", "%_;--$1 ?1",
        "\u{1}\u{7f}",
    ]

    @Test("texts come back as they went, bound and in bulk", arguments: Engine.available)
    func texts(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            for isBulk in [false, true] {
                let rows: [[SQLValue]] = Self.texts.map { [.id(UUID()), .text($0)] }
                let found = try await store.write { connection throws in
                    try connection.run("DELETE FROM child")
                    if isBulk {
                        try connection.insert(into: "child", columns: ["id", "name"], rows: rows)
                    } else {
                        for row in rows { try connection.run("INSERT INTO child (id, name) VALUES (\(row[0]), \(row[1]))") }
                    }
                    return try connection.rows("SELECT name FROM child") { $0.text(0) }
                }
                #expect(Set(found) == Set(Self.texts.map { $0 as String? }))
                #expect(found.count == Self.texts.count)
            }
        }
    }

    @Test("every kind of value comes back as it went, bound and in bulk", arguments: Engine.available)
    func kinds(engine: Engine) async throws {
        let blob = [UInt8](0...255)
        let ids = (0..<6).map { _ in UUID() }
        let rows: [[SQLValue]] = [
            [.id(ids[0]), .integer(.max), .real(0.1), .text("a"), .bool(true), .blob(blob)],
            [.id(ids[1]), .integer(1), .real(-1e300), .text("b"), .bool(false), .blob([])],
            [.id(ids[2]), .null, .null, .text("c"), .null, .null],
            [.id(ids[3]), .integer(2), .real(2.2250738585072014e-308), .text("d"), .bool(true), .blob([0, 92, 10, 9])],
            [.id(ids[4]), .integer(3), .real(.infinity), .text("e"), .bool(true), .blob([92, 120])],
        ]
        try await withStore(engine) { store in
            try await Tables.make(store)
            for isBulk in [false, true] {
                let found = try await store.write { connection -> [[SQLValue]] in
                    try connection.run("DELETE FROM child")
                    if isBulk {
                        try connection.insert(into: "child", columns: Tables.columns, rows: rows)
                    } else {
                        for row in rows {
                            let values = SQL.joined(row.map { "\($0)" })
                            try connection.run("INSERT INTO child (id, number, score, name, active, seal) VALUES (\(values))")
                        }
                    }
                    return try connection.rows("SELECT id, number, score, name, active, seal FROM child ORDER BY name") { row in
                        [
                            row.id(0).sqlValue, row.integer(1).sqlValue, row.real(2).sqlValue, row.text(3).sqlValue,
                            row.bool(4).sqlValue, row.blob(5).sqlValue,
                        ]
                    }
                }
                #expect(found == rows)
            }
        }
    }

    @Test("the lowest and highest whole numbers, NULL and counts read alike", arguments: Engine.available)
    func wholeNumbers(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await store.read { connection throws in
                #expect(try connection.integer("SELECT CAST(\(Int64.min) AS BIGINT)") == .min)
                #expect(try connection.integer("SELECT CAST(\(Int64.max) AS BIGINT)") == .max)
                #expect(try connection.integer("SELECT NULL") == nil)
                #expect(try connection.integer("SELECT 1 WHERE 1 = 0") == nil)
                #expect(try connection.integer("SELECT 2 > 1") == 1)
                #expect(try connection.integer("SELECT 'x'") == nil)
                #expect(try connection.integer("SELECT 2.5") == nil)
                #expect(try connection.integer("SELECT 3.0") == 3)
                #expect(try connection.text("SELECT 'a' || \("b")") == "ab")
                #expect(try connection.first("SELECT NULL") { $0.isNull(0) } == true)
            }
        }
    }

    @Test("a NUL character is refused, bound and in bulk, and nothing is written", arguments: Engine.available)
    func nul(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            await #expect(throws: StoreError.nulCharacter) {
                try await store.write { try $0.run("INSERT INTO child (id, name) VALUES (\(UUID()), \("a\0b"))") }
            }
            await #expect(throws: StoreError.nulCharacter) {
                try await store.write { connection throws in
                    let rows: [[SQLValue]] = (0..<10).map { [.id(UUID()), .text($0 == 9 ? "a\0b" : "a")] }
                    try connection.insert(into: "child", columns: ["id", "name"], rows: rows)
                }
            }
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM child") } == 0)
        }
    }
}
