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
        commandName: "backup", abstract: "Copies everything into one file, encrypted where there is a key, while others go on working.",
        discussion: "Note the heads it prints somewhere else: a copy that later lacks its end is found out by them.")

    @OptionGroup var place: Place
    @Option(name: .customLong("to"), help: "The file to write.") var file: String
    @Option(help: "A file of public keys (age1…) to encrypt to; backup-keys.txt in the data folder where it is, unless given.")
    var recipients: String?
    @Flag(help: "Replace the file if it is there.") var replace = false

    func run() async throws {
        let recipients = try BackupFile.recipients(recipients, of: place)
        for (code, found) in try await BackupMaker(place: place, recipients: recipients).make(file, replace: replace).found {
            try found.tell(code)
        }
        if recipients.isEmpty {
            note("\(file) is not encrypted: whoever has it reads every record. waymark backup-key makes a key to encrypt to.")
        } else {
            print("encrypted to \(recipients.count.counted("key"))")
        }
    }
}

/// `waymark restore`: a backup into a store that holds nothing.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts a backup, or a copy serve --copy-to kept, into an empty folder or database.")

    @Option(name: .customLong("from"), help: "The file waymark backup wrote, or the folder of serve --copy-to.") var file: String
    @Option(help: "A file with the secret key, where the backup is encrypted.") var key: String?
    @OptionGroup var place: Place

    func run() async throws {
        if SQLiteCopy.isThere(in: "\(file)/records") { return try await Following.restore(from: file, to: place) }
        let keys = try BackupFile.keys(key)
        // Looked at before anything is made at the place it goes to.
        guard FileManager.default.fileExists(atPath: file) else { throw Refusal("There is no file \(file).") }
        try await ScratchFolder.with(in: nil) { scratch in
            let copy = try await BackupFile.open(file, keys: keys, scratch: scratch)
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
            print("the same on both sides: \(sums.count.counted("table")), \(sums.map(\.rows).reduce(0, +).counted("row"))")
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
