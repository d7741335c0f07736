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
    public func mentions(of child: RecordID, toChild: Bool) throws -> [Mention] { try mentions(of: child, toChild: toChild, at: nil) }

    /// One place of these, as its line in a pack calls it, without looking through all the others; nil where it names the child no more, or is not
    /// this person's to read.
    public func mention(_ place: String, of child: RecordID, toChild: Bool) throws -> Mention? {
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, place.hasPrefix(Mention.prefix), let id = RecordID(String(parts[2])) else { return nil }
        return try mentions(of: child, toChild: toChild, at: (String(parts[1]), id)).first { $0.place == place }
    }

    private func mentions(of child: RecordID, toChild: Bool, at only: (kind: String, id: RecordID)?) throws -> [Mention] {
        let own = try files(of: child)
        guard !own.isEmpty else { return [] }
        let known = try identifying(in: child)
        let called = try everNamed(own)
        var (whole, near) = (Redaction(), Redaction())
        for name in known.own {
            whole.hide(name: name, put: Self.named, isWhole: true)
            near.hide(name: name, put: Self.named, isWhole: true)
        }
        for name in called.given { near.hide(name: name, put: Self.named) }
        let beside = try wholeNow("whose files may name a child").beside(own)
        let words = Self.words(called.given).filter { $0.count > 1 }
        guard !words.isEmpty else { return [] }
        let wanted = Wanted(
            given: words, family: Self.words(called.family), own: own, close: beside.near.union(beside.panel), toChild: toChild,
            id: only?.id)
        var found: [Mention] = []
        var cleaning: [RecordID: Redaction] = [:]
        for kind in allKinds
        where kind.scope == .child && PackGate.decided(kind.name) == .told && only.map({ $0.kind == kind.name }) ?? true {
            try texts(kind.type, wanted) { one in
                let names = wanted.close.contains(one.child) ? near : whole
                let said = Self.sentences(one.text).filter { names.pieces($0).contains { $0.put != nil } }.joined(separator: " … ")
                guard !said.isEmpty else { return }
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

    /// What the child was ever called by, and of which family: of none where a name stood without one, for then it is whole by itself.
    private func everNamed(_ files: [RecordID]) throws -> (given: Set<String>, family: Set<String>) {
        let all = try fetch(Child.self, where: "v.child IN (\(list(files)))", only: ["given_name", "family_name", "known_as"]).map(\.value)
        return (
            Set(all.flatMap { [$0.givenName, $0.knownAs].compactMap(\.self) }),
            all.contains { $0.familyName == nil } ? [] : Set(all.compactMap(\.familyName))
        )
    }

    private static func words(_ names: Set<String>) -> [String] {
        Set(names.flatMap { $0.split(separator: " ").map(String.init) }).sorted()
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

    /// What is looked for.
    private struct Wanted {
        let given, family: [String]
        /// The child's own files, and those on which a given name is enough.
        let own: [RecordID]
        let close: Set<RecordID>
        let toChild: Bool
        /// One record alone.
        let id: RecordID?
    }

    /// Free text of other children's records that may hold the name, in letters of any size: a word of the given name, and off the near files one of
    /// the family name too. What a pack leaves out of the child's own file is left out of others' too.
    ///
    /// Only the ids of what the engine finds are held at once; the records are read by the hundred.
    private func texts<R: RecordKind>(_ type: R.Type, _ wanted: Wanted, _ body: (Written) throws -> Void) throws {
        let fields = R.kind.fields.filter { field in
            guard scope.sees(field.sensitivity), field.name != "hash" else { return false }
            switch field.kind {
            case .text, .longText: return true
            default: return false
            }
        }
        guard !fields.isEmpty, scope.sees(R.kind.sensitivity) else { return }
        func holding(_ words: [String], _ field: Field<R>) -> SQL {
            let each = words.map {
                "v.\(raw: SQL.quoted(field.name)) \(sqlite: "LIKE", postgres: "ILIKE") \("%\(Self.pattern($0))%")" as SQL
            }
            return "(\(SQL.joined(each, separator: " OR ")))"
        }
        let given = SQL.joined(fields.map { holding(wanted.given, $0) }, separator: " OR ")
        var named = given
        if !wanted.family.isEmpty {
            named = SQL.joined(fields.map { "(\(holding(wanted.given, $0)) AND \(holding(wanted.family, $0)))" }, separator: " OR ")
            if !wanted.close.isEmpty { named = "\(named) OR v.child IN (\(list(wanted.close.sorted()))) AND (\(given))" }
        }
        let current: SQL = "v.to_position IS NULL AND NOT v.withdrawn"
        let alone: SQL = wanted.id.map { " AND v.id = \($0.uuid)" } ?? ""
        let ids = try db.rows(
            """
            SELECT v.id FROM \(raw: R.kind.name)_version v
            WHERE v.service = \(service.id) AND \(current)\(alone) AND v.child NOT IN (\(list(wanted.own))) AND (\(named))
            ORDER BY v.child, v.id
            """
        ) { $0.id(0).map(RecordID.init) }.compactMap(\.self)
        for start in stride(from: 0, to: ids.count, by: 200) {
            for one in try fetch(type, where: "v.id IN (\(list(Array(ids[start..<min(start + 200, ids.count)])))) AND \(current)") {
                guard let child = one.child else { continue }
                for field in fields {
                    guard case .text(let text) = field.get(one.value),
                        PackGate.reason(field, of: one.value, toChild: wanted.toChild, hidesHomes: true) == nil
                    else { continue }
                    // Answers to a questionnaire are one text: each answer is a line.
                    let answers = field.name == "answers" ? Answers(json: text) : nil
                    let said = answers.map { all in all.ids.map { all[$0] }.joined(separator: "\n") } ?? text
                    try body(Written(child: child, id: one.id, field: field.name, label: field.label, from: one.from, text: said))
                }
            }
        }
    }

    /// A letter with a mark may have been written without one or as two, and an apostrophe left out: they stand for anything. The engines do not agree
    /// which other letters are one.
    private static func pattern(_ word: String) -> String {
        word.split(omittingEmptySubsequences: false) { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "%")
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
