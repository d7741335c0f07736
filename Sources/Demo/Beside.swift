import Casework

/// What runs beside the work and the return asks for: police bail before a decision, work with a parent. Made last and by dice of its own, so
/// that everything else stays untouched.
extension Journey {
    mutating func beside() {
        policeBail()
        parenting()
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
