import Casework

extension Measure {
    /// Proven reoffending in the official style: a year's follow-up and six months for the court (S-PER-03; regulation.md §3.1, §2.6).
    ///
    /// Worked example: index events of January to March 2025. A was cautioned on 10 January 2025 and committed two thefts in June 2025,
    /// both sentenced in December 2025: a reoffender with two reoffences. B was fined on 3 February 2025 and committed an assault on
    /// 3 February 2026, the last day of the year, sentenced on 3 August 2026, the last day of eighteen months: a reoffender with one.
    /// C's only new offence was a breach of an order: none. D had a community resolution: not in the cohort. Cohort 3, reoffenders 2,
    /// reoffences 3; binary 66.7 %, 1.5 per reoffender, 1 per child; mature on 18 months after the last index.
    public static let provenReoffending = Measure(
        "reoffending.proven", title: "Proven reoffending", question: "How many children offended again within a year, as proven in law?",
        definition: Definition(
            version: "2026-2",
            source: "Ministry of Justice, Proven reoffending statistics; Waymark’s readings where they are silent are in the notes",
            words: """
                Cohort: children cautioned or sentenced without custody, or released from custody, in the period; once each, by the first such \
                event while living here and aged 10 to 17. A reoffence is an offence other than a breach, committed in the twelve months after \
                that day and leading, within eighteen months of it, to a caution or sentence that stands. Binary: reoffenders to the cohort.
                """,
            notes: [
                "A sentence for a breach may start a follow-up; a breach is never a reoffence.",
                "Twelve and eighteen months run to the same date, last day included, month ends clamped. A reoffence counts wherever the child lived.",
                "Previous offences: offences other than breaches with a caution or sentence that stands, dated before that of the index; the mean of the cohort.",
                sameChildFollowed, grownUp,
                "Left out of the reoffences: offences after the index day that are a breach, came too late, or were not proven in time.",
                "Means have no interval: a child's reoffences come together.",
                "The source's guide to exclusions and weighting was not found; the published figure is counted from the Police National Computer.",
            ],
            example: """
                Index events of January to March 2025. A was cautioned on 10 January 2025 and committed two thefts in June 2025, both sentenced \
                in December 2025: a reoffender with two reoffences. B was fined on 3 February 2025 and committed an assault on 3 February 2026, \
                the last day of the year, sentenced on 3 August 2026, the last day of eighteen months: a reoffender with one. C's only new \
                offence was a breach of an order: none. D had a community resolution: not in the cohort. Cohort 3, reoffenders 2, reoffences 3; \
                binary 66.7 %, 1.5 per reoffender, 1 per child; mature on 18 months after the last index.
                """),
        counts: .child, needs: reoffendingNeeds,
        parts: [binary, perReoffender, perOffender, reoffenders, reoffences, cohort, previousOffences],
        breakdowns: [.disposal, .age, .sex, .ethnicity],
        exclusions: [
            .deleted, .notReleased, .notSubstantive, .appeal, .livedElsewhere, .ageNotKnown, .age, .sameChild, breach, tooLate, notProven,
            provenLate, notBefore,
        ],
        units: { file, question in
            let proceedings = file.proceedings(question.reference)
            guard
                let (index, whyNot) = file.indexEvent(
                    in: question.period, proceedings, notOne: .notSubstantive, qualifies: { $0?.isSubstantive == true })
            else { return [] }
            var unit = CountedUnit(
                file.child, in: file, on: index.day, dimensions: index.dimensions(file, question.reference), evidence: index.evidence,
                excluded: whyNot)
            unit.identity = file.child.value.identity
            let (year, wait) = (index.day.adding(months: 12), index.day.adding(months: 18))
            for offence in file.tried(proceedings) {
                let follows = offence.day.map { $0 > index.day } ?? false
                let why = follows ? offence.whyNoReoffence(until: year, provenBy: wait, question.reference) : nil
                if follows, why == nil {
                    unit.marks.insert(reoffended)
                    unit.evidence += offence.evidence("reoffence")
                    continue
                }
                if let why { unit.setAside += offence.evidence("reoffence").map { RecordLeftOut(evidence: $0, rule: why) } }
                switch offence.whyNotPrevious(to: index.proceeding.date, question.reference) {
                case nil: unit.evidence += offence.evidence("previous offence")
                // That the index's own offence is not one before it needs no word.
                case let why? where !follows && offence.offence.id != index.proceeding.outcome.offence:
                    unit.setAside += offence.evidence("previous offence").map { RecordLeftOut(evidence: $0, rule: why) }
                default: break
                }
            }
            if let birth = file.child.dateOfBirth, (wait.years(since: birth) ?? 0) >= 18 { unit.marks.insert(turns18) }
            return [unit]
        },
        figures: { tabulation in
            tabulation.selecting(onePerIdentity).cells.flatMap { cell in
                let again = { (unit: CountedUnit) in unit.marks.contains(reoffended) }
                let rates = [cell.share(binary, where: again)]
                let rest = [
                    cell.mean(perReoffender, "reoffence", over: again), cell.mean(perOffender, "reoffence"),
                    cell.count(reoffenders, where: again), cell.events(reoffences, "reoffence"), cell.count(cohort),
                    cell.mean(previousOffences, "previous offence"),
                ]
                return (cell.by.isEmpty ? rates + rest : rates).map { said($0, of: cell) }
            }
        })
}

