/// That a child's former identity is sealed: what the file was known by before is read by nobody but those named here, each time with a reason.
/// One person proposes it and another agrees. It holds keys and codes and no word of either identity, and stays when the file has gone (S-PEO-14).
public struct IdentitySeal: RecordKind {
    public var child = ""
    public var files = ""
    public var why = ""
    public var basis = ""
    public var records: String?
    public var readers: [RecordID] = []
    public var proposedBy: RecordID?
    public var proposedAt = Instant.unset
    public var answer: String?
    public var answeredBy: RecordID?
    public var answeredAt: Instant?
    public var note: String?
    /// The entry of the journal that sealed: versions of the child before it are read with the identity the file had then.
    public var through: Int?
    /// Nil for a seal. Else this is what two people agree on about one: who may open it from now on, or that it ends.
    public var seal: RecordID?
    public var lifts: Bool?

    public init() {}

    public static let kind = Kind<IdentitySeal>(
        "identity_seal", title: "Sealed identity", plural: "Sealed identities", scope: .service,
        about:
            "That a child's former identity is sealed, why, who may open it with a reason, who proposed it and who agreed; and each time others were named or it was ended.",
        sensitivity: .secret, version: 2
    ) { k in
        k.field("child", \.child, "Key of the child's file", .text(40), required: .always)
        k.field("files", \.files, "Keys of the records that were this child's", .longText, required: .always)
        k.field("why", \.why, "Why", .code("identity_reason"), required: .always)
        k.field(
            "basis", \.basis, "What it rests on", .text(300),
            hint: "Such as the order and its day, or who asked for it. Name nobody.", required: .always)
        k.field("records", \.records, "Entries sealed whole, by kind and key", .longText)
        k.field("readers", \.readers, "Who may open it, each time with a reason", .links("staff"))
        k.field("proposed_by", \.proposedBy, "Proposed by", .link("staff"))
        k.field("proposed_at", \.proposedAt, "Proposed", .instant, required: .always)
        k.field("answer", \.answer, "Answer", .code("identity_answer"))
        k.field("answered_by", \.answeredBy, "Answered by", .link("staff"))
        k.field("answered_at", \.answeredAt, "Answered", .instant)
        k.field("note", \.note, "Why not", .text(300), hint: "Name nobody.", required: .when("it is declined") { $0.answer == "DECLINED" })
        k.field("through", \.through, "Entry of the journal that sealed", .number(1...2_000_000_000))
        k.field("seal_ref", \.seal, "The seal this changes", .link("identity_seal"), since: 2)
        k.field("lifts", \.lifts, "Ends the seal", .flag, since: 2)
        k.rule("readers", "Name at least two people: whoever opens it is reviewed by another.") { s, _ in Set(s.readers).count >= 2 }
        k.rule("answered_by", "Somebody other than who proposed it agrees to it.") { s, _ in
            s.answer == nil || s.answer == "DECLINED" || s.answeredBy != s.proposedBy
        }
    }

    /// The child's records at the time, the surviving one first.
    public var allFiles: [RecordID] { files.split(separator: " ").compactMap { RecordID(String($0)) } }
    /// What is sealed whole: kind and key.
    public var sealedRecords: [(kind: String, id: RecordID)] {
        (records ?? "").split(separator: " ").compactMap { one in
            let parts = one.split(separator: ":", maxSplits: 1)
            return parts.count == 2 ? RecordID(String(parts[1])).map { (String(parts[0]), $0) } : nil
        }
    }
}

/// One time somebody named in a seal opened a former identity, why, until when, and what another of those named found of it (S-PEO-14).
public struct IdentityOpening: RecordKind {
    public var seal = RecordID.unset
    public var staff = RecordID.unset
    public var reason = ""
    public var openedAt = Instant.unset
    public var endsAt = Instant.unset
    public var finding: String?
    public var found: String?
    public var reviewedBy: RecordID?
    public var reviewedAt: Instant?

    public init() {}

    public static let kind = Kind<IdentityOpening>(
        "identity_opening", title: "Opening of a sealed identity", plural: "Openings of sealed identities", scope: .service,
        about: "One time a sealed former identity was opened, by whom, why, until when, and what another of those named found of it.",
        sensitivity: .secret
    ) { k in
        k.field("seal_ref", \.seal, "Which seal", .link("identity_seal"), required: .always)
        k.field("staff", \.staff, "Who", .link("staff"), required: .always)
        k.field("reason", \.reason, "Why it has to be opened", .text(500), hint: "Name nobody.", required: .always)
        k.field("opened_at", \.openedAt, "Opened", .instant, required: .always)
        k.field("ends_at", \.endsAt, "Open until", .instant, required: .always)
        k.field("finding", \.finding, "Finding", .code("break_glass_finding"))
        k.field("found", \.found, "What was found", .text(1000))
        k.field("reviewed_by", \.reviewedBy, "Reviewed by", .link("staff"))
        k.field("reviewed_at", \.reviewedAt, "Reviewed", .instant)
        k.rule("reviewed_by", "Another of those named than the one who opened it reviews it.") { o, _ in o.reviewedBy != o.staff }
    }
}
