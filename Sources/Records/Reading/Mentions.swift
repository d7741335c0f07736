import Casework
import Practice
import Storage

/// Where another child's file names a child: found for a subject access pack, proposed to whoever makes it (S-INF-11).
public struct Mention: Sendable {
    /// Whose file it stands on.
    public let child: RecordID
    public let kind: AnyKind
    public let id: RecordID
    public let field: String
    public let label: String
    /// The entry of the journal that wrote the version.
    public let from: Int64
    /// The sentences that name the child, as they stand.
    public let text: String
    /// The same, without whom a pack may not name.
    public let proposed: String

    /// Its line in a pack, once it is put in.
    public var place: String { "\(Mention.prefix)\(kind.name):\(id):\(field)@\(from)" }
    public static let prefix = "elsewhere:"
}

extension Reader {
    /// What is written today on other children's files that names this child: by given and family name together on any file that opens, by a given
    /// name alone on those of family, of who was in the same offence and of who was heard by the same panel. Kinds a pack leaves out whole are not
    /// looked through, nor documents, nor answers nobody wrote in words.
    /// - Parameter toChild: whether it is the child who asks: to anybody else no home is told.
    public func mentions(of child: RecordID, toChild: Bool) throws -> [Mention] {
        let own = try files(of: child)
        guard !own.isEmpty else { return [] }
        let known = try identifying(in: child)
        let given = try everGiven(own)
        var (whole, near) = (Redaction(), Redaction())
        for name in known.own {
            whole.hide(name: name, put: Self.named, isWhole: true)
            near.hide(name: name, put: Self.named, isWhole: true)
        }
        for name in given { near.hide(name: name, put: Self.named) }
        let beside = try wholeNow("whose files may name a child").beside(own)
        let close = beside.near.union(beside.panel)
        let words = Set(given.flatMap { $0.split(separator: " ").map(String.init) }).filter { $0.count > 1 }.sorted()
        guard !words.isEmpty else { return [] }
        var found: [Mention] = []
        var cleaning: [RecordID: Redaction] = [:]
        for kind in allKinds where kind.scope == .child && PackGate.decided(kind.name) == .told {
            for one in try texts(kind.type, words: words, except: own, toChild: toChild) {
                let names = close.contains(one.child) ? near : whole
                let said = Self.sentences(one.text).filter { names.pieces($0).contains { $0.put != nil } }.joined(separator: " … ")
                guard !said.isEmpty else { continue }
                if cleaning[one.child] == nil { cleaning[one.child] = try cleaner(known, of: one.child, toChild: toChild) }
                found.append(
                    Mention(
                        child: one.child, kind: kind, id: one.id, field: one.field, label: one.label, from: one.from, text: said,
                        proposed: cleaning[one.child]?.clean(said) ?? ""))
            }
        }
        return found.sorted { ($0.child, $0.kind.name, $0.id, $0.field) < ($1.child, $1.kind.name, $1.id, $1.field) }
    }

    private static let named = "named"

    /// What the child was ever called by.
    private func everGiven(_ files: [RecordID]) throws -> Set<String> {
        let all = try fetch(Child.self, where: "v.child IN (\(list(files)))", only: ["given_name", "known_as"])
        return Set(all.flatMap { [$0.value.givenName, $0.value.knownAs].compactMap(\.self) })
    }

    /// Whom a pack may not name, with whose file it is and who is around that child.
    private func cleaner(_ known: Identifying, of other: RecordID, toChild: Bool) throws -> Redaction {
        var hide = Redaction(pack: known, toChild: toChild)
        let theirs = try identifying(in: other)
        for name in theirs.victims { hide.hide(name: name, put: "the victim") }
        for name in theirs.own + theirs.otherChildren { hide.hide(name: name, put: "another child") }
        for name in theirs.family + theirs.notContacted { hide.hide(name: name, put: "somebody else") }
        for line in theirs.addresses + theirs.closedAddresses { hide.hide(address: line, put: "an address") }
        for number in theirs.numbers { hide.hide(number: number, put: "a phone number") }
        return hide
    }

    private struct Written {
        let child, id: RecordID
        let field, label: String
        let from: Int64
        let text: String
    }

    /// Free text of other children's records that holds one of the words, in letters of any size. What a pack leaves out of the child's own file
    /// is left out of others' too.
    private func texts<R: RecordKind>(_ type: R.Type, words: [String], except own: [RecordID], toChild: Bool) throws -> [Written] {
        let fields = R.kind.fields.filter { field in
            guard scope.sees(field.sensitivity), field.name != "hash" else { return false }
            switch field.kind {
            case .text, .longText: return true
            default: return false
            }
        }
        guard !fields.isEmpty, scope.sees(R.kind.sensitivity) else { return [] }
        let like: SQL = "\(sqlite: "LIKE", postgres: "ILIKE")"
        let conditions = fields.flatMap { field in
            words.map { "v.\(raw: SQL.quoted(field.name)) \(like) \("%\(Self.pattern($0))%")" as SQL }
        }
        return try fetch(
            type,
            where:
                "v.to_position IS NULL AND NOT v.withdrawn AND v.child NOT IN (\(list(own))) AND (\(SQL.joined(conditions, separator: " OR ")))"
        ).flatMap { one -> [Written] in
            guard let child = one.child else { return [] }
            return fields.compactMap { field in
                guard case .text(let text) = field.get(one.value),
                    PackGate.reason(field, of: one.value, toChild: toChild, hidesHomes: true) == nil
                else { return nil }
                // Answers to a questionnaire are one text: each answer is a line.
                let answers = field.name == "answers" ? Answers(json: text) : nil
                let said = answers.map { all in all.ids.map { all[$0] }.joined(separator: "\n") } ?? text
                return Written(child: child, id: one.id, field: field.name, label: field.label, from: one.from, text: said)
            }
        }
    }

    /// A letter with a mark may have been written without one, and the engines do not agree which letters are one: it stands for any.
    private static func pattern(_ word: String) -> String {
        String(word.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    /// A text in sentences and lines.
    private static func sentences(_ text: String) -> [String] {
        var (all, one) = ([String](), "")
        var rest = text[...]
        while let sign = rest.popFirst() {
            one.append(sign)
            if sign.isNewline || ".!?".contains(sign) && rest.first.map(\.isWhitespace) ?? true {
                all.append(one)
                one = ""
            }
        }
        return (all + [one]).map(\.trimmed).filter { !$0.isEmpty }
    }
}
