/// What was answered to a questionnaire, by question, as `Assessment.answers` keeps it: one JSON object of texts, keys sorted.
///
/// Where an answer was carried from stands beside it under `id` + `.from`. Several choices are tokens with a space between; a day is ISO.
public struct Answers: Sendable, Hashable {
    private var values: [String: String]

    public init(_ values: [String: String] = [:]) { self.values = values.filter { !$0.value.isEmpty } }

    /// Reads what was kept. What is not an object of texts reads as no answers: only this type writes them.
    public init(json text: String?) {
        var reader = ObjectReader(text ?? "")
        self.init(reader.read() ?? [:])
    }

    /// The answer, empty when there is none.
    public subscript(id: String) -> String {
        get { values[id] ?? "" }
        set { values[id] = newValue.isEmpty ? nil : newValue }
    }

    /// Where an answer was carried from, with its day; nil when it was written here.
    public func source(of id: String) -> String? { values[id + ".from"] }
    public mutating func carry(_ id: String, _ value: String, from source: String) {
        self[id] = value
        self[id + ".from"] = value.isEmpty ? "" : source
    }
    /// Notes an answer as typed: the same words keep where they came from.
    public mutating func write(_ id: String, _ value: String) {
        if value != self[id] { self[id + ".from"] = "" }
        self[id] = value
    }

    public var isEmpty: Bool { values.isEmpty }
    /// Questions that have an answer.
    public var ids: [String] { values.keys.filter { !$0.hasSuffix(".from") }.sorted() }

    /// Nil when there is nothing to keep.
    public var json: String? {
        values.isEmpty
            ? nil
            : "{" + values.sorted { $0.key < $1.key }.map { "\($0.key.asJSON):\($0.value.asJSON)" }.joined(separator: ",")
                + "}"
    }
}

/// Reads one JSON object whose values are texts.
private struct ObjectReader {
    private let scalars: [Unicode.Scalar]
    private var at = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func read() -> [String: String]? {
        guard take("{") else { return nil }
        var found: [String: String] = [:]
        if take("}") { return found }
        repeat {
            guard let key = string(), take(":"), let value = string() else { return nil }
            found[key] = value
        } while take(",")
        return take("}") ? found : nil
    }

    private mutating func skipSpace() { while at < scalars.count, scalars[at].properties.isWhitespace { at += 1 } }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpace()
        guard at < scalars.count, scalars[at] == sign else { return false }
        at += 1
        return true
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var out = String.UnicodeScalarView()
        while at < scalars.count {
            let scalar = scalars[at]
            at += 1
            if scalar == "\"" { return String(out) }
            guard scalar == "\\" else {
                out.append(scalar)
                continue
            }
            guard at < scalars.count else { return nil }
            let escape = scalars[at]
            at += 1
            switch escape {
            case "n": out.append("\n")
            case "r": out.append("\r")
            case "t": out.append("\t")
            case "u":
                guard at + 4 <= scalars.count else { return nil }
                let digits = String(String.UnicodeScalarView(scalars[at..<at + 4]))
                guard let code = UInt32(digits, radix: 16), let made = Unicode.Scalar(code) else { return nil }
                at += 4
                out.append(made)
            default: out.append(escape)
            }
        }
        return nil
    }
}
