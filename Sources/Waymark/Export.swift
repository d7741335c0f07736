import ArgumentParser
import Casework
import Foundation
import Records

/// `waymark export`: writes the case-level folder (interchange.md §1).
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Writes everything recorded as a case-level folder of CSV files.")

    @OptionGroup var place: Place
    @Option(name: .customLong("to"), help: "The folder to write; files of the same names are replaced.") var folder: String
    @OptionGroup var moment: Moment

    func run() async throws {
        let service = try await place.open()
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Refusal("The folder \(folder) cannot be made.")
        }
        try await service.recordView(byProgram: View("export", page: "waymark export"))
        let (folder, progress) = (folder, Progress())
        try await service.export(asAt: moment.instant) { name, bytes in
            guard Files.write(bytes, to: "\(folder)/\(name)") else { throw Refusal("\(folder)/\(name) cannot be written.") }
            progress.say("\(name) written")
        }
        await service.close()
    }
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
