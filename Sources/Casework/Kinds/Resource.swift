/// One number of the budget and staffing forms a service fills in once a year: what a partner gave, how many work under a sort of contract, or
/// how many of a gender and ethnicity (S-PER-22). The forms are known by name only (regulation.md §1.2): their lines and headings are codes.
public struct Resource: RecordKind {
    public var periodEnding = Day.unset
    public var sheet = ""
    public var line = ""
    public var heading = ""
    public var number = 0

    public init() {}

    public static let kind = Kind<Resource>(
        "resource", title: "Budget and staffing number", plural: "Budget and staffing numbers", scope: .service,
        about: "One number of the budget and staffing forms of a year: its form, line and heading.", sensitivity: .reference,
        file: "resources", key: ["period_ending", "sheet", "line", "heading"], refColumn: "resource_ref"
    ) { k in
        k.field("period_ending", \.periodEnding, "Year ending", .day, required: .always)
        k.field("sheet", \.sheet, "Form", .code("resource_sheet"), required: .always)
        k.field("line", \.line, "Line", .code("resource_line"), required: .always)
        k.field("heading", \.heading, "Heading", .code("resource_heading"), required: .always)
        k.field(
            "number", \.number, "Number", .number(0...100_000_000),
            hint: "Whole pounds of a budget; people, not full-time equivalents, of staffing.",
            required: .always)
        k.rule("line", "The form has no such line.") { r, context in
            r.line.isEmpty || context.codes.group("resource_line", r.line) == r.sheet
        }
        k.rule("heading", "The form has no such heading.") { r, context in
            r.heading.isEmpty || context.codes.group("resource_heading", r.heading) == r.sheet
        }
    }
}
