import Casework

/// The group an outcome's token rolls up to in the return (regulation.md §1.3).
enum Tier: String, Sendable, CaseIterable {
    case diversion = "Diversion"
    case preCourt = "Pre-Court"
    case firstTier = "First-tier"
    case community = "Community"
    case custody = "Custody"

    init?(group: String) {
        guard let tier = Tier(rawValue: group == "Diversion (Other)" ? "Diversion" : group) else { return nil }
        self = tier
    }

    /// A caution or a sentence: what first-time entrants, proven offences and proven reoffending are made of.
    var isSubstantive: Bool { self != .diversion }
}

extension Reference {
    /// The outcomes of each group, Diversion to Custody.
    public var outcomesByGroup: [String: Set<String>] {
        Dictionary(grouping: tiers, by: \.value.rawValue).mapValues { Set($0.map(\.key)) }
    }
}

/// How weighty an outcome is where one has to be chosen: custody > community > referral order > other first-tier > conditional caution
/// > caution > diversion > none of these (regulation.md §2.6).
func weight(of outcome: String, _ tier: Tier?) -> Int {
    switch tier {
    case .custody: 7
    case .community: 6
    case .firstTier: outcome == "REFERRAL_ORDER" ? 5 : 4
    case .preCourt: outcome == "YOUTH_CONDITIONAL_CAUTION" ? 3 : 2
    case .diversion: 1
    case nil: 0
    }
}
