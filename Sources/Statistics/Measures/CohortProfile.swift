import Casework

extension Measure {
    /// Who the children are whose work is open on a day (S-PER-14): set beside another day, how the service's children change.
    ///
    /// Worked example, on 30 June 2026: A (boy, 15, White) is on a referral order and looked after; B (girl, 14, mixed) was referred on 20 June
    /// and waits for a decision; C's programme ended on 30 June, the day itself: still open; D's ended on 29 June: not. Open: 3. Share of girls
    /// 1 of 3, looked after 1 of 3, awaiting a decision 1 of 3.
    public static let cohortProfile = Measure(
        "cohort", title: "Cohort profile", question: "Who are the children open to the service on a day?",
        definition: Definition(
            version: "2026-1", source: "Local; interchange.md §2 (cohort) and requirement S-PER-14; what a published cohort profile shows",
            words: """
                Children with work open on the last day of the period (today, while that day is to come): a programme that has begun and not ended \
                before it, or a referral received and neither declined nor closed before it. Both ends included. Each share is out of all of them.
                """,
            notes: [
                "Status with social care, education and alerts are those running on the day; a child may have several, so those shares may pass 100 % together.",
                "Need: found by the day, by domain; a need once found stays. Judgements: the latest assessment completed by the day.",
                "Group of work: the weightiest open programme by the group of its outcome; else the kind of programme; else awaiting a decision.",
                "Education is suitable when every provision of the day is; a provision without a word on it says nothing.",
            ],
            example: """
                On 30 June 2026: A (boy, 15, White) is on a referral order and looked after; B (girl, 14, mixed) was referred on 20 June and waits \
                for a decision; C's programme ended on 30 June, the day itself: still open; D's ended on 29 June: not. Open: 3. Share of girls 1 \
                of 3, looked after 1 of 3, awaiting a decision 1 of 3.
                """),
        counts: .child,
        needs: Work.needs + [
            Need(Child.self, "date_of_birth", "sex", "ethnicity"), Need(Programme.self, "disposal"),
            Need(Care.self, "status", "start_date", "end_date"),
            Need(Education.self, "start_date", "end_date", "provision", "suitability"),
            Need(HealthNeed.self, "need", "need_identified", "identified_date", "screened_date"),
            Need(Alert.self, "type", "start_date", "end_date"),
            Need(Assessment.self, "completed_on", "reoffending", "serious_harm", "safety_wellbeing"),
        ],
        parts: [open, share], breakdowns: facets.map(\.breakdown), exclusions: [.deleted],
        units: { file, question in
            let day = question.cohortDay
            guard Work(file).isOpen(on: day) else { return [] }
            var unit = CountedUnit(
                file.child, in: file, on: day, dimensions: file.dimensions(question.reference, on: day), evidence: file.openWork(on: day))
            for facet in facets {
                for value in facet.of(file, day, unit.dimensions, question.reference) { unit.marks.insert("\(facet.key)=\(value)") }
            }
            return [unit]
        },
        figures: { tabulation in
            let whole = tabulation.whole
            let marks = whole.counted.reduce(into: Set<String>()) { $0.formUnion($1.marks) }
            return [whole.count(open)]
                + facets.flatMap { facet in
                    let fixed = facet.breakdown.values(tabulation.question.reference)
                    let found = Set(marks.filter { $0.hasPrefix("\(facet.key)=") }.map { String($0.dropFirst(facet.key.count + 1)) })
                    return (fixed + found.subtracting(fixed).sorted()).map { value in
                        Cell(tabulation, by: [facet.key: value], units: tabulation.units).share(share) {
                            $0.marks.contains("\(facet.key)=\(value)")
                        }
                    }
                }
        })
}

extension Question {
    /// The day a profile is of: the period's last, or today while that is to come.
    public var cohortDay: Day { min(period.to, today) }
}

private let open = Part("open", .count, "Children with work open on the day")
private let share = Part("share", .percent, "Of the children open, those who are so")

/// Something a profile tells of each child: none, one or several values.
private struct Facet {
    let breakdown: Breakdown
    let of: @Sendable (CaseFile, Day, [String: String], Reference) -> Set<String>
    var key: String { breakdown.key }
}

