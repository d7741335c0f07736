import ArgumentParser
import Casework
import Foundation
import Records

/// `waymark verify`: whether anything recorded was changed behind the program's back.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks the journal and the access log, hash by hash.",
        discussion:
            "Ends with 0 when all is whole, else with 1 and the first broken entry named. Give a head noted earlier to see that nothing was cut off since."
    )

    @OptionGroup var place: Place
    @Option(help: "A head of the journal noted earlier, as this command prints it.") var head: String?
    @Option(help: "A head of the access log noted earlier.") var accessHead: String?
    @Option(help: "A file of checkpoints, as waymark checkpoint writes it.") var checkpoints: String?
    @Option(help: "The public key they are signed with: 64 digits, as waymark checkpoint prints it.") var publicKey: String?

    func validate() throws {
        for text in [head, accessHead] {
            if let text, JournalHead(text) == nil { throw ValidationError("A noted head looks like 123:0a1b…, as verify prints it.") }
        }
        guard (checkpoints == nil) == (publicKey == nil) else {
            throw ValidationError("--checkpoints and --public-key go together.")
        }
        if let publicKey, Checkpoint.PublicKey(publicKey) == nil {
            throw ValidationError("--public-key must be 64 hexadecimal digits, as waymark checkpoint prints them.")
        }
    }

    func run() async throws {
        let services = try await place.openAll()
        guard services.count == 1 || (head == nil && accessHead == nil) else { throw Refusal("Say with --service whose head that is.") }
        var wanting: [String] = []
        let signed = try checkpoints.map(CheckpointFile.read) ?? []
        for service in services {
            let found = try await service.verify(
                noted: head.flatMap(JournalHead.init), notedAccess: accessHead.flatMap(JournalHead.init), checkpoints: signed,
                publicKey: publicKey.flatMap(Checkpoint.PublicKey.init))
            let own = signed.count { $0.service == service.code }
            if checkpoints != nil { print("checkpoints of \(service.code): \(own)") }
            do { try found.tell(service.code) } catch let refusal as Refusal {
                wanting.append("service \(service.code): \(refusal.reason)")
            }
        }
        // What is whole may still be badly kept.
        for fault in try await services.first?.rowSecurityFaults() ?? [] { note(fault) }
        await services.first?.close()
        if !wanting.isEmpty { throw Refusal(wanting.joined(separator: "\n")) }
    }
}

extension Verification {
    /// Prints counts and heads; what is broken goes to standard error and ends the command.
    func tell(_ code: String) throws {
        print("service \(code)")
        print("journal: \(entries) entries, \(versions) versions, head \(head.text)")
        print("access log: \(accessEntries) entries, head \(accessHead.text)")
        if faults.isEmpty { return print("whole") }
        let more = faults.count > 10 ? ["and \(faults.count - 10) more"] : []
        throw Refusal((["not whole, first broken first:"] + faults.prefix(10) + more).joined(separator: "\n"))
    }
}

/// `waymark rebuild`: throws away what is derived and makes it anew.
struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Makes the lists, search keys and tasks anew from the records.")

    @OptionGroup var place: Place

    func run() async throws {
        let service = try await place.open()
        let progress = Progress()
        let children = try await service.rebuild { done in progress.say(done.counted("child", "children")) }
        await service.close()
        print("rebuilt for \(children.counted("child", "children"))")
    }
}

/// `waymark schema`: what the next migration has to bring.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Names the tables and columns the definitions have and the migrations have not.")

    func run() throws {
        let missing = Migrations.missing()
        for line in missing { print(line) }
        if !missing.isEmpty { throw Refusal("\(missing.count) changes of the definitions have no migration yet.") }
    }
}
