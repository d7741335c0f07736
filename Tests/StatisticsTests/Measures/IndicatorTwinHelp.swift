import Casework

/// Health, wider services, the board, serious violence and victims, plainly.
extension IndicatorTwin {
    // MARK: KPI 4 and 5

    struct Help {
        var treatedBefore = false, identified = false, offered = false, tier: String?, attended = false, neverBegun = false
    }
    func help(_ h: Entry<HealthNeed>, _ order: Order) -> Help {
        var help = Help()
        // A row with no day of screening says nothing.
        guard let screened = h.screenedDate else { return help }
        help.treatedBefore = spans(h.attendedStart, h.attendedEnd, order.tested)
        // Screened is not yet needed: the need must be said, or dated; the screening dates it where nothing else does.
        let said = h.needIdentified == true || h.needIdentified == nil && h.identifiedDate != nil
        help.identified = help.treatedBefore || said && (h.identifiedDate ?? screened) <= order.end
        guard help.identified else { return help }
        func inProgramme(_ day: Day?) -> Bool {
            guard let day, let start = order.ownStart else { return false }
            return start <= day && day <= order.end
        }
        help.tier = h.tier == "NO_INTERVENTION" ? nil : h.tier
        let offeredInIt = help.tier != nil && inProgramme(h.offeredDate)
        help.offered = offeredInIt || help.treatedBefore
        help.attended = inProgramme(h.attendedStart) || help.treatedBefore
        help.neverBegun = offeredInIt && h.attendedStart == nil
        return help
    }

    func health(_ need: String, _ number: String, tiers: [String]) -> Answer {
        var answer: Answer = [:]
        for order in orders {
            let ref = order.child.child.ref
            let found = order.child.health.filter { $0.need == need }.map { help($0, order) }.filter(\.identified)
            add(&answer, "headline_published", ref, counted: !found.isEmpty)
            add(&answer, "\(number)a", ref, counted: !found.isEmpty)
            // “Screened OR identified need”, read as either: screened by the end of the order, whatever came of it.
            let screened = order.child.health.contains { h in h.need == need && (h.screenedDate.map { $0 <= order.end } ?? false) }
            add(&answer, "\(number)a_screened", ref, counted: screened || !found.isEmpty)
            // The text leaves open of what; as 4a, of those with that order.
            add(&answer, "\(number)d", "order=\(order.type)", ref, counted: !found.isEmpty)
            guard !found.isEmpty else { continue }
            let offered = found.contains(where: \.offered)
            add(&answer, "headline_case_level", ref, counted: offered)
            add(&answer, "\(number)d_case_level", "order=\(order.type)", ref, counted: offered)
            add(&answer, "\(number)b", ref, counted: found.contains(where: \.treatedBefore))
            for tier in tiers {
                let those = found.filter { $0.tier == tier }
                let isOffered = those.contains(where: \.offered)
                add(&answer, "\(number)c", "tier=\(tier);type=OFFERED", ref, counted: isOffered)
                let attended = "\(number)c tier=\(tier);type=ATTENDED"
                if isOffered { answer[attended, default: Line()].members.append(ref) }
                if those.contains(where: \.attended) { answer[attended, default: Line()].counted.append(ref) }
            }
            if offered { add(&answer, "\(number)c", "type=NOT_ATTENDED", ref, counted: found.contains(where: \.neverBegun)) }
        }
        return answer
    }

    // MARK: KPI 7

