extension HTML {
    /// Appends `text` with `& < > " '` replaced, which serves element text and double-quoted attributes alike.
    static func escape(_ text: String, into bytes: inout [UInt8]) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { escape($0, into: &bytes) }
        if done == nil { escape(text.utf8, into: &bytes) }
    }

    private static func escape(_ source: some Collection<UInt8>, into bytes: inout [UInt8]) {
        // Most names and sentences need no escape: one look, one copy.
        guard source.contains(where: { entity($0) != nil }) else {
            bytes.append(contentsOf: source)
            return
        }
        for byte in source {
            if let entity = entity(byte) {
                entity.withUTF8Buffer { bytes.append(contentsOf: $0) }
            } else {
                bytes.append(byte)
            }
        }
    }

    @inline(__always)
    private static func entity(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0x26: "&amp;"
        case 0x3C: "&lt;"
        case 0x3E: "&gt;"
        case 0x22: "&quot;"
        case 0x27: "&#39;"
        default: nil
        }
    }
}

/// ` name="value"`, or nothing when there is no value. The name is a literal of ours.
func attribute(_ name: StaticString, _ value: String?) -> HTML {
    guard let value else { return .empty }
    let spelled = name.withUTF8Buffer { HTML(trusted: Array($0)) }
    return " \(spelled)=\"\(value)\""
}

/// ` name`, when it applies.
func flag(_ name: StaticString, _ applies: Bool) -> HTML {
    guard applies else { return .empty }
    return " " + name.withUTF8Buffer { HTML(trusted: Array($0)) }
}
