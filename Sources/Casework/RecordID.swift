import FoundationEssentials

/// The identity of one record, a UUIDv7: its first 48 bits are the milliseconds it was made at, so keys of one import lie together.
public struct RecordID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let uuid: UUID

    public init(_ uuid: UUID) { self.uuid = uuid }

    /// Reads the 36-character form that addresses use.
    public init?(_ text: String) {
        guard text.utf8.count == 36, let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    /// Makes a new one from the moment and random bits (RFC 9562 §5.7).
    public init(at instant: Instant, random: inout some RandomNumberGenerator) {
        let ms = UInt64(bitPattern: instant.milliseconds)
        let a = UInt64.random(in: .min ... .max, using: &random)
        let b = UInt64.random(in: .min ... .max, using: &random)
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        uuid = UUID(
            uuid: (
                byte(ms, 40), byte(ms, 32), byte(ms, 24), byte(ms, 16), byte(ms, 8), byte(ms, 0),
                0x70 | byte(a, 8) & 0x0F, byte(a, 0), 0x80 | byte(b, 56) & 0x3F, byte(b, 48), byte(b, 40), byte(b, 32),
                byte(b, 24), byte(b, 16), byte(b, 8), byte(b, 0)
            ))
    }

    /// Makes a new one from the system's randomness.
    public static func new(at instant: Instant) -> RecordID {
        var random = SystemRandomNumberGenerator()
        return RecordID(at: instant, random: &random)
    }

    /// When it was made: when what bears it was first recorded, to the millisecond.
    public var madeAt: Instant {
        let bytes = uuid.uuid
        let high = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5]
        return Instant(milliseconds: high.reduce(0) { $0 << 8 | Int64($1) })
    }

    /// Lower case, as addresses and exports print it.
    public var description: String {
        // By hand, because a page prints hundreds and the library's goes through printf.
        withUnsafeBytes(of: uuid.uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { text in
                var place = 0
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    text[place] = RecordID.digit(byte >> 4)
                    text[place + 1] = RecordID.digit(byte & 15)
                    place += 2
                }
                return place
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

    public static func < (a: RecordID, b: RecordID) -> Bool { a.uuid < b.uuid }
}
