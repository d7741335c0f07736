import Casework

extension Measure {
    /// The local early warning: who of a cohort has offended again so far, at three, six, nine and twelve months (S-PER-04; regulation.md
    /// §3.1, §2.6). Never to be set beside the official-style `reoffending.proven`.
    ///
    /// Worked example: asked on 1 December 2026 of the cohort of January to March 2026. A was cautioned on 10 January and stole on
    /// 10 April, the last day of three months: in `at_3`. B had a community resolution on 31 January and a new outcome for an offence of
    /// 2 May, after three months (30 April): in `at_6`. C was fined on 5 March and has no new offence. `at_3`: 1 of 3, 33.3 %, all three
    /// have reached it. `at_12`: 2 so far of 3, no percentage yet, for nobody has reached twelve months.
    public static let reoffendingTracker = Measure(
        "reoffending.tracker", title: "Reoffending so far (local tracker)", question: "Which of these children have offended again so far?",
        definition: Definition(
            version: "2026-2", source: "Local measure, after the live tracker of the Youth Justice Board’s Reducing Reoffending toolkit",
            words: """
                Children with an outcome of any tier in the period (diversion too) who have since committed an offence that has any outcome \
                recorded, counted by the day of the offence, within three, six, nine and twelve months of the index day. Cumulative over the \
                whole cohort, so it never falls; the percentage is given once every child has reached the month.
                """,
            notes: [
                "The index is the child's first outcome of the period: living here, aged 10 to 17 on that day, not set aside on appeal; custody counts from release.",
                "Twelve months run from the day after the index to the same date, last day included; month ends are clamped.",
                sameChildFollowed,
                "An outcome set aside on appeal makes no reoffence, and a breach is never one.",
                "Not the official measure: it counts earlier and more than proven reoffending does, and the two are not compared.",
            ],
            example: """
                Asked on 1 December 2026 of the cohort of January to March 2026. A was cautioned on 10 January and stole on 10 April, the last \
                day of three months: in at_3. B had a community resolution on 31 January and a new outcome for an offence of 2 May, after three \
                months (30 April): in at_6. C was fined on 5 March and has no new offence. at_3: 1 of 3, 33.3 %, all three have reached it. \
                at_12: 2 so far of 3, no percentage yet, for nobody has reached twelve months.
                """),
        counts: .child, needs: reoffendingNeeds, parts: months.map(\.part), breakdowns: [.disposal, .outcome],
        exclusions: [.deleted, .notReleased, .noTier, .appeal, .livedElsewhere, .ageNotKnown, .age, .sameChild],
        units: { file, question in [trackedUnit(file, question)].compactMap(\.self) },
        figures: { tabulation in
            tabulation.selecting(onePerIdentity).cells.flatMap { cell in
                months.map { month, part in
                    var figure = cell.share(part) { $0.marks.contains(part.id) }
                    let reached = cell.counted.filter { $0.date.adding(months: month) <= tabulation.question.today }.count
                    figure.extras["reached"] = .number(Double(reached))
                    figure.extras["so_far"] = .number(figure.numerator ?? 0)
                    // An offence of the window may get its outcome late: a year and the six months courts are given (regulation.md §3.1).
                    if let last = cell.counted.map(\.date).max() { figure.extras["matureOn"] = .day(last.adding(months: 18)) }
                    if reached < cell.counted.count {
                        figure.value = nil
                        figure.interval = nil
                        figure.notes.append(
                            "\(reached) of \(cell.counted.count.counted("child", "children")) have reached \(month) months.")
                    }
                    return figure
                }
            }
        })
}

private let months = [3, 6, 9, 12].map {
    (months: $0, part: Part("at_\($0)", .percent, "Children of the cohort with a new offence within \($0) months"))
}

/// A child of the cohort, marked with the months within which it has offended again so far; nil when there is no index event.
func trackedUnit(_ file: CaseFile, _ question: Question) -> CountedUnit? {
    let proceedings = file.proceedings(question.reference)
    guard
        let (index, whyNot) = file.indexEvent(
            in: question.period, proceedings, notOne: .noTier, qualifies: { $0 != nil })
    else { return nil }
    var unit = CountedUnit(
        file.child, in: file, on: index.day, dimensions: index.dimensions(file, question.reference), evidence: index.evidence,
        excluded: whyNot)
    unit.identity = file.child.value.identity
    for offence in proceedings.offences where !offence.isBreach(question.reference) {
        guard let day = offence.day, day > index.day, day <= index.day.adding(months: 12),
            offence.outcomes.contains(where: { !$0.isSetAside && $0.date <= question.today })
        else { continue }
        for (month, part) in months where day <= index.day.adding(months: month) { unit.marks.insert(part.id) }
        unit.evidence += offence.evidence("reoffence")
    }
    return unit
}

let reoffendingNeeds = [
    Need(Child.self, "date_of_birth", "sex", "ethnicity", "originating_ref"),
    Need(Offence.self, "offence_date", "arrest_date", "category"),
    Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
    Need(Release.self, "outcome_ref", "release_date"),
]

extension IndexEvent {
    func dimensions(_ file: CaseFile, _ reference: Reference) -> [String: String] {
        var found = file.dimensions(reference, on: day)
        found["outcome"] = proceeding.outcome.outcome
        found["disposal"] = proceeding.tier?.rawValue
        return found
    }
}
