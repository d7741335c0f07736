import Casework

/// Timeliness, the cohort of a day and what reoffending children had in common once more, from what docs/indicators.md promises alone.
extension IndicatorTwin {
    private func group(_ token: String) -> String? {
        if token.hasPrefix("YOUTH_C") { return "Pre-Court" }
        if token == "FINE" || token == "REFERRAL_ORDER" { return "First-tier" }
        if token.hasPrefix("YOUTH_REHABILITATION") { return "Community" }
        if token == "DETENTION_AND_TRAINING_ORDER" || token == "SECTION_250" { return "Custody" }
        return token.hasPrefix("COMMUNITY_RESOLUTION") || token.hasPrefix("NO_FURTHER_ACTION_OUTCOME_22") ? "Diversion" : nil
    }
    private func isProof(_ token: String) -> Bool { group(token).map { $0 != "Diversion" } ?? false }
    private func heard(_ c: CaseRows, _ o: Entry<Offence>) -> Day? {
        o.firstHearingDate ?? c.hearings.filter { $0.offences.contains(o.id) }.map(\.hearingDate).sorted().first
    }
    private func weight(_ token: String) -> Int {
        let lightestFirst = [
            "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "YOUTH_CAUTION",
            "YOUTH_CONDITIONAL_CAUTION", "FINE", "REFERRAL_ORDER", "YOUTH_REHABILITATION_ORDER YOUTH_REHABILITATION_ORDER_ISS",
            "DETENTION_AND_TRAINING_ORDER SECTION_250",
        ]
        return lightestFirst.firstIndex { $0.split(separator: " ").contains(Substring(token)) } ?? -1
    }

