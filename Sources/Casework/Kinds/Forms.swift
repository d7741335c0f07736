/// One version of a questionnaire of the service's own, as its file was loaded: what was answered under it is read with it for ever, whatever
/// becomes of the file (S-ASM-09).
public struct FormVersion: RecordKind {
    public var name = ""
    public var number = 0
    public var title = ""
    public var hash = ""
    public var offered: Bool?

    public init() {}

    /// As `Assessment.form` keeps it: `wellbeing 1`.
    public var token: String { "\(name) \(number)" }

    public static let kind = Kind<FormVersion>(
        "form", title: "Form", plural: "Forms", scope: .service,
        about: "A version of an assessment form of the service's own, loaded from a file; the file's content is kept by its hash.",
        sensitivity: .reference
    ) { k in
        k.field("name", \.name, "Name", .text(40), required: .always)
        k.field("number", \.number, "Version", .number(1...9999), required: .always)
        k.field("title", \.title, "Title", .text(200), required: .always)
        k.field("hash", \.hash, "Content, by hash", .text(64), required: .always)
        k.field("offered", \.offered, "May be begun", .flag, hint: "No once its file is gone from the folder; it stays readable.")
    }
}
