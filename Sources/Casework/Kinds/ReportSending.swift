/// That an issued board report was sent to somebody: the log of who has it, and the list the next one is sent to (S-PER-20).
public struct ReportSending: RecordKind {
    public var report = RecordID.unset
    public var recipient = ""
    public var sentOn = Day.unset
    public var way: String?
    public var sentBy: RecordID?

    public init() {}

    public static let kind = Kind<ReportSending>(
        "report_sending", title: "Sending of a report", plural: "Sendings of reports", scope: .service,
        about: "That an issued performance report was sent to somebody, on which day and how.", sensitivity: .reference
    ) { k in
        k.field("report_ref", \.report, "Report", .link("report"), required: .always)
        k.field("recipient", \.recipient, "Sent to", .text(200), required: .always)
        k.field("sent_on", \.sentOn, "Day it was sent", .day, required: .always)
        k.field("way", \.way, "How", .text(100))
        k.field("sent_by", \.sentBy, "By", .link("staff"))
        k.rule("sent_on", "The day cannot be in the future.") { s, context in s.sentOn <= context.today }
    }
}
