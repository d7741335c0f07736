import Casework
import Foundation

/// What was done to keep the records safe, a line each in `safekeeping.jsonl` in the folder of backups: by the server every day, or by a command.
///
/// It lies with the backups because it tells of them, and because a machine set aside, which alone has the key, adds its restore tests there.
public struct SafekeepingEvent: Codable, Sendable, Equatable {
    public enum Job: String, Codable, Sendable, CaseIterable {
        case backup
        case restoreTest = "restore_test"
        case checkpoint
        case outagePack = "outage_pack"
        case copy
    }

    public enum Outcome: String, Codable, Sendable {
        case good
        case failed
        /// It could not be tried, such as a test without the key.
        case notPossible = "not_possible"
    }

    public let at: String
    public let job: Job
    public let outcome: Outcome
    /// The file's name, without its folder.
    public let file: String?
    /// What happened, in a sentence without names of people.
    public let words: String

    public init(at: Instant, job: Job, outcome: Outcome, file: String? = nil, words: String) {
        (self.at, self.job, self.outcome, self.file, self.words) = (at.iso, job, outcome, file, words)
    }

    public var moment: Instant { Instant(at) ?? Instant(milliseconds: 0) }
}

/// The folder of backups: what lies in it, and what was done.
public struct Safekeeping: Sendable {
    public let folder: String
    private var log: String { folder + "/safekeeping.jsonl" }

    public init(folder: String) { self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder }

    /// A backup that is there.
    public struct Backup: Sendable, Equatable {
        public let file: String
        public let path: String
        public let manifest: BackupManifest?
    }

    private static let beginning = "waymark-"
    /// What is added to a backup's name for its manifest.
    public static let manifestEnding = ".json"

    /// `waymark-2026-11-21T020000Z.sqlite`, with `.age` where it is sealed: by their names they stand in the order of time.
    public static func name(at moment: Instant, isSealed: Bool) -> String {
        "\(beginning)\(spelt(moment.iso))Z.sqlite" + (isSealed ? ".age" : "")
    }

    private static let faultyBeginning = "faulty-"

    /// What a copy of records that did not verify is called: never taken for a backup, and none makes way for it.
    public static func faultyName(of name: String) -> String { faultyBeginning + name }

    /// The backups there are, newest first: files of the name the server gives, and any other beside which lies what was noted when it was made.
    public var backups: [Backup] {
        let there = Set(names)
        return there.compactMap { name -> (made: String, backup: Backup)? in
            let (path, isOwn) = ("\(folder)/\(name)", Self.isName(name))
            guard isOwn || there.contains(name + Self.manifestEnding) && !name.hasPrefix(Self.faultyBeginning) else { return nil }
            let data = FileManager.default.contents(atPath: path + Self.manifestEnding)
            let manifest = data.flatMap { try? JSONDecoder().decode(BackupManifest.self, from: $0) }
            guard isOwn || manifest != nil else { return nil }
            // The moment in the name, spelt the same for both.
            let made = isOwn ? String(name.dropFirst(Self.beginning.count).prefix(17)) : Self.spelt(manifest?.madeAt ?? "")
            return (made, Backup(file: name, path: path, manifest: manifest))
        }.sorted { ($0.made, $0.backup.file) > ($1.made, $1.backup.file) }.map(\.backup)
    }

    private static func spelt(_ moment: String) -> String { String(moment.prefix(19).filter { $0 != ":" }) }

    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

    private static func isName(_ name: String) -> Bool {
        name.wholeMatch(of: /waymark-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z\.sqlite(\.age)?/) != nil
    }

    /// Throws away all but the newest `kept` of the server's own, which it tells by their names; after a good backup only. What was erased must not stay for ever in a copy that was faulty:
    /// one older than every backup goes too.
    public func prune(keeping kept: Int) {
        let there = backups.filter { Self.isName($0.file) }
        for old in there.dropFirst(max(1, kept)) { remove(old.file) }
        guard let oldest = there.prefix(max(1, kept)).last else { return }
        for name in faulty where name < Self.faultyName(of: oldest.file) { remove(name) }
    }

    /// Throws away all but the newest of the copies that did not verify.
    public func pruneFaulty() {
        for name in faulty.dropFirst() { remove(name) }
    }

    /// Newest first.
    private var faulty: [String] {
        names.filter { $0.hasPrefix(Self.faultyBeginning) && Self.isName(String($0.dropFirst(Self.faultyBeginning.count))) }.sorted(by: >)
    }

    private func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        try? FileManager.default.removeItem(atPath: "\(folder)/\(name)\(Self.manifestEnding)")
    }

    /// Adds a line, on disk before this returns.
    public func note(_ event: SafekeepingEvent) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let files = FileManager.default
        if !files.fileExists(atPath: log) { _ = files.createFile(atPath: log, contents: nil, attributes: [.posixPermissions: 0o600]) }
        guard let file = FileHandle(forUpdatingAtPath: log) else { throw SealedFile.DiskFault(sentence: "\(folder) cannot be written.") }
        defer { try? file.close() }
        let end = try file.seekToEnd()
        var line = try encoder.encode(event) + Data("\n".utf8)
        // What a power cut left of a line is ended first, so that it spoils none but itself.
        if end > 0 {
            try file.seek(toOffset: end - 1)
            if try file.read(upToCount: 1) != Data("\n".utf8) { line = Data("\n".utf8) + line }
            try file.seekToEnd()
        }
        try file.write(contentsOf: line)
        try file.synchronize()
    }

    /// What was done lately, newest first; a line that is none of ours is left out.
    public var events: [SafekeepingEvent] {
        guard let file = FileHandle(forReadingAtPath: log) else { return [] }
        defer { try? file.close() }
        guard let end = try? file.seekToEnd(), (try? file.seek(toOffset: end > 512 << 10 ? end - 512 << 10 : 0)) != nil,
            let data = try? file.readToEnd()
        else { return [] }
        return data.split(separator: 0x0A).reversed().compactMap { try? JSONDecoder().decode(SafekeepingEvent.self, from: $0) }
    }
}
