import Casework

/// Health, wider services, the board, serious violence and victims, plainly.
extension IndicatorTwin {
    // MARK: KPI 4 and 5

    private struct Help {
        var treatedBefore = false, identified = false, offered = false, tier: String?, attended = false
    }
    private func help(_ h: Entry<HealthNeed>, _ order: Order) -> Help {
        var help = Help()
        if let began = h.attendedStart, began <= order.tested {
            help.treatedBefore = h.attendedEnd.map { $0 >= order.tested } ?? true
        }
        // Screened is not yet needed: the need must be said to be there, and be dated; the screening dates it where nothing else does.
        if h.needIdentified != false, let found = h.identifiedDate, found <= order.end { help.identified = true }
        if h.needIdentified == true, h.identifiedDate == nil, let screened = h.screenedDate, screened <= order.end {
            help.identified = true
        }
        if help.treatedBefore { help.identified = true }
        help.tier = h.tier == "NO_INTERVENTION" ? nil : h.tier
        if let offered = h.offeredDate, let start = order.ownStart, start <= offered, offered <= order.end, help.tier != nil {
            help.offered = true
        }
        if let began = h.attendedStart, let start = order.ownStart, began <= order.end, h.attendedEnd.map({ $0 >= start }) ?? true {
            help.attended = help.offered
        }
        if help.treatedBefore { (help.offered, help.attended) = (true, true) }
        return help
    }

    func health(_ need: String, _ number: String) -> Answer {
        var answer: Answer = [:]
        for order in orders {
            let ref = order.child.child.ref
            let all = order.child.health.filter { $0.need == need }.map { help($0, order) }
            let found = all.filter(\.identified)
            add(&answer, "headline_published", ref, counted: !found.isEmpty)
            add(&answer, "\(number)a", ref, counted: !found.isEmpty)
            guard !found.isEmpty else { continue }
            add(&answer, "headline_case_level", ref, counted: found.contains(where: \.offered))
            add(&answer, "\(number)b", ref, counted: found.contains(where: \.treatedBefore))
            add(&answer, "\(number)d", "order=\(order.type)", ref, counted: found.contains(where: \.offered))
            let tiers = ["GETTING_ADVICE", "GETTING_RISK_SUPPORT", "TARGETED_INTERVENTION", "COMPLEX_CARE"]
            for tier in tiers {
                let those = found.filter { $0.tier == tier && $0.offered }
                add(&answer, "\(number)c_offered", "tier=\(tier)", ref, counted: !those.isEmpty)
                guard !those.isEmpty else { continue }
                add(&answer, "\(number)c_attended", "tier=\(tier)", ref, counted: those.contains(where: \.attended))
            }
            if found.contains(where: \.offered) {
                add(&answer, "\(number)c_not_attended", ref, counted: !found.contains { $0.offered && $0.attended })
            }
        }
        return answer
    }

    // MARK: KPI 7

    func kpi7() -> Answer {
        let four = ["LOOKED_AFTER", "CHILD_PROTECTION", "CHILD_IN_NEED", "EARLY_HELP_PLAN"]
        var answer: Answer = [:]
        for order in orders {
            let (c, ref) = (order.child, order.child.child.ref)
            func during(_ s: Entry<Care>) -> Bool { (s.startDate ?? order.start) <= order.end && (s.endDate ?? order.end) >= order.start }
            let known = c.care.filter { four.contains($0.status ?? "") }
            add(&answer, "headline_case_level", ref, counted: known.contains(where: during))
            add(&answer, "headline_published", ref, counted: known.contains { spans($0.startDate, $0.endDate, order.end) })
            add(&answer, "7d", "order=\(order.type)", ref, counted: known.contains(where: during))
            for status in four {
                let these = known.filter { $0.status == status }
                add(&answer, "7a", "type=\(status)", ref, counted: these.contains { spans($0.startDate, $0.endDate, order.tested) })
                add(&answer, "7b", "type=\(status)", ref, counted: these.contains(where: during))
            }
            // Any referral begun by the order's end; a licence splits at its programme's own start.
            let begun = c.care.filter { $0.status == "EARLY_HELP_REFERRAL" }.compactMap(\.startDate).filter { $0 <= order.end }
            let split = order.ownStart ?? order.start
            add(&answer, "7c_before", ref, counted: begun.contains { $0 < split })
            add(&answer, "7c_during", ref, counted: begun.contains { $0 >= split })
        }
        return answer
    }

    // MARK: KPI 8

