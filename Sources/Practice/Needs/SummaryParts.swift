/// Who a one-page summary of a child is for, and what of the file it may carry (S-INF-09).
public enum SummaryAudience: String, CaseIterable, Sendable {
    case panel, school, court
    case socialCare = "social_care"
    case exploitation, custody

    public var title: String {
        switch self {
        case .panel: "The panel"
        case .school: "School or college"
        case .court: "Court"
        case .socialCare: "Social care"
        case .exploitation: "Exploitation meeting"
        case .custody: "Custody"
        }
    }

    public func takes(_ part: SummaryPart) -> Bool { SummaryPart.audiences[part]?.contains(self) ?? false }

    /// The parts it leaves out, in the order of the page.
    public var leftOut: [SummaryPart] { SummaryPart.allCases.filter { !takes($0) } }
}

/// A part of the summary. Police intelligence, who a victim is, other children and addresses not to be disclosed are in none.
public enum SummaryPart: String, CaseIterable, Sendable {
    case voice, communication, alerts, home, family, care, education, health, diversity, offences, judgements, work, network

    public var title: String {
        switch self {
        case .voice: "What the child says, and strengths"
        case .communication: "How best to talk with the child"
        case .alerts: "To know before meeting the child"
        case .home: "Where the child lives"
        case .family: "Family"
        case .care: "Care and social care"
        case .education: "Education, training and work"
        case .health: "Health"
        case .diversity: "Who they are and what that asks of us"
        case .offences: "Offences and outcomes"
        case .judgements: "Judgements"
        case .work: "Our work"
        case .network: "Professionals around the child"
        }
    }

    /// One decision in one place: who is given what.
    static let audiences: [SummaryPart: Set<SummaryAudience>] = [
        .voice: Set(SummaryAudience.allCases),
        .communication: Set(SummaryAudience.allCases),
        .alerts: [.panel, .socialCare, .exploitation, .custody],
        .home: [.court, .socialCare, .exploitation, .custody],
        .family: [.panel, .court, .socialCare, .exploitation, .custody],
        .care: [.panel, .court, .socialCare, .exploitation, .custody],
        .education: [.panel, .school, .court, .socialCare, .exploitation, .custody],
        .health: [.socialCare, .custody],
        .diversity: [.panel, .school, .court, .socialCare, .custody],
        .offences: [.panel, .court, .socialCare, .exploitation, .custody],
        .judgements: [.panel, .court, .socialCare, .exploitation, .custody],
        .work: Set(SummaryAudience.allCases),
        .network: [.panel, .socialCare, .exploitation, .custody],
    ]
}
