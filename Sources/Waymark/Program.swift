import ArgumentParser
import Casework
import Foundation
import Records
import Storage

/// The program. Exit codes: 0 done, 1 refused or found wanting (reason on standard error), 2 wrong usage (interchange.md §3).
@main
struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waymark", abstract: "Runs a youth justice service: its records, its figures, its site.",
        subcommands: [
            Serve.self, Demo.self, Import.self, Export.self, ReportCommand.self, Verify.self, MakeCheckpoint.self, AccessLogCommand.self,
            Rebuild.self, Clear.self,
            MakeBackup.self, MakeBackupKey.self, Restore.self, RestoreTestCommand.self,
            OutagePackCommand.self, Move.self, Migrate.self, RenewKeyCommand.self,
            StaffCommands.self, RegionCommands.self, Schema.self,
        ])

    static func main() async {
        // Whatever the program makes holds children's records: nobody else on the machine reads it.
        umask(0o077)
        Traps.endAtOnce()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let refusal as Refusal {
            FileHandle.standardError.write(Data("\(refusal.reason)\n".utf8))
            Foundation.exit(1)
        } catch {
            if let words = reason(error) {
                FileHandle.standardError.write(Data("\(words)\n".utf8))
                Foundation.exit(1)
            }
            let code = exitCode(for: error)
            if code == .success { exit(withError: error) }
            FileHandle.standardError.write(Data("\(fullMessage(for: error))\n".utf8))
            Foundation.exit(code == .validationFailure ? 2 : 1)
        }
    }
}

/// What the commonest faults mean to whoever runs the program; nil for the others.
private func reason(_ error: any Error) -> String? {
    switch error {
    case let problems as Problems: problems.all.map(\.message).joined(separator: "\n")
    case StoreError.refused(let words) where isDenied(words), MigrationError.failed(_, .refused(let words)) where isDenied(words):
        "The database does not let this role do that (\(words)). Tables are brought up to date by the role that owns them: waymark migrate."
    case let unusable as KeyFile.Unusable: "The key file \(unusable.why)."
    case StoreError.connection: "The database cannot be reached."
    case StoreError.busy: "Others kept the records busy too long. Please try again."
    case MigrationError.unknown: "A newer Waymark made these records: use that one."
    case MigrationError.changed, MigrationError.failed: "The records' tables are not as this Waymark left them: \(error)"
    default: nil
    }
}

/// Whether PostgreSQL refused for want of a right, which names a table and nothing else.
private func isDenied(_ words: String) -> Bool { words.hasPrefix("permission denied") || words.hasPrefix("must be owner") }

/// Why a command did not do what it was asked.
struct Refusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
