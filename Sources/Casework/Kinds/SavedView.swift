/// A question somebody put to the figures and keeps under a name, for themselves or for everybody in the service who sees figures.
public struct SavedView: RecordKind {
    public var name = ""
    /// The question as its page's address asks it: `figure=fte%20count&by=sex&against=course`. Without a period it asks for the last
    /// quarter that has ended, whenever it is opened. Of the cohort it is the address whole: `/cohort?day=2026-03-31&against=2025-03-31`,
    /// with `as_at` where it was kept as known then.
    public var question = ""
    public var owner = RecordID.unset
    public var isShared: Bool?

    public init() {}

    public static let kind = Kind<SavedView>(
        "saved_view", title: "Saved view", plural: "Saved views", scope: .service,
        about:
            "A question put to the figures, kept under a name: which figure, of what days, divided how, set beside what; or the cohort of two days.",
        sensitivity: .reference
    ) { k in
        k.field("name", \.name, "Name", .text(100), required: .always)
        k.field("question", \.question, "Question", .text(500), required: .always)
        k.field("owner", \.owner, "Owner", .link("staff"), required: .always)
        k.field("shared", \.isShared, "Shared with the service", .flag)
    }
}

/// The figures of a view as they left the service, kept so that later ones can be guarded against them. (promise 8)
public struct PassedFile: RecordKind {
    public var title = ""
    public var question = ""
    public var asAt = Instant.unset
    public var figures = ""
    public var about = ""
    public var hash = ""
    public var madeBy: RecordID?

    public init() {}

    public static let kind = Kind<PassedFile>(
        "passed_file", title: "File passed on", plural: "Files passed on", scope: .service,
        about:
            "The figures of a view as they left the service, with small numbers held back; later files and reports are guarded beside it.",
        sensitivity: .reference
    ) { k in
        k.field("title", \.title, "View", .text(300), required: .always)
        k.field("question", \.question, "Question", .text(500), required: .always)
        k.field("as_at", \.asAt, "Figures as known at", .instant, required: .always)
        k.field("figures", \.figures, "Figures as they left", .longText, required: .always)
        k.field("about", \.about, "What they rest on", .longText, required: .always)
        k.field("hash", \.hash, "Hash of the CSV", .text(64), required: .always)
        k.field("made_by", \.madeBy, "Made by", .link("staff"))
    }
}
