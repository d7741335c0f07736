import Foundation
import Storage

/// Parameters in PostgreSQL's text form, NUL-terminated one after another in one buffer; the server infers their types.
struct Parameters {
    private var bytes: [UInt8] = []
    /// Where each one starts; nil for NULL.
    private var starts: [Int?] = []

    init(_ values: [SQLValue]) throws {
        bytes.reserveCapacity(values.count * 40)
        starts.reserveCapacity(values.count)
        for value in values {
            guard value != .null else {
                starts.append(nil)
                continue
            }
            starts.append(bytes.count)
            try bytes.append(postgresText: value)
            bytes.append(0)
        }
    }

    func withPointers<T>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> T) -> T {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.assumingMemoryBound(to: CChar.self).baseAddress
            let pointers = starts.map { start -> UnsafePointer<CChar>? in start.flatMap { base?.advanced(by: $0) } }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}

extension [UInt8] {
    /// Appends a value as PostgreSQL reads it, without a terminator; nothing for NULL. Throws `nulCharacter`.
    mutating func append(postgresText value: SQLValue) throws {
        switch value {
        case .null: break
        case .bool(let flag): append(flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .integer(let number): append(contentsOf: String(number).utf8)
        case .real(let number): append(contentsOf: number.description.utf8)
        case .text(let text):
            let start = count
            append(contentsOf: text.utf8)
            if self[start...].contains(0) { throw StoreError.nulCharacter }
        case .blob(let blob):
            append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "x")])
            for byte in blob { append(hex: byte) }
        case .id(let id):
            Swift.withUnsafeBytes(of: id.uuid) { parts in
                for (index, byte) in parts.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 { append(UInt8(ascii: "-")) }
                    append(hex: byte)
                }
            }
        }
    }

    private mutating func append(hex byte: UInt8) {
        append(hexDigit(byte >> 4))
        append(hexDigit(byte & 15))
    }
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// The value of one hexadecimal digit, or nil.
func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