    func kpi7() -> Answer {
        let four = ["LOOKED_AFTER", "CHILD_PROTECTION", "CHILD_IN_NEED", "EARLY_HELP_PLAN"]
        var answer: Answer = [:]
        for order in orders {
            let (c, ref) = (order.child, order.child.child.ref)
            func during(_ s: Entry<Care>) -> Bool {
                guard let began = s.startDate, began <= order.end else { return false }
                return s.endDate.map { $0 >= order.start } ?? true
            }
            let known = c.care.filter { four.contains($0.status ?? "") }
            add(&answer, "headline_case_level", ref, counted: known.contains(where: during))
            add(&answer, "headline_published", ref, counted: known.contains { spans($0.startDate, $0.endDate, order.end) })
            add(&answer, "7a", ref, counted: known.contains { spans($0.startDate, $0.endDate, order.tested) })
            add(&answer, "7b", ref, counted: known.contains(where: during))
            add(&answer, "7d", "order=\(order.type)", ref, counted: known.contains(where: during))
            let atEnd = known.filter { spans($0.startDate, $0.endDate, order.end) }
            add(&answer, "7d_published", "order=\(order.type)", ref, counted: !atEnd.isEmpty)
            for status in four {
                let these = known.filter { $0.status == status }
                add(&answer, "headline_published", "type=\(status)", ref, counted: atEnd.contains { $0.status == status })
                add(&answer, "7a", "type=\(status)", ref, counted: these.contains { spans($0.startDate, $0.endDate, order.tested) })
                add(&answer, "7b", "type=\(status)", ref, counted: these.contains(where: during))
            }
            // Any referral begun by the order's end; a licence splits at its programme's own start.
            let begun = c.care.filter { $0.status == "EARLY_HELP_REFERRAL" }.compactMap(\.startDate).filter { $0 <= order.end }
            let split = order.ownStart
            add(&answer, "7c_before", ref, counted: begun.contains { day in split.map { day < $0 } ?? false })
            add(&answer, "7c_during", ref, counted: begun.contains { day in split.map { day >= $0 } ?? false })
        }
        return answer
    }

    // MARK: KPI 8

    func kpi8() -> Answer {
        var answer: Answer = [:]
        let present = board.filter {
            inside($0.meetingDate) && $0.meetingDate <= today && ($0.attendance == "ATTENDED" || $0.attendance == "DEPUTY")
        }
        /// A sector goes by the first record that makes it count.
        func attended(_ sector: String, _ seniority: String) -> String? {
            let those = present.filter { $0.sector == sector && $0.seniority == seniority }
            return those.sorted { ($0.meetingDate, $0.ref) < ($1.meetingDate, $1.ref) }.first?.ref
        }
        func put(_ part: String, _ by: String, _ ref: String) { answer["\(part) \(by)", default: Line()].counted.append(ref) }
        for sector in ["SOCIAL_CARE", "EDUCATION", "POLICE", "PROBATION", "HEALTH", "OTHER"] {
            // A deputy counts by seniority, a sector when it was so at any meeting; the other sectors are written down and not counted.
            if let senior = attended(sector, "SENIOR") {
                put("8a", "sector=\(sector)", senior)
                if sector != "OTHER" { put("headline", "", senior) }
            }
            if let delegated = attended(sector, "DELEGATED") {
                put("8c", "sector=\(sector)", delegated)
                if sector != "OTHER" { put("8b", "", delegated) }
            }
        }
        return answer
    }

    // MARK: KPI 9

