import Casework

extension ReturnRule {
    /// Prevention, Turnaround, bail support and remand rest on no outcome, so none of them need name an offence.
    static let programmeOffences = ReturnRule(
        "programme_offences", "A programme names no offence", Programme.self, ["offence_refs", "outcome_ref"]
    ) { file, ask in
        file[Programme.self].filter {
            $0.offences.isEmpty && $0.value.outcome == nil && ask.codes.group("disposal", $0.disposal) != nil
        }.map { Spot($0.id, "The programme names neither an offence nor an outcome, so nothing says what it is for.") }
    }
}
