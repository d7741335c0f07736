import CLibPQ
import Foundation
import Storage

/// One row of a result, in the server's text form.
struct PostgresRow: SQLRow {
    let result: OpaquePointer
    let row: Int32

    func isNull(_ column: Int) -> Bool {
        PQgetisnull(result, row, Int32(truncatingIfNeeded: column)) != 0
    }

    func text(_ column: Int) -> String? {
        bytes(column).map { String(decoding: $0, as: UTF8.self) }
    }

    func integer(_ column: Int) -> Int64? {
        guard let bytes = bytes(column) else { return nil }
        return wholeNumber(bytes) ?? real(column).flatMap { Int64(exactly: $0) }
    }

    func real(_ column: Int) -> Double? {
        text(column).flatMap { Double($0) }
    }

    func bool(_ column: Int) -> Bool? {
        guard let bytes = bytes(column), bytes.count == 1 else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "t"), UInt8(ascii: "1"): return true
        case UInt8(ascii: "f"), UInt8(ascii: "0"): return false
        default: return nil
        }
    }

    func blob(_ column: Int) -> [UInt8]? {
        guard let bytes = bytes(column), bytes.count >= 2, bytes[0] == UInt8(ascii: "\\"), bytes[1] == UInt8(ascii: "x") else {
            return nil
        }
        var blob: [UInt8] = []
        blob.reserveCapacity(bytes.count / 2 - 1)
        for index in stride(from: 2, to: bytes.count - 1, by: 2) {
            guard let high = hexValue(bytes[index]), let low = hexValue(bytes[index + 1]) else { return nil }
            blob.append(high << 4 | low)
        }
        return blob
    }

    func id(_ column: Int) -> UUID? {
        guard let bytes = bytes(column), bytes.count == 36 else { return nil }
        var parts: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isWhole = withUnsafeMutableBytes(of: &parts) { parts in
            var place = 0
            for index in parts.indices {
                if bytes[place] == UInt8(ascii: "-") { place += 1 }
                guard place + 1 < 36, let high = hexValue(bytes[place]), let low = hexValue(bytes[place + 1]) else { return false }
                parts[index] = high << 4 | low
                place += 2
            }
            return place == 36
        }
        return isWhole ? UUID(uuid: parts) : nil
    }

    /// Valid until the result is cleared; nil for NULL.
    private func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8>? {
        let index = Int32(truncatingIfNeeded: column)
        guard PQgetisnull(result, row, index) == 0, let start = PQgetvalue(result, row, index) else { return nil }
        let count = Int(PQgetlength(result, row, index))
        return UnsafeBufferPointer(start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
    }

    /// "-12", "t", "f"; nil for anything else.
    private func wholeNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        if bytes.count == 1, bytes[0] == UInt8(ascii: "t") || bytes[0] == UInt8(ascii: "f") {
            return bytes[0] == UInt8(ascii: "t") ? 1 : 0
        }
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? bytes.dropFirst() : bytes[...]
        guard !digits.isEmpty else { return nil }
        // Counted downwards, because the lowest number has no positive twin.
        var number: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let (next, underflow) = tens.subtractingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            if overflow || underflow { return nil }
            number = next
        }
        if isNegative { return number }
        return number == .min ? nil : -number
    }
}
