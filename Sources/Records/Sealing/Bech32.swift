/// Bech32 (BIP 173) as age writes its keys: a word, `1`, the bytes five bits a sign, and a checksum that finds any four wrong signs.
enum Bech32 {
    private static let signs = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    /// In lower case.
    static func encode(_ word: String, _ bytes: [UInt8]) -> String {
        let data = regroup(bytes, from: 8, to: 5, pads: true) ?? []
        let sum = polymod(expand(word) + data + [0, 0, 0, 0, 0, 0]) ^ 1
        let check = (0..<6).map { UInt8(truncatingIfNeeded: sum >> UInt32(5 * (5 - $0))) & 31 }
        return word + "1" + String(decoding: (data + check).map { signs[Int($0)] }, as: UTF8.self)
    }

    /// The word in lower case and its bytes; nil where a sign is wrong, or upper and lower case are mixed.
    static func decode(_ text: String) -> (word: String, bytes: [UInt8])? {
        let lower = text.lowercased()
        guard text == lower || text == text.uppercased(), let one = lower.lastIndex(of: "1"), one > lower.startIndex else { return nil }
        let word = String(lower[..<one])
        var data: [UInt8] = []
        for sign in lower[lower.index(after: one)...].utf8 {
            guard let value = signs.firstIndex(of: sign) else { return nil }
            data.append(UInt8(value))
        }
        guard data.count >= 6, word.utf8.allSatisfy({ (33...126).contains($0) }), polymod(expand(word) + data) == 1,
            let bytes = regroup(Array(data.dropLast(6)), from: 5, to: 8, pads: false)
        else { return nil }
        return (word, bytes)
    }

    private static func expand(_ word: String) -> [UInt8] { word.utf8.map { $0 >> 5 } + [0] + word.utf8.map { $0 & 31 } }

    private static func polymod(_ values: [UInt8]) -> UInt32 {
        let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
        var sum: UInt32 = 1
        for value in values {
            let top = sum >> 25
            sum = (sum & 0x1ff_ffff) << 5 ^ UInt32(value)
            for (bit, number) in generator.enumerated() where top >> UInt32(bit) & 1 == 1 { sum ^= number }
        }
        return sum
    }

    /// Nil where bits are left over that are not nought.
    private static func regroup(_ values: [UInt8], from: UInt32, to: UInt32, pads: Bool) -> [UInt8]? {
        var (held, bits): (UInt32, UInt32) = (0, 0)
        var out: [UInt8] = []
        for value in values {
            held = (held << from | UInt32(value)) & 0xfff
            bits += from
            while bits >= to {
                bits -= to
                out.append(UInt8(truncatingIfNeeded: held >> bits) & UInt8((1 << to) - 1))
            }
        }
        let left = UInt8(truncatingIfNeeded: held << (to - bits)) & UInt8((1 << to) - 1)
        if pads { return bits > 0 ? out + [left] : out }
        return bits < from && left == 0 ? out : nil
    }
}
