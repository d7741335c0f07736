import Foundation

/// A programming fault ends the process at once, so that whatever supervises it starts it again at once.
///
/// Left to itself Swift's runtime, where its tools are installed, first makes a backtrace: that has held the process for a minute, and it writes into the
/// log what memory holds where each register points, which may be a child's record. Whoever looks for a fault sets SWIFT_BACKTRACE, and gets it.
enum Traps {
    static func endAtOnce() {
        guard ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] == nil else { return }
        for fault in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT] { signal(fault, SIG_DFL) }
    }
}
