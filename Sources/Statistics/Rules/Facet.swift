import Casework

/// Something a profile tells of each child: none, one or several values.
struct Facet: Sendable {
    let breakdown: Breakdown
    let of: @Sendable (CaseFile, Day, [String: String], Reference) -> Set<String>
    var key: String { breakdown.key }
}

extension Facet {
    /// What every profile tells.
    static let all: [Facet] = [
        Facet(breakdown: Breakdown("age", "Age on the day") { _ in ["10-14", "15-17"] }) { _, _, dimensions, _ in
            Set([dimensions["age"]].compactMap(\.self))
        },
        Facet(breakdown: .sex) { _, _, dimensions, _ in Set([dimensions["sex"]].compactMap(\.self)) },
        Facet(breakdown: .ethnicity) { _, _, dimensions, _ in Set([dimensions["ethnicity"]].compactMap(\.self)) },
        Facet(
            breakdown: Breakdown("care_status", "Status with social care") { $0.codes.all("care_status").map(\.token) + ["NOT_RECORDED"] }
        ) {
            file, day, _, _ in
            let known = Set(file[Care.self].filter { $0.value.isActive(on: day) }.compactMap(\.status))
            return known.isEmpty ? ["NOT_RECORDED"] : known
        },
        Facet(breakdown: Breakdown("need", "Need found") { $0.codes.all("health_need").map(\.token) + ["NONE_FOUND"] }) { file, day, _, _ in
            let found = Set(
                file[HealthNeed.self].filter { $0.needIdentified == true && ($0.identifiedDate ?? $0.screenedDate ?? day) <= day }
                    .compactMap(\.need))
            return found.isEmpty ? ["NONE_FOUND"] : found
        },
        Facet(breakdown: Breakdown("special_needs", "Special educational needs") { _ in ["IDENTIFIED", "FORMAL_PLAN"] }) {
            file, day, _, _ in
            let known = file[SpecialNeeds.self].filter { $0.value.isActive(on: day) && $0.identified == true }
            return Set((known.isEmpty ? [] : ["IDENTIFIED"]) + (known.contains { $0.formalPlan == true } ? ["FORMAL_PLAN"] : []))
        },
        Facet(breakdown: Breakdown("accommodation", "Accommodation") { _ in ["SUITABLE", "NOT_SUITABLE", "NOT_RECORDED"] }) {
            file, day, _, _ in
            let homes = file[Accommodation.self].filter { $0.value.isActive(on: day) }
            let never: Set<String> = ["BED_AND_BREAKFAST", "NO_FIXED_ABODE", "NOT_KNOWN"]
            let said = homes.compactMap { never.contains($0.type ?? "") ? "UNSUITABLE" : $0.suitability }
            return [said.isEmpty ? "NOT_RECORDED" : said.allSatisfy { $0 == "SUITABLE" } ? "SUITABLE" : "NOT_SUITABLE"]
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

    static let needs: [Need] = [
        Need(Child.self, "date_of_birth", "sex", "ethnicity"), Need(Programme.self, "start_date", "end_date", "disposal"),
        Need(Care.self, "status", "start_date", "end_date"),
        Need(Accommodation.self, "start_date", "end_date", "type", "suitability"),
        Need(Education.self, "start_date", "end_date", "provision", "suitability"),
        Need(SpecialNeeds.self, "start_date", "end_date", "identified", "formal_plan"),
        Need(HealthNeed.self, "need", "need_identified", "identified_date", "screened_date"),
        Need(Alert.self, "type", "start_date", "end_date"),
        Need(Assessment.self, "completed_on", "reoffending", "serious_harm", "safety_wellbeing"),
    ]
}

/// A judgement of the latest assessment completed by the day.
private func judged(_ key: String, _ words: String, _ of: @escaping @Sendable (Entry<Assessment>) -> String?) -> Facet {
    let values = ["LOW", "MEDIUM", "HIGH", "VERY_HIGH", "NOT_ASSESSED"]
    return Facet(breakdown: Breakdown(key, words) { _ in values }) { file, day, _, _ in
        let done = file[Assessment.self].filter { ($0.completedOn ?? .open) <= day && of($0) != nil }
        let latest = done.max { ($0.completedOn ?? .unset, $0.ref) < ($1.completedOn ?? .unset, $1.ref) }
        return [latest.flatMap(of) ?? "NOT_ASSESSED"]
    }
}

extension CountedUnit {
    /// Marks the unit with what each facet tells of its child on a day.
    mutating func mark(_ facets: [Facet], of file: CaseFile, on day: Day, _ reference: Reference) {
        for facet in facets {
            for value in facet.of(file, day, dimensions, reference) { marks.insert("\(facet.key)=\(value)") }
        }
    }

    func has(_ facet: Facet, _ value: String) -> Bool { marks.contains("\(facet.key)=\(value)") }
}

extension Cell {
    /// Every value of some facets: the fixed ones, then those that occur besides among the counted, in order.
    func values(of facets: [Facet]) -> [(facet: Facet, value: String)] {
        let marks = counted.reduce(into: Set<String>()) { $0.formUnion($1.marks) }
        return facets.flatMap { facet in
            let fixed = facet.breakdown.values(question.reference)
            let found = Set(marks.filter { $0.hasPrefix("\(facet.key)=") }.map { String($0.dropFirst(facet.key.count + 1)) })
            return (fixed + found.subtracting(fixed).sorted()).map { (facet, $0) }
        }
    }
}

extension CaseFile {
    /// The programmes running on a day.
    func programmes(on day: Day) -> [Entry<Programme>] {
        self[Programme.self].filter { ($0.startDate ?? day) <= day && day <= ($0.endDate ?? .open) }
    }

    /// The group of the weightiest programme running on a day, else its kind, else that a decision is awaited.
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
