import Foundation
import Storage
import Testing

@Suite("SQL as a value")
struct SQLTests {
    @Test("what is interpolated is bound, in order, with each engine's placeholders")
    func binds() {
        let name = "O'Neil"
        let sql: SQL = "SELECT * FROM child WHERE name = \(name) AND number > \(5) AND active = \(true)"
        #expect(sql.rendered(.sqlite).text == "SELECT * FROM child WHERE name = ?1 AND number > ?2 AND active = ?3")
        #expect(sql.rendered(.postgres).text == "SELECT * FROM child WHERE name = $1 AND number > $2 AND active = $3")
        #expect(sql.rendered(.sqlite).values == [.text("O'Neil"), .integer(5), .bool(true)])
    }

    @Test("every bindable type becomes its value, and nil becomes NULL")
    func values() {
        let id = UUID()
        let nothing: Int64? = nil
        let something: String? = "a"
        let sql: SQL =
            "\(id) \(nothing) \(something) \(1.5) \(Int64(7)) \(SQLValue.blob([1])) \([UInt8](arrayLiteral: 2)) \("abc".prefix(2))"
        #expect(sql.rendered(.sqlite).values == [.id(id), .null, .text("a"), .real(1.5), .integer(7), .blob([1]), .blob([2]), .text("ab")])
    }

    @Test("a nested statement's values are numbered where it stands")
    func nests() {
        let condition: SQL = "day >= \("2026-01-01")"
        let sql: SQL = "SELECT \(1) WHERE \(condition) AND x = \(2)"
        #expect(sql.rendered(.postgres).text == "SELECT $1 WHERE day >= $2 AND x = $3")
        #expect(sql.rendered(.postgres).values == [.integer(1), .text("2026-01-01"), .integer(2)])
    }

    @Test("statements add and join")
    func joins() {
        let whole = "SELECT 1 WHERE " + SQL.joined(["a = \(1)", "b = \(2)", "c"], separator: " AND ") + " LIMIT \(3)"
        #expect(whole.rendered(.sqlite).text == "SELECT 1 WHERE a = ?1 AND b = ?2 AND c LIMIT ?3")
        #expect(SQL.joined([]).isEmpty)
    }

    @Test("raw text, quoted names and each engine's own words go in as text")
    func texts() {
        let sql: SQL = "SELECT \(raw: "a, b") FROM \(name: "odd\"name")\(sqlite: "", postgres: " FOR UPDATE")"
        #expect(sql.rendered(.sqlite).text == "SELECT a, b FROM \"odd\"\"name\"")
        #expect(sql.rendered(.postgres).text == "SELECT a, b FROM \"odd\"\"name\" FOR UPDATE")
        #expect(sql.rendered(.postgres).values.isEmpty)
    }
}
