import ArgumentParser
import Casework
import Foundation
import Records
import StorageSQLite

/// `waymark restore-test`: whether the last backup opens, verifies and holds what was noted when it was made.
struct RestoreTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore-test", abstract: "Puts the last backup back in a place apart, verifies it and counts it.",
        discussion:
            "Needs no server and no database: run it where the secret key is, on a machine set aside if need be. The result is added to safekeeping.jsonl in the folder, where the server's page finds it."
    )

    @Option(name: .customLong("from"), help: "The folder of backups, or one backup.") var from: String
    @Option(help: "A file with the secret key, for backups that are encrypted.") var key: String?
    @Option(help: "Where to work: as large as the records, on an encrypted disk. The system's own folder for such things unless given.")
    var scratch: String?

    func run() async throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: from, isDirectory: &isFolder) else { throw Refusal("There is nothing at \(from).") }
        let folder = Safekeeping(folder: isFolder.boolValue ? from : (from as NSString).deletingLastPathComponent)
        let file = isFolder.boolValue ? folder.backups.first?.path : from
        guard let file else {
            throw Refusal(
                "There is no backup in \(from): looked for are files beside which lies what was noted when they were made (NAME.json), and those named as the server names them, waymark-2026-01-31T020000Z.sqlite, with .age where encrypted."
            )
        }
        let event = await RestoreTest(keys: try BackupFile.keys(key), scratch: scratch).run(file)
        try folder.note(event)
        print(event.words)
        guard event.outcome == .good else { throw Refusal("\(file) has not been shown to open.") }
    }
}

/// A test of one backup.
struct RestoreTest {
    let keys: [SealingKey]?
    let scratch: String?

    /// Never throws: what went wrong is the result.
    func run(_ file: String) async -> SafekeepingEvent {
        let name = (file as NSString).lastPathComponent
        func event(_ outcome: SafekeepingEvent.Outcome, _ words: String) -> SafekeepingEvent {
            SafekeepingEvent(at: Clock.now(), job: .restoreTest, outcome: outcome, file: name, words: words)
        }
        do {
            guard let data = FileManager.default.contents(atPath: file + Safekeeping.manifestEnding),
                let manifest = try? JSONDecoder().decode(BackupManifest.self, from: data)
            else { return event(.failed, "\(name): what was noted when it was made (\(name)\(Safekeeping.manifestEnding)) is not there.") }
            let sum = try SealedFile.sum(of: file)
            guard sum.sha256 == manifest.sha256, sum.bytes == manifest.bytes else {
                return event(.failed, "\(name): the file is not the one that was written then.")
            }
            if SealedFile.isSealed(file: file), keys == nil {
                return event(
                    .notPossible,
                    "\(name): encrypted, and this machine has no key to open it. The file is as it was written; that it opens must be shown where the key is, with waymark restore-test."
                )
            }
            let wrong = try await ScratchFolder.with(in: scratch) { folder in try await differences(file, manifest, folder) }
            if let first = wrong.first {
                return event(.failed, "\(name): \(first)" + (wrong.count > 1 ? " And \(wrong.count - 1) more." : ""))
            }
            let entries = manifest.services.map(\.entries).reduce(0, +)
            let rows = manifest.tables.map(\.rows).reduce(0, +)
            return event(
                .good,
                "\(name): put back, whole, and the same as when it was made: \(entries) journal entries, \(rows.counted("row")) in \(manifest.tables.count.counted("table"))."
            )
        } catch let refusal as Refusal {
            return event(.failed, refusal.reason)
        } catch let fault as SealedFile.DiskFault {
            return event(.failed, "\(name): \(fault.sentence)")
        } catch {
            return event(.failed, "\(name): it could not be put back (\(type(of: error))).")
        }
    }

    /// A whole restore, as `waymark restore` does it, into a folder that is thrown away.
    private func differences(_ file: String, _ manifest: BackupManifest, _ folder: String) async throws -> [String] {
        let copy = try await BackupFile.open(file, keys: keys, scratch: folder)
        let records = try await SQLiteStore(path: "\(folder)/records.sqlite")
        let access = try await SQLiteStore(path: "\(folder)/access.sqlite")
        do {
            try await Backup.restore(from: copy, records: records, access: access)
            await copy.close()
            let wrong = try await manifest.differences(records: records, access: access)
            await records.close()
            await access.close()
            return wrong
        } catch {
            await copy.close()
            await records.close()
            await access.close()
            throw error
        }
    }
}
