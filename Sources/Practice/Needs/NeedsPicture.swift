import Casework

/// What is known of a child's needs, as pages show it.
public enum NeedsPicture {
    /// How far a domain of health is known: what was found, else what the dates say, else that nobody assessed it (S-PEO-08).
    public static func finding(_ need: HealthNeed?) -> String {
        guard let need else { return "NOT_ASSESSED" }
        if let finding = need.finding { return finding }
        switch need.needIdentified {
        case true?: return "IDENTIFIED"
        case false?: return "NONE"
        case nil: return need.identifiedDate != nil ? "IDENTIFIED" : "NOT_ASSESSED"
        }
    }

    /// The latest record of each domain, in the order of the list.
    public static func domains(_ needs: [Entry<HealthNeed>], codes: Codes, on day: Day) -> [(domain: CodeValue, latest: Entry<HealthNeed>?)]
    {
        codes.inForce("health_need", on: day).map { domain in
            (domain, needs.filter { $0.need == domain.token }.max { (lastDay($0.value), $0.id) < (lastDay($1.value), $1.id) })
        }
    }

    /// The last day a record of health speaks of.
    public static func lastDay(_ need: HealthNeed) -> Day {
        [need.screenedDate, need.identifiedDate, need.referredDate, need.offeredDate, need.attendedStart, need.attendedEnd]
            .compactMap { $0 }.max() ?? Day(number: 0)
    }

    /// Which consent a referral to a voluntary service for a need rests on (S-PEO-11).
    public static func consent(for need: String) -> String { need == "SUBSTANCE_MISUSE" ? "SUBSTANCE_MISUSE" : "HEALTH" }

    /// Why a referral for a need may not be recorded: no consent to the service stood on that day, or the last answer was no. The substance
    /// misuse service needs the child's own (S-PEO-11). A safeguarding referral asks none of this: it never waits for consent.
    public static func refusal(_ need: HealthNeed, consents: [Consent], codes: Codes) -> String? {
        guard let day = need.referredDate, let token = need.need else { return nil }
        let purpose = consent(for: token)
        let standing = ConsentStanding(consents, to: purpose, on: day)
        let service = (codes.label("consent_purpose", purpose) ?? "service").lowercasedFirst
        if let child = standing.child, !child.isYes {
            return
                "The child’s last answer about the \(service) was no, on \(child.on.words). Record their yes first, if they have given it since."
        }
        if purpose == "SUBSTANCE_MISUSE", standing.stands, standing.child == nil {
            return "The \(service) needs the child's own consent: the one recorded is not theirs."
        }
        if standing.stands { return nil }
        let no = [standing.parent, standing.unnamed].compactMap { $0 }.filter { !$0.isYes }.map(\.on).max()
        return no.map { "The last answer about the \(service) was no, on \($0.words). Record a later consent first." }
            ?? "No consent to the \(service) stood on that day. Record the consent first."
    }

    /// Whether a child counts in the service's own indicators by who looks after them; nil when nothing is known (S-PEO-05).
    public static func countsHere(_ cares: [Care], on day: Day) -> Bool? {
        let running = cares.filter { $0.isActive(on: day) && $0.placement != nil }
        if running.isEmpty { return nil }
        return !running.contains { $0.placement == "OTHER_HERE" }
    }
}
