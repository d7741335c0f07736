import ArgumentParser
import Casework
import Foundation
import Logging

/// How the log's lines are written.
enum LogFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

/// A line of the log as one JSON object on standard error: `time`, `level`, `label`, `message` and whatever the line says besides.
///
/// What may be said is decided where a line is written: patterns of addresses, kinds of faults, numbers of requests, never personal data.
struct JSONLog: LogHandler {
    let label: String
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()
    var metadataProvider: Logger.MetadataProvider?

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        FileHandle.standardError.write(line(event, at: Clock.now()))
    }

    func line(_ event: LogEvent, at now: Instant) -> Data {
        var fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.mapValues { "\($0)" }
        fields["time"] = now.iso
        fields["level"] = event.level.rawValue
        fields["label"] = label
        fields["message"] = "\(event.message)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ((try? encoder.encode(fields)) ?? Data("{}".utf8)) + Data("\n".utf8)
    }
}
