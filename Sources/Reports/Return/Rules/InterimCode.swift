import Casework

extension ReturnRule {
    /// The trap of regulation.md §4.2: an interim code of a heavier sort can be read as a first entry to the system.
    static let interimCode = ReturnRule(
        "interim_code", "The outcome goes under an interim code", Outcome.self, ["outcome", "export_as"]
    ) { file, ask in
        file[Outcome.self].compactMap { outcome in
            let sent = ask.sentAs(outcome.value)
            guard ask.period.contains(outcome.outcomeDate), sent.isInterim else { return nil }
            let code = sent.code.replacing("_", with: " ").lowercased()
            return Spot(
                outcome.id,
                "It goes as “\(code)” until there is a national code. Tell the recipient, so that it is not read as a first-time entrant.")
        }
    }
}
