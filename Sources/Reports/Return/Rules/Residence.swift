import Casework

extension ReturnRule {
    static let residence = ReturnRule(
        "residence", "Where the child lived at the outcome is missing", Outcome.self, ["residence"]
    ) { file, ask in
        file[Outcome.self].filter { ask.period.contains($0.outcomeDate) && $0.residence == nil }.map {
            Spot($0.id, "It is not said whether the child lived here on the day of the outcome; it counts as here.")
        }
    }
}
