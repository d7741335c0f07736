import Casework

/// What runs beside the work: police bail before a decision and work with a parent, which the return asks for, and who a file is closed to.
/// Made last and by dice of its own, so that everything else stays untouched.
extension Journey {
    mutating func beside() {
        policeBail()
        parenting()
        if person.cast == .turnaround { restrict() }
    }

    /// Whoever is kept out has no sign-in that is printed, so that everybody who tries the service meets the file: open, or closed to them.
    private mutating func restrict() {
        let allocated = Set(ledger.records.compactMap { ($0.record as? Allocation)?.staff })
        guard let cousin = team.caseManagers.dropFirst().last(where: { !allocated.contains($0) }) else { return }
        var restriction = Restriction()
        (restriction.reason, restriction.excluded, restriction.setBy) = ("STAFF_FAMILY", [cousin], manager)
        restriction.detail = "A cousin of \(team.names[cousin] ?? "a colleague"), who told their manager on the day the referral came."
        restriction.startDate = person.entry
        ledger.add(.restriction, restriction, on: person.entry, &asides)
    }

    /// Every other arrest led to bail or release under investigation; of one in twenty nobody wrote the end. Made up.
    private mutating func policeBail() {
        let decided = Dictionary(
            ledger.records.compactMap { $0.record as? Outcome }.map { ($0.offence, $0.outcomeDate) }, uniquingKeysWith: min)
        for made in ledger.records {
            guard let offence = made.record as? Offence, let arrested = offence.arrestDate, arrested <= through, asides.chance(0.5) else {
                continue
            }
            var bail = PoliceBail()
            (bail.offence, bail.startDate) = (made.id, arrested)
            bail.status = Journey.released.draw(&asides)
            let isForgotten = asides.chance(0.05)
            if let over = [offence.chargeDate, decided[made.id]].compactMap({ $0 }).min(), over >= arrested, over <= through, !isForgotten {
                bail.endDate = over
            }
            ledger.add(.policeBail, bail, on: max(made.recordedOn, arrested), &asides)
        }
    }

    private static let released = Weighted<String>([
        ("UNDER_INVESTIGATION", 45), ("CONDITIONAL", 35), ("UNCONDITIONAL", 17), ("NOT_KNOWN", 3),
    ])

    /// One programme in eight has work with a parent beside it, more often by choice than by order; in one of ten nobody wrote how it went.
    /// Made up.
    private mutating func parenting() {
        for made in ledger.records {
            guard let programme = made.record as? Programme, let began = programme.startDate, asides.chance(0.125) else { continue }
            let start = (began + asides.int(7, 28)).workingDay
            guard start <= min(through, eighteenth) else { continue }
            let isOrder = ["REFERRAL_ORDER", "YOUTH_REHABILITATION_ORDER", "YOUTH_REHABILITATION_ORDER_ISS"].contains(programme.disposal)
            var work = Parenting()
            work.type = asides.pick(
                isOrder
                    ? ["PARENTING_ORDER", "PARENTING_CONTRACT", "VOLUNTARY", "VOLUNTARY"]
                    : ["VOLUNTARY", "VOLUNTARY", "PARENTING_CONTRACT"])
            (work.programme, work.startDate, work.sessionsPlanned) = (made.id, start, asides.int(4, 10))
            let end = start + 7 * (work.sessionsPlanned ?? 4) + asides.int(0, 14)
            let share = asides.fraction()
            if end <= through {
                work.endDate = end
                if !asides.chance(0.1) {
                    work.sessionsAttended = Int((Double(work.sessionsPlanned ?? 4) * (0.4 + 0.6 * share)).rounded())
                    work.engagement = share > 0.7 ? "FULL" : share > 0.15 ? "PARTIAL" : "NONE"
                }
            }
            ledger.add(.parenting, work, on: max(made.recordedOn, start), &asides)
        }
    }
}
