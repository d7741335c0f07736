import Foundation
import GRDB
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A copy of a database's file in a second folder that follows it: the file as it was, and since then every transaction as SQLite's own log has it.
///
/// It keeps a reading transaction open all the time. While it is, SQLite may bring pages from the log into the file but never begins the log anew, so
/// nothing that was committed can leave the log before it is copied. When the log has grown, writers are kept out for a moment: the rest is
/// copied, the reader lets go, the log goes into the file, and the reader takes hold again.
///
/// In the folder: `current` names the folder that holds `base.sqlite` and `wal-000001`, …, each byte for byte a log of SQLite's.
public actor SQLiteCopy {
    /// Why it cannot follow just now; it makes a new base at the next step.
    public struct Fault: Error, Sendable { public let sentence: String }

    private let path: String
    private let folder: String
    /// From this size on the log is brought into the file.
    private let mostLog: UInt64
    private let rest: Duration
    private var reader: DatabaseQueue?
    /// The log that is copied, as far as it is.
    private var log: WALReader?
    /// The same, as far as it was looked through: what of a transaction is there whose end is not.
    private var ahead: WALReader?
    /// When the log was written last, as it was looked through last.
    private var stamp: Date?
    /// So much of an open transaction is looked through anew each time; more only once the log was written to.
    private static let quicklyRead: UInt64 = 64 << 20
    private var generation = ""
    private var segment = 0
    private var copied: UInt64 = 0
    /// Where the log ended when it was last brought into the file; nought once it has begun anew.
    private var turnedAt: UInt64 = 0
    private var isPaused = false
    /// Since a base could not be made: until when, and how long that is.
    private var waiting: (until: ContinuousClock.Instant, rest: Duration, fault: Fault)?
    /// The database's file, opened for its bytes and never closed while this process lives: closing any descriptor of a file takes away all locks
    /// the process holds on it (POSIX), SQLite's own too, and then another process that lets go of the database last removes its log under us.
    private var bytes: FileHandle?

    /// - Parameters:
    ///   - path: the database's file, which is there.
    ///   - folder: made where there is none; for this database alone.
    ///   - rest: how long at most it leaves a base that could not be made; a sixty-fourth of that the first time, then twice as long each time.
    public init(of path: String, in folder: String, mostLog: UInt64 = 16 << 20, rest: Duration = .seconds(60)) {
        (self.path, self.folder, self.mostLog, self.rest) = (path, folder, mostLog, rest)
    }

    /// Copies what was committed since the last step, and waits until it is on disk; makes a base first where there is none that can be gone on with.
    public func step() throws {
        guard !isPaused else { return }
        if let waiting, ContinuousClock.now < waiting.until { throw waiting.fault }
        do {
            if generation.isEmpty { try begin() }
            try ship()
            if log?.end ?? 0 > turnedAt + mostLog { try turn() }
            // Long logs are long to put back: then begin with a new base.
            if copied > max(256 << 20, (try? size(of: path)) ?? 0) { try begin() }
        } catch {
            stop()
            generation = ""
            throw fault(for: error)
        }
    }

    private func fault(for error: any Error) -> Fault {
        error as? Fault ?? Fault(sentence: "The copy in the second folder cannot be written, or the records cannot be read.")
    }

    /// Lets go of the database, so that its log can be emptied; what lies in the copy is thrown away at the next step after ``goOn()``.
    public func pause() {
        isPaused = true
        stop()
        generation = ""
    }

    public func goOn() {
        isPaused = false
        waiting = nil
    }

    /// Lets go of the database. The copy stays.
    public func stop() {
        try? reader?.close()
        reader = nil
        log = nil
    }

    // MARK: The database's side

    private func hold() throws {
        if reader == nil {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            configuration.allowsUnsafeTransactions = true
            reader = try DatabaseQueue(path: path, configuration: configuration)
        }
        try reader?.inDatabase { database in
            try database.execute(sql: "BEGIN")
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
        }
    }

    private func letGo() throws { try reader?.inDatabase { try $0.execute(sql: "COMMIT") } }

    /// Brings the log into the file, with writers of every process kept out.
    private func turn() throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(5)
        let writer = try DatabaseQueue(path: path, configuration: configuration)
        let other = try DatabaseQueue(path: path, configuration: configuration)
        defer {
            try? other.close()
            try? writer.close()
        }
        try writer.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        try ship(isLast: true)
        try letGo()
        // As far as other readers let it: what remains stays in the log, and is there already.
        _ = try other.inDatabase { try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(PASSIVE)") }
        try hold()
        try writer.inDatabase { try $0.execute(sql: "ROLLBACK") }
        turnedAt = log?.end ?? 0
    }

    // MARK: The copy's side

    /// A base that cannot be made costs as much as one that can: it is tried again soon, as what stood in the way may be gone, and then ever more
    /// seldom.
    private func begin() throws {
        do { try makeBase() } catch {
            let (fault, rest) = (fault(for: error), min(rest, waiting.map { $0.rest * 2 } ?? rest / 64))
            waiting = (ContinuousClock.now + rest, rest, fault)
            throw fault
        }
        waiting = nil
    }

    /// Brings the whole log into the file and cuts it to nothing, where nobody reads something older. The log a killed process left is long, all of it
    /// is in the file soon after the next one begins, and then the first writer would begin it anew while it is being copied.
    private func empty() {
        var configuration = Configuration()
        configuration.busyMode = .timeout(1)
        guard let other = try? DatabaseQueue(path: path, configuration: configuration) else { return }
        _ = try? other.writeWithoutTransaction { try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try? other.close()
    }

    private func makeBase() throws {
        stop()
        empty()
        try hold()
        let name = "\(Int64(Date().timeIntervalSince1970 * 1000))"
        let place = "\(folder)/\(name)"
        let files = FileManager.default
        // What a process that ended left half made takes the room the new one needs.
        let current = files.contents(atPath: "\(folder)/current").map { String(decoding: $0, as: UTF8.self).filter(\.isNumber) }
        removeBases(but: current)
        do {
            try files.createDirectory(atPath: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // What is brought from the log into the file meanwhile is in the log too, and so in the first segment.
            try copyBase(upTo: try size(of: path), to: "\(place)/base.sqlite")
            (generation, segment, copied, log, ahead, stamp) = (name, 0, 0, nil, nil, nil)
            try ship()
            let partial = "\(folder)/current.partial"
            guard files.createFile(atPath: partial, contents: Data("\(name)\n".utf8), attributes: [.posixPermissions: 0o600]) else {
                throw Fault(sentence: "The copy in the second folder cannot be written.")
            }
            try settle(partial)
            try settle(place)
            guard rename(partial, "\(folder)/current") == 0 else {
                throw Fault(sentence: "The copy in the second folder cannot be written.")
            }
        } catch {
            try? files.removeItem(atPath: place)
            throw error
        }
        try settle(folder)
        removeBases(but: name)
    }

    private func removeBases(but kept: String?) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name != kept && Int64(name) != nil {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    /// - Parameter isLast: writers are kept out, and the log is left after this.
    private func ship(isLast: Bool = false) throws {
        let file = path + "-wal"
        let seen = (try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate]) as? Date
        guard let input = FileHandle(forReadingAtPath: file) else { return }
        defer { try? input.close() }
        guard let header = try input.read(upToCount: WALReader.headerSize), let fresh = WALReader(header: header) else { return }
        if log?.salts != fresh.salts {
            // One up when it began anew under our eyes; anything else is a log we did not see the beginning of.
            if let before = log, fresh.salt != before.salt &+ 1 {
                throw Fault(sentence: "The log of the records began anew unseen: a new base is made.")
            }
            (log, ahead, segment, turnedAt) = (fresh, nil, segment + 1, 0)
            try write(header, to: target)
        }
        guard let done = log else { return }
        // Looked through first, then copied: of a transaction that is still open, however long, nothing is held and nothing copied.
        let before = ahead?.at ?? done.at
        var found = try look(from: ahead ?? done, input)
        if ahead != nil, found.at == before, found.at - done.end <= Self.quicklyRead || seen != stamp {
            // It may have been taken back, and another have begun where it did; SQLite may also write a page of it anew where it lies.
            found = try look(from: done, input)
        }
        if found.end > done.end { try copy(input, upTo: found.end) }
        if isLast || (found.at == done.at && seen != stamp) { try check(input, header) }
        let isOpen = found.at > found.end
        // While it grows, what is looked through may be of a transaction that was taken back by now: then once more from its beginning.
        stamp = isOpen && found.at > before ? nil : seen
        ahead = isOpen ? found : nil
    }

    /// Whether the log still is what was copied of it. Where the disk refused the last flush, SQLite takes back a transaction that stands in the log
    /// whole, and writes the next one over it: then nothing that follows would ever fit.
    private func check(_ input: FileHandle, _ header: Data) throws {
        guard let log, var again = WALReader(header: header) else { return }
        try again.advance(through: input, upTo: log.end)
        if again.end == log.end { return }
        // Begun anew while it was read, as it may after everything in it was brought into the file: the next step sees to that.
        try input.seek(toOffset: 0)
        if let fresh = WALReader(header: try input.read(upToCount: WALReader.headerSize) ?? Data()), fresh.salt == log.salt &+ 1 { return }
        throw Fault(sentence: "The log of the records was written over: a new base is made.")
    }

    private func look(from reader: WALReader, _ input: FileHandle) throws -> WALReader {
        var reader = reader
        try reader.advance(through: input)
        return reader
    }

    private func copy(_ input: FileHandle, upTo end: UInt64) throws {
        guard var reading = log else { return }
        try reading.advance(through: input, upTo: end) { try write($0, to: target) }
        guard reading.at == end, reading.end == end else {
            throw Fault(sentence: "The log of the records was written over: a new base is made.")
        }
        log = reading
    }

    private var target: String { "\(folder)/\(generation)/\(Self.name(ofLog: segment))" }

    /// `wal-000001`: by their names they stand in order.
    static func name(ofLog number: Int) -> String {
        "wal-\(String(repeating: "0", count: max(0, 6 - String(number).count)))\(number)"
    }

    private func write(_ data: Data, to path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let output = FileHandle(forWritingAtPath: path) else {
            throw Fault(sentence: "The copy in the second folder cannot be written.")
        }
        defer { try? output.close() }
        try output.seekToEnd()
        try output.write(contentsOf: data)
        try output.synchronize()
        copied += UInt64(data.count)
    }

    private func copyBase(upTo end: UInt64, to target: String) throws {
        if bytes == nil {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Fault(sentence: "The records cannot be read.") }
            bytes = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        }
        guard let input = bytes else { return }
        try input.seek(toOffset: 0)
        var left = end
        while left > 0, let data = try input.read(upToCount: Int(min(left, 4 << 20))), !data.isEmpty {
            try write(data, to: target)
            left -= UInt64(data.count)
        }
    }

    private func size(of path: String) throws -> UInt64 {
        (try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.uint64Value ?? 0
    }

    private func settle(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw Fault(sentence: "The copy in the second folder cannot be written.") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Fault(sentence: "The copy in the second folder cannot be written.") }
    }
}
