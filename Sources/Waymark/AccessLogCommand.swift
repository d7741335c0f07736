import ArgumentParser
import Foundation
import Records

/// `waymark access-log`: the access log as lines of JSON, for a system elsewhere that keeps and watches it.
struct AccessLogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access-log", abstract: "Writes the access log as lines of JSON, for another system to keep.",
        discussion:
            "Run it each minute with --to: it goes on where it stopped, which is kept beside the file, so that the file may be rotated. After a crash some lines may stand there twice. They hold ids of staff and children: whoever gets them must be allowed to."
    )

    @OptionGroup var place: Place
    @Option(help: "A position of the log: only later entries are written. Needs --service where there are several.") var after: Int64?
    @Option(name: .customLong("to"), help: "The file that lines are added to; otherwise they are printed.") var file: String?

    func validate() throws {
        guard file == nil || after == nil else { throw ValidationError("--to goes on where it stopped: give it or --after, not both.") }
        guard after ?? 0 >= 0 else { throw ValidationError("--after is a position: 0 or more.") }
    }

    func run() async throws {
        let services = try await place.openAll()
        guard after == nil || services.count == 1 else { throw Refusal("Say with --service whose position that is.") }
        let out = try file.map(AccessLogFile.init)
        for service in services {
            var position = after ?? out?.positions[service.code] ?? 0
            while true {
                let found = try await service.accessLines(after: position)
                guard let last = found.last else { break }
                position = last.position
                let text = found.map { "\($0.line)\n" }.joined()
                if let out { try out.append(text, service.code, position) } else { print(text, terminator: "") }
            }
        }
        await services.first?.close()
    }
}

/// The file that lines are added to, and beside it where each service's were left off.
private final class AccessLogFile {
    private let path: String
    private let mark: String
    private(set) var positions: [String: Int64] = [:]

    init(_ path: String) throws {
        (self.path, mark) = (path, path + ".position")
        guard FileManager.default.fileExists(atPath: mark) else { return }
        guard let data = FileManager.default.contents(atPath: mark), let read = try? JSONDecoder().decode([String: Int64].self, from: data)
        else {
            throw Refusal("\(mark) does not say where the lines were left off. Take it away to write them all anew.")
        }
        positions = read
    }

    /// On disk before where it stopped is noted: a line may come twice and is never left out.
    func append(_ text: String, _ service: String, _ position: Int64) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: path) || files.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw Refusal("\(path) cannot be written.") }
        positions[service] = position
        do {
            try file.seekToEnd()
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
            try JSONEncoder().encode(positions).write(to: URL(fileURLWithPath: mark), options: .atomic)
        } catch {
            throw Refusal("\(path) cannot be written.")
        }
    }
}
