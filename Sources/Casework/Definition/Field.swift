/// What may be written in a field, and so how it is asked for, stored and exchanged.
public enum FieldKind: Sendable, Hashable {
    /// One line; at most so many characters.
    case text(Int)
    /// Several lines.
    case longText
    case day
    /// A day with or without a time, kept as a moment (`at` of a contact).
    case instant
    case number(ClosedRange<Int>)
    /// Yes or no; blank is not known.
    case flag
    /// A token of a code list.
    case code(String)
    /// Several tokens of a code list, space-separated.
    case codes(String)
    /// Another record, by the name of its kind.
    case link(String)
    case links(String)
    /// A password's hash: never shown, never exported.
    case secret

    /// Whether it is one other record.
    public var isLink: Bool { if case .link = self { true } else { false } }
}

/// When a field must be filled.
public enum Requirement<R>: Sendable {
    case no
    case always
    /// Only when the record is such; the sentence says when.
    case when(String, @Sendable (R) -> Bool)
}

/// One field of a record kind: everything that tables, forms, messages, history, CSV and the data dictionary need to know of it.
public struct Field<R>: Sendable {
    /// Column of the table, name in the form and column of the CSV file: one noun.
    public let name: String
    public let label: String
    public let hint: String?
    public let kind: FieldKind
    public let required: Requirement<R>
    public let sensitivity: Sensitivity
    /// The definition version of the kind that brought it; records written under an earlier one show "not asked then".
    public let since: Int
    /// Whether the case-level folder carries it.
    public let exchanged: Bool
    /// Whether its column is one interchange.md does not list: taken wherever it stands, written only where a row fills it.
    public let isAdded: Bool
    /// Its column in the case-level folder: the name, but where interchange.md has another.
    public let column: String
    public let get: @Sendable (R) -> Value
    /// False when the value is of another sort than the field.
    public let set: @Sendable (inout R, Value) -> Bool
}

/// What a value is about, which decides who may see it (see `Access`).
public enum Sensitivity: String, CaseIterable, Sendable {
    /// Name, date of birth, identifiers.
    case identity
    /// Protected characteristics.
    case characteristics
    /// Where the child and the family live and how to reach them.
    case whereabouts
    /// Offences, outcomes, court and the police.
    case offending
    /// Work with the child: contacts, plans, programmes.
    case casework
    case health
    case selfAssessment = "self_assessment"
    case safeguarding
    /// What was seen and done when somebody may be unsafe, in free text. Whoever sees it happen writes it; fewer read it.
    case concern
    /// What the police know and cannot show everybody.
    case intelligence
    /// Who a victim is and how to reach them.
    case victim
    /// Areas, populations, published figures, codes, settings: nobody's personal data.
    case reference
    /// Who works here and what they may do.
    case workforce
    case secret
    /// Whether it is written by people who may not read it: anybody who may write its kind may raise a concern, and a secret is read by nobody.
    public var isWrittenUnread: Bool { self == .secret || self == .concern }
}
