import Foundation
import Logging
import Records
import Storage
import StorageSQLite

/// The continuous copy: what was committed goes to a second folder, once a second.
struct Following {
    /// The access log's first: whatever it names is in the records' copy.
    private let copies: [SQLiteCopy]
    private let safekeeping: Safekeeping?
    private let log: Logger

    /// Nil where none was asked for.
    init?(_ records: any SQLStore, _ access: any SQLStore, to folder: String?, safekeeping: Safekeeping?, log: Logger) throws {
        guard let folder else { return nil }
        guard let records = records as? SQLiteStore, let access = access as? SQLiteStore else {
            throw Refusal("--copy-to is for records in a folder; PostgreSQL copies its own log elsewhere (archive_command, or a standby).")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw Refusal("The folder \(folder) for the copy cannot be made.") }
        copies = [access.follow(in: "\(folder)/access"), records.follow(in: "\(folder)/records")]
        (self.safekeeping, self.log) = (safekeeping, log)
    }

    /// Until it is cancelled, and once more then.
    func run() async {
        var isGood: Bool?
        while !_Concurrency.Task.isCancelled {
            do {
                for copy in copies { try await copy.step() }
                if isGood != true { note(.good, "Every change is in the second folder within seconds.") }
                isGood = true
            } catch {
                // Said once: it is tried again each second.
                if isGood != false { note(.failed, (error as? SQLiteCopy.Fault)?.sentence ?? "The copy could not be made.") }
                isGood = false
            }
            try? await _Concurrency.Task.sleep(for: .seconds(1))
        }
        for copy in copies {
            try? await copy.step()
            await copy.stop()
        }
    }

    private func note(_ outcome: SafekeepingEvent.Outcome, _ words: String) {
        if outcome != .good { log.error("the continuous copy does not follow") }
        try? safekeeping?.note(SafekeepingEvent(at: Clock.now(), job: .copy, outcome: outcome, words: words))
    }

    /// Puts such a copy into a folder that holds nothing, and verifies it. Broken off at any moment, the folder still counts as empty and it can be
    /// done again.
    static func restore(from copy: String, to place: Place) async throws {
        guard let folder = place.folder else {
            throw Refusal("A copy of a folder goes back into a folder; waymark move brings it to PostgreSQL then.")
        }
        let files = FileManager.default
        let (records, access) = ("\(folder)/records.sqlite", "\(folder)/access.sqlite")
        let isBegun = files.fileExists(atPath: "\(records).partial")
        // An access log beside records that are half put back is ours, of a time before; any other belongs to somebody.
        guard !files.fileExists(atPath: records), isBegun || !files.fileExists(atPath: access) else {
            throw Refusal("There is something in \(folder) already: everything goes into an empty place only.")
        }
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            for old in [access, "\(access).partial", "\(records).partial"] {
                SQLiteCopy.removeLog(of: old)
                if files.fileExists(atPath: old) { try files.removeItem(atPath: old) }
            }
            SQLiteCopy.removeLog(of: records)
            for (name, file) in [("access", access), ("records", records)] {
                try await SQLiteCopy.restore(from: "\(copy)/\(name)", to: "\(file).partial")
                try Disk.settle("\(file).partial")
            }
            // The records last: a folder counts as empty until they are there.
            for file in [access, records] {
                try files.moveItem(atPath: "\(file).partial", toPath: file)
                try Disk.settle(folder)
            }
        } catch let fault as SQLiteCopy.Fault { throw Refusal(fault.sentence) }
        try await verify(place)
    }

    private static func verify(_ place: Place) async throws {
        let (records, access) = try await place.stores(mustExist: true)
        for code in try await Service.codes(in: records, access: access) {
            try await Service.open(code, store: records, access: access, clock: Clock.now).verify().tell(code)
        }
        await place.close(records, access)
    }
}