    func kpi8() -> Answer {
        var answer: Answer = [:]
        let meetings = board.filter { $0.meetingDate >= from && $0.meetingDate <= to }
        let present = meetings.filter { $0.attendance == "ATTENDED" || $0.attendance == "DEPUTY" }
        for sector in ["SOCIAL_CARE", "EDUCATION", "POLICE", "PROBATION", "HEALTH"] {
            let senior = present.contains { $0.sector == sector && $0.seniority == "SENIOR" }
            let delegated = present.contains { $0.sector == sector && $0.seniority == "DELEGATED" }
            add(&answer, "headline", sector, counted: senior)
            add(&answer, "8a", "sector=\(sector)", sector, counted: senior)
            add(&answer, "8b", sector, counted: delegated)
            add(&answer, "8c", "sector=\(sector)", sector, counted: delegated)
        }
        return answer
    }

    // MARK: KPI 9

    func kpi9() -> Answer {
        var answer: Answer = [:]
        func put(_ part: String, _ by: String = "", _ ref: String) { answer["\(part) \(by)", default: Line()].counted.append(ref) }
        for c in files where c.child.deleted != true {
            var serious = false
            var any = false
            for o in c.offences {
                guard let outcome = proven(c, o) else { continue }
                let linked = c.programmes.contains { counts($0.disposal) && $0.offences.contains(o.id) }
                let three = ["DRUGS", "ROBBERY", "VIOLENCE_AGAINST_THE_PERSON"].contains(o.category ?? "")
                let isSerious = three && (5...8).contains(o.seriousness ?? 0)
                if isSerious { put("headline_published", o.ref) }
                guard linked else { continue }
                any = true
                add(&answer, "9a", o.ref, counted: isSerious)
                guard isSerious else { continue }
                serious = true
                put("headline", o.ref)
                put("9c", "category=\(o.category ?? "")", o.ref)
                put("9d", "score=\(o.seriousness ?? 0)", o.ref)
                if let type = orderType(outcome.outcome) { put("9e", "order=\(type)", o.ref) }
            }
            if any { add(&answer, "9b", c.child.ref, counted: serious) }
            if serious {
                for by in ["sex=\(sex(c))", "ethnicity=\(ethnicity(c))"] { put("9f", by, c.child.ref) }
            }
        }
        return answer
    }

    private var lightestFirst: [[String]] {
        [
            ["YOUTH_CAUTION"], ["YOUTH_CONDITIONAL_CAUTION"], ["FINE"], ["REFERRAL_ORDER"],
            ["YOUTH_REHABILITATION_ORDER", "YOUTH_REHABILITATION_ORDER_ISS"], ["DETENTION_AND_TRAINING_ORDER", "SECTION_250"],
        ]
    }
    /// The one row of the offence in the period: its heaviest caution or sentence, the latest of those.
    private func proven(_ c: CaseRows, _ o: Entry<Offence>) -> Entry<Outcome>? {
        var best: (weight: Int, outcome: Entry<Outcome>)?
        for p in c.outcomes where p.offence == o.id && stands(p) && p.outcomeDate >= from && p.outcomeDate <= to {
            guard let weight = lightestFirst.firstIndex(where: { $0.contains(p.outcome) }) else { continue }
            let heard = o.firstHearingDate ?? c.hearings.filter { $0.offences.contains(o.id) }.map(\.hearingDate).min() ?? p.outcomeDate
            let caution = weight < 2
            guard is10to17(age(c, caution ? o.arrestDate ?? o.offenceDate : heard)) else { continue }
            guard let known = best else {
                best = (weight, p)
                continue
            }
            let (a, b) = (p.outcomeDate, known.outcome.outcomeDate)
            if weight > known.weight || weight == known.weight && (a > b || a == b && p.ref > known.outcome.ref) { best = (weight, p) }
        }
        return best?.outcome
    }

    // MARK: KPI 10

    func kpi10() -> Answer {
        var answer: Answer = [:]
        for c in files {
            let ended = endedOrders(c, licenceByOutcome: false)
            guard !ended.isEmpty else { continue }
            let theirs = c.victims.filter { v in ended.contains { $0.programme.offences.contains(v.offence) && $0.outcome.offence == v.offence } }
            add(&answer, "10b", c.child.ref, counted: !theirs.isEmpty)
            for v in theirs {
                answer["10a ", default: Line(members: nil)].counted.append(v.ref)
                if v.consentsToContact == true {
                    add(&answer, "headline", v.ref, counted: v.engagedInRj == true)
                    add(&answer, "10d", v.ref, counted: v.viewSoughtBefore == true)
                    add(&answer, "10e", v.ref, counted: v.progressProvided == true)
                    add(&answer, "10f", v.ref, counted: v.supportProvided == true)
                }
                if v.engagedInRj == true { answer["10c ", default: Line(members: nil)].counted.append(v.ref) }
                if v.contactedDate != nil { answer["10g ", default: Line(members: nil)].counted.append(v.ref) }
            }
        }
        return answer
    }
}
