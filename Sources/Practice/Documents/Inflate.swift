/// Unpacks DEFLATE (RFC 1951): enough to look into a file before it is kept. Nothing unpacked is kept or shown.
enum Inflate {
    /// The bytes unpacked, as many as `budget` has left; nil when they are not DEFLATE.
    ///
    /// What was unpacked is taken off the budget even where it could not go on: a file of many parts is bounded as one, whatever they are.
    static func unpack(_ bytes: ArraySlice<UInt8>, within budget: inout Int) -> [UInt8]? {
        var reader = Bits(bytes: bytes, at: bytes.startIndex)
        var out: [UInt8] = []
        let most = budget
        defer { budget = max(0, most - out.count) }
        while true {
            guard let isLast = reader.take(1), let type = reader.take(2) else { return nil }
            switch type {
            case 0:
                guard let plain = reader.plain() else { return nil }
                out += plain
            case 1: guard block(&reader, fixed.0, fixed.1, into: &out, most: most) else { return nil }
            case 2:
                guard let (literals, distances) = tables(&reader), block(&reader, literals, distances, into: &out, most: most) else {
                    return nil
                }
            default: return nil
            }
            if isLast == 1 || out.count >= most { return Array(out.prefix(most)) }
        }
    }

    private struct Bits {
        let bytes: ArraySlice<UInt8>
        var at: Int
        var held = 0
        var count = 0

        mutating func take(_ wanted: Int) -> Int? {
            while count < wanted {
                guard at < bytes.endIndex else { return nil }
                held |= Int(bytes[at]) << count
                at += 1
                count += 8
            }
            let value = held & ((1 << wanted) - 1)
            held >>= wanted
            count -= wanted
            return value
        }

        /// A stored block: whole bytes after its length.
        mutating func plain() -> ArraySlice<UInt8>? {
            (held, count) = (0, 0)
            guard at + 4 <= bytes.endIndex else { return nil }
            let length = Int(bytes[at]) | Int(bytes[at + 1]) << 8
            at += 4
            guard at + length <= bytes.endIndex else { return nil }
            defer { at += length }
            return bytes[at..<at + length]
        }
    }

    /// A canonical Huffman code: how many codes of each length, and the symbols in their order.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int]

        init(_ lengths: [Int]) {
            for length in lengths { counts[length] += 1 }
            counts[0] = 0
            var places = [Int](repeating: 0, count: 16)
            for length in 1..<15 { places[length + 1] = places[length] + counts[length] }
            symbols = [Int](repeating: 0, count: lengths.count)
            for (symbol, length) in lengths.enumerated() where length > 0 {
                symbols[places[length]] = symbol
                places[length] += 1
            }
        }

        func read(_ bits: inout Bits) -> Int? {
            var (code, first, index) = (0, 0, 0)
            for length in 1..<16 {
                guard let bit = bits.take(1) else { return nil }
                code |= bit
                if code - counts[length] < first { return symbols[index + (code - first)] }
                index += counts[length]
                first = (first + counts[length]) << 1
                code <<= 1
            }
            return nil
        }
    }

    private static let fixed = (
        Code((0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }), Code([Int](repeating: 5, count: 30))
    )
    private static let lengthBase = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
    ]
    private static let lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
    private static let distanceBase = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
        16385,
        24577,
    ]
    private static let distanceExtra = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private static func tables(_ bits: inout Bits) -> (Code, Code)? {
        guard let literals = bits.take(5), let distances = bits.take(5), let codes = bits.take(4) else { return nil }
        var lengths = [Int](repeating: 0, count: 19)
        for place in 0..<codes + 4 {
            guard let length = bits.take(3) else { return nil }
            lengths[order[place]] = length
        }
        let code = Code(lengths)
        var all: [Int] = []
        let wanted = literals + 257 + distances + 1
        while all.count < wanted {
            guard let symbol = code.read(&bits) else { return nil }
            switch symbol {
            case 0..<16: all.append(symbol)
            case 16:
                guard let last = all.last, let more = bits.take(2) else { return nil }
                all += [Int](repeating: last, count: more + 3)
            case 17:
                guard let more = bits.take(3) else { return nil }
                all += [Int](repeating: 0, count: more + 3)
            default:
                guard let more = bits.take(7) else { return nil }
                all += [Int](repeating: 0, count: more + 11)
            }
        }
        guard all.count == wanted else { return nil }
        return (Code(Array(all[..<(literals + 257)])), Code(Array(all[(literals + 257)...])))
    }

    private static func block(_ bits: inout Bits, _ literals: Code, _ distances: Code, into out: inout [UInt8], most: Int) -> Bool {
        while out.count < most {
            guard let symbol = literals.read(&bits) else { return false }
            if symbol < 256 {
                out.append(UInt8(symbol))
            } else if symbol == 256 {
                return true
            } else {
                guard symbol - 257 < lengthBase.count, let more = bits.take(lengthExtra[symbol - 257]), let far = distances.read(&bits),
                    far < distanceBase.count, let further = bits.take(distanceExtra[far])
                else { return false }
                let distance = distanceBase[far] + further
                guard distance <= out.count else { return false }
                for _ in 0..<lengthBase[symbol - 257] + more { out.append(out[out.count - distance]) }
            }
        }
        return true
    }
}
