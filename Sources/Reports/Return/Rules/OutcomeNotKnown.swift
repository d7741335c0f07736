import Casework

extension ReturnRule {
    /// Home Office outcomes 20 to 23 each have a code of their own (regulation.md §12, 19).
    static let outcomeNotKnown = ReturnRule(
        "outcome_not_known", "Outcome not known where the police say 20 to 23", Outcome.self, ["outcome", "home_office_outcome"]
    ) { file, ask in
        file[Outcome.self].compactMap { outcome in
            guard outcome.outcomeDate <= ask.period.to, let police = outcome.homeOfficeOutcome, (20...23).contains(police),
                outcome.value.outcome == "NOT_KNOWN" || ask.sentAs(outcome.value).code == "NOT_KNOWN"
            else { return nil }
            return Spot(
                outcome.id, "The police recorded outcome \(police), so the outcome cannot go as not known. Choose outcome \(police).")
        }
    }
}
