/// How long a class of record is kept, from what, and on what basis (S-PEO-14). There is no national rule (regulation.md §9), so every period
/// is a row with its basis; of several in force for one record the longest counts.
public struct RetentionRule: RecordKind {
    public var recordClass = ""
    public var after = ""
    public var years: Int?
    public var fromDate: Day?
    public var toDate: Day?
    public var basis = ""

    public init() {}

    public static let kind = Kind<RetentionRule>(
        "retention_rule", title: "Retention period", plural: "Retention periods", scope: .service,
        about: "How long a class of record is kept, from what event, and the basis it rests on.", sensitivity: .reference
    ) { k in
        k.field("record_class", \.recordClass, "Class of record", .code("retention_class"), required: .always)
        k.field("after", \.after, "Counted from", .code("retention_start"), required: .always)
        k.field("years", \.years, "Years", .number(0...100), hint: "Blank: never by the calendar; somebody decides by hand.")
        k.field("from_date", \.fromDate, "From", .day)
        k.field("to_date", \.toDate, "To", .day)
        k.field("basis", \.basis, "What it rests on", .text(300), required: .always)
        k.rule("to_date", "The end cannot come before the beginning.") { r, _ in inOrder(r.fromDate, r.toDate) }
    }
}

/// Why nothing of a child's file may be erased for now, whatever the periods say: an inquiry, a claim, a complaint.
public struct Hold: RecordKind {
    public var reason = ""
    public var fromDate = Day.unset
    public var until: Day?

    public init() {}

    /// From the day it ends it holds nothing.
    public func isActive(on day: Day) -> Bool { fromDate <= day && day < (until ?? .open) }

    public static let kind = Kind<Hold>(
        "hold", title: "Hold", plural: "Holds", about: "Why nothing of the file may be erased for now.", sensitivity: .casework
    ) { k in
        k.field(
            "reason", \.reason, "Why", .text(300), hint: "Such as an inquiry, a claim or a complaint, and whose.", required: .always)
        k.field("from_date", \.fromDate, "From", .day, required: .always)
        k.field("until", \.until, "Ended on", .day, hint: "Blank: until somebody ends it. From that day on it holds nothing.")
        k.rule("until", "The end cannot come before the beginning.") { h, _ in inOrder(h.fromDate, h.until) }
    }
}

/// That one person has reviewed a file and proposes an erasure, and what a second one answered. It holds keys and codes alone, and stays when
/// the file has gone (S-PEO-14).
public struct ErasureReview: RecordKind {
    public var child = ""
    public var what = ""
    public var why = ""
    public var records = ""
    public var proposedBy: RecordID?
    public var proposedAt = Instant.unset
    public var answer: String?
    public var answeredBy: RecordID?
    public var answeredAt: Instant?
    public var note: String?

    public init() {}

    public static let kind = Kind<ErasureReview>(
        "erasure_review", title: "Erasure review", plural: "Erasure reviews", scope: .service,
        about: "An erasure one person proposed after reviewing a file, and what a second person answered.", sensitivity: .reference
    ) { k in
        k.field("child", \.child, "Key of the child's file", .text(40), required: .always)
        k.field("what", \.what, "What is erased", .code("erasure_extent"), required: .always)
        k.field("why", \.why, "Why", .code("erasure_reason"), required: .always)
        k.field("records", \.records, "Hash of the records' keys", .text(64), required: .always)
        k.field("proposed_by", \.proposedBy, "Proposed by", .link("staff"))
        k.field("proposed_at", \.proposedAt, "Proposed", .instant, required: .always)
        k.field("answer", \.answer, "Answer", .code("erasure_answer"))
        k.field("answered_by", \.answeredBy, "Answered by", .link("staff"))
        k.field("answered_at", \.answeredAt, "Answered", .instant)
        k.field("note", \.note, "Why not", .text(300), hint: "Name nobody.", required: .when("it is declined") { $0.answer == "DECLINED" })
        k.rule("answered_by", "Somebody other than who proposed it confirms an erasure.") { r, _ in
            r.answer != "CONFIRMED" || r.answeredBy != r.proposedBy
        }
    }
}

/// That records were erased: which, by which rule and why. The records, their nonces and notes are gone; this stays, and `verify` accepts
/// what is missing only where one of these names it.
public struct Erasure: RecordKind {
    public var child = ""
    public var why = ""
    public var rule = ""
    public var onDate = Day.unset
    public var records = ""
    public var contents: String?
    public var notes: String?

    public init() {}

    /// At most so many records are named by one erasure: a long file takes several.
    public static let most = 500

    public static let kind = Kind<Erasure>(
        "erasure", title: "Erasure", plural: "Erasures", scope: .service,
        about: "Which records were erased, by which rule and why. Nothing of what they held is in it.", sensitivity: .reference
    ) { k in
        k.field("child", \.child, "Key of the child's file", .text(40), required: .always)
        k.field("why", \.why, "Why", .code("erasure_reason"), required: .always)
        k.field("rule", \.rule, "By which rule", .text(500), required: .always)
        k.field("on_date", \.onDate, "Day", .day, required: .always)
        k.field("records", \.records, "Records, by kind and key", .longText, required: .always)
        k.field("contents", \.contents, "Contents of documents, by hash", .longText)
        k.field("notes", \.notes, "Entries whose note was erased", .longText)
    }
}
