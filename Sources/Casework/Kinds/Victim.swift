/// One victim of one offence and their involvement: contact, restorative justice, what they asked and were told (KPI 10). A victim of several
/// offences has one of these for each, under the same reference. It names nobody, and still only those who work with victims see it.
public struct Victim: RecordKind {
    public var victimRef = ""
    public var offence = RecordID.unset
    public var victimType: String?
    public var detailsReceivedDate: Day?
    public var consentsToContact: Bool?
    public var contactedDate: Day?
    public var viewSoughtBefore: Bool?
    public var rjOffered: Bool?
    public var rjNotOfferedReason: String?
    public var rjType: String?
    public var engagedInRj: Bool?
    public var engagedStart: Day?
    public var engagedEnd: Day?
    public var progressRequested: Bool?
    public var progressProvided: Bool?
    public var supportRequested: Bool?
    public var supportProvided: Bool?
    public var endNotifiedDate: Day?
    public var commented: Bool?
    public var satisfaction: String?
    public var progressRequestedDate: Day?
    public var progressProvidedDate: Day?

    public init() {}

    public static let kind = Kind<Victim>(
        "victim", title: "Victim", plural: "Victims",
        about:
            "One victim of one offence: consent to contact, views, restorative justice, what they asked for and were given. It names nobody.",
        sensitivity: .victim, version: 2, file: "victims", key: ["victim_ref", "offence_ref"], refColumn: "involvement_ref"
    ) { k in
        k.field(
            "victim_ref", \.victimRef, "Victim's reference", .text(60),
            hint: "A number of your own, such as V-104; the same for each offence against them. Never a name.", required: .always)
        k.field("offence_ref", \.offence, "Offence", .link("offence"), required: .always)
        k.field("victim_type", \.victimType, "Victim is", .code("victim_type"))
        k.field("details_received_date", \.detailsReceivedDate, "Details received from police", .day)
        k.field("consents_to_contact", \.consentsToContact, "Consents to contact", .flag)
        k.field("contacted_date", \.contactedDate, "First contacted", .day)
        k.field("view_sought_before", \.viewSoughtBefore, "View sought before the decision or plan", .flag)
        k.field("rj_offered", \.rjOffered, "Restorative justice offered", .flag)
        k.field("rj_not_offered_reason", \.rjNotOfferedReason, "Why it was not offered", .text(300))
        k.field("rj_type", \.rjType, "Restorative justice", .code("rj_type"))
        k.field("engaged_in_rj", \.engagedInRj, "Took part in restorative justice", .flag)
        k.field("engaged_start", \.engagedStart, "Took part from", .day)
        k.field("engaged_end", \.engagedEnd, "Took part to", .day)
        k.field("progress_requested", \.progressRequested, "Asked to be told of progress", .flag)
        k.field("progress_provided", \.progressProvided, "Told of progress", .flag)
        k.field("support_requested", \.supportRequested, "Asked for more support", .flag)
        k.field("support_provided", \.supportProvided, "Given more support", .flag)
        k.field("end_notified_date", \.endNotifiedDate, "Told that the work with the child ended", .day)
        k.field("commented", \.commented, "Commented on what was done", .flag, since: 2, added: true)
        k.field("satisfaction", \.satisfaction, "How satisfied they were", .code("victim_satisfaction"), since: 2, added: true)
        k.field("progress_requested_date", \.progressRequestedDate, "Asked to be told on", .day, since: 2, added: true)
        k.field("progress_provided_date", \.progressProvidedDate, "Told on", .day, since: 2, added: true)
        k.rule("progress_provided_date", "They cannot be told before they asked.") { v, _ in
            inOrder(v.progressRequestedDate, v.progressProvidedDate)
        }
        k.rule("engaged_end", "The end cannot come before the start.") { v, _ in inOrder(v.engagedStart, v.engagedEnd) }
    }
}
