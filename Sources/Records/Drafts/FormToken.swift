import Casework

/// The token a form is shown with, against being sent twice: its own name, when the draft it was opened with had been kept, and whose it is.
///
/// As text `form.person`, or `form.milliseconds.person`. It is no secret.
public struct FormToken: Sendable {
    let form: String
    /// When the draft was kept that this form was opened with.
    let openedWith: Instant?
    /// Whose form it is; nil where it does not say.
    public let person: RecordID?

    /// A new form of a person's.
    public init(for person: Person, over draft: Draft?, at now: Instant) {
        (form, openedWith, self.person) = (RecordID.new(at: now).description, draft?.savedAt, person.id)
    }

    /// As it was sent; nil for none.
    public init?(_ text: String) {
        let parts = text.split(separator: ".").map(String.init)
        guard let first = parts.first else { return nil }
        form = first
        openedWith = parts.count == 3 ? Int64(parts[1]).map { Instant(milliseconds: $0) } : nil
        person = parts.count > 1 ? parts.last.flatMap(RecordID.init) : nil
    }

    /// As it stands among the fields of a form.
    init?(among fields: [(name: String, value: String)]) {
        guard let sent = fields.first(where: { $0.name == "once" }) else { return nil }
        self.init(sent.value)
    }

    public var text: String {
        ([form] + [openedWith.map { String($0.milliseconds) }, person?.description].compactMap(\.self)).joined(separator: ".")
    }
}

/// A draft of the same form was kept by another window of the same person since this one was opened, and would be lost.
public struct DraftElsewhere: Error {
    public let keptAt: Instant
}
