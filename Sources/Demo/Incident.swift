import Casework

/// One occasion of offending: its offences, the referral or charge, and the decision.
extension Journey {
    /// Writes it down as far as it has come by the service's last day; nil while it is undecided.
    mutating func incident(received: Day, offence: Day, _ route: Route, offences count: Int)
        -> Decided?
    {
        guard received <= through, offence < eighteenth else { return nil }
        switch route {
        case .outOfCourt(let outcome): return outOfCourt(received, offence, outcome, count)
        case .court(let outcome): return court(received, offence, outcome, count)
        }
    }

    mutating func offences(
        _ count: Int, on day: Day, received: Day, charged: Bool, hearing: Day?
    ) -> [RecordID] {
        (0..<count).map { _ in
            let category = DemoCalibration.offenceCategory.draw(&dice)
            let line = OffenceWords.lines(category).draw(&dice)
            var offence = Offence()
            offence.offenceDate = day
            offence.arrestDate = min(received, day + dice.int(0, 4))
            offence.interviewDate = offence.arrestDate.map { min(received, $0 + dice.int(0, 10)) }
            offence.chargeDate = charged ? received : nil
            offence.firstHearingDate = hearing
            offence.description = line.text
            offence.category = category
            offence.seriousness = line.seriousness
            offence.gravityMatrix =
                (Day(iso: "2025-02-01").map { day >= $0 } ?? false) ? "CHILD_2025" : "CHILD_2023"
            offence.gravityBase = line.gravity
            offence.gravity = min(5, max(1, line.gravity + dice.pick([-1, 0, 0, 0, 1])))
            offence.knife = line.knife
            offence.policeRef = "QX\(dice.int(10_000, 99_999))/\(day.year % 100)"
            let sector = dice.chance(0.5) ? person.sector : Sandholme.byNeed.draw(&dice)
            offence.offencePostcode = Sandholme.postcode(sector, &dice)
            offence.place = dice.pick([
                "Station forecourt", "Harbour front", "School", "Retail park", "Home", "Bus", "Marram Park",
                "Underpass",
            ])
            let hasVictim = category != "DRUGS" && category != "MOTORING_OFFENCES" && !line.knife
            offence.victims = hasVictim ? (dice.chance(0.85) ? "ONE" : "SEVERAL") : "NONE"
            return ledger.add(.offence, offence, on: received, &dice)
        }
    }

    private mutating func outOfCourt(
        _ received: Day, _ day: Day, _ outcome: DemoOutcome, _ count: Int
    ) -> Decided? {
        let sentBack = person.cast == .sentBack || dice.chance(0.03)
        let offences = offences(
            count, on: day, received: received, charged: sentBack, hearing: sentBack ? received : nil)
        let isCaution = outcome.token.hasPrefix("YOUTH_")
        let isNoWork =
            outcome.token == "COMMUNITY_RESOLUTION"
            || outcome.token == "OTHER_INFORMAL_ACTION_NO_YOT_INVOLVEMENT"
        var referral = Referral()
        referral.receivedDate = received
        referral.source = sentBack ? "COURT" : "POLICE"
        referral.pathway = "OUT_OF_COURT"
        referral.offences = offences
        referral.admission =
            isCaution || dice.chance(0.7) ? "ADMITTED" : dice.pick(["NO_COMMENT", "NOT_ASKED", "DENIED"])
        referral.bouncedBack = sentBack
        let complete = (received + dice.int(0, 12)).workingDay
        let allocated = (received + dice.int(1, 8)).workingDay
        // The twenty-eight days are kept in about three cases of four; the panel sits every other Tuesday.
        let ready = (max(allocated, complete) + (dice.chance(0.75) ? dice.int(2, 8) : dice.int(15, 60))).workingDay
        let panel = Sitting.next(from: ready)
        let decided = (panel + dice.int(0, 3)).workingDay
        let isDeferred = outcome.token.contains("OUTCOME_22") || outcome.token.contains("OUTCOME_23")
        // A caution is given some days after it is decided; the rest are agreed the day they are decided.
        let given = isCaution ? (decided + paths.int(1, 9)).workingDay : decided
        if complete <= through { referral.completeDate = complete }
        if allocated <= through {
            referral.accepted = true
            referral.allocatedDate = allocated
        }
        referral.reason = paths.pick(PathwayWords.reasons)
        referral.urgency = paths.pick(["ROUTINE", "ROUTINE", "SOON", "URGENT"])
        if sentBack {
            referral.courtDate = received
            referral.solicitorFirm = paths.pick(PathwayWords.solicitors)
            referral.bounceReason = "Guilty plea after a no-comment interview"
            (referral.admission, referral.admissionNow, referral.admissionNowOn) = ("NO_COMMENT", "ADMITTED", received)
        }
        if panel > received + 28 { referral.slipReason = paths.chance(0.6) ? paths.pick(PathwayWords.slips) : nil }
        var course = Course(
            referral: RecordID.unset, offences: offences, token: outcome.token, admitted: !referral.isNotAdmitted,
            received: received, allocated: allocated, ready: ready, panel: panel)
        if panel <= through {
            referral.panelDate = panel
            referral.recommendation = dice.chance(0.9) ? outcome.token : "YOUTH_CAUTION"
            course.recommendation = referral.recommendation
        }
        guard decided <= through else {
            course.referral = ledger.add(.referral, referral, on: received, &dice)
            if allocated <= through {
                stretches.append(Stretch(from: allocated, to: nil, programme: nil, contacts: 1.5))
            }
            decide(course)
            return nil
        }
        referral.decisionDate = decided
        referral.decision = outcome.token
        referral.decidedBy = dice.chance(0.8) ? "POLICE" : "SERVICE"
        referral.decisionOfficer = "\(paths.pick(Names.women)) \(paths.pick(Names.families))"
        referral.decisionRank = paths.pick(["Sergeant", "Inspector", "Sergeant"])
        if referral.recommendation != outcome.token { referral.decisionReason = paths.pick(PathwayWords.differs) }
        let told = (decided + dice.int(0, 5)).workingDay
        if told <= through { referral.policeToldDate = told }
        let terms = Journey.terms(outcome.token)
        let start = (given + dice.int(3, 14)).workingDay
        let days = terms.map { dice.int($0.least, $0.most) }
        let end = isNoWork ? decided : days.map { start + $0 } ?? decided
        if end <= through {
            referral.closedDate = end
            referral.closedReason = isNoWork ? "No work for us" : "Programme ended"
        }
        if sentBack {
            var hearing = Hearing()
            hearing.hearingDate = received
            hearing.court = "Sandholme Youth Court"
            hearing.courtType = "YOUTH"
            hearing.offences = offences
            hearing.outcomeNote = "Guilty plea after no comment; sent back for an out-of-court decision"
            ledger.add(.hearing, hearing, on: received, &dice)
        }
        course.referral = ledger.add(.referral, referral, on: received, &dice)
        course.decided = decided
        decide(course)
        var main: RecordID?
        if !isDeferred, given <= through {
            main = write(
                outcome, for: offences, on: given, end: isCaution || isNoWork ? nil : end, occasion: nil, given: isCaution)
        }
        if isNoWork || start > through {
            stretches.append(
                Stretch(from: allocated, to: isNoWork ? decided : nil, programme: nil, contacts: 1.5))
        } else if let terms, let days {
            let ran = run(
                outcome.token, from: start, days: days, weekly: terms.weekly, offences: offences,
                outcome: main, allocated: allocated, referral: course.referral)
            // Outcomes 22 and 23 are recorded only once the programme is completed, and never when it failed.
            if isDeferred, ran.kept, let end = ran.end { write(outcome, for: offences, on: end, end: nil, occasion: nil) }
            deliver(course, ran.id, from: start, to: ran.end, kept: ran.kept, planned: start + days)
        }
        guard given <= through else { return nil }
        if isCaution, !elsewhere { isEntrant = true }
        return Decided(index: given, statutory: isCaution)
    }

