import Casework

extension Measure {
    /// Proven offences by category, their rate, and the rate of a published area beside it (S-PER-12).
    ///
    /// Worked example: in 2026-27 A was sentenced on 4 May for two assaults: two offences of violence. B was cautioned on 5 May for drugs:
    /// one. C had a community resolution for theft: none, for it is not proven in law. D was fined in March 2026 for damage and re-sentenced
    /// for it in May: none, for it was proven before. Count: 3. With 12,500 children aged 10 to 17 violence stands at 2 ÷ 12,500 × 100,000
    /// = 16; where England and Wales is published with 12,437 of 5,466,338 (227.5), the ratio is 0.07.
    public static let offences = Measure(
        "offences", title: "Proven offences", question: "What were children found to have done?",
        definition: Definition(
            version: "2026-1",
            source:
                "Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 9’s proven offences, here of every category and score",
            words: """
                Offences whose first caution or sentence that stands is dated in the period; each offence once ever. The child lived here, and was \
                10 to 17 at arrest (else at the offence) for a caution, at the first hearing for a sentence. Rate: to 100,000 aged 10 to 17. \
                Ratio: that rate to a published area's.
                """,
            notes: [
                "Community resolutions and outcomes 20 to 23 are not proven offences and are in “offences by outcome”; local reports that count "
                    + "every offence with an outcome under this name are not comparable.",
                "Breaches are offences here, as in the published tables.",
                "A comparator is a published figure for measure `offences` whose printed label is the category's token or words, or for measure "
                    + "`offences.TOKEN`; without a category it is the total. Its period is printed and may differ from ours.",
            ],
            example: """
                In 2026-27 A was sentenced on 4 May for two assaults: two offences of violence. B was cautioned on 5 May for drugs: one. C had a \
                community resolution for theft: none, for it is not proven in law. D was fined in March 2026 for damage and re-sentenced for it \
                in May: none, for it was proven before. Count: 3. With 12,500 children aged 10 to 17 violence stands at 2 ÷ 12,500 × 100,000 = \
                16; where England and Wales is published with 12,437 of 5,466,338 (227.5), the ratio is 0.07.
                """),
        counts: .offence,
        needs: [
            Need(Child.self, "date_of_birth"),
            Need(Offence.self, "offence_date", "arrest_date", "first_hearing_date", "category"),
            Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
            Need(Hearing.self, "hearing_date", "offence_refs"),
        ],
        parts: [count, rate, ratio], breakdowns: [.category],
        exclusions: [.deleted, .notSubstantive, .appeal, .livedElsewhere, .ageNotKnown, .age, .provenEarlier],
        units: { file, question in
            var byOffence: [RecordID: [Proceeding]] = [:]
            for p in file.proceedings(question.reference) { byOffence[p.outcome.offence, default: []].append(p) }
            return byOffence.values.compactMap { outcomes in
                let first = outcomes.filter { $0.whyNotProven == nil }.min { $0.comes(before: $1) }
                let ours = outcomes.filter { question.period.contains($0.date) }
                guard let best = ours.max(by: { $1.isChosen(over: $0) }), let offence = best.offence else { return nil }
                let counts = first.map { question.period.contains($0.date) } ?? false
                let chosen = counts ? first ?? best : best
                return CountedUnit(
                    offence, in: file, on: chosen.date, dimensions: ["category": offence.category ?? "NOT_KNOWN"],
                    evidence: [Evidence("proven by", chosen.outcome)], excluded: counts ? nil : best.whyNotProven ?? .provenEarlier)
            }
        },
        figures: { tabulation in
            tabulation.cells.flatMap { cell in
                let rated = cell.rate(rate)
                let published = tabulation.question.published(cell.by["category"]).map { compared(cell, rated, $0) }
                return [cell.count(count), rated] + [published ?? (cell.by.isEmpty ? uncompared(cell, rated) : nil)].compactMap { $0 }
            }
        })
}

private let count = Part("count", .count, "Offences first proven in the period")
private let rate = Part("rate", .per100000, "The same, to 100,000 children aged 10 to 17")
private let ratio = Part("ratio", .ratio, "That rate to the rate of a published area")

/// Our rate over a published one, with the exact interval where both its numbers are published.
private func compared(_ cell: Cell, _ rated: Figure, _ published: Comparator) -> Figure {
    let theirs = published.counts
    var interval: Interval?
    var value: Double?
    if let theirs, let people = rated.denominator {
        let exact = RateRatio.exact(cell.counted.count, of: people, comparedWith: theirs.events, of: theirs.people)
        (value, interval) = (exact?.ratio, exact?.interval)
    } else if let printed = published.valuePrinted.flatMap(Double.init), printed > 0, let ours = rated.value {
        value = ours / printed
    }
    var figure = cell.figure(ratio, numerator: cell.counted.count, value: value, interval: interval, counted: rated.counted)
    figure.denominator = rated.denominator
    figure.notes = rated.notes
    figure.extras["comparator_area"] = .text(published.area)
    if let from = published.periodStart { figure.extras["comparator_from"] = .day(from) }
    if let to = published.periodEnd { figure.extras["comparator_to"] = .day(to) }
    if let source = published.source { figure.extras["comparator_source"] = .text(source) }
    if published.periodStart != cell.question.period.from || published.periodEnd != cell.question.period.to {
        figure.notes.append(
            published.periodWords.isEmpty
                ? "\(published.area): the days of the published period are not printed." + (published.source.map { " \($0)." } ?? "")
                : "\(published.area) is of another period: \(published.periodWords).")
    }
    return figure
}

/// No ratio, and why.
private func uncompared(_ cell: Cell, _ rated: Figure) -> Figure {
    var figure = cell.figure(ratio, numerator: cell.counted.count, value: nil, counted: rated.counted)
    figure.denominator = rated.denominator
    figure.notes = ["No published figure of these offences is held, so there is no ratio."]
    return figure
}

extension Question {
    /// The published figure for a category of offences (nil: the total) to compare with: a nation's before any other area's, then the latest
    /// that does not end after our period.
    fileprivate func published(_ category: String?) -> Comparator? {
        let nations = Set(reference.areas.filter { $0.type == "NATION" }.map(\.area))
        let ours = reference.ownArea(on: period.to)
        let names = category.map { [$0.lowercased(), (reference.codes.label("offence_category", $0) ?? $0).lowercased()] }
        let found = reference.comparators.filter { row in
            guard !ours.contains(row.area), row.measure.hasPrefix("offences"), (row.periodEnd ?? period.to) <= period.to else {
                return false
            }
            let label = row.labelPrinted?.lowercased() ?? ""
            guard let category, let names else { return row.measure == "offences" && (label.isEmpty || label.hasPrefix("total")) }
            return row.measure == "offences.\(category)" || row.measure == "offences" && names.contains(label)
        }
        return found.max { a, b in
            let (nationA, nationB) = (nations.contains(a.area), nations.contains(b.area))
            if nationA != nationB { return nationB }
            if a.periodEnd != b.periodEnd { return (a.periodEnd?.number ?? 0) < (b.periodEnd?.number ?? 0) }
            return a.area > b.area
        }
    }
}

extension Comparator {
    fileprivate var counts: (events: Int, people: Double)? {
        guard let events = numerator.flatMap(Double.init), let people = denominator.flatMap(Double.init), people > 0 else { return nil }
        return (Int(events), people)
    }
    fileprivate var periodWords: String {
        [periodStart?.words, periodEnd?.words].compactMap { $0 }.joined(separator: " to ")
    }
}
