/// A breach of personal data: what happened, when it was found, who was affected, how risky it is, who was told and who closed it. It holds
/// keys of files and no names, and stays when the files have gone.
public struct Breach: RecordKind {
    public var type = ""
    public var what = ""
    public var happenedOn: Day?
    public var foundAt = Instant.unset
    public var foundBy: RecordID?
    public var fromChild: String?
    public var toChild: String?
    public var records: String?
    /// From when what was on the wrong file could be read there.
    public var since: Instant?
    public var affected: String?
    public var risk: String?
    public var riskReason: String?
    public var toldOn: Day?
    public var notTold: String?
    public var reportedAt: Instant?
    public var notReported: String?
    public var lessons: String?
    public var closedOn: Day?
    public var closedBy: RecordID?

    public init() {}

    public static let kind = Kind<Breach>(
        "breach", title: "Breach", plural: "Breaches", scope: .service,
        about: "A breach of personal data: what happened, who had seen it, who was told, and who closed it.", sensitivity: .casework
    ) { k in
        k.field("type", \.type, "What sort", .code("breach_type"), required: .always)
        k.field("what", \.what, "What happened", .longText, hint: "Name nobody.", required: .always)
        k.field("happened_on", \.happenedOn, "Happened on", .day)
        k.field(
            "found_at", \.foundAt, "Found", .instant, hint: "For example, 21/11/2026 14:30. The 72 hours count from here.",
            required: .always)
        k.field("found_by", \.foundBy, "Found by", .link("staff"))
        k.field("from_child", \.fromChild, "Key of the wrong file", .text(40))
        k.field("to_child", \.toChild, "Key of the right file", .text(40))
        k.field("records", \.records, "Entries, by kind and key", .longText)
        k.field("since", \.since, "On the wrong file from", .instant)
        k.field("affected", \.affected, "Who was affected", .longText, hint: "How many and in what way. Name nobody.")
        k.field("risk", \.risk, "Risk to them", .code("breach_risk"))
        k.field("risk_reason", \.riskReason, "Why", .longText, required: .when("the risk is judged") { $0.risk != nil })
        k.field("told_on", \.toldOn, "Child and family told", .day)
        k.field("not_told", \.notTold, "Why they are not told", .text(500))
        k.field("reported_at", \.reportedAt, "Information Commissioner told", .instant)
        k.field("not_reported", \.notReported, "Why the Commissioner is not told", .text(500))
        k.field("lessons", \.lessons, "What was learnt", .longText)
        k.field("closed_on", \.closedOn, "Closed", .day)
        k.field("closed_by", \.closedBy, "Closed by", .link("staff"))
        k.rule("found_at", "That moment is in the future.") { b, c in b.foundAt.londonDay <= c.today }
        k.rule("risk", "Judge the risk before it is closed.") { b, _ in b.closedOn == nil || b.risk != nil }
        k.rule("told_on", "Say when the child and family were told, or why not, before it is closed.") { b, _ in
            b.closedOn == nil || b.toldOn != nil || b.notTold != nil
        }
        k.rule("reported_at", "Say when the Commissioner was told, or why not, before it is closed.") { b, _ in
            b.closedOn == nil || b.reportedAt != nil || b.notReported != nil
        }
    }
}

/// That an entry was removed from this child's file, because it was another child's. All the file shows of it; what it said is sealed.
public struct SealedEntry: RecordKind {
    public var entryKind = ""
    public var record = ""
    public var removedOn = Day.unset
    public var removedBy: RecordID?

    public init() {}

    public static let kind = Kind<SealedEntry>(
        "sealed_entry", title: "Entry removed", plural: "Entries removed",
        about: "That an entry on this file was another child's and was removed: of what kind, when and by whom. What it said is sealed.",
        sensitivity: .identity
    ) { k in
        k.field("entry_kind", \.entryKind, "Kind", .text(40), required: .always)
        k.field("record", \.record, "Key of the entry", .text(40), required: .always)
        k.field("removed_on", \.removedOn, "Removed", .day, required: .always)
        k.field("removed_by", \.removedBy, "Removed by", .link("staff"))
    }
}