    /// One outcome an offence; answers the first.
    @discardableResult
    mutating func write(
        _ decision: DemoOutcome, for offences: [RecordID], on day: Day, end: Day?, occasion: String?,
        days: Int? = nil, given: Bool = false
    ) -> RecordID? {
        var main: RecordID?
        let officer = "\(paths.pick(["PC", "PS"])) \(paths.pick(Names.families)) \(paths.int(1000, 9999))"
        let adult = "\(paths.pick(Names.women)) \(paths.pick(Names.families)), \(paths.pick(["mother", "aunt", "volunteer"]))"
        // Two in six had no signed copy on the file (BPL 2f).
        let isSigned = paths.chance(4.0 / 6)
        for offence in offences {
            var outcome = Outcome()
            if given {
                outcome.givenBy = officer
                outcome.appropriateAdult = adult
                outcome.signedOn = isSigned ? day : nil
                outcome.consentedOn = decision.token == "YOUTH_CONDITIONAL_CAUTION" && isSigned ? day : nil
            }
            outcome.offence = offence
            outcome.outcomeDate = day
            outcome.outcome = decision.token
            outcome.main = true
            outcome.homeOfficeOutcome = Journey.homeOffice(decision.token)
            outcome.localOutcome = decision.words
            outcome.endDate = end
            outcome.appeal =
                occasion == nil
                ? nil : dice.chance(0.004) ? "SUCCESSFUL" : dice.chance(0.01) ? "UNCHANGED" : "NONE"
            // Heard some weeks later, where it was heard.
            if outcome.appeal == "SUCCESSFUL" || outcome.appeal == "UNCHANGED", day + 45 <= through { outcome.appealDate = day + 45 }
            outcome.residence = elsewhere ? "OTHER" : "LOCAL"
            outcome.sentencingOccasionRef = occasion
            if occasion != nil { outcome.termMonths = days.map { max(1, ($0 + 15) / 30) } }
            let id = ledger.add(.outcome, outcome, on: day, &dice)
            main = main ?? id
        }
        return main
    }

    /// Home Office outcome types (regulation §4.1): 1 charged, 2 youth caution, 8 community resolution, 20 to 23.
    private static func homeOffice(_ token: String) -> Int? {
        if token.hasPrefix("COMMUNITY_RESOLUTION") { return 8 }
        if token.hasPrefix("YOUTH_C") { return 2 }
        if token.contains("OUTCOME_22") { return 22 }
        if token.contains("OUTCOME_23") { return 23 }
        return token.hasPrefix("OTHER_INFORMAL") ? nil : 1
    }

    /// Outcomes that bring the service no work.
    private static let withoutUs: Set<String> = [
        "COMMUNITY_RESOLUTION", "COMMUNITY_RESOLUTION_POLICE_FACILITATED", "OTHER_INFORMAL_ACTION_NO_YOT_INVOLVEMENT",
    ]
}

extension Day {
    /// The day itself, or the Monday after a weekend.
    var workingDay: Day { weekdayNumber > 5 ? self + (8 - weekdayNumber) : self }
}
