/// Responsibility for the child coming from or going to another service, or to probation; or held for another for a while.
public struct Transfer: RecordKind {
    public var date = Day.unset
    public var type = ""
    public var otherService: String?
    public var note: String?

    public init() {}

    public static let kind = Kind<Transfer>(
        "transfer", title: "Transfer", plural: "Transfers",
        about: "The day responsibility for the child came from or went to another service or probation, or was held for another.",
        sensitivity: .casework, file: "transfers", key: ["child_ref", "date", "kind"]
    ) { k in
        k.field("date", \.date, "Date", .day, required: .always)
        k.field("kind", \.type, "Kind", .code("transfer_kind"), required: .always)
        k.field("other_service", \.otherService, "Other service", .text(100))
        k.field("note", \.note, "What was agreed, and with whom", .longText, exchanged: false)
        k.rule("date", "The transfer cannot come before the child was born.") { t, context in
            inOrder(context.child?.dateOfBirth, t.date)
        }
    }
}
