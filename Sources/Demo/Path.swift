import Casework

/// What the child came for and what was decided, again and again.
extension Journey {
    enum Route {
        case outOfCourt(DemoOutcome)
        case court(DemoOutcome)
    }

    /// The end of one decision: when the next year's count of reoffending starts, and whether the official one does.
    struct Decided {
        var index: Day
        var statutory: Bool
    }

    mutating func travel() {
        guard person.entry < eighteenth else { return }
        var last: Decided?
        switch person.cast {
        case .prevention: prevention("PREVENTION")
        case .turnaround: prevention("TURNAROUND")
        case .enteredAgain: prevention("PREVENTION")
        case .movedHere:
            arriveWithOutcome()
            last = first(.outOfCourt(DemoOutcome("YOUTH_CONDITIONAL_CAUTION")))
        case .onAnOrder, .eighteenOnAnOrder:
            last = first(.court(DemoOutcome("YOUTH_REHABILITATION_ORDER")))
        case .released: last = first(.court(DemoOutcome("DETENTION_AND_TRAINING_ORDER")))
        case .nearlyEighteen: last = first(.outOfCourt(DemoOutcome("YOUTH_CONDITIONAL_CAUTION")))
        case .sentBack:
            last = first(.outOfCourt(DemoOutcome("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT")))
        default:
            if dice.chance(DemoCalibration.preventionShare) {
                prevention(dice.chance(0.5) ? "PREVENTION" : "TURNAROUND")
                last = Decided(index: person.entry + 30, statutory: false)
            } else {
                last = first(firstRoute())
            }
        }
        let isPlain = person.cast == nil || person.cast == .olderSibling || person.cast == .longName
        if isPlain, let last { reoffend(after: last) }
    }

    private mutating func firstRoute() -> Route {
        if dice.chance(DemoCalibration.outOfCourtShare) {
            return .outOfCourt(
                dice.chance(DemoCalibration.cautionShare)
                    ? DemoCalibration.caution.draw(&dice) : diversion(on: person.entry + 30))
        }
        return .court(sentence(proven: false))
    }

    /// A diversion, with outcome 23 in place of 22 now and then once it exists.
    private mutating func diversion(on day: Day) -> DemoOutcome {
        let drawn = DemoCalibration.diversion.draw(&dice)
        guard drawn.token == "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT",
            let start = Day(iso: "2026-02-01"), day >= start,
            dice.chance(0.4)
        else { return drawn }
        return DemoOutcome("NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", "Outcome 23")
    }

    private mutating func sentence(proven: Bool) -> DemoOutcome {
        while true {
            let drawn = DemoCalibration.court.draw(&dice)
            if proven, ["DISCONTINUED", "DISMISSED", "NO_FURTHER_ACTION"].contains(drawn.token) {
                continue
            }
            let firstConviction = !isConvicted && drawn.token.hasPrefix("YOUTH_REHABILITATION_ORDER")
            return firstConviction && dice.chance(0.5) ? DemoOutcome("REFERRAL_ORDER") : drawn
        }
    }

    private mutating func first(_ route: Route) -> Decided? {
        let late = dice.chance(0.08)
        let lag = late ? dice.int(60, 270) : dice.int(4, 45)
        return incident(
            received: person.entry, offence: person.entry - lag, route,
            offences: 1 + dice.geometric(mean: 0.35, most: 3))
    }

    /// Year after year until none follows, the child turns 18 or the records end.
    private mutating func reoffend(after first: Decided) {
        var last = first
        for _ in 0..<4 {
            let share =
                last.statutory ? DemoCalibration.reoffending : DemoCalibration.reoffendingAfterDiversion
            guard dice.chance(share) else { return }
            var left = 1 + dice.geometric(mean: last.statutory ? 2.55 : 0.6, most: 20)
            let quarter = DemoCalibration.reoffendingQuarter.draw(&dice)
            var day = last.index + min(365, 1 + quarter * 91 + dice.int(0, 90))
            let end = last.index + 365
            var next: Decided?
            let proven = last.statutory
            while left > 0, day < eighteenth {
                let received = (day + dice.int(3, 30)).workingDay
                guard received <= through else { return }
                let count = min(left, dice.int(1, 3))
                left -= count
                next =
                    incident(received: received, offence: day, route(proven: proven), offences: count) ?? next
                guard day < end else { break }
                // What is left falls within the year.
                day = min(end, day + dice.int(5, max(6, (end - day) / max(1, (left + 1) / 2))))
            }
            guard let next, next.index > last.index else { return }
            last = next
        }
    }

    private mutating func route(proven: Bool) -> Route {
        let throwing = dice.fraction()
        if proven {
            return throwing < 0.6
                ? .court(sentence(proven: true)) : .outOfCourt(DemoCalibration.caution.draw(&dice))
        }
        if throwing < 0.4 { return .outOfCourt(diversion(on: through - 365)) }
        return throwing < 0.75
            ? .outOfCourt(DemoCalibration.caution.draw(&dice)) : .court(sentence(proven: false))
    }

    private mutating func prevention(_ pathway: String) {
        var referral = Referral()
        referral.receivedDate = person.entry
        referral.source = dice.pick([
            "EARLY_HELP", "EDUCATION", "POLICE", "SOCIAL_CARE", "FAMILY", "SELF",
        ])
        referral.pathway = pathway
        referral.accepted = person.cast != nil || dice.chance(0.92)
        let allocated = (person.entry + dice.int(1, 9)).workingDay
        if referral.accepted == true, allocated <= through { referral.allocatedDate = allocated }
        let start = (allocated + dice.int(2, 12)).workingDay
        let end = start + dice.int(80, 130)
        if referral.accepted == false {
            referral.closedDate = min(through, person.entry + dice.int(2, 10))
            referral.closedReason = "Support already in place from early help"
        } else if end <= through {
            referral.closedDate = end
            referral.closedReason = "Programme ended"
        }
        ledger.add(.referral, referral, on: person.entry, &dice)
        guard referral.accepted == true, allocated <= through else { return }
        guard start <= through else {
            stretches.append(Stretch(from: allocated, to: nil, programme: nil, contacts: 1))
            return
        }
        run(
            pathway, from: start, days: end - start, weekly: 0.8, offences: [], outcome: nil,
            allocated: allocated)
    }

    /// A caution that another area gave before the child came here.
    private mutating func arriveWithOutcome() {
        var offence = Offence()
        offence.offenceDate = person.entry - 200
        offence.description = "Theft from a shop"
        offence.category = "THEFT_AND_HANDLING"
        offence.seriousness = 2
        let id = ledger.add(.offence, offence, on: person.entry, &dice)
        var outcome = Outcome()
        outcome.offence = id
        outcome.outcomeDate = person.entry - 150
        outcome.outcome = "YOUTH_CAUTION"
        outcome.main = true
        outcome.residence = "OTHER"
        ledger.add(.outcome, outcome, on: person.entry, &dice)
    }
}
