import Foundation

/// What SQLite's write-ahead log holds, as its file format says (sqlite.org/fileformat2.html, section 4): frames under a running checksum.
///
/// Whole transactions go up to ``end``: the last frame that ends one and whose checksum is right.
struct WALReader {
    static let headerSize = 32
    private static let frameHeaderSize = 24
    /// Read at once; larger than any frame.
    private static let piece: UInt64 = 4 << 20

    /// The salts of the log that is read: they change when it begins anew.
    private(set) var salts: [UInt8] = []
    /// How far it is read: behind the last frame whose checksum is right.
    private(set) var at: UInt64 = 0
    /// Behind the last frame that ended a transaction.
    private(set) var end: UInt64 = 0
    private var pageSize = 0
    private var isBigEndian = false
    private var sum: (UInt32, UInt32) = (0, 0)

    /// Counts one up each time the log begins anew while somebody has it open.
    var salt: UInt32 { Self.number(salts[...], 0) }

    /// Begins at the header; nil where there is none yet, or it is no log.
    init?(header: Data) {
        let bytes = Array(header)
        guard bytes.count == Self.headerSize else { return nil }
        let magic = Self.number(bytes[...], 0)
        guard magic & 0xffff_fffe == 0x377f_0682, Self.number(bytes[...], 4) == 3_007_000 else { return nil }
        isBigEndian = magic & 1 == 1
        pageSize = Int(Self.number(bytes[...], 8))
        guard pageSize >= 512, pageSize <= 65_536 else { return nil }
        salts = Array(bytes[16..<24])
        add(bytes[..<24])
        guard sum.0 == Self.number(bytes[...], 24), sum.1 == Self.number(bytes[...], 28) else { return nil }
        (at, end) = (UInt64(Self.headerSize), UInt64(Self.headerSize))
    }

    /// Goes on from where it was, a piece at a time, up to `limit` or the first frame that is not of this log.
    /// - Parameter body: is given the frames as they lie.
    mutating func advance(through input: FileHandle, upTo limit: UInt64 = .max, _ body: (Data) throws -> Void = { _ in }) throws {
        while at < limit {
            try input.seek(toOffset: at)
            guard let data = try input.read(upToCount: Int(min(limit - at, Self.piece))), !data.isEmpty else { return }
            let right = advance(over: data)
            guard right > 0 else { return }
            try body(data.prefix(right))
        }
    }

    /// - Returns: how many bytes are frames whose checksum is right.
    private mutating func advance(over data: Data) -> Int {
        let size = Self.frameHeaderSize + pageSize
        let bytes = Array(data)
        var right = 0
        while right + size <= bytes.count {
            let frame = bytes[right..<(right + size)]
            guard Array(frame[(right + 8)..<(right + 16)]) == salts else { break }
            let before = sum
            add(frame[right..<(right + 8)])
            add(frame[(right + Self.frameHeaderSize)...])
            guard sum.0 == Self.number(frame, 16), sum.1 == Self.number(frame, 20) else {
                sum = before
                break
            }
            right += size
            // The size of the database afterwards stands on the frame that ends a transaction.
            if Self.number(frame, 4) != 0 { end = at + UInt64(right) }
        }
        at += UInt64(right)
        return right
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { raw in
            var (s0, s1) = sum
            var at = 0
            while at + 8 <= raw.count {
                let (a, b) = (
                    raw.loadUnaligned(fromByteOffset: at, as: UInt32.self), raw.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self)
                )
                s0 = s0 &+ (isBigEndian ? UInt32(bigEndian: a) : UInt32(littleEndian: a)) &+ s1
                s1 = s1 &+ (isBigEndian ? UInt32(bigEndian: b) : UInt32(littleEndian: b)) &+ s0
                at += 8
            }
            sum = (s0, s1)
        }
    }

    /// Four bytes, the highest first.
    private static func number(_ bytes: ArraySlice<UInt8>, _ at: Int) -> UInt32 {
        bytes[(bytes.startIndex + at)..<(bytes.startIndex + at + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
