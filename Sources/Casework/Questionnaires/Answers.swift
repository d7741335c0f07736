/// What was answered to a questionnaire, by question, as `Assessment.answers` keeps it: one JSON object of texts, keys sorted.
///
/// Where an answer was carried from stands beside it under `id` + `.from`; alone, it says that what was carried was taken out again. Several choices are tokens with a space between; a day is ISO.
public struct Answers: Sendable, Hashable {
    private var values: [String: String]

    public init(_ values: [String: String] = [:]) { self.values = values.filter { !$0.value.isEmpty } }

    /// Reads what was kept. What is not an object of texts reads as no answers: only this type writes them.
    public init(json text: String?) {
        let members = text.flatMap { try? JSON($0) }?.members ?? []
        self.init(Dictionary(members.compactMap { one in one.value.text.map { (one.key, $0) } }, uniquingKeysWith: { first, _ in first }))
    }

    /// The answer, empty when there is none.
    public subscript(id: String) -> String {
        get { values[id] ?? "" }
        set { values[id] = newValue.isEmpty ? nil : newValue }
    }

    /// Where an answer was carried from, with its day; nil when it was written here.
    public func source(of id: String) -> String? { values[id] == nil ? nil : values[id + ".from"] }
    /// Whether what was carried into an answer was taken out again: it is not put back.
    public func isCleared(_ id: String) -> Bool { values[id] == nil && values[id + ".from"] != nil }
    /// Notes that what was carried into a blank answer was taken out, or what might have been was left out.
    public mutating func clear(_ id: String) {
        self[id] = ""
        self[id + ".from"] = "cleared"
    }
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
