/// A stretch on police bail, or released under investigation, for one offence: what the return asks of it (regulation.md §1.2).
public struct PoliceBail: Spell {
    public var offence = RecordID.unset
    public var status: String?
    public var startDate: Day?
    public var endDate: Day?

    public init() {}

    public static let kind = Kind<PoliceBail>(
        "police_bail", title: "Police bail", plural: "Police bail episodes",
        about: "A stretch on police bail, with conditions or without, or released under investigation, for one offence.",
        sensitivity: .offending, file: "police_bail", key: ["offence_ref", "start_date"]
    ) { k in
        k.field("offence_ref", \.offence, "Offence", .link("offence"), required: .always)
        k.field("status", \.status, "Released on", .code("police_bail_status"))
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day, hint: "Leave blank while it runs.")
        k.rule("end_date", "The end cannot come before the start.") { b, _ in inOrder(b.startDate, b.endDate) }
    }
}
