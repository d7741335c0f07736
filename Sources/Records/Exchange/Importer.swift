import Casework
import Storage

/// Brings in the case-level folder (interchange.md §1): checks every row outside the write lock, then writes the accepted ones in one
/// short transaction. Importing the same folder twice changes nothing.
///
/// ```swift
/// let staged = try await Importer(service).stage([("children.csv", bytes)], source: "folder")
/// let report = try await staged.publish()
/// ```
public struct Importer: Sendable {
    static let action = "import"
    let service: Service
    let person: Person?

    /// - Throws: `NotAllowed` when the person's role may not exchange the folder. Nil is the program itself.
    public init(_ service: Service, by person: Person? = nil) throws {
        if let person, !person.access.may(.exchange) { throw NotAllowed() }
        self.service = service
        self.person = person
    }

    /// Whether a file of this name is taken.
    public static func takes(_ name: String) -> Bool { FileLayout.all.contains { $0.name == name } }

    /// Whether a folder can be imported at all, before there is a service to check its rows against.
    /// - Throws: ``ImportError`` when it cannot.
    public static func check(_ files: [(name: String, bytes: [UInt8])], source: String) throws { _ = try read(files, source: source) }

    private static func read(
        _ files: [(name: String, bytes: [UInt8])], source: String
    ) throws -> (tables: [String: CSVTable], unknown: [String]) {
        guard !source.isEmpty, source.utf8.count <= 60, !source.contains(where: { $0.isWhitespace || $0 == ":" }), source != "waymark"
        else {
            throw ImportError("A source is a short name without spaces or colons, and “waymark” is what records written here have.")
        }
        var tables: [String: CSVTable] = [:]
        var unknown: [String] = []
        for file in files {
            if let layout = FileLayout.all.first(where: { $0.name == file.name }) {
                let table: CSVTable
                do { table = try CSVTable(file.bytes) } catch {
                    throw ImportError("\(file.name), line \(error.line): \(error.message).")
                }
                guard layout.tellsApart(table.header) else {
                    throw ImportError("\(layout.name) has no column \(layout.kind.key.first ?? layout.ownRef), which tells its rows apart.")
                }
                tables[layout.file] = table
            } else {
                unknown.append(file.name)
            }
        }
        guard tables["children"] != nil else { throw ImportError("There is no children.csv, which every folder needs.") }
        return (tables, unknown)
    }

    /// Reads and checks the files of a folder; writes nothing.
    ///
    /// - Parameters:
    ///   - files: each file's name, with `.csv`, and its bytes.
    ///   - source: whose references these are: the same reference from another source is another record.
    /// - Throws: ``ImportError`` when the folder as a whole cannot be imported.
    public func stage(
        _ files: [(name: String, bytes: [UInt8])], source: String = "folder",
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> StagedImport {
        let (tables, unknown) = try Importer.read(files, source: source)
        var staged = StagedImport(importer: self, source: source, tables: tables, progress: progress)
        staged.report.unknown = unknown.sorted()
        try await staged.check()
        return staged
    }
}

/// A checked folder, ready to be written.
public struct StagedImport: Sendable {
    let importer: Importer
    let source: String
    let tables: [String: CSVTable]
    let progress: @Sendable (ImportProgress) -> Void
    public internal(set) var report = ImportReport()
    private(set) var batch = ImportBatch(position: 0)

    init(importer: Importer, source: String, tables: [String: CSVTable], progress: @escaping @Sendable (ImportProgress) -> Void) {
        self.importer = importer
        self.source = source
        self.tables = tables
        self.progress = progress
    }

    mutating func check() async throws {
        let (tables, source, progress) = (tables, source, progress)
        let found = try await importer.service.read(.wholeService(reason: "import")) { reader in
            let staging = try Staging(reader: reader, source: source)
            let files = try staging.run(tables, progress)
            return (files, staging.batch)
        }
        (report.files, batch) = found
    }

    /// Writes what was accepted: all of it is on disk when this returns. Writes no journal entry when nothing is new or changed.
    ///
    /// What somebody wrote in the meantime is respected: the rows are checked again when it touches them.
    /// - Parameter onlyWhole: writes nothing unless the whole folder is taken; the report says whether it was.
    /// - Throws: ``ImportError`` when that keeps happening.
    @discardableResult
    public func publish(onlyWhole: Bool = false) async throws -> ImportReport {
        var current = self
        for _ in 1...3 {
            if onlyWhole, !current.report.isWhole { return current.report }
            if try await current.write() { return current.report }
            try await current.check()
        }
        throw ImportError("Others kept changing the same records, so nothing was imported. Please try again.")
    }

    /// False when what was checked no longer holds.
    private func write() async throws -> Bool {
        let (batch, source, service) = (batch, source, importer.service)
        guard !batch.prepared.isEmpty || !batch.rows.isEmpty else { return true }
        progress(ImportProgress(file: nil, rows: 0, of: batch.prepared.count))
        let scope = Scope.wholeService(reason: "import", for: importer.person)
        do {
            return try await service.write(scope, action: Importer.action, note: "Imported from the source “\(source)”.") { writer in
                if try batch.isStale(writer, service: service.id) { return false }
                writer.add(batch.prepared)
                try batch.remember(writer.db, service: service.id, source: source)
                return true
            }
        } catch is Conflict {
            return false
        }
    }
}
