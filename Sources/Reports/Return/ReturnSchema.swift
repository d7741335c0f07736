import Casework

/// What a receiver's schema calls each element of the return, which it must have and which values it takes: data a service writes down or is
/// given, for no official schema is public. The return is written under its names, or refused where it does not fit. (S-PER-22)
///
///     { "name": "…", "other": "leave_out",
///       "elements": { "return/documents/document/person_details/sex": { "as": "Gender", "required": true, "values": { "1": "M", "2": "F" } } } }
///
/// An element is named by its place among our own names. `other` says what becomes of elements the file does not name: `keep`, `leave_out` or,
/// without it, `refuse`.
public struct ReturnSchema: Sendable {
    /// What is wrong with a file of them.
    public struct Fault: Error, Equatable {
        public let line: Int
        public let message: String
    }

    struct Element: Sendable {
        var name: String?
        var isRequired = false
        var isLeftOut = false
        /// Theirs by ours; nil where any value may stand.
        var values: [String: String]?
    }

    enum Other: String { case keep, leaveOut = "leave_out", refuse }

    public let name: String
    let elements: [String: Element]
    let other: Other
    /// The last parts of required elements, by the place they stand in.
    let required: [String: [String]]
    /// Every place that holds something named.
    let holders: Set<String>

    /// - Throws: `Fault` with the line and a sentence.
    public init(_ bytes: [UInt8]) throws {
        let file: JSON
        do { file = try JSON(bytes) } catch let fault as JSON.Fault { throw Fault(line: fault.line, message: fault.message) }
        func refuse(_ at: JSON, _ message: String) -> Fault { Fault(line: at.line, message: message) }
        for (key, value) in file.members ?? [] where !["name", "other", "elements"].contains(key) {
            throw refuse(value, "“\(key)” is none of name, other and elements")
        }
        guard let name = file["name"]?.text, !name.isEmpty else { throw refuse(file, "the schema has no name") }
        guard !ReturnSchema.hasControls(name) else { throw refuse(file, "the name is one line of text") }
        guard let members = file["elements"]?.members else { throw refuse(file, "the schema has no elements") }
        if let other = file["other"] {
            guard let known = other.text.flatMap(Other.init) else { throw refuse(other, "“other” is keep, leave_out or refuse") }
            self.other = known
        } else {
            other = .refuse
        }
        var elements: [String: Element] = [:]
        for (path, value) in members {
            guard path == "return" || path.hasPrefix("return/"), !path.hasSuffix("/") else {
                throw refuse(value, "“\(path)” is no place in the return: places begin with return/")
            }
            guard ReturnPlaces.all.contains(path) else { throw refuse(value, "“\(path)” is no place in the return: is it mistyped?") }
            guard elements[path] == nil else { throw refuse(value, "“\(path)” is there twice") }
            elements[path] = try ReturnSchema.element(value, path)
        }
        var required: [String: [String]] = [:]
        var holders: Set<String> = []
        for (path, element) in elements {
            guard let slash = path.lastIndex(of: "/") else { continue }
            if element.isRequired { required[String(path[..<slash]), default: []].append(String(path[path.index(after: slash)...])) }
            holders.formUnion(ReturnPlaces.above(path))
        }
        for (path, value) in members where holders.contains(path) {
            if elements[path]?.values != nil {
                throw refuse(value, "“\(path)” holds other elements: it has no value for “values” to translate")
            }
            if elements[path]?.isLeftOut == true {
                throw refuse(value, "“\(path)” is left out: nothing can be said of what it holds")
            }
        }
        (self.name, self.elements, self.required, self.holders) = (name, elements, required.mapValues { $0.sorted() }, holders)
    }

    private static func element(_ value: JSON, _ path: String) throws -> Element {
        var element = Element()
        guard let members = value.members else { throw Fault(line: value.line, message: "“\(path)” must be an object") }
        for (key, one) in members {
            switch key {
            case "as":
                guard let name = one.text, isName(name) else {
                    throw Fault(line: one.line, message: "“\(path)”: “as” must be a name of letters, digits, “_”, “-” and “.”")
                }
                element.name = name
            case "required", "leave_out":
                guard let flag = one.flag else { throw Fault(line: one.line, message: "“\(path)”: “\(key)” is true or false") }
                if key == "required" { element.isRequired = flag } else { element.isLeftOut = flag }
            case "values":
                var values: [String: String] = [:]
                for (ours, theirs) in one.members ?? [] {
                    guard let text = theirs.text ?? theirs.number.map(String.init) else {
                        throw Fault(line: theirs.line, message: "“\(path)”: each value is a text")
                    }
                    guard !hasControls(text) else {
                        throw Fault(line: theirs.line, message: "“\(path)”: a value holds a character that is no text")
                    }
                    values[ours] = text
                }
                guard !values.isEmpty else { throw Fault(line: one.line, message: "“\(path)”: “values” names ours and theirs") }
                element.values = values
            default: throw Fault(line: one.line, message: "“\(path)”: “\(key)” is none of as, required, leave_out and values")
            }
        }
        if path == "return", let odd = members.first(where: { $0.key != "as" }) {
            throw Fault(line: odd.value.line, message: "“return” is always written: “\(odd.key)” says nothing of it")
        }
        if element.isRequired, element.isLeftOut {
            throw Fault(line: value.line, message: "“\(path)” cannot be required and left out")
        }
        if element.values != nil, element.isLeftOut {
            throw Fault(line: value.line, message: "“\(path)” is left out: “values” says nothing of it")
        }
        return element
    }

    private static func hasControls(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 } }

    /// Whether it may name an element of XML.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 }
}
