/// One answer to choose: what is sent, what is read, and a line that explains it.
public struct Choice: Sendable, Hashable {
    public let value: String
    public let label: String
    public let hint: String?

    public init(_ value: String, _ label: String, hint: String? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
    }
}

/// One question of a form in plain values, so that a record's definition can be turned into it.
///
/// `value` is the raw text as typed or stored, right or wrong: what was typed is always shown again.
public struct FieldControl: Sendable {
    public enum Kind: Sendable {
        case text
        case password
        /// Digits typed as text: a spinner changes numbers by accident.
        case number
        /// A text box of so many lines, which grows with what is written.
        case multiline(rows: Int)
        /// A day in one box: 21/11/2026, 21 Nov 2026 or 2026-11-21.
        case day
        /// A day and an hour in one box: 21 Nov 2026 14:30.
        case dateTime
        /// One of a list, closed until opened; begins with an empty answer.
        case choice([Choice])
        /// One of a long list, found by typing part of it; whatever is typed is sent.
        case suggest([String])
        /// One of a few, all in sight.
        case radios([Choice])
        /// A single box to tick; sends `yes`.
        case checkbox
        /// Any number of boxes to tick, all sent under one name.
        case checkboxes([Choice])
        /// One or more files to send, of these kinds: ".csv,.xlsx"; where pictures are among them a phone offers its camera.
        case file(accept: String, isMultiple: Bool = true)
    }

    public enum Width: String, Sendable { case w3, w5, w10, w20, full }

    public var id: String
    public var name: String
    public var label: String
    public var hint: String?
    public var error: String?
    public var value: String
    /// The boxes ticked, for `checkboxes`.
    public var values: [String]
    public var kind: Kind
    /// When false the label says "(optional)".
    public var isRequired: Bool
    /// Where a carried value came from, shown beside it: "From the referral, 3 June 2026".
    public var source: String?
    /// The browser's name for what belongs here, such as "current-password"; "off" for anything about a child.
    public var autocomplete: String
    public var inputMode: String?
    public var width: Width?
    /// Whether the label is the page's `h1`, for a page that asks one thing.
    public var isHeading: Bool
    /// Whether a box for a day has a button that enters today; not where today is hardly ever the answer.
    public var offersToday = true

    public init(
        id: String, name: String? = nil, label: String, kind: Kind = .text, hint: String? = nil, error: String? = nil, value: String = "",
        values: [String] = [], isRequired: Bool = true, source: String? = nil, autocomplete: String = "off", inputMode: String? = nil,
        width: Width? = nil, isHeading: Bool = false
    ) {
        self.id = id
        self.name = name ?? id
        self.label = label
        self.kind = kind
        self.hint = hint
        self.error = error
        self.value = value
        self.values = values
        self.isRequired = isRequired
        self.source = source
        self.autocomplete = autocomplete
        self.inputMode = inputMode
        self.width = width
        self.isHeading = isHeading
    }
}
