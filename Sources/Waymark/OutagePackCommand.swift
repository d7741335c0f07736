import ArgumentParser
import Casework
import Foundation
import Practice
import Records
import Reports
import Web

/// `waymark outage-pack`: what a duty manager needs while the program cannot be reached.
struct OutagePackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outage-pack", abstract: "Writes the coming days' appointments and what to know of each child, encrypted.",
        discussion: "One HTML document that needs no network. It opens with: age -d -i KEY FILE. Making it is in the access log.")

    static let needsKey =
        "An outage pack is always encrypted, and there is no public key: name a file of them with --recipients (serve: --outage-recipients), or make one with waymark backup-key."

    @OptionGroup var place: Place
    @Option(name: .customLong("to"), help: "The file to write, such as outage.html.age.") var file: String
    @Option(help: "A file of the duty managers' public keys (age1…); backup-keys.txt in the data folder unless given.")
    var recipients: String?

    func run() async throws {
        let recipients = try BackupFile.recipients(recipients, of: place)
        guard !recipients.isEmpty else { throw Refusal(Self.needsKey) }
        let service = try await place.open()
        let settings = try await service.read(.wholeService(reason: "outage pack")) { try $0.settings() }
        let days = settings[Practice.Settings.outageDays]
        let children = try await Self.write(service, days: days, to: file, recipients)
        await service.close()
        print(
            "\(children.counted("open file")), appointments of \(days.counted("day")), encrypted to \(recipients.count.counted("key"))")
    }

    /// Makes it and writes it; in plain it is never on disk.
    /// - Returns: how many children's files are in it.
    static func write(_ service: Records.Service, days: Int, to file: String, _ recipients: [SealingKey.Recipient]) async throws -> Int {
        let pack = try await OutagePack.make(of: service, days: days, style: Site.style)
        var left = Array(pack.document.utf8)[...]
        var sealed = Data()
        try SealedFile.seal(
            to: recipients,
            read: { count in
                defer { left = left.dropFirst(count) }
                return Array(left.prefix(count))
            }, write: { sealed += $0 })
        let partial = "\(file).partial"
        guard FileManager.default.createFile(atPath: partial, contents: sealed, attributes: [.posixPermissions: 0o600]) else {
            throw Refusal("\(file) cannot be written.")
        }
        try Disk.settle(partial)
        guard rename(partial, file) == 0 else { throw Refusal("\(file) cannot be written.") }
        try Disk.settle((file as NSString).deletingLastPathComponent)
        return pack.children.count
    }
}