private let facets: [Facet] = [
    Facet(breakdown: Breakdown("age", "Age on the day") { _ in ["10-14", "15-17"] }) { _, _, dimensions, _ in
        Set([dimensions["age"]].compactMap(\.self))
    },
    Facet(breakdown: .sex) { _, _, dimensions, _ in Set([dimensions["sex"]].compactMap(\.self)) },
    Facet(breakdown: .ethnicity) { _, _, dimensions, _ in Set([dimensions["ethnicity"]].compactMap(\.self)) },
    Facet(breakdown: Breakdown("care_status", "Status with social care") { $0.codes.all("care_status").map(\.token) }) { file, day, _, _ in
        Set(file[Care.self].filter { $0.value.isActive(on: day) }.compactMap(\.status))
    },
    Facet(breakdown: Breakdown("need", "Need found") { $0.codes.all("health_need").map(\.token) }) { file, day, _, _ in
        Set(
            file[HealthNeed.self].filter { $0.needIdentified == true && ($0.identifiedDate ?? $0.screenedDate ?? day) <= day }.compactMap(
                \.need))
    },
    Facet(breakdown: Breakdown("education", "Education") { _ in ["SUITABLE", "NOT_SUITABLE", "NOT_RECORDED"] }) { file, day, _, _ in
        let said = file[Education.self].filter { $0.value.isActive(on: day) }.compactMap(\.suitability)
        return [said.isEmpty ? "NOT_RECORDED" : said.allSatisfy { $0 == "SUITABLE" } ? "SUITABLE" : "NOT_SUITABLE"]
    },
    Facet(breakdown: Breakdown("disposal", "Group of work")) { file, day, _, reference in [file.groupOfWork(on: day, reference)] },
    judged("reoffending", "Likelihood of reoffending") { $0.reoffending },
    judged("serious_harm", "Risk of serious harm to others") { $0.seriousHarm },
    judged("safety_wellbeing", "Safety and wellbeing") { $0.safetyWellbeing },
    Facet(breakdown: Breakdown("alert", "Alert running")) { file, day, _, _ in
        Set(file[Alert.self].filter { $0.value.isActive(on: day) }.map(\.type))
    },
]

/// A judgement of the latest assessment completed by the day.
private func judged(_ key: String, _ words: String, _ of: @escaping @Sendable (Entry<Assessment>) -> String?) -> Facet {
    let values = ["LOW", "MEDIUM", "HIGH", "VERY_HIGH", "NOT_ASSESSED"]
    return Facet(breakdown: Breakdown(key, words) { _ in values }) { file, day, _, _ in
        let done = file[Assessment.self].filter { ($0.completedOn ?? .open) <= day && of($0) != nil }
        let latest = done.max { ($0.completedOn ?? .unset, $0.ref) < ($1.completedOn ?? .unset, $1.ref) }
        return [latest.flatMap(of) ?? "NOT_ASSESSED"]
    }
}

extension CaseFile {
    private func programmes(on day: Day) -> [Entry<Programme>] {
        self[Programme.self].filter { ($0.startDate ?? day) <= day && day <= ($0.endDate ?? .open) }
    }

    /// The records that make the child open on a day.
    fileprivate func openWork(on day: Day) -> [Evidence] {
        let referrals = self[Referral.self].filter { referral in
            let declined = referral.accepted == false ? referral.decisionDate ?? referral.receivedDate : nil
            return referral.receivedDate != .unset && referral.receivedDate <= day && day <= (referral.closedDate ?? declined ?? .open)
        }
        return programmes(on: day).map { Evidence("open", $0) } + referrals.map { Evidence("open", $0) }
    }

    fileprivate func groupOfWork(on day: Day, _ reference: Reference) -> String {
        let open = programmes(on: day)
        let orders = open.compactMap { programme -> (tier: Tier, weight: Int)? in
            let isCustody = programme.disposal.hasPrefix("DTO_") || programme.disposal.hasPrefix("SECTION_250_")
            guard let tier = isCustody ? .custody : reference.tiers[programme.disposal] else { return nil }
            return (tier, weight(of: programme.disposal, tier))
        }
        if let weightiest = orders.max(by: { $0.weight < $1.weight }) { return weightiest.tier.rawValue }
        return open.map(\.disposal).sorted().first ?? "NOT_DECIDED"
    }
}
