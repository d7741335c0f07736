import Casework

/// Disparity once more, plainly, from regulation.md §1.6, §2.6 and §3.4 and the stages of decision 0053.
extension IndicatorTwin {
    private struct Event {
        var child: CaseRows, day: Day, stage: String
    }
    private func tier(_ token: String) -> String? {
        if token.hasPrefix("COMMUNITY_RESOLUTION") || token.hasPrefix("NO_FURTHER_ACTION_OUTCOME_22") { return "diversion" }
        if token.hasPrefix("YOUTH_C") { return "caution" }
        if token == "DETENTION_AND_TRAINING_ORDER" || token == "SECTION_250" { return "custody" }
        return token == "FINE" || token == "REFERRAL_ORDER" || token.hasPrefix("YOUTH_REHABILITATION") ? "court" : nil
    }
    private func events(keepingSuccessful: Bool) -> [Event] {
        var found: [Event] = []
        for c in files where c.child.deleted != true {
            for r in c.referrals where r.pathway != "PREVENTION" && inside(r.receivedDate) && is10to17(age(c, r.receivedDate)) {
                found.append(Event(child: c, day: r.receivedDate, stage: "referral"))
            }
            for o in c.outcomes where inside(o.outcomeDate) && o.residence != "OTHER" && o.appeal != "CHANGED" {
                if o.appeal == "SUCCESSFUL", !keepingSuccessful { continue }
                guard let stage = tier(o.outcome), let offence = c.offences.first(where: { $0.id == o.offence }) else { continue }
                guard is10to17(age(c, offence.arrestDate ?? offence.offenceDate)) else { continue }
                // Diversion has no hearing, and a caution needs none.
                let listed =
                    stage == "diversion"
                    ? nil : offence.firstHearingDate ?? c.hearings.filter { $0.offences.contains(offence.id) }.map(\.hearingDate).min()
                let isCourt = stage == "court" || stage == "custody"
                if let heard = listed ?? (isCourt ? o.outcomeDate : nil), (age(c, heard) ?? 99) > 17 { continue }
                found.append(Event(child: c, day: o.outcomeDate, stage: stage))
            }
        }
        return found
    }
    private func careStatus(_ c: CaseRows, _ on: Day) -> String {
        for status in ["LOOKED_AFTER", "CARE_LEAVER"] {
            let holds = c.care.contains { s in
                s.status == status && s.startDate.map { $0 <= on } ?? true && s.endDate.map { on <= $0 } ?? true
            }
            if holds { return status }
        }
        return "NEITHER"
    }

    func disparity() -> Answer {
        var answer: Answer = [:]
        for (part, keeping, stages) in [
            ("rri", false, ["referral", "diversion", "caution", "court", "custody"]),
            ("rri_toolkit", true, ["caution", "court", "custody"]),
        ] {
            // The toolkit's base is cautions and sentences alone (§1.6).
            let all = events(keepingSuccessful: keeping).filter { part == "rri" || !["referral", "diversion"].contains($0.stage) }
            for stage in stages {
                // Out of whom, and which of them are so.
                let before =
                    stage == "referral"
                    ? all.filter { $0.stage == "referral" }
                    : stage == "custody" ? all.filter { ["court", "custody"].contains($0.stage) } : all
                let then = all.filter { $0.stage == stage || stage == "court" && $0.stage == "custody" }
                func group(_ key: String, _ c: CaseRows) -> String {
                    if key == "ethnicity" { return ethnicity(c) }
                    if key == "sex" { return sex(c) }
                    return careStatus(c, before.filter { $0.child.child.ref == c.child.ref }.map(\.day).min() ?? to)
                }
                for (key, base) in [("ethnicity", "WHITE"), ("sex", "MALE"), ("care_status", "NEITHER")] {
                    func refs(_ events: [Event], _ value: String) -> [String] {
                        Array(Set(events.filter { group(key, $0.child) == value }.map(\.child.child.ref)))
                    }
                    let values = Set(before.map { group(key, $0.child) }).union([base])
                    for value in values {
                        let (a, A) = (refs(then, value), stage == "referral" ? [] : refs(before, value))
                        let (b, B) = (refs(then, base), refs(before, base))
                        var line = Line(counted: a, members: A)
                        if stage != "referral", !A.isEmpty, !b.isEmpty {
                            line.value = Double(a.count) / Double(A.count) / (Double(b.count) / Double(B.count))
                        }
                        let by = ["\(key)=\(value)", "stage=\(stage)"].sorted().joined(separator: ";")
                        answer["\(part) \(by)"] = line
                    }
                }
            }
        }
        return answer
    }
}
