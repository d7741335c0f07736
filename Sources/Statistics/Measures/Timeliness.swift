import Casework

extension Measure {
    /// How long it took from offence to outcome, and where the time went (the timeliness of national statistics, kept locally).
    ///
    /// Worked example: A's theft of 1 January was charged on 31 January (30 days), first heard on 1 March (29) and sentenced on 11 April (41):
    /// 100 days. B's damage of 1 April was cautioned on 21 April: 20 days, no charge and no hearing. C's offence has no date: left out.
    /// Offence to outcome: (20 + 100) ÷ 2 = 60 days; offence to charge rests on one offence: 30.
    public static let timeliness = Measure(
        "timeliness", title: "Timeliness", question: "How long did it take from the offence to its outcome?",
        definition: Definition(
            version: "2026-1",
            source: "Local, after the days from offence to completion in the Youth Justice Statistics; proven offences as in indicator 9",
            words: """
                Days from one date of an offence to another, for offences whose first caution or sentence that stands is dated in the period, each \
                once. Each part rests on the offences that bear both its dates, in that order; how many is shown.
                """,
            notes: [
                "The first hearing is the one recorded on the offence, else the earliest hearing of it on the file.",
                "The median of an even number is the mean of the middle two; the 90th hundredth is by nearest rank.",
                "The national figure ends at completion at court and leaves out cautions; this one does not compare with it unless read by group of outcome.",
            ],
            example: """
                A's theft of 1 January was charged on 31 January (30 days), first heard on 1 March (29) and sentenced on 11 April (41): 100 days. \
                B's damage of 1 April was cautioned on 21 April: 20 days, no charge and no hearing. C's offence has no date: left out. Offence to \
                outcome: (20 + 100) ÷ 2 = 60 days; offence to charge rests on one offence: 30.
                """),
        counts: .offence,
        needs: [
            Need(Child.self, "date_of_birth"),
            Need(Offence.self, "offence_date", "arrest_date", "charge_date", "first_hearing_date"),
            Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
            Need(Hearing.self, "hearing_date", "offence_refs"),
        ],
        parts: spans.map(\.part), breakdowns: [.disposal],
        exclusions: [
            .deleted, .notSubstantive, .appeal, .livedElsewhere, .ageNotKnown, .age, .provenEarlier, dateNotKnown, outOfOrder,
        ],
        units: { file, question in
            let hearings = file[Hearing.self]
            return file.proceedings(question.reference).offences.compactMap { tried in
                let ours = tried.outcomes.filter { question.period.contains($0.date) }
                guard let best = ours.max(by: { $1.isChosen(over: $0) }) else { return nil }
                let first = tried.outcomes.filter { $0.whyNotProven == nil }.min { $0.comes(before: $1) }
                let counts = first.map { question.period.contains($0.date) } ?? false
                let chosen = counts ? first ?? best : best
                let heard =
                    tried.offence.firstHearingDate ?? hearings.filter { $0.offences.contains(tried.offence.id) }.map(\.hearingDate).min()
                var unit = CountedUnit(
                    tried.offence, in: file, on: chosen.date, dimensions: ["disposal": chosen.tier?.rawValue ?? "none"],
                    evidence: [Evidence("proven by", chosen.outcome)], excluded: counts ? nil : best.whyNotProven ?? .provenEarlier)
                unit.dimensions["offence"] = tried.offence.offenceDate?.iso
                unit.dimensions["charge"] = tried.offence.chargeDate?.iso
                unit.dimensions["hearing"] = heard?.iso
                unit.dimensions["outcome"] = chosen.date.iso
                return unit
            }
        },
        figures: { tabulation in tabulation.cells.flatMap { cell in spans.map { $0.figure(cell) } } })
}

private let dateNotKnown = Exclusion("date_not_known", "One of the two dates is not recorded.")
private let outOfOrder = Exclusion("dates_out_of_order", "The later date is recorded as earlier than the first: mend it on the offence.")

/// From which date to which, and which point of the spread.
private struct Span {
    let part: Part
    let from: String
    let to: String
    let spread: @Sendable ([Int]) -> Double?

    init(_ id: String, _ words: String, from: String, to: String, spread: @escaping @Sendable ([Int]) -> Double?) {
        part = Part(id, .days, words)
        self.from = from
        self.to = to
        self.spread = spread
    }

    func figure(_ cell: Cell) -> Figure {
        var out: [LeftOut] = []
        var timed: [(unit: CountedUnit, days: Int)] = []
        for unit in cell.counted {
            guard let start = unit.dimensions[from].flatMap(Day.init(iso:)), let end = unit.dimensions[to].flatMap(Day.init(iso:)) else {
                out.append(LeftOut(member: Member(unit), rule: dateNotKnown))
                continue
            }
            if end < start {
                out.append(LeftOut(member: Member(unit), rule: outOfOrder))
            } else {
                timed.append((unit, end - start))
            }
        }
        var figure = cell.figure(
            part, numerator: timed.count, value: spread(timed.map(\.days)), counted: timed.map { Member($0.unit) })
        figure.excluded = (figure.excluded + out).sorted(by: LeftOut.inOrder)
        return figure
    }
}

private let spans = [
    Span("offence_to_outcome_median", "Median days from offence to outcome", from: "offence", to: "outcome", spread: Spread.median),
    Span(
        "offence_to_outcome_p90", "Days within which nine in ten had their outcome", from: "offence", to: "outcome",
        spread: Spread.nearest90th),
    Span("offence_to_charge_median", "Median days from offence to charge", from: "offence", to: "charge", spread: Spread.median),
    Span("charge_to_hearing_median", "Median days from charge to first hearing", from: "charge", to: "hearing", spread: Spread.median),
    Span("hearing_to_outcome_median", "Median days from first hearing to outcome", from: "hearing", to: "outcome", spread: Spread.median),
]
