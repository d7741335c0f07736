import ArgumentParser
import Foundation
import Records

/// `waymark checkpoint`: signs the heads of both chains, once a day by the machine's own clockwork.
struct MakeCheckpoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "Signs the heads of the journal and the access log.",
        discussion:
            "Run it daily, with --to on a disk that nobody who can write to the database can write to. The public key goes to standard error: keep it with the checkpoints, and give both to waymark verify."
    )

    @OptionGroup var place: Place
    @Option(help: "A file with the key that signs, made where there is none. Keep it away from the database.") var key: String
    @Option(name: .customLong("to"), help: "The file a line a service is added to; otherwise they are printed.") var file: String?

    func run() async throws {
        let signer: CheckpointKey
        do { signer = try CheckpointKey(file: key) } catch let unusable as KeyFile.Unusable {
            throw Refusal("The key file \(unusable.why).")
        }
        let services = try await place.openAll()
        var lines: [String] = []
        for service in services { lines.append(try await service.checkpoint(by: signer).line) }
        await services.first?.close()
        let text = lines.map { "\($0)\n" }.joined()
        if let file { try CheckpointFile.append(text, to: file) } else { print(text, terminator: "") }
        note("public key \(signer.publicText)")
    }
}

/// A file of checkpoints, a line each.
enum CheckpointFile {
    static func read(_ path: String) throws -> [Checkpoint] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Refusal("The file of checkpoints cannot be read.") }
        return try String(decoding: data, as: UTF8.self).split(separator: "\n").enumerated().map { place, line in
            guard let checkpoint = Checkpoint(line: line) else { throw Refusal("Line \(place + 1) of that file is no checkpoint.") }
            return checkpoint
        }
    }

    static func append(_ text: String, to path: String) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: path) || files.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw Refusal("That file of checkpoints cannot be written.") }
        do {
            try file.seekToEnd()
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
        } catch {
            throw Refusal("That file of checkpoints cannot be written.")
        }
    }
}
