import ArgumentParser
import Casework
import Foundation
import Records
import Synchronization

/// `waymark export`: writes the case-level folder (interchange.md §1), or with `--whole` all there is (S-INF-13).
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the case-level folder of CSV files; with --whole every version of every record, and the documents.")

    @OptionGroup var place: Place
    @Option(name: .customLong("to"), help: "The folder to write; files of the same names are replaced. With --whole it must be empty.")
    var folder: String
    @Flag(help: "Every version of every record kind as JSON Lines, and documents by their hash, with a README that says what is what.")
    var whole = false
    @OptionGroup var moment: Moment

    func validate() throws {
        guard !whole || moment.asAt == nil else { throw ValidationError("--whole takes every version there is: leave out --as-at") }
    }

    func run() async throws {
        let service = try await place.open()
        let files = FileManager.default
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Refusal("The folder \(folder) cannot be made.")
        }
        if whole {
            // What lies there already would pass for part of it.
            guard (try? files.contentsOfDirectory(atPath: folder).isEmpty) == true else {
                throw Refusal("The folder \(folder) is not empty.")
            }
            try await service.recordView(byProgram: View("export", page: "waymark export --whole"))
            try await everything(service)
        } else {
            try await service.recordView(byProgram: View("export", page: "waymark export"))
            let (folder, progress) = (folder, Progress())
            try await service.export(asAt: moment.instant) { name, bytes in
                guard Files.write(bytes, to: "\(folder)/\(name)") else { throw Refusal("\(folder)/\(name) cannot be written.") }
                progress.say("\(name) written")
            }
        }
        await service.close()
    }

    private func everything(_ service: Service) async throws {
        for part in ["records", "contents"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(part)", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw Refusal("The folder \(folder)/\(part) cannot be made.")
            }
        }
        let writer = PieceWriter(folder)
        let counts = try await service.exportWhole { try writer.take($0) }
        try writer.close()
        let sealed = counts.map(\.sealed).reduce(0, +)
        print(
            "\(counts.count.counted("kind")), \(counts.map(\.records).reduce(0, +).counted("record")), \(counts.map(\.versions).reduce(0, +).counted("version")); under a seal and left out: \(sealed)"
        )
    }
}

/// Writes one file after another, each as its bytes come.
private final class PieceWriter: Sendable {
    private let folder: String
    private let progress = Progress()
    private let open = Mutex<(name: String, file: FileHandle)?>(nil)

    init(_ folder: String) { self.folder = folder }

    func take(_ piece: WholePiece) throws {
        try open.withLock { open in
            switch piece {
            case .file(let name):
                try Self.end(open)
                let path = "\(folder)/\(name)"
                guard Files.write([], to: path), let file = FileHandle(forWritingAtPath: path) else { throw Self.refusal(path) }
                open = (path, file)
                progress.say(name)
            case .bytes(let bytes):
                guard let (path, file) = open else { return }
                do { try file.write(contentsOf: Data(bytes)) } catch { throw Self.refusal(path) }
            }
        }
    }

    func close() throws {
        try open.withLock { open in
            try Self.end(open)
            open = nil
        }
    }

    private static func end(_ open: (name: String, file: FileHandle)?) throws {
        guard let (path, file) = open else { return }
        do { try file.close() } catch { throw refusal(path) }
    }

    private static func refusal(_ path: String) -> Refusal { Refusal("\(path) cannot be written.") }
}

/// `--as-at`, which several commands take.
struct Moment: ParsableArguments {
    @Option(help: "As it was known at this moment: RFC 3339, London time without an offset, or a day up to its end.") var asAt: String?

    var instant: Instant? { asAt.flatMap(Moment.read) }

    func validate() throws {
        guard let asAt else { return }
        guard let moment = Moment.read(asAt) else { throw ValidationError("--as-at must be a moment like 2026-11-21T14:30:00Z") }
        // A day alone is its end, so today is allowed; nothing is known yet of days to come.
        guard moment.londonDay <= Clock.now().londonDay else { throw ValidationError("--as-at must not be in the future") }
    }

    private static func read(_ text: String) -> Instant? {
        Instant(text) ?? Day(iso: text).flatMap { Instant("\($0.iso)T23:59:59.999") }
    }
}
