import Casework

/// The event a child's follow-up starts from: a caution or sentence on its day, a custodial sentence on the day of release.
struct IndexEvent {
    let proceeding: Proceeding
    let release: Entry<Release>?
    let day: Day

    var evidence: [Evidence] { proceeding.evidence("index") + (release.map { [Evidence("index", $0)] } ?? []) }

    /// By day, then the weightier, then the higher reference.
    func comes(before other: IndexEvent) -> Bool { day != other.day ? day < other.day : proceeding.isChosen(over: other.proceeding) }
}

extension Proceeding {
    func isChosen(over other: Proceeding) -> Bool {
        weight != other.weight ? weight > other.weight : outcome.ref > other.outcome.ref
    }
}

extension CaseFile {
    /// The child's index event of a period, or the reason why what there is of the period is none; nil when there is nothing of the period.
    ///
    /// - Parameter qualifies: which outcomes may be one at all, by their tier.
    func indexEvent(
        in period: Period, _ proceedings: [Proceeding], notOne: Exclusion, qualifies: (Tier?) -> Bool
    ) -> (event: IndexEvent, whyNot: Exclusion?)? {
        let releases = Dictionary(grouping: self[Release.self], by: \.outcome)
        var best: IndexEvent?
        var failed: (event: IndexEvent, why: Exclusion)?
        func consider(_ event: IndexEvent, _ failure: Exclusion?) {
            guard period.contains(event.day) else { return }
            var why = failure
            if why == nil, !qualifies(event.proceeding.tier) { why = notOne }
            if why == nil, event.proceeding.isSetAside { why = .appeal }
            if why == nil, event.proceeding.isElsewhere { why = .livedElsewhere }
            if why == nil { why = Proceeding.outside(10...17, child.dateOfBirth.map { event.day.years(since: $0) }) }
            if let why {
                if let known = failed, !event.proceeding.isChosen(over: known.event.proceeding) { return }
                failed = (event, why)
            } else if best.map({ event.comes(before: $0) }) ?? true {
                best = event
            }
        }
        for p in proceedings {
            if p.tier == .custody {
                let ends = releases[p.outcome.id] ?? []
                for release in ends { consider(IndexEvent(proceeding: p, release: release, day: release.releaseDate), nil) }
                if ends.isEmpty { consider(IndexEvent(proceeding: p, release: nil, day: p.date), .notReleased) }
            } else {
                consider(IndexEvent(proceeding: p, release: nil, day: p.date), nil)
            }
        }
        return best.map { ($0, nil) } ?? failed.map { ($0.event, $0.why) }
    }
}

extension Exclusion {
    static let notReleased = Exclusion("not_released", "A custodial sentence with no release recorded: follow-up starts at release.")
}

/// One offence with every outcome of it.
struct TriedOffence {
    let offence: Entry<Offence>
    let outcomes: [Proceeding]

    /// The day it was committed, else the day of the arrest for it.
    var day: Day? { offence.offenceDate ?? offence.arrestDate }

    func evidence(_ role: String) -> [Evidence] { [Evidence(role, offence)] }

    /// A breach is never a reoffence (interchange.md §1).
    func isBreach(_ reference: Reference) -> Bool { offence.category.map { reference.breaches.contains($0) } ?? false }
}

extension CaseFile {
    /// Every offence with its outcomes, those that have none last.
    func tried(_ proceedings: [Proceeding]) -> [TriedOffence] {
        let tried = proceedings.offences
        let known = Set(tried.map(\.offence.id))
        return tried + self[Offence.self].filter { !known.contains($0.id) }.map { TriedOffence(offence: $0, outcomes: []) }
    }
}

/// Printed among the notes of both cohorts.
let sameChildFollowed =
    "Two records with the same originating reference and date of birth are one child, followed from the earlier index; what the other record holds is followed once the two are merged."

extension [Proceeding] {
    /// The offences they deal with.
    var offences: [TriedOffence] {
        var byOffence: [RecordID: [Proceeding]] = [:]
        // In the file's order, so that evidence is always listed alike.
        var order: [RecordID] = []
        for p in self {
            if byOffence[p.outcome.offence] == nil { order.append(p.outcome.offence) }
            byOffence[p.outcome.offence, default: []].append(p)
        }
        return order.compactMap { id in
            guard let outcomes = byOffence[id], let offence = outcomes[0].offence else { return nil }
            return TriedOffence(offence: offence, outcomes: outcomes)
        }
    }
}
