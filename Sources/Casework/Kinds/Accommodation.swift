/// Where the child lives and whether it suits them, for a stretch of time: what key performance indicator 1 counts. The address itself is
/// `HomeAddress`'s, which fewer people see.
public struct Accommodation: Spell {
    public var startDate: Day?
    public var endDate: Day?
    public var type: String?
    public var suitability: String?
    public var primary: Bool?
    public var note: String?

    public init() {}

    public static let kind = Kind<Accommodation>(
        "accommodation", title: "Accommodation", plural: "Accommodation",
        about: "Where the child lives, for a stretch of time, and whether it suits them.", sensitivity: .casework,
        file: "accommodation", key: ["child_ref", "type", "start_date"]
    ) { k in
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day, hint: "Leave blank while the child lives there.")
        k.field("type", \.type, "Where the child lives", .code("accommodation_type"), required: .always)
        k.field(
            "suitability", \.suitability, "Suitable", .code("suitability"),
            hint: "Bed and breakfast, no fixed abode and a place nobody knows are never suitable. Not known counts as not suitable.")
        k.field(
            "primary", \.primary, "Main home", .flag, hint: "Yes for the one home the child mostly lives in; others may run beside it.")
        k.field("note", \.note, "Why it suits them or does not", .longText, exchanged: false)
        k.rule("end_date", "The end cannot come before the start.") { a, _ in inOrder(a.startDate, a.endDate) }
    }
}
