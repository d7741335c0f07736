import ArgumentParser
import Foundation
import Records

/// `waymark backup-key`: a pair of keys for backups: the public half where backups are made, the secret half where nobody can take it.
struct MakeBackupKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup-key", abstract: "Makes the pair of keys backups are encrypted with.",
        discussion:
            "The secret key is written to --secret, or printed once. Without it no encrypted backup opens, and Waymark keeps no copy: keep it in two places away from the records."
    )

    @OptionGroup var place: Place
    @Option(help: "A new file for the secret key, outside the data folder; printed once unless given.") var secret: String?
    @Option(help: "The file of public keys the new one is added to; backup-keys.txt in the data folder unless given.") var recipients:
        String?

    func run() throws {
        guard let file = recipients ?? place.recipientsFile else {
            throw Refusal("There is no data folder to keep the public key in: name a file with --recipients.")
        }
        let key = SealingKey()
        let text =
            "# Secret key of Waymark's backups. Whoever has it reads them; without it nobody does.\n# public key: \(key.recipient.text)\n\(key.text)\n"
        if let secret {
            try refuseInside(secret)
            guard !FileManager.default.fileExists(atPath: secret) else {
                throw Refusal("\(secret) is there already: it is not written over.")
            }
            guard FileManager.default.createFile(atPath: secret, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
                throw Refusal("\(secret) cannot be written.")
            }
            try Disk.settle(secret)
        }
        // Several may be there: then any of the secret keys opens what is made from now on.
        let had = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if !had.isEmpty { _ = try SealingKeyFile.recipients(had) }
        let all = had + (had.isEmpty || had.hasSuffix("\n") ? "" : "\n") + key.recipient.text + "\n"
        let partial = "\(file).partial"
        guard FileManager.default.createFile(atPath: partial, contents: Data(all.utf8), attributes: [.posixPermissions: 0o600]) else {
            throw Refusal("\(file) cannot be written.")
        }
        try Disk.settle(partial)
        guard rename(partial, file) == 0 else { throw Refusal("\(file) cannot be written.") }
        try Disk.settle((file as NSString).deletingLastPathComponent)
        if secret == nil { print(text, terminator: "") } else { print("public key \(key.recipient.text)") }
        note("backups are encrypted to the public keys in \(file) from now on")
    }

    /// A key beside what it opens guards nothing.
    private func refuseInside(_ secret: String) throws {
        guard let folder = place.folder else { return }
        let (file, data) = (
            URL(filePath: secret).standardizedFileURL.resolvingSymlinksInPath().path,
            URL(filePath: folder).standardizedFileURL.resolvingSymlinksInPath().path
        )
        let parent = URL(filePath: secret).standardizedFileURL.deletingLastPathComponent().resolvingSymlinksInPath().path
        if file.hasPrefix(data + "/") || parent == data || parent.hasPrefix(data + "/") {
            throw Refusal("\(secret) lies in the data folder: the secret key must be kept away from the records.")
        }
    }
}
