import Foundation

/// What SQLite's write-ahead log holds, as its file format says (sqlite.org/fileformat2.html, section 4): frames under a running checksum.
///
/// Only whole transactions are told of: up to the last frame that ends one and whose checksum is right.
struct WALReader {
    static let headerSize = 32
    private static let frameHeaderSize = 24

    /// The salts of the log that is read: they change when it begins anew.
    private(set) var salts: [UInt8] = []
    /// How far it is read: behind the last frame that ended a transaction.
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
        end = UInt64(Self.headerSize)
    }

    /// Goes on from where it was, over what follows there in the file.
    /// - Returns: how many bytes of it are whole transactions.
    mutating func advance(over data: Data) -> Int {
        let size = Self.frameHeaderSize + pageSize
        let bytes = Array(data)
        var (at, whole) = (0, 0)
        var atEnd = sum
        while at + size <= bytes.count {
            let frame = bytes[at..<(at + size)]
            guard Array(frame[(at + 8)..<(at + 16)]) == salts else { break }
            add(frame[at..<(at + 8)])
            add(frame[(at + Self.frameHeaderSize)...])
            guard sum.0 == Self.number(frame, 16), sum.1 == Self.number(frame, 20) else { break }
            at += size
            // The size of the database afterwards stands on the frame that ends a transaction.
            if Self.number(frame, 4) != 0 { (whole, atEnd) = (at, sum) }
        }
        sum = atEnd
        end += UInt64(whole)
        return whole
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
