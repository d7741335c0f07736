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
        /// The record that says who the child is now; what is merged into it stays under the seal.
        let own: RecordID
        /// The last entry of the journal it covers; nil for a record that was merged since, of which every version is an earlier identity.
        let through: Int64?
        /// What earlier versions held of each field.
        let former: [String: [Value]]
        /// The same as it is compared; what the child is called by may be their given name.
        let compared: [String: Set<Value>]

        init(now: Child, own: RecordID, through: Int64?, former: [String: [Value]]) {
            (self.now, self.own, self.through, self.former) = (now, own, through, former)
            var compared = former.mapValues { Set($0.map(FormerIdentity.compared)) }
            let called = ["given_name", "known_as"]
            let both = called.reduce(into: Set<Value>()) { $0.formUnion(compared[$1] ?? []) }
                .subtracting(called.compactMap { Child.kind.field($0).map { FormerIdentity.compared($0.get(now)) } })
            for field in called { compared[field, default: []].formUnion(both) }
            for field in Child.kind.fields { compared[field.name]?.remove(FormerIdentity.compared(field.get(now))) }
            self.compared = compared
        }

        func isFormer(_ field: String, _ value: Value) -> Bool {
            !value.isNone && compared[field]?.contains(FormerIdentity.compared(value)) == true
        }
    }

    /// By the child's record.
    var files: [RecordID: File] = [:]
    /// What is taken out of text: on the child's own file, and on those that tell of the child.
    var words: [RecordID: Redaction] = [:]
    /// Entries sealed whole.
    var records: Set<RecordID> = []

    var isEmpty: Bool { files.isEmpty && words.isEmpty }

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
        if ofChild, let file = files[child] {
            let isCovered = file.through.map { one.from <= $0 } ?? true
            for field in fields where FormerIdentity.fields.contains(field.name) {
                // A former name that was written again is hidden where it stands; what may come back, such as a sex, once it has gone again.
                let isAgain = (FormerIdentity.naming.contains(field.name) || one.to != nil) && file.isFormer(field.name, field.get(value))
                guard isCovered || isAgain, let own = Child.kind.field(field.name) else { continue }
                _ = field.set(&value, own.get(file.now))
            }
        }
        // Where another child lives is theirs.
        if let words = words[child], R.self != HomeAddress.self || files[child] != nil {
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
        for field in R.kind.fields where file.isFormer(field.name, field.get(value)) { _ = field.set(&value, field.get(current.value)) }
    }

    /// Why a change may not be written: it would write down again what is sealed. It says nothing of what that is.
    func refusal<R: RecordKind>(of value: R, from current: Stored<R>) -> [Problem] {
        guard R.self == Child.self, let child = current.child, let file = files[child] else { return [] }
        return R.kind.fields.filter { field in
            FormerIdentity.naming.contains(field.name) && field.get(value) != field.get(current.value)
                && file.isFormer(field.name, field.get(value))
        }.map { Problem(field: $0.name, message: "This cannot be written on this child’s file. Ask who agreed to the child’s details.") }
    }

    /// A record that goes to another file, as that one may keep it: whole where both files read alike, else without what the first hides.
    func moved<R: RecordKind>(_ one: Stored<R>, to right: RecordID) -> R {
        var value = one.value
        guard let home = one.child, let words = words[home] else { return value }
        for field in R.kind.fields where field.kind.isText {
            guard case .text(let text) = field.get(value) else { continue }
            let clean = Self.clean(text, words)
            if clean != text, clean != self.clean(text, of: right) { _ = field.set(&value, .text(clean)) }
        }
        return value
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
