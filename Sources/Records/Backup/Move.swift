import Casework
import Storage

extension Backup {
    /// Moves everything from one store to another that holds nothing, of either engine, and compares the two table by table.
    ///
    /// The source stays as it is. Nothing may write to it meanwhile: what came after the copy began shows as a difference.
    /// - Returns: each table's count and hash, the same on both sides.
    /// - Throws: ``BackupError``: `notEmpty`, or `differs` with the tables that are not the same.
    public static func move(
        from source: (records: any SQLStore, access: any SQLStore), to target: (records: any SQLStore, access: any SQLStore),
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [TableSum] {
        // Brings an older store up to date first, for both are read in the tables of today.
        _ = try await Service.codes(in: source.records, access: source.access)
        try await fill(records: target.records, access: target.access, from: source, progress)
        let before = try await sums(records: source.records, access: source.access)
        let after = try await sums(records: target.records, access: target.access)
        let different = zip(before, after).filter { $0 != $1 }.map(\.0.table)
        guard different.isEmpty else { throw BackupError.differs(tables: different) }
        return after
    }

    /// The count and hash of every table, whatever engine it lies in.
    static func sums(records: any SQLStore, access: any SQLStore) async throws -> [TableSum] {
        try await records.reaching(.whole).read { db in try TableLayout.records.map { try TableSum($0, db) } }
            + access.reaching(.whole).read { db in try TableLayout.access.map { try TableSum($0, db) } }
    }
}

/// How many rows a table holds, and one hash over all of them that does not depend on their order, which is each engine's own.
public struct TableSum: Sendable, Equatable {
    public let table: String
    public let rows: Int64
    /// 64 hexadecimal digits: the rows' own SHA-256 added up in four lanes.
    public let hash: String

    init(_ layout: TableLayout, _ db: any SQLConnection) throws {
        var lanes: [UInt64] = [0, 0, 0, 0]
        var count: Int64 = 0
        try db.scan(layout.select(layout.columns)) { row in
            var canon = Canon()
            for value in try layout.values(row, layout.columns) { canon.add(value) }
            for (index, byte) in canon.digest().enumerated() { lanes[index / 8] &+= UInt64(byte) << UInt64(index % 8 * 8) }
            count += 1
        }
        table = layout.name
        rows = count
        hash = lanes.map { lane in
            let digits = String(lane, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension Canon {
    fileprivate mutating func add(_ value: SQLValue) {
        switch value {
        case .null: add(0 as Int64)
        case .bool(let flag): add(flag ? 1 as Int64 : 2)
        case .integer(let number):
            add(3 as Int64)
            add(number)
        case .real(let number):
            add(4 as Int64)
            add(Int64(bitPattern: number.bitPattern))
        case .text(let text):
            add(5 as Int64)
            add(text)
        case .blob(let bytes):
            add(6 as Int64)
            add(bytes)
        case .id(let id):
            add(7 as Int64)
            add(RecordID(id))
        }
    }
}
