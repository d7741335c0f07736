import Casework

/// Remand before sentence, and the requirements of orders. Shares are made up, but that most of those remanded to custody get no custodial
/// sentence (regulation.md §0: 62 % in 2024/25).
extension Journey {
    /// What the first hearing decided about remand; nil when it was bail.
    mutating func remand(_ token: String, first: Day, sentenced: Day) -> String? {
        guard first < sentenced else { return nil }
        let (detention, authority, support): (Double, Double, Double) =
            switch token {
            case "DETENTION_AND_TRAINING_ORDER": (0.7, 0.1, 0.1)
            case "YOUTH_REHABILITATION_ORDER_ISS": (0.2, 0.12, 0.3)
            case "YOUTH_REHABILITATION_ORDER": (0.08, 0.08, 0.15)
            case "REFERRAL_ORDER": (0.04, 0.06, 0.1)
            default: (0.05, 0.03, 0.06)
            }
        let thrown = facts.fraction()
        if thrown < detention { return "YDA" }
        if thrown < detention + authority { return "RLAA" }
        return thrown < detention + authority + support ? "BAIL_SUPPORT" : nil
    }

    /// How the hearing's record says so.
    mutating func decision(_ kind: String) -> (proposal: String, decision: String) {
        switch kind {
        case "YDA": (facts.pick(["BAIL_ISS", "RLAA", "YDA"]), "REMAND_IN_CUSTODY")
        case "RLAA":
            (
                facts.pick(["BAIL_ISS", "RLAA"]),
                facts.pick([
                    "REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION", "REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION_AND_CURFEW",
                    "REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION_AND_GPS_TAG",
                ])
            )
        default: ("BAIL_SUPPORT", facts.pick(["BAIL_SUPPORT", "BAIL_SUPPORT", "BAIL_ISS"]))
        }
    }

    /// The episode from the first hearing to the sentence, or to bail a while before it; it runs while there is no sentence yet.
    mutating func hold(_ kind: String, _ offences: [RecordID], first: Day, sentenced: Day, _ outcome: String) {
        var episode = Remand()
        (episode.type, episode.offences, episode.startDate) = (kind, offences, first)
        if kind == "YDA" { episode.establishmentType = facts.pick(["YOI", "YOI", "YOI", "SCH", "STC", "SECURE_16_19_ACADEMY"]) }
        let bailed = first + facts.int(4, 40)
        if kind != "BAIL_SUPPORT", bailed < min(sentenced, through), facts.chance(0.3) {
            (episode.endDate, episode.endReason) = (bailed, "Bailed")
        } else if sentenced <= through {
            episode.endDate = sentenced
            episode.endReason =
                outcome.hasPrefix("DETENTION") || outcome.hasPrefix("SECTION")
                ? "Sentenced to custody" : ["DISCONTINUED", "DISMISSED"].contains(outcome) ? "Case ended" : "Sentenced, no custody"
        }
        ledger.add(.remand, episode, on: first, &facts)
    }

    /// What an order asks of the child.
    mutating func require(_ token: String, of outcome: RecordID?, from day: Day, to end: Day) {
        guard let outcome, token.hasPrefix("YOUTH_REHABILITATION") || token == "REFERRAL_ORDER" else { return }
        var wanted: [(String, Double)] = [
            ("SUPERVISION", 1), ("ACTIVITY", 0.55), ("CURFEW", 0.25), ("EDUCATION", 0.2), ("PROGRAMME", 0.2), ("EXCLUSION", 0.1),
            ("DRUG_TREATMENT", 0.08), ("MENTAL_HEALTH_TREATMENT", 0.05), ("UNPAID_WORK", 0.3), ("ELECTRONIC_COMPLIANCE_MONITORING", 0.2),
        ]
        if token.hasSuffix("ISS") { wanted += [("INTENSIVE_SUPERVISION_AND_SURVEILLANCE", 1), ("EXTENDED_ACTIVITY", 1)] }
        if token == "REFERRAL_ORDER" { wanted = [("REPARATION", 0.7)] }
        // Unpaid work only from sixteen (Sentencing Act 2020, Schedule 9).
        for (requirement, share) in wanted
        where facts.chance(share) && (requirement != "UNPAID_WORK" || person.birth.adding(months: 192) <= day) {
            var one = OrderRequirement()
            (one.outcome, one.requirement, one.startDate) = (outcome, requirement, day)
            one.endDate = requirement == "CURFEW" ? min(end, day.adding(months: 3)) : end
            if requirement == "UNPAID_WORK" || requirement == "REPARATION" {
                let ordered = requirement == "REPARATION" ? facts.int(3, 12) * 2 : facts.int(4, 12) * 10
                one.hoursOrdered = String(ordered)
                let share = end <= through ? facts.pick([10, 10, 10, 8, 5]) : facts.pick([0, 3, 6])
                one.hoursCompleted = facts.chance(0.08) ? nil : String(ordered * share / 10)
            }
            ledger.add(.requirement, one, on: day, &facts)
        }
    }
}
