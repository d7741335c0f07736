/// Somebody's request to have what the service holds on a child: who asks, by when it is answered, who lays the pack out and who checks it.
/// The pack itself is content, named by its hash once the checker has signed it.
public struct SubjectAccess: RecordKind {
    public var requester = ""
    public var requesterName = ""
    public var authority: String?
    public var receivedOn = Day.unset
    public var asked: String?
    public var identityHow: String?
    public var identityOn: Day?
    public var isExtended: Bool?
    public var extensionReason: String?
    public var checker: RecordID?
    /// The moment the file is told as of; nil until a pack is laid out.
    public var laidOutAt: Instant?
    public var preparedBy: RecordID?
    public var number: Int?
    public var pack: String?
    public var signedAt: Instant?
    public var signedBy: RecordID?
    public var endedOn: Day?
    public var endedHow: String?
    public var endedReason: String?

    public init() {}

    public var isSigned: Bool { signedAt != nil }
    public var isOpen: Bool { endedOn == nil }

    public static let kind = Kind<SubjectAccess>(
        "subject_access", title: "Subject access request", plural: "Subject access requests",
        about: "A request to have what the service holds on the child, and the pack that answered it.", sensitivity: .casework
    ) { k in
        k.field("requester", \.requester, "Who asks", .code("subject_access_requester"), required: .always)
        k.field("requester_name", \.requesterName, "Their name", .text(100), required: .always)
        k.field(
            "authority", \.authority, "Why they may ask for the child", .text(500),
            hint: "Whether the child understands and agrees, and what you saw: parental responsibility, a signed authority.",
            required: .when("it is not the child who asks") { $0.requester != "CHILD" })
        k.field("received_on", \.receivedOn, "Received", .day, required: .always)
        k.field("asked", \.asked, "What they ask for", .longText, hint: "Blank: everything held on the child.")
        k.field("identity_how", \.identityHow, "How their identity was checked", .code("subject_access_identity"))
        k.field("identity_on", \.identityOn, "Checked on", .day, required: .when("it was checked") { $0.identityHow != nil })
        k.field(
            "extended", \.isExtended, "Takes longer", .flag,
            hint: "Only for a complex request or many: tell who asked within the first month.")
        k.field(
            "extension_reason", \.extensionReason, "Why it takes longer", .text(500),
            required: .when("it takes longer") { $0.isExtended == true })
        k.field(
            "checker", \.checker, "Who checks the pack", .link("staff"),
            hint: "A manager other than the one who lays it out. They read it and sign it.", required: .always)
        k.field("laid_out_at", \.laidOutAt, "Laid out, with the file as it was then", .instant)
        k.field("prepared_by", \.preparedBy, "Laid out by", .link("staff"))
        k.field("number", \.number, "Pack number", .number(1...100_000))
        k.field("pack", \.pack, "Hash of the signed pack", .text(64))
        k.field("signed_at", \.signedAt, "Signed", .instant)
        k.field("signed_by", \.signedBy, "Signed by", .link("staff"))
        k.field("ended_on", \.endedOn, "Ended", .day)
        k.field("ended_how", \.endedHow, "How it ended", .code("subject_access_end"), required: .when("it has ended") { $0.endedOn != nil })
        k.field(
            "ended_reason", \.endedReason, "Why it was refused", .text(500), required: .when("it was refused") { $0.endedHow == "REFUSED" })
        k.rule("received_on", "That day is in the future.") { r, c in r.receivedOn <= c.today }
        k.rule("identity_on", "That day is in the future.") { r, c in (r.identityOn ?? c.today) <= c.today }
        k.rule("ended_on", "It cannot have ended before it was received.") { r, _ in inOrder(r.receivedOn, r.endedOn) }
        k.rule("ended_how", "A pack is sent only once somebody has checked and signed it.") { r, _ in
            r.endedHow != "SENT" || r.signedAt != nil
        }
        k.rule("checker", "Somebody other than who laid the pack out checks it.") { r, _ in
            r.preparedBy == nil || r.checker != r.preparedBy
        }
    }
}

/// What a person took out of a subject access pack, or put back into it, and why. Words of any sort may stand in it, so it is of a sort that of
/// those who open files only managers see.
public struct SubjectAccessChange: RecordKind {
    public var request = RecordID.unset
    /// Which line of the pack: `contact:key:content`, and `@` with a journal entry for an earlier version.
    public var place = ""
    /// The words; nil is the whole line.
    public var passage: String?
    public var change = ""
    public var reason: String?
    public var why = ""
    public var changedBy: RecordID?

    public init() {}

    public static let kind = Kind<SubjectAccessChange>(
        "subject_access_change", title: "Change to a subject access pack", plural: "Changes to subject access packs",
        about: "Words taken out of a subject access pack, or put back into it, by whom and why.", sensitivity: .workforce
    ) { k in
        k.field("request_ref", \.request, "Request", .link("subject_access"), required: .always)
        k.field("place", \.place, "Line", .text(200), required: .always)
        k.field("passage", \.passage, "Words", .longText, hint: "As they stand in the line. Blank: the whole line.")
        k.field("change", \.change, "What to do", .code("subject_access_change"), required: .always)
        k.field(
            "reason", \.reason, "Ground", .code("redaction_reason"), required: .when("words are taken out") { $0.change == "TAKEN_OUT" })
        k.field("why", \.why, "Why", .text(500), required: .always)
        k.field("changed_by", \.changedBy, "Changed by", .link("staff"))
    }
}