    func timeliness() -> Answer {
        var days: [String: [(ref: String, days: Int)]] = [:]
        for c in files where c.child.deleted != true {
            for o in c.offences {
                let standing = c.outcomes.filter { p in
                    guard p.offence == o.id, isProof(p.outcome), stands(p) else { return false }
                    return is10to17(age(c, group(p.outcome) == "Pre-Court" ? o.arrestDate ?? o.offenceDate : heard(c, o) ?? p.outcomeDate))
                }
                let first = standing.sorted { a, b in
                    if a.outcomeDate != b.outcomeDate { return a.outcomeDate < b.outcomeDate }
                    return weight(a.outcome) != weight(b.outcome) ? weight(a.outcome) > weight(b.outcome) : a.ref > b.ref
                }.first
                guard let first, inside(first.outcomeDate) else { continue }
                let done = first.outcomeDate
                let spans: [(String, Day?, Day?)] = [
                    ("offence_to_outcome_median", o.offenceDate, done), ("offence_to_outcome_p90", o.offenceDate, done),
                    ("offence_to_charge_median", o.offenceDate, o.chargeDate), ("charge_to_hearing_median", o.chargeDate, heard(c, o)),
                    ("hearing_to_outcome_median", heard(c, o), done),
                ]
                for (part, from, to) in spans {
                    guard let from, let to, from <= to else { continue }
                    for by in ["", "disposal=\(group(first.outcome) ?? "")"] {
                        days["\(part) \(by)", default: []].append((o.ref, to - from))
                    }
                }
            }
        }
        return days.mapValues { those in
            var line = Line(counted: those.map(\.ref))
            let sorted = those.map(\.days).sorted()
            line.value = Double(sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
            return line
        }.reduce(into: Answer()) { answer, one in
            var line = one.value
            if one.key.contains("_p90") {
                let sorted = (days[one.key] ?? []).map(\.days).sorted()
                // The smallest at or below which at least nine tenths lie.
                line.value = sorted.first { d in sorted.filter { $0 <= d }.count * 10 >= sorted.count * 9 }.map { Double($0) }
            }
            answer[one.key] = line
        }
    }

    // MARK: what is so of a child on a day

    /// A stretch whose start is not written has begun.
    private func runs(_ from: Day?, _ to: Day?, _ on: Day) -> Bool { from.map { $0 <= on } ?? true && to.map { on <= $0 } ?? true }

    private func ages(_ years: Int?) -> String {
        years.map { $0 < 10 ? "under 10" : $0 < 15 ? "10-14" : $0 < 18 ? "15-17" : "18+" } ?? "not known"
    }

    /// What each profile tells of a child, by key, but the group of work or of outcome.
    private func facts(_ c: CaseRows, _ on: Day) -> [String: Set<String>] {
        var found: [String: Set<String>] = ["age": [ages(age(c, on))], "sex": [sex(c)], "ethnicity": [ethnicity(c)]]
        found["care_status"] = Set(c.care.filter { runs($0.startDate, $0.endDate, on) }.compactMap(\.status))
        if found["care_status"] == [] { found["care_status"] = ["NOT_RECORDED"] }
        found["need"] = Set(
            c.health.filter { $0.needIdentified == true && ($0.identifiedDate ?? $0.screenedDate ?? on) <= on }.compactMap(\.need))
        if found["need"] == [] { found["need"] = ["NONE_FOUND"] }
        let special = c.needs.filter { runs($0.startDate, $0.endDate, on) && $0.identified == true }
        found["special_needs"] = Set(
            (special.isEmpty ? [] : ["IDENTIFIED"]) + special.filter { $0.formalPlan == true }.map { _ in "FORMAL_PLAN" })
        func all(_ said: [Bool]) -> Set<String> { [said.isEmpty ? "NOT_RECORDED" : said.allSatisfy { $0 } ? "SUITABLE" : "NOT_SUITABLE"] }
        // Somewhere that never suits is not suitable though nobody said so.
        found["accommodation"] = all(
            c.homes.filter { runs($0.startDate, $0.endDate, on) }.compactMap { home -> Bool? in
                if ["BED_AND_BREAKFAST", "NO_FIXED_ABODE", "NOT_KNOWN"].contains(home.type ?? "") { return false }
                return home.suitability.map { $0 == "SUITABLE" }
            })
        found["education"] = all(
            c.education.filter { runs($0.startDate, $0.endDate, on) }.compactMap { $0.suitability.map { $0 == "SUITABLE" } })
        func judged(_ level: (Entry<Assessment>) -> String?) -> Set<String> {
            let done = c.assessments.filter { a in level(a) != nil && (a.completedOn.map { $0 <= on } ?? false) }
            let latest = done.sorted { ($0.completedOn ?? on, $0.ref) < ($1.completedOn ?? on, $1.ref) }.last
            return [latest.flatMap(level) ?? "NOT_ASSESSED"]
        }
        found["reoffending"] = judged { $0.reoffending }
        found["serious_harm"] = judged { $0.seriousHarm }
        found["safety_wellbeing"] = judged { $0.safetyWellbeing }
        found["alert"] = Set(c.alerts.filter { runs($0.startDate, $0.endDate, on) }.map(\.type))
        return found
    }

    /// The values shown though nobody has them, and those somebody has.
    private func values(_ of: [[String: Set<String>]]) -> [(key: String, value: String)] {
        var always: [String: Set<String>] = [
            "age": ["10-14", "15-17"], "sex": ["MALE", "FEMALE", "NOT_KNOWN"],
            "ethnicity": ["WHITE", "MIXED", "ASIAN", "BLACK", "OTHER", "NOT_OBTAINABLE"], "special_needs": ["IDENTIFIED", "FORMAL_PLAN"],
            "accommodation": ["SUITABLE", "NOT_SUITABLE", "NOT_RECORDED"], "education": ["SUITABLE", "NOT_SUITABLE", "NOT_RECORDED"],
            "care_status": Set(ShippedCodes.codes.all("care_status").map(\.token) + ["NOT_RECORDED"]),
            "need": Set(ShippedCodes.codes.all("health_need").map(\.token) + ["NONE_FOUND"]),
        ]
        for key in ["reoffending", "serious_harm", "safety_wellbeing"] {
            always[key] = ["LOW", "MEDIUM", "HIGH", "VERY_HIGH", "NOT_ASSESSED"]
        }
        for facts in of { for (key, values) in facts { always[key, default: []].formUnion(values) } }
        return always.flatMap { key, values in values.map { (key, $0) } }
    }

    func cohort() -> Answer {
        let on = min(to, today)
        var open: [(c: CaseRows, facts: [String: Set<String>])] = []
        for c in files where c.child.deleted != true {
            let running = c.programmes.filter { runs($0.startDate, $0.endDate, on) }
            let waits = c.referrals.contains { r in
                // Declined is over, whatever else is written.
                let over = r.accepted == false ? r.closedDate ?? r.decisionDate ?? r.receivedDate : r.closedDate
                return runs(r.receivedDate, over, on)
            }
            guard !running.isEmpty || waits else { continue }
            var facts = facts(c, on)
            let heaviest = running.filter { kind($0.disposal) != nil }.sorted { weigh($0.disposal) > weigh($1.disposal) }.first
            let other = running.map(\.disposal).sorted().first
            facts["disposal"] = [heaviest.flatMap { kind($0.disposal) } ?? other ?? "NOT_DECIDED"]
            open.append((c, facts))
        }
        var answer: Answer = [:]
        for one in open {
            let (ref, years) = (one.c.child.ref, age(one.c, on).map(String.init) ?? "not known")
            for by in ["", "years=\(years)", "sex=\(sex(one.c));years=\(years)"] {
                answer["open \(by)", default: Line()].counted.append(ref)
            }
        }
        guard !open.isEmpty else { return answer }
        for (key, value) in values(open.map(\.facts)) {
            answer["share \(key)=\(value)"] = Line(
                counted: open.filter { $0.facts[key]?.contains(value) == true }.map(\.c.child.ref), members: open.map(\.c.child.ref))
        }
        return answer
    }
    private func kind(_ disposal: String) -> String? { disposal.hasPrefix("DTO_") ? "Custody" : group(disposal) }
    private func weigh(_ disposal: String) -> Int { disposal.hasPrefix("DTO_") ? 6 : weight(disposal) }

    func shared() -> Answer {
        var cohort: [(ref: String, facts: [String: Set<String>], again: Bool)] = []
        for c in files where c.child.deleted != true {
            var events: [(on: Day, outcome: Entry<Outcome>)] = []
            for o in c.outcomes where group(o.outcome) != nil && stands(o) {
                let released = c.releases.filter { $0.value.outcome == o.id }.map(\.releaseDate).sorted().first
                guard let on = group(o.outcome) == "Custody" ? released : o.outcomeDate else { continue }
                if inside(on), is10to17(age(c, on)) { events.append((on, o)) }
            }
            let index = events.sorted { a, b in
                if a.on != b.on { return a.on < b.on }
                let (v, w) = (weight(a.outcome.outcome), weight(b.outcome.outcome))
                return v != w ? v > w : a.outcome.ref > b.outcome.ref
            }.first
            guard let index else { continue }
            let again = c.offences.contains { o in
                guard o.category != "BREACH_OF_BAIL", let on = o.offenceDate ?? o.arrestDate else { return false }
                guard on > index.on, on <= index.on.adding(months: 12) else { return false }
                return c.outcomes.contains { p in
                    p.offence == o.id && p.appeal != "CHANGED" && p.appeal != "SUCCESSFUL" && p.outcomeDate <= today
                }
            }
            var facts = facts(c, index.on)
            facts["disposal"] = [group(index.outcome.outcome) ?? ""]
            cohort.append((c.child.ref, facts, again))
        }
        var answer: Answer = [:]
        guard !cohort.isEmpty else { return answer }
        answer["cohort "] = Line(counted: cohort.map(\.ref))
        for (part, again) in [("reoffended", true), ("others", false)] {
            let those = cohort.filter { $0.again == again }
            guard !those.isEmpty else { continue }
            for (key, value) in values(cohort.map(\.facts)) {
                answer["\(part) \(key)=\(value)"] = Line(
                    counted: those.filter { $0.facts[key]?.contains(value) == true }.map(\.ref), members: those.map(\.ref))
            }
        }
        return answer
    }
}