private let binary = Part("binary", .percent, "Reoffenders to the cohort")
private let perReoffender = Part("per_reoffender", .ratio, counts: .offence, "Reoffences to each reoffender")
private let perOffender = Part("per_offender", .ratio, counts: .offence, "Reoffences to each child of the cohort")
private let reoffenders = Part("reoffenders", .count, "Children of the cohort who reoffended")
private let reoffences = Part("reoffences", .count, counts: .offence, "Proven reoffences of the cohort")
private let cohort = Part("cohort", .count, "Children cautioned, sentenced or released in the period")
private let previousOffences = Part(
    "previous_offences", .ratio, counts: .offence, "Proven offences before the index to each child of the cohort")
private let reoffended = "reoffended"
private let turns18 = "turns_18"

private let breach = Exclusion("breach", "A breach is never a reoffence, nor a previous offence.")
private let tooLate = Exclusion("after_follow_up", "It was committed after the twelve months.")
private let notProven = Exclusion("no_outcome", "It has no outcome.")
private let provenLate = Exclusion("proven_late", "It was proven after the eighteen months.")
private let notBefore = Exclusion("not_before", "It was proven on the day of the index outcome or later.")

extension TriedOffence {
    fileprivate var proofs: [Proceeding] { outcomes.filter { $0.isSubstantive && !$0.isSetAside } }

    /// Why an offence committed after the index is no reoffence.
    fileprivate func whyNoReoffence(until year: Day, provenBy wait: Day, _ reference: Reference) -> Exclusion? {
        if isBreach(reference) { return breach }
        if day.map({ $0 > year }) ?? true { return tooLate }
        return unproven ?? (proofs.contains { $0.date <= wait } ? nil : provenLate)
    }

    /// Why an offence is not one proven before the index outcome.
    fileprivate func whyNotPrevious(to index: Day, _ reference: Reference) -> Exclusion? {
        if isBreach(reference) { return breach }
        return unproven ?? (proofs.contains { $0.date < index } ? nil : notBefore)
    }

    private var unproven: Exclusion? {
        if outcomes.isEmpty { return notProven }
        if !outcomes.contains(where: \.isSubstantive) { return .notSubstantive }
        return proofs.isEmpty ? .appeal : nil
    }
}

/// Puts beside a figure when it is mature and what the service cannot know.
private func said(_ figure: Figure, of cell: Cell) -> Figure {
    var figure = figure
    if let last = cell.counted.map(\.date).max() {
        let mature = last.adding(months: 18)
        figure.extras["matureOn"] = .day(mature)
        if cell.question.today < mature { figure.notes.append("Not mature until \(mature.words): reoffences may still be added.") }
    }
    let adults = cell.counted.filter { $0.marks.contains(turns18) }.count
    figure.extras["turned_18"] = .number(Double(adults))
    if adults > 0 {
        figure.notes.append(
            "\(adults) of \(cell.counted.count.counted("child", "children")) turn 18 before their eighteen months end: "
                + "convictions after 18 that the service is not told of are missing.")
    }
    return figure
}
