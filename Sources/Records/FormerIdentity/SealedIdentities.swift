import Casework
import Practice

/// What is sealed of former identities in a service, and what is read in its place (S-PEO-14, decision 0095).
///
/// Every reader asks it where records leave the store, so that pages, lists, figures, exports, prints, packs, drafts and programs are all the same.
/// It hides; it takes nothing away: rows and hashes stay as they were written.
struct SealedIdentities: Sendable {
    struct File: Sendable {
        /// The child as the file was known when it was sealed: what every version before is read with.
        let now: Child
        /// The last entry of the journal it covers; nil for a record that was merged, of which every version is an earlier identity.
        let through: Int64?
        /// What earlier versions held of each field.
        let former: [String: [Value]]
    }

    /// By the child's record.
    var files: [RecordID: File] = [:]
    /// What is taken out of text: on the child's own file, and on those that tell of the child.
    var words: [RecordID: Redaction] = [:]
    /// Entries sealed whole.
    var records: Set<RecordID> = []

    var isEmpty: Bool { files.isEmpty }

    /// Whether anything is taken out of text on this file.
    func cleans(_ file: RecordID) -> Bool { words[file] != nil }

    /// What a field of a child's earlier identities held.
    func former(_ field: String, of file: RecordID) -> [Value] { files[file]?.former[field] ?? [] }

    func clean(_ text: String, of child: RecordID?) -> String {
        guard let child, let words = words[child] else { return text }
        return Self.clean(text, words)
    }

    /// Papers that were kept, a JSON value a line; one that cannot be read is left out whole.
    func clean(_ bytes: [UInt8], of child: RecordID) -> [UInt8] {
        guard let words = words[child] else { return bytes }
        return Array(
            bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
                (try? JSON(Array(line))).map { Self.written($0, words) }
            }.joined(separator: "\n").utf8)
    }

    /// Answers to a questionnaire are one JSON text: its values are cleaned, so that no mark of the writing hides a name.
    private static func clean(_ text: String, _ words: Redaction) -> String {
        if text.first == "{", let json = try? JSON(text) { return written(json, words) }
        return words.clean(text)
    }

    private static func written(_ json: JSON, _ words: Redaction) -> String {
        switch json.content {
        case .object(let members): "{" + members.map { "\($0.key.asJSON):\(written($0.value, words))" }.joined(separator: ",") + "}"
        case .list(let list): "[" + list.map { written($0, words) }.joined(separator: ",") + "]"
        case .text(let text): words.clean(text).asJSON
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .null: "null"
        }
    }

    /// A version as it is read; nil where it is sealed whole.
    func hide<R: RecordKind>(_ one: Stored<R>, _ fields: [Field<R>]) -> Stored<R>? {
        if isEmpty { return one }
        if records.contains(one.id) { return nil }
        guard let child = one.child, files[child] != nil || words[child] != nil else { return one }
        var value = one.value
        let ofChild = R.self == Child.self
        if ofChild, let file = files[child], file.through.map({ one.from <= $0 }) ?? true {
            for field in fields where FormerIdentity.fields.contains(field.name) {
                guard let own = Child.kind.field(field.name) else { continue }
                _ = field.set(&value, own.get(file.now))
            }
        }
        if let words = words[child] {
            for field in fields where !(ofChild && FormerIdentity.fields.contains(field.name)) {
                guard field.kind.isText, case .text(let text) = field.get(value) else { continue }
                let clean = Self.clean(text, words)
                if clean != text { _ = field.set(&value, .text(clean)) }
            }
        }
        return Stored(
            id: one.id, child: one.child, source: one.source, ref: one.ref, from: one.from, to: one.to, definition: one.definition,
            withdrawn: one.withdrawn, value: value)
    }

    /// What was read without a former identity and comes back as it was read keeps what it holds under the seal.
    func restore<R: RecordKind>(_ value: inout R, from current: Stored<R>) {
        guard let child = current.child, files[child] != nil || words[child] != nil, let shown = hide(current, R.kind.fields) else {
            return
        }
        for field in R.kind.fields where field.get(value) == field.get(shown.value) { _ = field.set(&value, field.get(current.value)) }
    }

    /// A folder of the service's earlier system may still call the child by what is sealed: the identity stays as it stands.
    func keepOut<R: RecordKind>(of value: inout R, _ current: Stored<R>) {
        guard R.self == Child.self, let child = current.child, let file = files[child] else { return }
        for field in R.kind.fields where file.former[field.name]?.contains(field.get(value)) == true {
            _ = field.set(&value, field.get(current.value))
        }
    }
}

extension FieldKind {
    fileprivate var isText: Bool {
        switch self {
        case .text, .longText: true
        default: false
        }
    }
}
