import Casework

extension ReturnRule {
    static let outcomeOrder = ReturnRule(
        "outcome_order", "The outcome comes before its offence", Outcome.self, ["outcome_date", "offence_ref"]
    ) { file, ask in
        let beginnings = Dictionary(file[Offence.self].map { ($0.id, $0.value.beginning) }, uniquingKeysWith: { first, _ in first })
        return file[Outcome.self].compactMap { outcome in
            guard outcome.outcomeDate <= ask.period.to, let (event, day) = beginnings[outcome.value.offence] ?? nil,
                outcome.outcomeDate < day
            else { return nil }
            return Spot(
                outcome.id,
                "The outcome of \(outcome.outcomeDate.words) comes before \(event), on \(day.words). One of the two dates is wrong.")
        }
    }
}
