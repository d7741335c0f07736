import Casework

/// One line of a subject access pack: its words, and which of them are left out and why.
public struct PackText: Sendable, Equatable {
    public struct Piece: Sendable, Equatable {
        public let text: String
        /// A token of `redaction_reason`; nil where the words stand.
        public let reason: String?
        /// What stands in their place.
        public let put: String
        /// Why a person took them out; nil where the program did.
        public let why: String?

        init(_ text: String, reason: String? = nil, put: String = "left out", why: String? = nil) {
            (self.text, self.reason, self.put, self.why) = (text, reason, put, why)
        }
    }

    public private(set) var pieces: [Piece]

    /// Words that stand as they are.
    public init(plain text: String) { pieces = [Piece(text)] }

    /// A line that is left out whole.
    public init(left text: String, reason: String) { pieces = [Piece(text, reason: reason)] }

    /// Free text, with the names and addresses the file knows left out.
    public init(_ text: String, hide: Redaction) {
        var found: [Piece] = []
        for piece in hide.pieces(text) {
            if let put = piece.put { found.append(Piece(piece.text, reason: Self.reasons[put] ?? "OTHER_PERSON", put: put)) }
            let plain = piece.put == nil ? piece.text + piece.tail : piece.tail
            if plain.isEmpty { continue }
            if let last = found.last, last.reason == nil {
                found[found.count - 1] = Piece(last.text + plain)
            } else {
                found.append(Piece(plain))
            }
        }
        pieces = found
    }

    private static let reasons = [
        "another child": "OTHER_CHILD", "the victim": "VICTIM", "a family member": "OTHER_PERSON", "an address": "NOT_TO_DISCLOSE",
        "a phone number": "CONTACT",
    ]

    /// Why a change cannot be made to this line; nil where it can.
    public func refusal(of change: SubjectAccessChange) -> String? {
        let isOut = change.change == "TAKEN_OUT"
        guard let passage = change.passage else {
            if isOut { return pieces.contains { $0.reason == nil } ? nil : "All of this line is left out already." }
            return pieces.contains { $0.reason != nil } ? nil : "Nothing of this line is left out."
        }
        if isOut {
            return pieces.contains { $0.reason == nil && $0.text.contains(passage) }
                ? nil : "These words do not stand in the line. Copy them from it as they are."
        }
        return pieces.contains { $0.reason != nil && $0.text == passage }
            ? nil : "These words are not left out of the line. Copy them from it as they are marked."
    }

    /// Whether the line is already as a change wants it, though there is nothing left to do.
    private func isDone(_ change: SubjectAccessChange) -> Bool {
        let isOut = change.change == "TAKEN_OUT"
        let done = pieces.filter { ($0.reason != nil) == isOut }
        guard let passage = change.passage else { return done.count == pieces.count }
        return done.contains { $0.text.contains(passage) }
    }

    /// - Returns: whether the line is as the change wants it; false where its words no longer stand there.
    @discardableResult
    public mutating func apply(_ change: SubjectAccessChange) -> Bool {
        guard refusal(of: change) == nil else { return isDone(change) }
        let isOut = change.change == "TAKEN_OUT"
        guard let passage = change.passage else {
            let whole = pieces.map(\.text).joined()
            pieces = [isOut ? Piece(whole, reason: change.reason, why: change.why) : Piece(whole)]
            return true
        }
        pieces = pieces.flatMap { piece -> [Piece] in
            if !isOut { return [piece.reason != nil && piece.text == passage ? Piece(piece.text) : piece] }
            guard piece.reason == nil else { return [piece] }
            var out: [Piece] = []
            var rest = Substring(piece.text)
            while let range = rest.firstRange(of: passage) {
                if range.lowerBound > rest.startIndex { out.append(Piece(String(rest[..<range.lowerBound]))) }
                out.append(Piece(passage, reason: change.reason, why: change.why))
                rest = rest[range.upperBound...]
            }
            if !rest.isEmpty { out.append(Piece(String(rest))) }
            return out
        }
        return true
    }

    /// As the pack says it; nil where nothing of the line is left.
    public var printed: String? {
        guard pieces.contains(where: { $0.reason == nil }) else { return nil }
        return pieces.map { $0.reason == nil ? $0.text : "[\($0.put)]" }.joined()
    }
}

extension Redaction {
    /// What a subject access pack does not name: other children, victims, whoever may not be contacted, homes not to be disclosed and numbers.
    /// The child's own family stays, for the child knows it; to anybody but the child no home is told.
    public init(pack known: Identifying, toChild: Bool) {
        self.init()
        keep(known.own)
        for name in known.victims { hide(name: name, put: "the victim") }
        for name in known.otherChildren { hide(name: name, put: "another child") }
        for name in known.notContacted { hide(name: name, put: "a family member") }
        for line in known.closedAddresses + (toChild ? [] : known.addresses) { hide(address: line, put: "an address") }
        for number in known.numbers { hide(number: number, put: "a phone number") }
    }
}
