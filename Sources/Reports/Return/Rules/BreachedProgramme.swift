import Casework

extension ReturnRule {
    /// An offence of breaching an order, where a programme of ours had begun before it and none is named as the one breached.
    static let breachedProgramme = ReturnRule(
        "breached_programme", "The programme an offence breached is not named", Programme.self, ["breach_refs"]
    ) { file, ask in
        file[Offence.self].compactMap { offence in
            guard offence.category == "BREACH_OF_STATUTORY_ORDER", let day = offence.offenceDate, ask.period.contains(day),
                ReturnDocument.breached(by: offence, file, ask) == nil
            else { return nil }
            let before = file[Programme.self].filter { ($0.startDate ?? day) < day && !$0.value.offences.contains(offence.id) }
            return before.max { ($0.startDate ?? day, $0.ref) < ($1.startDate ?? day, $1.ref) }.map {
                Spot($0.id, "There is an offence of breaching an order, on \(day.words), and no programme is named as the one it breached.")
            }
        }
    }
}
