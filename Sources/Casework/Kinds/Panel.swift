/// A sitting of the joint decision-making panel (S-OOC-04).
public struct Panel: RecordKind {
    public var heldOn = Day.unset
    public var starts: String?
    public var place: String?
    public var chair: RecordID?
    public var quorum: Int?
    public var cancelledReason: String?
    public var minutesSignedOn: Day?
    public var minutesSignedBy: RecordID?

    public init() {}

    public static let kind = Kind<Panel>(
        "panel", title: "Panel", plural: "Panels", scope: .service,
        about: "A sitting of the joint decision-making panel: when, where, who chairs, whether its minutes are signed.",
        sensitivity: .reference
    ) { k in
        k.field("held_on", \.heldOn, "Day", .day, required: .always)
        k.field("starts", \.starts, "Starts at", .text(5), hint: "For example, 14:00")
        k.field("place", \.place, "Place", .text(200))
        k.field("chair", \.chair, "Chair", .link("staff"))
        k.field("quorum", \.quorum, "Agencies needed for a quorum", .number(1...12), hint: "Blank takes the service's setting.")
        k.field("cancelled_reason", \.cancelledReason, "Why it was cancelled", .text(300))
        k.field("minutes_signed_on", \.minutesSignedOn, "Minutes signed", .day)
        k.field("minutes_signed_by", \.minutesSignedBy, "Signed by", .link("staff"))
        k.rule("starts", "Starts at must be a time, like 14:00.") { panel, _ in
            panel.starts.map { $0.count == 5 && Instant("2026-01-01T" + $0) != nil } ?? true
        }
        k.rule("minutes_signed_on", "Minutes cannot be signed before the panel sat.") { p, _ in inOrder(p.heldOn, p.minutesSignedOn) }
    }
}

/// Someone asked to a panel, for which agency, and whether they came.
public struct PanelMember: RecordKind {
    public var panel = RecordID.unset
    public var name = ""
    public var agency = ""
    public var staff: RecordID?
    public var attendance: String?

    public init() {}

    public static let kind = Kind<PanelMember>(
        "panel_member", title: "Panel member", plural: "Panel members", scope: .service,
        about: "Someone asked to a sitting of the panel, for which agency, and whether they came.", sensitivity: .reference
    ) { k in
        k.field("panel_ref", \.panel, "Panel", .link("panel"), required: .always)
        k.field("name", \.name, "Name", .text(100), required: .always)
        k.field("agency", \.agency, "Agency", .code("agency"), required: .always)
        k.field("staff", \.staff, "Member of staff", .link("staff"))
        k.field("attendance", \.attendance, "Attendance", .code("panel_attendance"))
    }
}

/// One child's case before a panel: the report that goes in, and what the panel recommended (S-OOC-05 to S-OOC-10, S-OOC-24).
///
/// The police's decision is not here: it stands on the referral, recorded apart.
public struct PanelItem: RecordKind {
    public var referral = RecordID.unset
    public var panel: RecordID?
    public var state: String?
    public var deferredReason: String?
    public var gravityMatrix: String?
    public var gravityBase: Int?
    public var aggravating: String?
    public var mitigating: String?
    public var gravity: Int?
    public var gravityReason: String?
    public var childView: String?
    public var childViewOn: Day?
    public var childViewHow: String?
    public var parentView: String?
    public var parentViewOn: Day?
    public var parentViewHow: String?
    public var victimReason: String?
    public var intelligence: String?
    public var recordCheckedOn: Day?
    public var recordCheckedBy: String?
    public var recordResult: String?
    public var outcomesElsewhere: String?
    public var options: String?
    public var whyNotLower: String?
    public var reportBy: RecordID?
    public var reportOn: Day?
    public var recommendation: String?
    public var recommendationReason: String?
    public var dissent: String?
    public var escalatedOn: Day?
    public var escalatedTo: String?
    public var escalatedResult: String?
    public var escalatedReason: String?
    public var panelReoffending: String?
    public var panelSeriousHarm: String?
    public var panelSafetyWellbeing: String?
    public var panelRiskReason: String?

