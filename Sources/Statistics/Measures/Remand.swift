import Casework

extension Measure {
    /// Remands begun, their nights and cost, who is on remand on the last day, and how many did not end in custody (S-PER-06; interchange.md §2,
    /// regulation.md §1.6, §2.6).
    ///
    /// Worked example, April to June 2024: A was remanded to a young offender institution from 28 March to 3 April: not begun in the quarter; nights
    /// of 1 and 2 April, 2 × £329 = £658. The offence was met by a rehabilitation order on 3 April: it ended without custody, but not 28 days after
    /// the first remand hearing. B went to local authority accommodation on 29 June and is still there: begun 1, nights 2 (29 and 30 June), no
    /// charge known, on remand on the last day.
    public static let remand = Measure(
        "remand", title: "Remand", question: "How many children were remanded, for how long, at what cost, and to what end?",
        definition: Definition(
            version: "2026-1",
            source: "Local measure; remands of four weeks or more after the Youth Justice Board reporting code (Ministry of Justice, 2026)",
            words: """
                Episodes of remand by kind. Begun: the first day lies in the period. Nights: from the first day to the day before the last, those of \
                the period that have passed; a child's overlapping episodes of one kind share their nights. Cost: each night at the charge in force on \
                it. Stock: children on remand on the last day of the period (today, while that is to come), both ends included. Ended without custody: \
                of episodes ended in the period whose offences have an outcome, those none of whose offences was met by custody.
                """,
            notes: [
                "Charges are the dated rows of the code list remand_charge, each with its basis, by establishment. A night without a row is not costed and is said so: the cost is then the least it can be.",
                "28 days or more, not ended in custody: children with an outcome of the period that is no custody, more than 27 days after the child's first remand hearing, who are in the population of the national indicators of the period (a counting programme ended in it). One a child.",
                "An episode without offences, or none of whose offences has an outcome yet, is left out of “ended without custody”.",
                "Bail support is shown under its own kind and is no remand to accommodation.",
            ],
            example: """
                April to June 2024: A was remanded to a young offender institution from 28 March to 3 April: not begun in the quarter; nights of 1 and \
                2 April, 2 × £329 = £658. The offence was met by a rehabilitation order on 3 April: it ended without custody, but not 28 days after the \
                first remand hearing. B went to local authority accommodation on 29 June and is still there: begun 1, nights 2 (29 and 30 June), no \
                charge known, on remand on the last day.
                """),
        counts: .remand,
        needs: [
            Need(Child.self, "date_of_birth", "sex", "ethnicity"),
            Need(Remand.self, "start_date", "end_date", "kind", "establishment_type", "offence_refs"),
            Need(Offence.self, "offence_date", "arrest_date", "first_hearing_date"),
            Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
            Need(Hearing.self, "hearing_date", "offence_refs", "remand_decision"),
            Need(Programme.self, "start_date", "end_date", "disposal", "offence_refs", "outcome_ref"),
        ],
        parts: [started, nights, cost, stock, notCustody, fourWeeks], breakdowns: [kind],
        exclusions: [.deleted, startNotKnown, offencesNotKnown, notDecided],
        units: { file, question in
            guard !file[Remand.self].isEmpty || !file[Hearing.self].isEmpty else { return [] }
            let proceedings = file.proceedings(question.reference)
            return episodes(file, question, proceedings) + [longUnit(file, question, proceedings)].compactMap(\.self)
        },
        figures: { tabulation in
            let episodes = tabulation.selecting { units, _ in units.filter { !$0.marks.contains(fourWeeks.id) } }
            let long = tabulation.selecting { units, _ in units.filter { $0.marks.contains(fourWeeks.id) } }
            let all = [episodes.whole] + episodes.cells(by: kind)
            return all.flatMap { cell in
                [
                    cell.count(started) { $0.marks.contains(started.id) }, nightsOf(cell), costOf(cell),
                    cell.count(stock) { $0.marks.contains(cell.by.isEmpty ? stockOfAll : stock.id) }, ended(cell),
                ]
            } + ([long.whole] + long.cells(by: kind)).map { $0.count(fourWeeks) }
        })
}

