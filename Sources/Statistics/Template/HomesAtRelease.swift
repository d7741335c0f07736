import Casework

/// What the template's columns of release ask besides the indicator: the home a child left custody for, after a sentence or after a remand
/// that no custodial sentence followed (regulation.md §2.4; both readings INFERRED).
let homesAtRelease: [Need] = [
    Need(Release.self, "outcome_ref", "release_date"),
    Need(Remand.self, "start_date", "end_date", "kind", "offence_refs"),
]

let suitableAtRelease = "suitable at release"
let unsuitableAtRelease = "unsuitable at release"
func releaseMark(_ group: String) -> String { "\(group) at release" }

extension CaseFile {
    /// The day a child left custody under an order that ended: of the sentence's release, else the first day of its licence.
    func release(_ order: EndedOrder) -> Day? {
        guard order.type == .custody else { return nil }
        let recorded = self[Release.self].filter { $0.value.outcome == order.outcome.outcome.id }.map(\.releaseDate).max()
        return recorded ?? (order.isLicence ? order.began : nil)
    }

    /// The child, where a remand to youth detention ended in the period and each of its offences has an outcome, none of them custody: the
    /// last such remand. Aged 10 to 17 when it began, and living in the area as far as its outcomes say.
    func remandedWithoutSentence(_ question: Question) -> [CountedUnit] {
        let ended = self[Remand.self].filter { remand in
            remand.type == "YDA" && !remand.offences.isEmpty
                && (remand.endDate.map { question.period.contains($0) && $0 <= question.today && $0 >= firstKPIs } ?? false)
        }
        guard !ended.isEmpty, let birth = child.dateOfBirth else { return [] }
        let proceedings = proceedings(question.reference)
        let counted = ended.compactMap { remand -> (remand: Entry<Remand>, outcomes: [Proceeding], start: Day, end: Day)? in
            guard let start = remand.startDate, let end = remand.endDate, let age = start.years(since: birth),
                (10...17).contains(age)
            else { return nil }
            let outcomes = proceedings.filter { remand.offences.contains($0.outcome.offence) && $0.date >= start && !$0.isSetAside }
            // An offence without an outcome may still come to custody.
            guard Set(outcomes.map(\.outcome.offence)).isSuperset(of: remand.offences),
                outcomes.allSatisfy({ $0.tier != .custody && !$0.isElsewhere })
            else { return nil }
            return (remand, outcomes, start, end)
        }
        guard let last = counted.max(by: { ($0.end, $0.remand.ref) < ($1.end, $1.remand.ref) }) else { return [] }
        let evidence = [Evidence("remand", last.remand)] + last.outcomes.flatMap { $0.evidence("outcome") }
        var unit = CountedUnit(
            child, in: self, on: last.end, dimensions: ["order": TemplateSheet.remandedWithoutSentence],
            evidence: evidence)
        let eve = last.start - 1
        let before = self[Accommodation.self].filter {
            $0.suitability != nil && ($0.startDate.map { $0 <= eve } ?? false) && ($0.endDate.map { $0 >= eve } ?? true)
        }
        unit.mark(.start, suitabilities: before.map(\.isSuitable))
        for home in before {
            if let group = home.type.flatMap({ question.reference.homes[$0] }) { unit.marks.insert(homeMark(.start, group)) }
            unit.note("home at start", home)
        }
        unit.markHomes(self, question.reference, releasedOn: last.end)
        return [unit]
    }
}

extension TemplateSheet {
    static let remandedWithoutSentence = "REMAND_WITHOUT_SENTENCE"
}

extension CountedUnit {
    /// Marks the homes a child had on the day of release, but those left on it.
    mutating func markHomes(_ file: CaseFile, _ reference: Reference, releasedOn day: Day) {
        let homes = file[Accommodation.self].filter {
            $0.suitability != nil && ($0.startDate.map { $0 <= day } ?? false) && ($0.endDate.map { $0 > day } ?? true)
        }
        guard !homes.isEmpty else { return }
        marks.insert(homes.allSatisfy(\.isSuitable) ? suitableAtRelease : unsuitableAtRelease)
        for home in homes {
            if let group = home.type.flatMap({ reference.homes[$0] }) { marks.insert(releaseMark(group)) }
            note("home at release", home)
        }
    }
}
