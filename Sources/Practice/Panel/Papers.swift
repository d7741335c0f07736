import Casework

/// Who a copy of the panel's papers is for.
public enum PaperAudience: String, Sendable, CaseIterable {
    case panel = "PANEL"
    case police = "POLICE"
    case victimWorker = "VICTIM_WORKER"
    case partner = "PARTNER"
    /// Magistrates and others who sample decisions afterwards: nobody is named to them.
    case scrutiny = "SCRUTINY"

    /// Whether values of this sort go into its papers. What no audience needs is left out of all: where the family lives, who a victim is,
    /// what the child wrote of themselves, health detail.
    public func takes(_ sensitivity: Sensitivity) -> Bool {
        switch sensitivity {
        case .offending, .reference: true
        case .identity: self != .scrutiny
        case .casework: self == .panel || self == .police || self == .partner
        case .safeguarding: self == .panel || self == .police
        case .intelligence: self == .police
        case .characteristics, .whereabouts, .health, .selfAssessment, .concern, .victim, .workforce, .secret: false
        }
    }
}

/// What the papers may hold, field by field: one gate that every value of a pack goes through.
public enum Papers {
    /// The kinds a pack is made of.
    public static let kinds: [AnyKind] = [
        AnyKind(Child.self), AnyKind(Referral.self), AnyKind(Offence.self), AnyKind(PanelItem.self), AnyKind(Assessment.self),
        AnyKind(VictimContact.self),
    ]

    /// Left out whatever their sensitivity: other children, places that tell where somebody lives, numbers of other registers,
    /// a manager's comments to the writer, what comes after the panel.
    private static let leftOut: [String: Set<String>] = [
        "child": ["home_postcode", "pnc_id", "upn", "nhs_number", "originating_ref", "deleted"],
        "offence": ["co_defendants", "offence_postcode", "place", "police_ref"],
        "assessment": ["feedback", "answers", "self_missing_reason", "child_view_used", "parent_view_used", "programme_refs"],
        "victim_contact": ["end_told_on", "end_not_told_reason"],
        "referral": ["solicitor_firm", "feedback", "feedback_from", "passed_on_to"],
    ]

    /// Whether a field may stand in an audience's papers.
    public static func mayShow(_ field: String, of kind: AnyKind, to audience: PaperAudience) -> Bool {
        guard kinds.contains(where: { $0.name == kind.name }), let definition = kind.fields.first(where: { $0.name == field }) else {
            return false
        }
        if leftOut[kind.name]?.contains(field) == true { return false }
        if audience == .scrutiny {
            // Free text names people whatever its field; those who sample decisions get what was chosen, scored and dated.
            switch definition.kind {
            case .text, .longText: return false
            default: break
            }
        }
        return audience.takes(definition.sensitivity)
    }

    /// Whether somebody may make or open a copy for an audience: who sees everything such a copy may hold, so that it never differs by who
    /// reads it.
    public static func mayHandle(_ audience: PaperAudience, _ access: Access) -> Bool {
        Sensitivity.allCases.allSatisfy { !audience.takes($0) || access.sees($0) }
    }
}