private let started = Part("started", .count, "Remands begun in the period")
private let nights = Part("nights", .nights, "Nights of the period spent on remand")
private let cost = Part("cost", .pence, "Cost of those nights at the charge of each")
private let stock = Part("stock", .count, "Children on remand on the last day of the period")
private let notCustody = Part("not_custody", .percent, "Remands ended in the period, and not in custody")
private let stockOfAll = "stock of all kinds"
private let fourWeeks = Part(
    "days_28_or_more_not_custody", .count, counts: .child,
    "Children with an outcome that is no custody 28 days or more after the first remand hearing")
private let kind = Breakdown("kind", "Kind of remand", overlaps: true) { _ in ["YDA", "RLAA", "BAIL_SUPPORT"] }

private let startNotKnown = Exclusion("start_not_known", "The first day of the remand is not recorded.")
private let offencesNotKnown = Exclusion("offences_not_known", "The remand names no offence, so how it ended cannot be told.")
private let notDecided = Exclusion("not_decided", "None of its offences has an outcome yet.")

/// One unit for each episode that touches the period.
private func episodes(_ file: CaseFile, _ question: Question, _ proceedings: [Proceeding]) -> [CountedUnit] {
    let period = question.period
    let lastDay = min(period.to, question.today)
    var spent: [String: Set<Int>] = [:]
    var inStock: Set<String> = []
    let inOrder = file[Remand.self].sorted { ($0.startDate?.number ?? 0, $0.ref) < ($1.startDate?.number ?? 0, $1.ref) }
    return inOrder.compactMap { remand in
        let type = remand.type ?? "NOT_KNOWN"
        guard let start = remand.startDate else {
            guard remand.endDate.map({ period.contains($0) }) ?? false else { return nil }
            return CountedUnit(
                remand, in: file, on: period.to, dimensions: ["kind": type], evidence: [Evidence("remand", remand)], excluded: startNotKnown
            )
        }
        // The night of a day follows it, so the last day itself has none.
        let first = max(start, period.from)
        let last = min(min(remand.endDate ?? question.today, question.today) - 1, period.to)
        var own: [Day] = []
        if first <= last {
            for number in first.number...last.number where spent[type, default: []].insert(number).inserted {
                own.append(Day(number: number))
            }
        }
        let hasEnded = remand.endDate.map { period.contains($0) && $0 <= question.today } ?? false
        let isHere = start <= lastDay && (remand.endDate.map { lastDay <= $0 } ?? true)
        guard !own.isEmpty || period.contains(start) || hasEnded || isHere else { return nil }
        var unit = CountedUnit(remand, in: file, on: start, dimensions: ["kind": type], evidence: [Evidence("remand", remand)])
        if period.contains(start) { unit.marks.insert(started.id) }
        // A child on two kinds that day is one child in all.
        if isHere, inStock.isEmpty { unit.marks.insert(stockOfAll) }
        if isHere, inStock.insert(type).inserted { unit.marks.insert(stock.id) }
        unit.dimensions[nights.id] = String(own.count)
        price(own, remand, type, question.reference, &unit)
        if hasEnded { unit.marks.insert(ending(remand, start, proceedings, &unit)) }
        return unit
    }
}

/// Adds up what the nights cost; those without a charge are counted apart.
private func price(_ nights: [Day], _ remand: Entry<Remand>, _ kind: String, _ reference: Reference, _ unit: inout CountedUnit) {
    var pence = 0
    var without = 0
    for night in nights {
        guard let charge = reference.charge(of: remand.establishmentType, kind, on: night) else {
            without += 1
            continue
        }
        pence += charge.pence
        unit.marks.insert(basisMark + charge.words)
    }
    unit.dimensions[cost.id] = String(pence)
    unit.dimensions[withoutCharge] = String(without)
}

private let basisMark = "basis: "
private let withoutCharge = "nights_without_charge"
private let endedCustody = "ended_custody"
private let endedNotDecided = "ended_not_decided"
private let endedNoOffences = "ended_no_offences"

