/// What a service types into one cell of the quarterly summary template, beside what its cases come to (S-PER-11, S-PER-22). Where the two
/// differ somebody says why; who and when stand in the journal.
public struct TemplateValue: RecordKind {
    public var period = ""
    public var cell = ""
    public var number: Int?
    public var explanation: String?
    public var explainedCount: Int?

    public init() {}

    public static let kind = Kind<TemplateValue>(
        "template_value", title: "Typed template value", plural: "Typed template values", scope: .service,
        about:
            "The number a service sends in one cell of the summary template of a quarter, and why it differs from what the cases come to.",
        sensitivity: .reference
    ) { k in
        k.field("period", \.period, "Quarter", .text(40), required: .always)
        k.field("cell", \.cell, "Cell", .text(200), hint: "Sheet, row, block and column.", required: .always)
        k.field("number", \.number, "Number sent", .number(0...1_000_000), hint: "Empty where the counted number stands.")
        k.field("explanation", \.explanation, "Why it differs", .text(1000), hint: "Name no child.")
        k.field(
            "explained_count", \.explainedCount, "Counted number it was explained against", .number(0...1_000_000),
            hint: "An explanation stands for this difference alone.")
        k.rule("explanation", "Say which counted number is explained.") { r, _ in r.explanation == nil || r.explainedCount != nil }
    }
}

/// That a manager signed the summary template of a quarter off, with the numbers as they stood (S-PER-11, S-PER-22). Its copy does not
/// change any more; opening the quarter again withdraws this record and keeps it in the history.
public struct TemplateSignOff: RecordKind {
    public var period = ""
    public var asAt = Instant.unset
    public var signedBy: RecordID?
    public var copy = ""
    public var hash = ""
    public var note: String?

    public init() {}

    public static let kind = Kind<TemplateSignOff>(
        "template_sign_off", title: "Template sign-off", plural: "Template sign-offs", scope: .service,
        about: "The summary template of a quarter as a manager signed it off: its numbers, what was counted then, and the hash of both.",
        sensitivity: .reference
    ) { k in
        k.field("period", \.period, "Quarter", .text(40), required: .always)
        k.field("as_at", \.asAt, "As it was known", .instant, required: .always)
        k.field("signed_by", \.signedBy, "Signed off by", .link("staff"))
        k.field("copy", \.copy, "Signed numbers", .longText, required: .always)
        k.field("hash", \.hash, "Hash of the signed numbers", .text(64), required: .always)
        k.field("note", \.note, "Note", .text(1000), hint: "Name no child.")
    }
}
