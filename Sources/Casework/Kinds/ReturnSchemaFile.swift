/// What a receiver calls the elements of the national return, as a service loaded it: for which returns, on whose word, and by whom (S-PER-22).
/// What the file says is read by `Reports.ReturnSchema`.
public struct ReturnSchemaFile: RecordKind {
    public var name = ""
    public var edition: String?
    public var fromDate = Day.unset
    public var toDate: Day?
    public var basis = ""
    public var map = ""
    public var hash = ""
    public var xsd: String?
    public var loadedBy = RecordID.unset
    public var loadedAt = Instant.unset

    public init() {}

    public static let kind = Kind<ReturnSchemaFile>(
        "return_schema", title: "Schema of the return", plural: "Schemas of the return", scope: .service,
        about:
            "A receiver's names for the elements of the national return, what it must have and which values it takes, with the returns it is for.",
        sensitivity: .reference
    ) { k in
        k.field("name", \.name, "Name", .text(200), required: .always)
        k.field("edition", \.edition, "Version", .text(60), hint: "As the receiver calls it, for example 12.1.")
        k.field(
            "from_date", \.fromDate, "For returns that end from", .day, hint: "The last day of the first return it is for.",
            required: .always)
        k.field("to_date", \.toDate, "For returns that end until", .day, hint: "Leave blank while no later one is known.")
        k.field(
            "basis", \.basis, "Where it is from", .text(500), hint: "Who gave it, and when: a letter, a page, a meeting.",
            required: .always)
        k.field("map", \.map, "What the file says", .longText, required: .always)
        k.field("hash", \.hash, "Hash of the file", .text(64), required: .always)
        k.field("xsd", \.xsd, "Its XSD", .longText, hint: "Where the receiver gave one, the XML is held to it.")
        k.field("loaded_by", \.loadedBy, "Loaded by", .link("staff"), required: .always)
        k.field("loaded_at", \.loadedAt, "Loaded", .instant, required: .always)
        k.rule("to_date", "The last return it is for cannot end before the first.") { s, _ in inOrder(s.fromDate, s.toDate) }
    }
}