/// How an ended remand ended: which mark it gets.
private func ending(_ remand: Entry<Remand>, _ start: Day, _ proceedings: [Proceeding], _ unit: inout CountedUnit) -> String {
    if remand.offences.isEmpty { return endedNoOffences }
    let outcomes = proceedings.filter { remand.offences.contains($0.outcome.offence) && $0.date >= start && !$0.isSetAside }
    if outcomes.isEmpty { return endedNotDecided }
    unit.evidence += outcomes.map { Evidence("outcome", $0.outcome) }
    return outcomes.contains { $0.tier == .custody } ? endedCustody : notCustody.id
}

private func nightsOf(_ cell: Cell) -> Figure {
    let those = cell.counted.filter { $0.whole(nights.id) > 0 }
    let total = those.reduce(0) { $0 + $1.whole(nights.id) }
    return cell.figure(nights, numerator: total, value: Double(total), counted: those.map { Member($0) })
}

private func costOf(_ cell: Cell) -> Figure {
    let those = cell.counted.filter { $0.whole(nights.id) > 0 }
    let pence = those.reduce(0) { $0 + $1.whole(cost.id) }
    let without = those.reduce(0) { $0 + $1.whole(withoutCharge) }
    let all = those.reduce(0) { $0 + $1.whole(nights.id) }
    let isKnown = all == 0 || without < all
    var figure = cell.figure(
        cost, numerator: isKnown ? pence : nil, value: isKnown ? Double(pence) : nil,
        counted: those.filter { $0.whole(withoutCharge) < $0.whole(nights.id) }.map { Member($0) })
    figure.extras[withoutCharge] = .number(Double(without))
    figure.notes = Set(those.flatMap(\.marks).filter { $0.hasPrefix(basisMark) }).sorted().map { String($0.dropFirst(basisMark.count)) }
    if without > 0 { figure.notes.append("\(without) of \(all) nights have no known charge and are not in the cost.") }
    return figure
}

private func ended(_ cell: Cell) -> Figure {
    let decided = cell.counted.filter { $0.marks.contains(notCustody.id) || $0.marks.contains(endedCustody) }
    let those = decided.filter { $0.marks.contains(notCustody.id) }
    var figure = cell.figure(
        notCustody, numerator: those.count, denominator: decided.count,
        value: decided.isEmpty ? nil : Double(those.count) * 100 / Double(decided.count),
        interval: Interval.wilson(those.count, of: decided.count)?.scaled(by: 100), members: decided.map { Member($0) },
        counted: those.map { Member($0) })
    let out = cell.counted.compactMap { unit -> LeftOut? in
        if unit.marks.contains(endedNotDecided) { return LeftOut(member: Member(unit), rule: notDecided) }
        return unit.marks.contains(endedNoOffences) ? LeftOut(member: Member(unit), rule: offencesNotKnown) : nil
    }
    figure.excluded = (figure.excluded + out).sorted(by: LeftOut.inOrder)
    return figure
}

extension CountedUnit {
    /// A number a unit carries; 0 where it has none.
    fileprivate func whole(_ key: String) -> Int { dimensions[key].flatMap { Int($0) } ?? 0 }
}

// MARK: Four weeks

/// The child, where an outcome of the period that is no custody came more than 27 days after the first remand hearing.
private func longUnit(_ file: CaseFile, _ question: Question, _ proceedings: [Proceeding]) -> CountedUnit? {
    let hearings = file[Hearing.self].filter { $0.remandDecision.map { question.reference.remandDecisions.contains($0) } ?? false }
    guard let first = hearings.min(by: { ($0.hearingDate, $0.ref) < ($1.hearingDate, $1.ref) }), let decision = first.remandDecision else {
        return nil
    }
    let late = proceedings.filter {
        question.period.contains($0.date) && $0.tier != .custody && !$0.isSetAside && !$0.isElsewhere && $0.date - first.hearingDate > 27
    }
    guard let outcome = late.min(by: { $0.comes(before: $1) }), file.order(of: question)?.order != nil else { return nil }
    let type = decision.hasPrefix("REMAND_TO_LOCAL_AUTHORITY") ? "RLAA" : "YDA"
    return CountedUnit(
        file.child, in: file, on: outcome.date, dimensions: ["kind": type], marks: [fourWeeks.id],
        evidence: [Evidence("first remand hearing", first)] + outcome.evidence("outcome"))
}
