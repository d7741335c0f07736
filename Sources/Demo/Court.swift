import Casework

/// Cases that go to court, from charge to sentence.
extension Journey {
    mutating func court(_ received: Day, _ day: Day, _ outcome: DemoOutcome, _ count: Int)
        -> Decided?
    {
        let first = (received + dice.int(14, 42)).workingDay
        let offences = offences(
            count, on: day, received: received, charged: true, hearing: first <= through ? first : nil)
        let sentenced = (first + (dice.chance(0.35) ? 0 : dice.int(21, 75))).workingDay
        let isDropped = ["DISCONTINUED", "DISMISSED", "NO_FURTHER_ACTION"].contains(outcome.token)
        var referral = Referral()
        referral.receivedDate = received
        referral.source = "COURT"
        referral.pathway = "COURT"
        referral.offences = offences
        referral.accepted = true
        let allocated = (received + dice.int(0, 6)).workingDay
        if allocated <= through { referral.allocatedDate = allocated }
        if sentenced <= through {
            referral.decisionDate = sentenced
            referral.decision = outcome.token
            referral.decidedBy = "COURT"
        }
        let terms = Journey.terms(outcome.token)
        let days = terms.map { dice.int($0.least, $0.most) }
        let end = sentenced + (days ?? 0)
        if end <= through {
            referral.closedDate = end
            referral.closedReason =
                isDropped
                ? "Case ended in court" : days == nil ? "Sentenced, no order to us" : "Order ended"
        }
        ledger.add(.referral, referral, on: received, &dice)
        let held = remand(outcome.token, first: first, sentenced: sentenced)
        let dates = first == sentenced ? [first] : [first, sentenced]
        for date in dates where date <= through {
            var hearing = Hearing()
            hearing.hearingDate = date
            hearing.court =
                outcome.token.hasPrefix("SECTION") ? "Quayside Crown Court" : "Sandholme Youth Court"
            hearing.courtType = outcome.token.hasPrefix("SECTION") ? "CROWN" : "YOUTH"
            hearing.offences = offences
            let isLast = date == sentenced
            hearing.remandProposal =
                isLast ? nil : dice.pick(["BAIL", "BAIL", "CONDITIONAL_BAIL", "BAIL_SUPPORT"])
            hearing.remandDecision = isLast ? nil : dice.pick(["UNCONDITIONAL_BAIL", "CONDITIONAL_BAIL"])
            if let held, !isLast { (hearing.remandProposal, hearing.remandDecision) = decision(held) }
            hearing.outcomeNote =
                isLast ? "Sentenced or ended" : "Adjourned for a report"
            ledger.add(.hearing, hearing, on: date, &dice)
        }
        if let held, first <= through { hold(held, offences, first: first, sentenced: sentenced, outcome.token) }
        guard sentenced <= through else {
            if allocated <= through {
                stretches.append(
                    Stretch(from: allocated, to: nil, programme: nil, contacts: 3, isCourt: true))
            }
            return nil
        }
        let main = write(
            outcome, for: offences, on: sentenced, end: days == nil ? nil : end,
            occasion: "SO-\(ledger.prefix)-\(sentenced.iso)", days: days)
        if days != nil { require(outcome.token, of: main, from: sentenced, to: end) }
        if !isDropped {
            isEntrant = true
            isConvicted = true
        }
        var index = sentenced
        if outcome.token == "DETENTION_AND_TRAINING_ORDER", let days {
            index = detain(from: sentenced, days: days, offences, main, allocated)
        } else if let terms, let days {
            run(
                outcome.token, from: sentenced, days: days, weekly: terms.weekly, offences: offences,
                outcome: main, allocated: allocated)
        } else if allocated <= sentenced {
            stretches.append(
                Stretch(from: allocated, to: sentenced, programme: nil, contacts: 2, isCourt: true))
        }
        return Decided(index: index, statutory: !isDropped)
    }
}
