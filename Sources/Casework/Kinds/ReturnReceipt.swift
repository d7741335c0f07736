/// That the national return of a period was sent, accepted or rejected, and why (S-PER-22). What was sent can be made again from the records
/// as known at `asAt`; `hash` tells whether it is the same.
public struct ReturnReceipt: RecordKind {
    public var period = ""
    public var state = ""
    public var onDate = Day.unset
    public var recipient: String?
    public var route: String?
    public var format: String?
    public var asAt: Instant?
    public var children: Int?
    public var hash: String?
    public var reason: String?
    public var schema: RecordID?

    public init() {}

    public static let kind = Kind<ReturnReceipt>(
        "return_receipt", title: "Return receipt", plural: "Return receipts", scope: .service,
        about: "One step of sending the national return of a period: sent, accepted or rejected, and why.", sensitivity: .reference,
        version: 2
    ) { k in
        k.field("period", \.period, "Period", .text(40), required: .always)
        k.field("state", \.state, "What happened", .code("return_state"), required: .always)
        k.field("on_date", \.onDate, "Day", .day, required: .always)
        k.field("recipient", \.recipient, "Recipient", .code("return_recipient"))
        k.field("route", \.route, "Way it went", .code("return_route"))
        k.field("format", \.format, "Form of the file", .code("return_format"))
        k.field("as_at", \.asAt, "As it was known", .instant, hint: "The moment that stands in the file.")
        k.field("children", \.children, "Children in it", .number(0...1_000_000))
        k.field("hash", \.hash, "Hash of the file", .text(64))
        k.field(
            "reason", \.reason, "Why", .text(1000), hint: "Why it was rejected, or what was said on accepting it. Name no child.")
        k.field(
            "schema", \.schema, "Under the names of", .link("return_schema"), hint: "Blank: under our own names.", since: 2)
        k.rule("reason", "Say why it was rejected.") { r, _ in r.state != "REJECTED" || r.reason != nil }
        k.rule("on_date", "The day cannot be in the future.") { r, context in r.onDate <= context.today }
    }
}
