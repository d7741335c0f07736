/// The text of a receiver's XSD, before any program is given it, and of what xmllint then says.
public enum XSDText {
    /// Why an XSD is not taken; nil where it may be. What leads to other files is not followed, so it could not be kept to.
    public static func refusal(of xsd: String) -> String? {
        if xsd.utf8.contains(0) { return "The XSD holds a character that cannot be kept (NUL)." }
        if body(of: xsd) == nil {
            return "The XSD says that it is in another encoding than UTF-8, or says so twice: save it as UTF-8."
        }
        if !xsd.contains("schema") || !xsd.contains("http://www.w3.org/2001/XMLSchema") { return "This is not an XSD." }
        if xsd.contains("<!DOCTYPE") || xsd.contains("<!ENTITY") { return "The XSD has a DOCTYPE, which is not taken." }
        if xsd.contains("schemaLocation") {
            return "The XSD leads to other files (“schemaLocation”), which are not taken: put them into one."
        }
        return xsd.contains("targetNamespace")
            ? "The XSD has a targetNamespace, and the return’s XML has no namespace: every file would be refused. Take it out of the XSD first."
            : nil
    }

    /// An XSD without its XML declaration. Nil where that names another encoding than UTF-8, or where there is a second one: under another
    /// encoding other text would be read than what was looked at here.
    static func body(of xsd: String) -> String? {
        var bytes = Array(xsd.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        bytes = bytes.drop(while: isSpace)
        if isDeclared(bytes) {
            guard let end = bytes.firstRange(of: Array("?>".utf8)) else { return nil }
            let declaration = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            if declaration.contains("encoding"), declaration.firstMatch(of: /encoding\s*=\s*["'][Uu][Tt][Ff]-8["']/) == nil { return nil }
            bytes = bytes[end.upperBound...]
        }
        let again = bytes.indices.contains { bytes[$0] == UInt8(ascii: "<") && isDeclared(bytes[$0...]) }
        return again ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private static func isDeclared(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.starts(with: Array("<?xml".utf8)) && bytes.dropFirst(5).first.map(isSpace) == true
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    /// Reads `return.xml:1: element Gender: Schemas validity error : Element 'Gender': …` without what stands in the file.
    static func faults(_ told: String) -> [String] {
        var counts: [String: Int] = [:]
        for line in told.split(whereSeparator: \.isNewline) {
            guard let start = line.firstRange(of: "Schemas validity error : ")?.upperBound else { continue }
            let sentence = line[start...]
            let element = sentence.split(separator: "'", maxSplits: 2).dropFirst().first ?? "?"
            counts["\(element): \(sort(of: sentence))", default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { $1 == 1 ? "\($0)." : "\($0), \($1) times." }
    }

    /// What sort of fault a sentence tells of, in words that hold no value: names of elements and types are the XSD's own.
    private static func sort(of sentence: Substring) -> String {
        if sentence.contains("Missing child element") {
            let expected = sentence.firstRange(of: "Expected is").map { sentence[$0.lowerBound...] } ?? ""
            return expected.isEmpty ? "something is missing in it" : "something is missing in it. \(expected.prefix { $0 != "." })"
        }
        if sentence.contains("is not expected") { return "is not expected there" }
        if let facet = sentence.firstRange(of: "[facet '") {
            return "its value is not allowed (\(sentence[facet.upperBound...].prefix { $0 != "'" }))"
        }
        if let type = sentence.firstRange(of: "is not a valid value of") {
            return "its value \(sentence[type.lowerBound...].prefix { $0 != "." })"
        }
        return "is not as the XSD says"
    }
}
