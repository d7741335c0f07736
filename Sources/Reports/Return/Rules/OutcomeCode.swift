import Casework

extension ReturnRule {
    static let outcomeCode = ReturnRule(
        "outcome_code", "The outcome's code was not in force", Outcome.self, ["outcome", "outcome_date"]
    ) { file, ask in
        file[Outcome.self].compactMap { outcome in
            guard outcome.outcomeDate <= ask.period.to, let code = ask.codes.code("outcome", outcome.value.outcome),
                !code.isInForce(on: outcome.outcomeDate)
            else { return nil }
            return Spot(outcome.id, "“\(code.label)” could not be given on \(outcome.outcomeDate.words). Check the outcome and its date.")
        }
    }
}
