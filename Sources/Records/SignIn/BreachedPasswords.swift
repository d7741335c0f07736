import Casework
import Crypto
import Foundation

/// Every password known to have leaked, in a file the service keeps: Pwned Passwords as its downloader writes it, one line a password, the SHA-1 of
/// it in capitals, a colon and how often it was seen, in order. It is read where the answer would stand and nowhere else, so it may be any length.
public struct BreachedPasswords: Sendable {
    private let path: String

    /// - Throws: `Unusable` where there is no such file, or its first line is no such line.
    public init(file path: String) throws {
        self.path = path
        guard let file = FileHandle(forReadingAtPath: path) else { throw Unusable(why: "cannot be read") }
        defer { try? file.close() }
        // Its beginning is looked at: all of it would take minutes at every start.
        let lines = ((try? file.read(upToCount: 1 << 16)) ?? Data()).split(separator: UInt8(ascii: "\n"))
        let first = lines.first ?? Data()
        guard first.count > 40, first.prefix(40).allSatisfy(BreachedPasswords.isDigit), first.dropFirst(40).first == UInt8(ascii: ":")
        else {
            throw Unusable(why: "does not begin with the SHA-1 of a password and how often it was seen")
        }
        let isSorted = zip(lines, lines.dropFirst().dropLast()).allSatisfy { $0.prefix(40).lexicographicallyPrecedes($1.prefix(40)) }
        guard isSorted else { throw Unusable(why: "is not in the order of its hashes: take the list that is ordered by them") }
    }

    public struct Unusable: Error { public let why: String }

    /// Whether a password, exactly as typed, is among them.
    /// - Throws: where the file has gone or cannot be read any more.
    func contains(_ password: String) throws -> Bool {
        let wanted = hexadecimal(Insecure.SHA1.hash(data: Data(password.utf8))).uppercased().utf8
        guard let file = FileHandle(forReadingAtPath: path) else { throw Unusable(why: "cannot be read") }
        defer { try? file.close() }
        // Lines that begin before `low` come before the one wanted, and none that begins at `high` or after it is.
        var (low, high) = (UInt64(0), try file.seekToEnd())
        while high - low > UInt64(BreachedPasswords.longestLine) {
            let middle = low + (high - low) / 2
            try file.seek(toOffset: middle)
            let piece = try file.read(upToCount: 2 * BreachedPasswords.longestLine) ?? Data()
            guard let newline = piece.firstIndex(of: UInt8(ascii: "\n")) else { throw Unusable(why: "has a line too long") }
            let line = piece[(newline + 1)...].prefix(40)
            if line.count == 40, line.elementsEqual(wanted) { return true }
            if line.count == 40, line.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        // The line may begin before `low`, which stands within one, and ends at most a line after `high`.
        let start = low > UInt64(BreachedPasswords.longestLine) ? low - UInt64(BreachedPasswords.longestLine) : 0
        try file.seek(toOffset: start)
        let rest = try file.read(upToCount: 4 * BreachedPasswords.longestLine) ?? Data()
        return rest.split(separator: UInt8(ascii: "\n")).contains {
            $0.prefix(40).elementsEqual(wanted) && $0.dropFirst(40).first == UInt8(ascii: ":")
        }
    }

    private static let longestLine = 64
    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
    }
}