    func kpi9() -> Answer {
        let three = ["DRUGS", "ROBBERY", "VIOLENCE_AGAINST_THE_PERSON"]
        var answer: Answer = [:]
        func put(_ part: String, _ ref: String) { answer["\(part) ", default: Line()].counted.append(ref) }
        // 9a to 9f twice: of offences a counting programme is linked to, and of all, as the published wording has it.
        for (suffix, needsProgramme) in [("", true), ("_published", false)] {
            for c in files where c.child.deleted != true {
                // The ages at which it was serious.
                var serious: Set<String> = []
                var any = false
                for o in c.offences {
                    guard let found = proven(c, o), found.outcome.outcomeDate >= from, found.outcome.outcomeDate <= to else { continue }
                    let linked = c.programmes.contains { counts($0.disposal) && $0.offences.contains(o.id) }
                    let isSerious = three.contains(o.category ?? "") && (5...8).contains(o.seriousness ?? 0)
                    guard linked || !needsProgramme else { continue }
                    any = true
                    add(&answer, "9a\(suffix)", o.ref, counted: isSerious)
                    if needsProgramme {
                        let years = (found.age ?? 0) <= 15 ? "10-15" : "16-17"
                        add(&answer, "9a_template", "age=\(years)", o.ref, counted: isSerious)
                    }
                    if let type = orderType(found.outcome.outcome) {
                        add(&answer, "9e\(suffix)", "order=\(type)", o.ref, counted: isSerious)
                    }
                    guard isSerious else { continue }
                    serious.insert(band(found.age))
                    put("headline\(suffix)", o.ref)
                    for category in three { add(&answer, "9c\(suffix)", "category=\(category)", o.ref, counted: o.category == category) }
                    for score in 5...8 { add(&answer, "9d\(suffix)", "score=\(score)", o.ref, counted: o.seriousness == score) }
                }
                if any { add(&answer, "9b\(suffix)", c.child.ref, counted: !serious.isEmpty) }
                guard !serious.isEmpty else { continue }
                let part = "9f\(suffix)"
                for years in ["10-14", "15-17"] { add(&answer, part, "age=\(years)", c.child.ref, counted: serious.contains(years)) }
                for value in ["MALE", "FEMALE", "NOT_KNOWN"] { add(&answer, part, "sex=\(value)", c.child.ref, counted: sex(c) == value) }
                for value in ["WHITE", "MIXED", "ASIAN", "BLACK", "OTHER", "NOT_OBTAINABLE"] {
                    add(&answer, part, "ethnicity=\(value)", c.child.ref, counted: ethnicity(c) == value)
                }
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
    /// One row of each offence, whenever: its heaviest caution or sentence, the latest of those. Its quarter is that outcome's.
    func proven(_ c: CaseRows, _ o: Entry<Offence>) -> (outcome: Entry<Outcome>, age: Int?)? {
        var best: (weight: Int, outcome: Entry<Outcome>, age: Int?)?
        for p in c.outcomes where p.offence == o.id && stands(p) && p.outcomeDate <= today {
            guard let weight = lightestFirst.firstIndex(where: { $0.contains(p.outcome) }) else { continue }
            let heard = o.firstHearingDate ?? c.hearings.filter { $0.offences.contains(o.id) }.map(\.hearingDate).min() ?? p.outcomeDate
            let caution = weight < 2
            let years = age(c, caution ? o.arrestDate ?? o.offenceDate : heard)
            guard is10to17(years) else { continue }
            guard let known = best else {
                best = (weight, p, years)
                continue
            }
            let (a, b) = (p.outcomeDate, known.outcome.outcomeDate)
            if weight > known.weight || weight == known.weight && (a > b || a == b && p.ref > known.outcome.ref) {
                best = (weight, p, years)
            }
        }
        return best.map { ($0.outcome, $0.age) }
    }

    // MARK: KPI 10

    /// Children by reference, victims by theirs (each once, whatever offences they are on), processes by row.
    func kpi10() -> Answer {
        var (children, victims): ([String], [String: Set<String>]) = ([], [:])
        var answer: Answer = [:]
        for c in files {
            let ended = endedOrders(c, licenceByOutcome: false)
            // One row of each offence, whenever: that of its first order.
            let theirs = c.victims.filter { v in
                first(ended.filter { $0.outcome.offence == v.offence }).map { inside($0.end) } ?? false
            }
            guard ended.contains(where: { inside($0.end) }) else { continue }
            children.append(c.child.ref)
            add(&answer, "10b", c.child.ref, counted: !theirs.isEmpty)
            for v in theirs {
                let agreed = v.consentsToContact == true
                var marks = ["10a"]
                if agreed { marks.append("consents") }
                if agreed, v.engagedInRj == true { marks.append("headline") }
                if agreed, v.viewSoughtBefore == true { marks.append("10d") }
                if agreed, v.progressProvided == true { marks.append("10e") }
                if agreed, v.supportProvided == true { marks.append("10f") }
                if v.contactedDate != nil { marks.append("10g") }
                // The template's rows, consent or none.
                if v.progressRequested == true {
                    marks.append("asked of progress")
                    if v.progressProvided == true { marks.append("10e_template") }
                }
                if v.supportRequested == true {
                    marks.append("asked for support")
                    if v.supportProvided == true { marks.append("10f_template") }
                }
                for mark in marks { victims[mark, default: []].insert(v.victimRef) }
                if v.engagedInRj == true { answer["10c ", default: Line()].counted.append(v.ref) }
            }
        }
        for (part, asked) in [("10e_template", "asked of progress"), ("10f_template", "asked for support")] {
            answer["\(part) "] = Line(counted: Array(victims[part] ?? []), members: Array(victims[asked] ?? []))
        }
        for part in ["headline", "10d", "10e", "10f", "10g", "10a"] {
            answer["\(part) ", default: Line()].counted = Array(victims[part] ?? [])
        }
        for part in ["headline", "10c", "10d", "10e", "10f", "10g"] {
            answer["\(part) ", default: Line()].members = Array(victims["consents"] ?? [])
        }
        answer["10a ", default: Line()].members = children
        return answer
    }
}
