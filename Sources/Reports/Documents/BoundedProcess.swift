import Foundation
import Synchronization

/// Another program, run for one piece of work: in a folder of its own, with nothing of our environment, and ended when its time is over.
enum BoundedProcess {
    enum End: Equatable {
        case ended(Int32)
        /// By a bound of the system's or by our own clock.
        case killed
        case notStarted
    }

    /// - Parameters:
    ///   - told: a file for what it writes to standard error; nil lets that go.
    static func run(_ program: String, _ words: [String], in folder: TemporaryFolder, seconds: Int, told: String? = nil) async -> End {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        // Nothing of ours: the program's own environment may hold the way to the database.
        process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder.path, "TMPDIR": folder.path]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = told.flatMap { FileHandle(forWritingAtPath: $0) } ?? FileHandle.nullDevice
        let (ends, tell) = AsyncStream.makeStream(of: End.self)
        process.terminationHandler = { done in
            tell.yield(done.terminationReason == .exit ? .ended(done.terminationStatus) : .killed)
            tell.finish()
        }
        do { try process.run() } catch { return .notStarted }
        let pid = process.processIdentifier
        let timer = Task {
            try await Task.sleep(for: .seconds(seconds))
            kill(pid, SIGKILL)
        }
        defer { timer.cancel() }
        for await end in ends { return end }
        // Whoever asked has gone: so does the process.
        kill(pid, SIGKILL)
        return .killed
    }
}

/// So many at once, and whoever comes besides is sent away.
final class Desk: Sendable {
    private let free: Mutex<Int>

    init(places: Int) { free = Mutex(places) }

    func sit() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    func leave() { free.withLock { $0 += 1 } }
}
