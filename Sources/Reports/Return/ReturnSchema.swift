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

    private struct Element: Sendable {
        var name: String?
        var isRequired = false
        var isLeftOut = false
        /// Theirs by ours; nil where any value may stand.
        var values: [String: String]?
    }

    private enum Other: String { case keep, leaveOut = "leave_out", refuse }

    public let name: String
    private let elements: [String: Element]
    private let other: Other
    /// The last parts of required elements, by the place they stand in.
    private let required: [String: [String]]

    /// - Throws: `Fault` with the line and a sentence.
    public init(_ bytes: [UInt8]) throws {
        let file: JSON
        do { file = try JSON(bytes) } catch let fault as JSON.Fault { throw Fault(line: fault.line, message: fault.message) }
        func refuse(_ at: JSON, _ message: String) -> Fault { Fault(line: at.line, message: message) }
        for (key, value) in file.members ?? [] where !["name", "other", "elements"].contains(key) {
            throw refuse(value, "“\(key)” is none of name, other and elements")
        }
        guard let name = file["name"]?.text, !name.isEmpty else { throw refuse(file, "the schema has no name") }
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
            guard elements[path] == nil else { throw refuse(value, "“\(path)” is there twice") }
            elements[path] = try ReturnSchema.element(value, path)
        }
        var required: [String: [String]] = [:]
        for (path, element) in elements where element.isRequired {
            guard let slash = path.lastIndex(of: "/") else { continue }
            required[String(path[..<slash]), default: []].append(String(path[path.index(after: slash)...]))
        }
        (self.name, self.elements, self.required) = (name, elements, required.mapValues { $0.sorted() })
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
                    values[ours] = text
                }
                guard !values.isEmpty else { throw Fault(line: one.line, message: "“\(path)”: “values” names ours and theirs") }
                element.values = values
            default: throw Fault(line: one.line, message: "“\(path)”: “\(key)” is none of as, required, leave_out and values")
            }
        }
        return element
    }

    /// Whether it may name an element of XML.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 }

    // MARK: Written under it

    /// The return under the schema's names, and where it does not fit: places and how often, never what stands there.
    public func applied(to whole: ReturnEntity) -> (entity: ReturnEntity, faults: [String]) {
        var faults: [String: Int] = [:]
        let entity = rewritten(whole, "return", &faults)
        return (entity, faults.sorted { $0.key < $1.key }.map { $1 == 1 ? "\($0)." : "\($0), \($1) times." })
    }

    private func rewritten(_ entity: ReturnEntity, _ path: String, _ faults: inout [String: Int]) -> ReturnEntity {
        var out = ReturnEntity(elements[path]?.name ?? entity.name)
        var missing = Set(required[path] ?? [])
        for part in entity.parts {
            let own = "\(path)/\(part.name)"
            missing.remove(part.name)
            guard !isLeftOut(own, &faults) else { continue }
            let name = elements[own]?.name ?? part.name
            switch part {
            case .field(_, let value):
                guard let values = elements[own]?.values else {
                    out.add(.field(name, value))
                    continue
                }
                if let theirs = values[value.plain] {
                    out.add(.field(name, .text(theirs)))
                } else {
                    faults["\(own) has a value the schema has no word for", default: 0] += 1
                }
            case .one(let inner): out.add(.one(rewritten(inner, own, &faults)))
            case .many(_, let inner): out.add(.many(name, inner.map { rewritten($0, "\(own)/\($0.name)", &faults) }))
            }
        }
        for name in missing { faults["\(path)/\(name) is missing", default: 0] += 1 }
        return out
    }

    private func isLeftOut(_ path: String, _ faults: inout [String: Int]) -> Bool {
        if let element = elements[path] { return element.isLeftOut }
        // What only holds something the schema names is named with it.
        guard !elements.keys.contains(where: { $0.hasPrefix(path + "/") }) else { return false }
        if other == .refuse { faults["\(path) is not in the schema", default: 0] += 1 }
        return other != .keep
    }
}

extension ReturnEntity.Part {
    fileprivate var name: String {
        switch self {
        case .field(let name, _), .many(let name, _): name
        case .one(let entity): entity.name
        }
    }
}

extension ReturnEntity.Value {
    fileprivate var plain: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        }
    }
}