    public init() {}

    /// Whether the panel did not agree and those it was taken to have not answered yet (S-OOC-09).
    public var isWithHigher: Bool { escalatedOn != nil && escalatedResult == nil && state == "HEARD" }

    public static let kind = Kind<PanelItem>(
        "panel_item", title: "Panel item", plural: "Panel items",
        about: "One child's case before a panel: the report that goes in and what the panel recommended.", sensitivity: .offending
    ) { k in
        k.field("referral_ref", \.referral, "Referral", .link("referral"), required: .always)
        k.field("panel_ref", \.panel, "Panel", .link("panel"))
        k.field("state", \.state, "State", .code("panel_state"))
        k.field("deferred_reason", \.deferredReason, "Why it was put off", .text(500))
        k.field("gravity_matrix", \.gravityMatrix, "Gravity matrix", .code("gravity_matrix"))
        k.field("gravity_base", \.gravityBase, "Score to start from", .number(1...5))
        k.field("aggravating", \.aggravating, "Aggravating factors", .codes("aggravating_factor"))
        k.field("mitigating", \.mitigating, "Mitigating factors", .codes("mitigating_factor"))
        k.field("gravity", \.gravity, "Final score", .number(1...5))
        k.field(
            "gravity_reason", \.gravityReason, "Why the final score is not the one the factors give", .longText)
        k.field("child_view", \.childView, "The child's view", .longText, hint: "In their own words where you can.")
        k.field("child_view_on", \.childViewOn, "Asked on", .day)
        k.field("child_view_how", \.childViewHow, "How the child was asked", .code("view_method"))
        k.field("parent_view", \.parentView, "The parent's or carer's view", .longText)
        k.field("parent_view_on", \.parentViewOn, "Asked on", .day)
        k.field("parent_view_how", \.parentViewHow, "How the parent or carer was asked", .code("view_method"))
        k.field(
            "victim_reason", \.victimReason, "Why there is no contact with the victim", .text(500),
            hint: "Only while the victim worker has recorded none.")
        k.field("intelligence", \.intelligence, "Police intelligence", .longText, sensitivity: .intelligence)
        k.field("record_checked_on", \.recordCheckedOn, "Police record checked", .day)
        k.field("record_checked_by", \.recordCheckedBy, "Checked by", .text(100))
        k.field("record_result", \.recordResult, "What the check found", .code("record_result"))
        k.field("outcomes_elsewhere", \.outcomesElsewhere, "Outcomes in other areas", .code("record_result"))
        k.field("options", \.options, "Options weighed", .codes("outcome"))
        k.field("why_not_lower", \.whyNotLower, "Why not a lower option", .longText)
        k.field("report_by", \.reportBy, "Report by", .link("staff"))
        k.field("report_on", \.reportOn, "Report written", .day)
        k.field("recommendation", \.recommendation, "Recommendation", .code("outcome"))
        k.field("recommendation_reason", \.recommendationReason, "Reasons", .longText)
        k.field("dissent", \.dissent, "Who did not agree, and why", .longText)
        k.field("escalated_on", \.escalatedOn, "Taken higher on", .day)
        k.field("escalated_to", \.escalatedTo, "Taken to, of the service and of the police", .text(200))
        k.field("escalated_result", \.escalatedResult, "What they decided", .code("outcome"))
        k.field("escalated_reason", \.escalatedReason, "Their reasons", .longText)
        k.field("panel_reoffending", \.panelReoffending, "Likelihood of reoffending, as the panel judged", .code("judgement"))
        k.field("panel_serious_harm", \.panelSeriousHarm, "Risk of serious harm, as the panel judged", .code("judgement"))
        k.field("panel_safety_wellbeing", \.panelSafetyWellbeing, "Safety and wellbeing, as the panel judged", .code("judgement"))
        k.field("panel_risk_reason", \.panelRiskReason, "Why the panel changed a judgement", .longText)
        k.rule("gravity_reason", "Say why the final score is not the one the factors give.") { item, _ in
            guard let base = item.gravityBase, let final = item.gravity else { return true }
            return final == item.scoreByFactors(from: base) || item.gravityReason != nil
        }
        k.rule("aggravating", "Tick “none” alone, or the factors there are.") { item, _ in
            item.aggravating == "NONE_AGGRAVATING" || item.aggravating?.contains("NONE_AGGRAVATING") != true
        }
        k.rule("mitigating", "Tick “none” alone, or the factors there are.") { item, _ in
            item.mitigating == "NONE_MITIGATING" || item.mitigating?.contains("NONE_MITIGATING") != true
        }
        k.rule("panel_risk_reason", "Say why the panel changed a judgement.") { item, _ in
            (item.panelReoffending == nil && item.panelSeriousHarm == nil && item.panelSafetyWellbeing == nil)
                || item.panelRiskReason != nil
        }
        k.rule("recommendation_reason", "Give the panel's reasons.") { item, _ in
            item.recommendation == nil || item.recommendationReason != nil
        }
    }

