import Foundation

/// Whether a file holds what a scanner knows as harmful: asked of ClamAV's clamd over its socket on this machine (ASVS 5.4.3).
///
/// An optional extra of an installation. Where it is set up, a file it has not looked at is not kept.
public struct FileScanner: Sendable {
    public enum Finding: Sendable, Equatable {
        case clean
        /// What it knows it as.
        case harmful(String)
        /// It did not answer, or could not look at it.
        case unknown

        /// Why the file is not kept, in words for whoever sent it; nil where it may be.
        public var refusal: String? {
            switch self {
            case .clean: nil
            case .harmful(let name):
                "The file holds something harmful (\(name)), so it was not kept. Tell whoever looks after your machines."
            case .unknown:
                "The file could not be looked through for anything harmful just now, so it was not kept. Try again in a few minutes."
            }
        }
    }

    private let path: String
    private let seconds: Int
    private static let piece = 1 << 16

    /// - Parameters:
    ///   - path: of the socket it listens on.
    ///   - seconds: how long an answer may take.
    public init(socket path: String, seconds: Int = 60) { (self.path, self.seconds) = (path, seconds) }

    /// Whether it answers.
    public var works: Bool { get async { await said([Array("zPING\0".utf8)]) == "PONG" } }

    public func finding(in bytes: [UInt8]) async -> Finding {
        var parts = [Array("zINSTREAM\0".utf8)]
        for start in stride(from: 0, to: bytes.count, by: Self.piece) {
            let piece = bytes[start..<min(start + Self.piece, bytes.count)]
            parts.append(Self.number(piece.count) + piece)
        }
        guard let answer = await said(parts + [Self.number(0)]), answer.hasPrefix("stream: ") else { return .unknown }
        let words = answer.dropFirst("stream: ".count)
        if words == "OK" { return .clean }
        return words.hasSuffix(" FOUND") ? .harmful(String(words.dropLast(" FOUND".count).prefix(100))) : .unknown
    }

    private static func number(_ count: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } }

    /// What it answers, to its zero; nil where it does not. It waits for another program, so on a thread that may.
    private func said(_ parts: [[UInt8]]) async -> String? {
        await withCheckedContinuation { done in
            DispatchQueue.global().async { [path, seconds] in done.resume(returning: Self.ask(path, seconds, parts)) }
        }
    }

    private static func ask(_ path: String, _ seconds: Int, _ parts: [[UInt8]]) -> String? {
        let line = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard line >= 0 else { return nil }
        defer { close(line) }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(line, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        guard isConnected(line, path) else { return nil }
        for part in parts {
            var sent = 0
            while sent < part.count {
                let count = part[sent...].withUnsafeBytes { send(line, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                // It may have its answer before it has read everything.
                guard count > 0 else { return answer(line) }
                sent += count
            }
        }
        return answer(line)
    }

    private static func isConnected(_ line: Int32, _ path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        return withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { connect(line, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 }
        }
    }

    private static func answer(_ line: Int32) -> String? {
        var said: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1024)
        while said.count < 4096, !said.contains(0) {
            let count = recv(line, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            said += piece.prefix(count)
        }
        return String(decoding: said.prefix { $0 != 0 }, as: UTF8.self)
    }
}
