import ArgumentParser
import Casework
import Foundation
import Records
import Storage
import StorageSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `waymark backup`: everything in one file, while work goes on.
struct MakeBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies everything into one SQLite file, while others go on working.",
        discussion: "Note the heads it prints somewhere else: a copy that later lacks its end is found out by them.")

    @OptionGroup var place: Place
    @Option(name: .customLong("to"), help: "The file to write.") var file: String
    @Flag(help: "Replace the file if it is there.") var replace = false

    func run() async throws {
        if FileManager.default.fileExists(atPath: file), !replace { throw Refusal("\(file) is there already; --replace writes over it.") }
        let (records, access) = try await place.stores(mustExist: true)
        // Brings an older store up to date first, for the copy is made in the tables of today.
        _ = try await Service.codes(in: records, access: access)
        let partial = "\(file).partial"
        remove([partial] + beside(partial))
        guard FileManager.default.createFile(atPath: partial, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw Refusal("\(file) cannot be written.")
        }
        let copy = try await SQLiteStore(path: partial)
        let progress = Progress()
        do {
            try await Backup.copy(records: records, access: access, to: copy) { rows in progress.say("\(rows) rows copied") }
            for (code, found) in try await Backup.verify(copy) { try found.tell(code) }
            try await copy.settle()
        } catch {
            await copy.close()
            remove([partial] + beside(partial))
            throw error
        }
        await copy.close()
        remove(beside(partial))
        await place.close(records, access)
        try Disk.settle(partial)
        guard rename(partial, file) == 0 else { throw Refusal("\(partial) could not be renamed to \(file).") }
        try Disk.settle((file as NSString).deletingLastPathComponent)
    }
}

/// What SQLite keeps beside a file that is open.
private func beside(_ file: String) -> [String] { ["\(file)-wal", "\(file)-shm"] }

private func remove(_ files: [String]) {
    for file in files { try? FileManager.default.removeItem(atPath: file) }
}

/// `waymark restore`: a backup into a store that holds nothing.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Puts a backup into an empty folder or database, of either engine.")

    @Option(name: .customLong("from"), help: "The file waymark backup wrote.") var file: String
    @OptionGroup var place: Place

    func run() async throws {
        guard FileManager.default.fileExists(atPath: file) else { throw Refusal("There is no file \(file).") }
        // Opening a file of SQLite writes to it; the backup stays as it is, and may lie where nothing can be written.
        let scratch = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: scratch) }
        let path = scratch.appending(path: "copy.sqlite").path
        guard (try? FileManager.default.copyItem(atPath: file, toPath: path)) != nil,
            (try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)) != nil,
            let copy = try? await SQLiteStore(path: path)
        else { throw Refusal("\(file) cannot be read as a Waymark backup.") }
        let (records, access) = try await place.stores()
        let progress = Progress()
        do {
            try await Backup.restore(from: copy, records: records, access: access) { rows in progress.say("\(rows) rows put back") }
        } catch let error as BackupError {
            throw Refusal(error.words(from: file, to: place))
        }
        await copy.close()
        for code in try await Service.codes(in: records, access: access) {
            try await Service.open(code, store: records, access: access, clock: Clock.now).verify().tell(code)
        }
        await place.close(records, access)
    }
}

/// `waymark move`: a whole store into an empty one of either engine.
struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Moves everything into an empty folder or database, of either engine, and compares the two.",
        discussion: "Stop whatever uses the records first. The source stays as it is; nothing is taken away from it.")

    @Option(name: .customLong("from"), help: "The folder or postgres:// URL everything is read from.") var source: String
    @Option(name: .customLong("to"), help: "An empty folder or the postgres:// URL of an empty database.") var target: String

    func run() async throws {
        let (from, to) = (try Place.at(source), try Place.at(target))
        let there = try await from.stores(mustExist: true)
        guard try await !Service.codes(in: there.records, access: there.access).isEmpty else {
            throw Refusal("There is no service in \(source) yet.")
        }
        let empty = try await to.stores()
        let progress = Progress()
        do {
            let sums = try await Backup.move(from: there, to: empty) { rows in progress.say("\(rows) rows moved") }
            for sum in sums { print("\(sum.table): \(sum.rows) rows, \(sum.hash)") }
            print("the same on both sides: \(sums.count) tables, \(sums.map(\.rows).reduce(0, +)) rows")
        } catch let error as BackupError {
            throw Refusal(error.words(from: source, to: to))
        }
        for code in try await Service.codes(in: there.records, access: there.access) {
            let before = try await Service.open(code, store: there.records, access: there.access, clock: Clock.now).verify()
            // Against the heads of the source: what follows an entry that is not there would not show.
            let service = try await Service.open(code, store: empty.records, access: empty.access, clock: Clock.now)
            try await service.verify(noted: before.head, notedAccess: before.accessHead).tell(code)
        }
        await from.close(there.records, there.access)
        await to.close(empty.records, empty.access)
        if !from.isPostgres, FileManager.default.fileExists(atPath: source + "/forms") {
            note("the assessment forms in \(source)/forms stay there: name that folder with serve --forms, or copy it")
        }
    }
}

extension BackupError {
    /// Why nothing was put there, for whoever asked.
    fileprivate func words(from source: String, to place: Place) -> String {
        let target = place.isPostgres ? "that database" : place.data
        return switch self {
        case .notACopy: "\(source) is not a Waymark backup."
        case .newer: "A newer Waymark made \(source): restore it with that one."
        case .notEmpty: "There is something in \(target) already: everything goes into an empty place only."
        case .differs(let tables):
            "What lies in \(target) is not what lies in \(source) now (\(tables.joined(separator: ", "))): stop what uses them, and move into an empty place again."
        }
    }
}

/// Makes sure that a file, or a folder's list of files, is on the disk itself.
enum Disk {
    static func settle(_ path: String) throws {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY)
        guard descriptor >= 0 else { throw Refusal("\(path) cannot be opened.") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Refusal("\(path) could not be written to the disk.") }
    }
}
