import Casework

/// Programmes, who is allocated and the contacts.
extension Journey {
    struct Terms {
        let least: Int
        let most: Int
        /// Contacts a week at the mean a service of twelve a child has.
        let weekly: Double
    }

    /// How long work under an outcome lasts, in days, and how closely it is done; nil when there is none.
    static func terms(_ token: String) -> Terms? {
        switch token {
        case "YOUTH_CAUTION": Terms(least: 42, most: 84, weekly: 0.6)
        case "YOUTH_CONDITIONAL_CAUTION": Terms(least: 84, most: 112, weekly: 1)
        case "REFERRAL_ORDER": Terms(least: 91, most: 365, weekly: 1.1)
        case "YOUTH_REHABILITATION_ORDER": Terms(least: 182, most: 365, weekly: 1.4)
        case "YOUTH_REHABILITATION_ORDER_ISS": Terms(least: 365, most: 540, weekly: 2.5)
        case "DETENTION_AND_TRAINING_ORDER": Terms(least: 122, most: 365, weekly: 1)
        case "ABSOLUTE_DISCHARGE", "CONDITIONAL_DISCHARGE", "FINE", "PARENT_FINED", "DISCONTINUED",
            "DISMISSED", "NO_FURTHER_ACTION":
            nil
        default: Terms(least: 56, most: 95, weekly: 0.7)
        }
    }

    /// A programme from its first day, ended where its days are over; a rehabilitation order not kept to may be breached.
    @discardableResult
    mutating func run(
        _ disposal: String, from start: Day, days: Int, weekly: Double, offences: [RecordID],
        outcome: RecordID?, allocated: Day, referral: RecordID? = nil
    ) -> (id: RecordID, kept: Bool, end: Day?) {
        let isOrder =
            disposal.hasPrefix("YOUTH_REHABILITATION") || disposal == "REFERRAL_ORDER"
            || disposal.hasPrefix("DTO")
        // The cast's orders run on the last day, whatever the dice say.
        let isRunning =
            person.cast == .onAnOrder || person.cast == .eighteenOnAnOrder
            || person.cast == .nearlyEighteen
        let end = isRunning ? max(start + days, through + 45) : start + days
        var programme = Programme()
        programme.startDate = start
        programme.disposal = disposal
        programme.offences = offences
        programme.outcome = outcome
        programme.referral = referral
        if !isOrder, let option = ShippedOptions.all.first(where: { $0.outcome == disposal }), let most = option.mostWeeks {
            programme.latestEnd = start + 7 * most
            if days > 7 * most { programme.extensionReason = "Missed three weeks through illness; agreed with the panel." }
        }
        var kept = true
        if end <= through {
            programme.endDate = end
            kept = dice.chance(isOrder ? 0.82 : 0.88)
            programme.completed = dice.chance(0.03) ? nil : kept
            programme.endReason = kept ? nil : "Did not take part after the first weeks"
        }
        let id = ledger.add(.programme, programme, on: start, &dice)
        let lived = min(end, through) - start + 1
        let isCourt = isOrder
        stretches.append(
            Stretch(
                from: start, to: end <= through ? end : nil, programme: id,
                contacts: Double(lived) / 7 * weekly, isCourt: isCourt))
        if allocated < start {
            stretches.append(
                Stretch(
                    from: allocated, to: start, programme: nil, contacts: isCourt ? 3 : 2, isCourt: isCourt))
        }
        if !kept, disposal.hasPrefix("YOUTH_REHABILITATION") {
            breach(on: start + max(10, days * 2 / 3))
        }
        return (id, programme.completed == true, programme.endDate)
    }

    /// Custody to half way, release, licence; answers the day of release, or of sentence while the child is inside.
    mutating func detain(
        from start: Day, days: Int, _ offences: [RecordID], _ outcome: RecordID?, _ allocated: Day
    ) -> Day {
        let half = person.cast == .released ? 91 : days / 2
        run(
            "DTO_CUSTODY", from: start, days: half, weekly: 0.7, offences: offences, outcome: outcome,
            allocated: allocated)
        let out = start + half
        guard out <= through, let outcome else { return start }
        var release = Release()
        release.outcome = outcome
        release.releaseDate = out
        run(
            "DTO_LICENCE", from: out, days: half, weekly: 1.6, offences: offences, outcome: outcome,
            allocated: out)
        ledger.add(.release, release, on: out, &dice)
        return out
    }

    private mutating func breach(on day: Day) {
        let (charged, heard) = ((day + 10).workingDay, (day + 30).workingDay)
        guard day < eighteenth, day + 40 <= through else { return }
        var offence = Offence()
        offence.offenceDate = day
        offence.category = "BREACH_OF_STATUTORY_ORDER"
        offence.description = "Breach of a youth rehabilitation order"
        offence.seriousness = 3
        offence.chargeDate = charged
        offence.firstHearingDate = heard
        offence.victims = "NONE"
        let id = ledger.add(.offence, offence, on: charged, &dice)
        var hearing = Hearing()
        hearing.hearingDate = heard
        hearing.court = "Sandholme Youth Court"
        hearing.courtType = "YOUTH"
        hearing.offences = [id]
        hearing.outcomeNote = "Breach proved; order to continue"
        ledger.add(.hearing, hearing, on: heard, &dice)
        write(
            DemoOutcome("ORDER_TO_CONTINUE"), for: [id], on: heard, end: nil,
            occasion: "SO-\(ledger.prefix)-\(heard.iso)")
    }

    /// A worker for each unbroken stretch of work; a case manager where there is a court case, with a delivery worker beside. The cast are the
    /// first case manager's and the first delivery worker's: whoever signs in as one of them meets work at every step.
    mutating func allocate() {
        var merged: [Stretch] = []
        for stretch in stretches.sorted(by: { $0.from < $1.from }) {
            if let last = merged.last, (last.to ?? through) + 30 >= stretch.from {
                merged[merged.count - 1].to = last.to.flatMap { a in stretch.to.map { max(a, $0) } }
                merged[merged.count - 1].isCourt = last.isCourt || stretch.isCourt
            } else {
                merged.append(stretch)
            }
        }
        guard !team.caseManagers.isEmpty, !team.deliveryWorkers.isEmpty else { return }
        for (turn, stretch) in merged.enumerated() {
            let isCast = person.cast != nil
            let manager = team.caseManagers[isCast ? 0 : (person.number + turn) % team.caseManagers.count]
            let worker = team.deliveryWorkers[isCast ? 0 : (person.number / 2 + turn) % team.deliveryWorkers.count]
            if stretch.isCourt || dice.chance(0.3) { allocation(manager, "CASE_MANAGER", stretch) }
            if !stretch.isCourt || dice.chance(0.7) { allocation(worker, "DELIVERY_WORKER", stretch) }
            if dice.chance(0.04), team.caseManagers.count > 1 {
                var cover = stretch
                cover.from = min(through, stretch.from + dice.int(7, 30))
                cover.to = min(through, cover.from + 21)
                allocation(
                    team.caseManagers[(person.number + turn + 1) % team.caseManagers.count], "COVERING",
                    cover)
            }
        }
    }

    private mutating func allocation(_ staff: RecordID, _ part: String, _ stretch: Stretch) {
        var allocation = Allocation()
        allocation.staff = staff
        allocation.part = part
        allocation.startDate = stretch.from
        allocation.endDate = stretch.to
        ledger.add(.allocation, allocation, on: stretch.from, &dice)
    }
}
