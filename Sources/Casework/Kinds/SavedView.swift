/// A question somebody put to the figures and keeps under a name, for themselves or for everybody in the service who sees figures.
public struct SavedView: RecordKind {
    public var name = ""
    /// The question as its page's address asks it: `figure=fte%20count&by=sex&against=course`. Without a period it asks for the last
    /// quarter that has ended, whenever it is opened.
    public var question = ""
    public var owner = RecordID.unset
    public var isShared: Bool?

    public init() {}

    public static let kind = Kind<SavedView>(
        "saved_view", title: "Saved view", plural: "Saved views", scope: .service,
        about: "A question put to the figures, kept under a name: which figure, of what days, divided how, set beside what.",
        sensitivity: .reference
    ) { k in
        k.field("name", \.name, "Name", .text(100), required: .always)
        k.field("question", \.question, "Question", .text(500), required: .always)
        k.field("owner", \.owner, "Owner", .link("staff"), required: .always)
        k.field("shared", \.isShared, "Shared with the service", .flag)
    }
}
