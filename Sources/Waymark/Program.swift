import ArgumentParser
import Foundation

/// The program. Exit codes: 0 done, 1 refused or found wanting (reason on standard error), 2 wrong usage (interchange.md §3).
@main
struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waymark", abstract: "Runs a youth justice service: its records, its figures, its site.",
        subcommands: [Serve.self, Demo.self])

    static func main() async {
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
            let code = exitCode(for: error)
            if code == .success { exit(withError: error) }
            FileHandle.standardError.write(Data("\(fullMessage(for: error))\n".utf8))
            Foundation.exit(code == .validationFailure ? 2 : 1)
        }
    }
}

/// Why a command did not do what it was asked.
struct Refusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