    /// The score a base score and the factors give: one up if any aggravating factor stands, one down if any mitigating one does, within 1 to 5
    /// (1 to 4 in the matrix of 2013). The ±1 is RECALLED (regulation.md §4.3): a final score that differs is accepted with a reason.
    public func scoreByFactors(from base: Int) -> Int {
        // "None" is a factor looked for and not found: it moves nothing.
        let up = aggravating.map { $0.isEmpty || $0 == "NONE_AGGRAVATING" } ?? true ? 0 : 1
        let down = mitigating.map { $0.isEmpty || $0 == "NONE_MITIGATING" } ?? true ? 0 : 1
        return min(max(base + up - down, 1), gravityMatrix == "ACPO_2013" ? 4 : 5)
    }
}

/// One copy of a panel's papers: for whom, of which number, made when and by whom, and what stood in it, kept as it was issued.
public struct PanelCopy: RecordKind {
    public var panel = RecordID.unset
    public var number = 0
    public var audience = ""
    public var recipient = ""
    public var madeAt = Instant.unset
    public var madeBy: RecordID?
    /// What was issued, a child a part: `child:hash` with a space between, in the order of the pack; the hash names the part's content.
    public var parts: String?
    /// What it was passed on under.
    public var agreement: RecordID?

    public init() {}

    /// The children in the copy with the hash of what was said of each; nil for a copy from before copies were kept.
    public var issued: [(child: RecordID, hash: String)]? {
        parts.map { text in
            text.split(separator: " ").compactMap { part in
                let halves = part.split(separator: ":").map(String.init)
                guard halves.count == 2, let child = RecordID(halves[0]) else { return nil }
                return (child, halves[1])
            }
        }
    }

    public static let kind = Kind<PanelCopy>(
        "panel_copy", title: "Copy of panel papers", plural: "Copies of panel papers", scope: .service,
        about: "One copy of a panel's papers: numbered, for whom, made when and by whom, and what it said, kept as it was issued.",
        sensitivity: .reference, version: 3
    ) { k in
        k.field("panel_ref", \.panel, "Panel", .link("panel"), required: .always)
        k.field("number", \.number, "Copy", .number(1...10_000), required: .always)
        k.field("audience", \.audience, "Papers for", .code("paper_audience"), required: .always)
        k.field(
            "recipient", \.recipient, "Given to", .text(100), hint: "One person's name: each has a copy of their own.", required: .always)
        k.field("made_at", \.madeAt, "Made", .instant, required: .always)
        k.field("made_by", \.madeBy, "Made by", .link("staff"))
        k.field("parts", \.parts, "What it said of each child, by hash", .longText, since: 2)
        k.field("agreement_ref", \.agreement, "Under which agreement", .link("agreement"), since: 3)
    }
}
