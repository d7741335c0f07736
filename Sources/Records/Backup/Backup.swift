import Casework
import Storage

/// Copies everything a Waymark keeps, on either engine, into one store and back: every table, journal and access log included.
public enum Backup {
    /// Copies both stores into an empty one (a SQLite file) while others go on writing.
    ///
    /// Each store is read in one snapshot, the access log's first, so that whatever it names is in the records' copy.
    /// - Parameter progress: called with the number of rows copied so far.
    public static func copy(
        records: any SQLStore, access: any SQLStore, to target: any SQLStore, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws {
        try await Migrator.migrate(target, Migrations.records + Migrations.access)
        try await copy([Part(TableLayout.access, from: access)], to: target, inOneTransaction: false, progress)
        try await copy([Part(TableLayout.records, from: records)], to: target, inOneTransaction: false, progress)
    }

    /// Puts a copy back into stores that hold nothing: all of it, or nothing.
    /// - Throws: ``BackupError`` when the stores hold something, or a newer program made the copy.
    public static func restore(
        from copy: any SQLStore, records: any SQLStore, access: any SQLStore, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws {
        let known = Set((Migrations.records + Migrations.access).map(\.id))
        let made = try? await copy.read { db in try db.rows("SELECT id FROM schema_migration") { $0.text(0) ?? "" } }
        guard let made, !made.isEmpty else { throw BackupError.notACopy }
        guard known.isSuperset(of: made) else { throw BackupError.newer }
        try await fill(records: records, access: access, from: (copy, copy), progress)
    }

    /// Every row of two stores into two that hold nothing: in one transaction where they are one database, else in one for each.
    static func fill(
        records: any SQLStore, access: any SQLStore, from source: (records: any SQLStore, access: any SQLStore),
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws {
        guard try await Service.codes(in: records, access: access).isEmpty,
            try await access.reaching(.whole).read({ try $0.integer("SELECT count(*) FROM access_entry") }) == 0
        else { throw BackupError.notEmpty }
        // The records last: a store counts as empty until they are there.
        let parts = [Part(TableLayout.access, from: source.access), Part(TableLayout.records, from: source.records)]
        if records.dialect == .postgres { return try await copy(parts, to: records, inOneTransaction: true, progress) }
        for (part, target) in zip(parts, [access, records]) { try await copy([part], to: target, inOneTransaction: true, progress) }
    }

    /// Checks every service of a copy, hash by hash, as it lies in the file.
    public static func verify(_ copy: any SQLStore) async throws -> [(code: String, found: Verification)] {
        let services = try await copy.read { db in
            try db.rows("SELECT id, code, name FROM service ORDER BY id") { ($0.integer(0) ?? 0, $0.text(1) ?? "", $0.text(2) ?? "") }
        }
        var all: [(code: String, found: Verification)] = []
        for (id, code, name) in services {
            let clock: @Sendable () -> Instant = { Instant(milliseconds: 0) }
            // Not opened as a service is: that would bring it up to date, and a copy stays what it was.
            let service = Service(id: id, code: code, name: name, store: copy, access: copy, clock: clock)
            all.append((code, try await service.verify()))
        }
        return all
    }

    private struct Batch: Sendable {
        let table: String
        let columns: [String]
        let rows: [[SQLValue]]
    }

    /// Tables of one store.
    private struct Part: Sendable {
        let tables: [TableLayout]
        let store: any SQLStore

        init(_ tables: [TableLayout], from store: any SQLStore) {
            (self.tables, self.store) = (tables, store.reaching(.whole))
        }
    }

    private static func read(_ parts: [Part], into pipe: Pipe<Batch>) async throws {
        do {
            for part in parts { try await part.store.read { db in for table in part.tables { try send(table, db, pipe) } } }
            pipe.end()
        } catch {
            pipe.end(error)
            throw error
        }
    }

    /// One closure reads and another writes at the same time, with a few batches between them.
    private static func copy(
        _ parts: [Part], to target: any SQLStore, inOneTransaction: Bool, _ progress: @escaping @Sendable (Int) -> Void
    ) async throws {
        let target = target.reaching(.whole)
        let pipe = Pipe<Batch>(holding: 4)
        async let reading: Void = read(parts, into: pipe)
        do {
            var copied = 0
            var goesOn = true
            while goesOn {
                let (rows, isEnd) = try await target.write { db in
                    var rows = 0
                    while inOneTransaction || rows < 50_000 {
                        guard let batch = try pipe.take() else { return (rows, true) }
                        try db.insert(into: batch.table, columns: batch.columns, rows: batch.rows)
                        rows += batch.rows.count
                    }
                    return (rows, false)
                }
                copied += rows
                goesOn = !isEnd
                progress(copied)
            }
        } catch {
            // What the reader met came through the pipe and is this same error.
            pipe.abandon()
            _ = try? await reading
            throw error
        }
        try await reading
    }

    private static func send(_ table: TableLayout, _ db: any SQLConnection, _ pipe: Pipe<Batch>) throws {
        // A copy of an earlier schema lacks columns that came later; they stay blank, as a migration leaves them.
        var columns = table.columns
        if db.dialect == .sqlite {
            let there = Set(try db.rows("SELECT name FROM pragma_table_info(\(table.name))") { $0.text(0) ?? "" })
            columns = columns.filter { there.contains($0.name) }
            if columns.isEmpty { return }
        }
        let names = columns.map(\.name)
        if table.name == "content" { return try sendContent(table, db, pipe, columns) }
        var rows: [[SQLValue]] = []
        try db.scan(table.select(columns)) { row in
            rows.append(try table.values(row, columns))
            if rows.count == 1000 {
                try pipe.put(Batch(table: table.name, columns: names, rows: rows))
                rows.removeAll(keepingCapacity: true)
            }
        }
        if !rows.isEmpty { try pipe.put(Batch(table: table.name, columns: names, rows: rows)) }
    }

    /// Documents are large: each goes alone, and is fetched by its key, so that a thousand of them are never in memory at once.
    private static func sendContent(
        _ table: TableLayout, _ db: any SQLConnection, _ pipe: Pipe<Batch>, _ columns: [(name: String, holds: TableLayout.Holds)]
    ) throws {
        let keys = try db.rows("SELECT service, hash FROM content ORDER BY service, hash") { ($0.integer(0) ?? 0, $0.text(1) ?? "") }
        for (service, hash) in keys {
            let row = try db.first(table.select(columns) + SQL(" WHERE service = \(service) AND hash = \(hash)")) {
                try table.values($0, columns)
            }
            if let row { try pipe.put(Batch(table: table.name, columns: columns.map(\.name), rows: [row])) }
        }
    }
}

/// Why a copy was not put back.
public enum BackupError: Error, Sendable, Equatable {
    case notEmpty
    case newer
    case notACopy
    /// What was moved is not what lies there now: something wrote to one of the two meanwhile.
    case differs(tables: [String])
}
