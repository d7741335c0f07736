import Casework
import Crypto
import FoundationEssentials
import Storage

/// What is remembered of the row a record was last imported from: a hash of the whole row, then one of each column.
///
/// The first tells whether the sender changed anything at all; the others which columns, so that what people here have since written in the
/// rest is kept. Columns are told by name, not place, so a column that comes or goes disturbs no other.
struct RowMemory: Sendable {
    static let rowLength = 16
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Hashes a row's known columns.
    init(_ table: CSVTable, _ row: Int, _ columns: [KnownColumn]) {
        var whole: [UInt8] = []
        var parts: [UInt8] = []
        whole.reserveCapacity(512)
        parts.reserveCapacity(columns.count * 4)
        for column in columns {
            table.raw(row, column.place) { cell in
                whole.append(contentsOf: column.seed)
                withUnsafeBytes(of: UInt32(truncatingIfNeeded: cell.count).littleEndian) { whole.append(contentsOf: $0) }
                whole.append(contentsOf: cell)
                withUnsafeBytes(of: RowMemory.short(column, cell).littleEndian) { parts.append(contentsOf: $0) }
            }
        }
        bytes = Array(SHA256.hash(data: whole).prefix(RowMemory.rowLength)) + parts
    }

    /// Whether both are of the same row.
    func isSame(as other: RowMemory) -> Bool { bytes.prefix(RowMemory.rowLength) == other.bytes.prefix(RowMemory.rowLength) }

    /// The columns of a row that stand as they did in the one remembered.
    func unchanged(_ table: CSVTable, _ row: Int, _ columns: [KnownColumn]) -> Set<Int> {
        let known = Set(
            stride(from: RowMemory.rowLength, to: bytes.count - 3, by: 4).map { at in
                UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3]) << 24
            })
        var same: Set<Int> = []
        for column in columns where known.contains(table.raw(row, column.place) { RowMemory.short(column, $0) }) {
            same.insert(column.place)
        }
        return same
    }

    /// FNV-1a over name and cell, folded to 32 bits: only ever asked of a row whose strong hash has already told it changed.
    private static func short(_ column: KnownColumn, _ cell: UnsafeRawBufferPointer) -> UInt32 {
        var hash = column.hash
        for byte in cell { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}

/// A column of a file that means something here.
struct KnownColumn: Sendable {
    let name: String
    let place: Int
    fileprivate let seed: [UInt8]
    fileprivate let hash: UInt64

    init(_ name: String, place: Int) {
        self.name = name
        self.place = place
        seed = Array(name.utf8) + [0]
        hash = seed.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}

/// Ids for one import: they ascend in the order they are made, so that rows of one import lie together on disk in their order.
struct AscendingIDs {
    private let moment: Instant
    private var source = Source()

    init(at moment: Instant) { self.moment = moment }

    mutating func next() -> RecordID {
        source.step()
        return RecordID(at: moment, random: &source)
    }

    /// The 32 highest of the id's random bits count; the 42 others stay random.
    private struct Source: RandomNumberGenerator {
        private var counter: UInt64 = 0
        private var isFirst = true
        private var system = SystemRandomNumberGenerator()

        mutating func step() {
            counter += 1
            isFirst = true
        }

        mutating func next() -> UInt64 {
            defer { isFirst = false }
            return isFirst ? (counter >> 20) & 0xFFF : (counter & 0xF_FFFF) << 42 | system.next() >> 22
        }
    }
}
