import Casework

extension TaskRule {
    /// A child who is followed after an outcome has a new offence: the worker looks again at what was planned (S-PER-04).
    static let newOffence = TaskRule(
        "new_offence", "A new offence within the twelve months: look again at the assessment and plan",
        basis: "Children are followed for 12 months after an outcome. The number of days is local.", settings: [Settings.newOffence],
        needs: NewOffence.needs + [
            Need(Assessment.self, "completed_on"), Need(Review.self, "held_on"), Need(Plan.self, "agreed_on"),
        ]
    ) { rule, now in
        NewOffence.latest(now.file, now.lists.codes).map { new in
            let looked =
                now.file[Assessment.self].compactMap(\.completedOn) + now.file[Review.self].map(\.heldOn)
                + now.file[Plan.self].compactMap(\.agreedOn)
            return looked.contains { $0 >= new.known } ? [] : [new.task(rule, now)]
        } ?? []
    }

    /// The same for the manager, until an oversight entry is written.
    static let newOffenceSeen = TaskRule(
        "new_offence_seen", "A child who is being followed has a new offence: write an oversight entry", audience: .manager,
        basis: "Children are followed for 12 months after an outcome. The number of days is local.", settings: [Settings.newOffence],
        needs: NewOffence.needs + [Need(Oversight.self, "held_on")]
    ) { rule, now in
        NewOffence.latest(now.file, now.lists.codes).map { new in
            now.file[Oversight.self].contains { $0.heldOn >= new.known } ? [] : [new.task(rule, now)]
        } ?? []
    }
}

/// The latest new offence of a child who is followed: committed in the twelve months after an outcome of any tier (for custody after the
/// release), and no breach. It need not have an outcome yet: that is what makes it a warning.
struct NewOffence {
    let offence: RecordID
    /// The last day anything was written down as having happened about it, and no earlier than it was first recorded: before that nobody could
    /// look at it again. What came with the child's file itself, as an import does, is as old as it says.
    let known: Day
    /// The end of the eighteen months from the index.
    let until: Day

    static let needs: [Need] = [
        Need(Offence.self, "offence_date", "arrest_date", "charge_date", "category"),
        Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
        Need(Release.self, "outcome_ref", "release_date"),
        Need(Referral.self, "received_date", "offence_refs"),
    ]

    static func latest(_ file: CaseFile, _ codes: Codes) -> NewOffence? {
        let indexes = indexDays(file, codes)
        let found = file[Offence.self].compactMap { offence -> NewOffence? in
            if codes.group("offence_category", offence.category) == "Breach" { return nil }
            guard let day = offence.offenceDate ?? offence.arrestDate,
                let index = indexes.filter({ $0 < day && day <= $0.adding(months: 12) }).max()
            else { return nil }
            let told = file[Referral.self].filter { $0.offences.contains(offence.id) }.map(\.receivedDate)
            let recorded = offence.id.madeAt.londonDay
            let late = recorded > file.child.id.madeAt.londonDay ? recorded : day
            let known = ([day, offence.arrestDate, offence.chargeDate].compactMap(\.self) + told + [late]).max() ?? day
            return NewOffence(offence: offence.id, known: known, until: index.adding(months: 18))
        }
        return found.max { ($0.known, $0.offence) < ($1.known, $1.offence) }
    }

    private static func indexDays(_ file: CaseFile, _ codes: Codes) -> [Day] {
        file[Outcome.self].flatMap { outcome -> [Day] in
            let tier = codes.group("outcome", outcome.outcome)
            guard let tier, tiers.contains(tier), outcome.residence != "OTHER", outcome.appeal != "CHANGED", outcome.appeal != "SUCCESSFUL"
            else { return [] }
            if tier != "Custody" { return [outcome.outcomeDate] }
            return file[Release.self].filter { $0.outcome == outcome.id }.map(\.releaseDate)
        }
    }

    private static let tiers: Set<String> = ["Diversion", "Diversion (Other)", "Pre-Court", "First-tier", "Community", "Custody"]

    func task(_ rule: TaskRule, _ now: Situation) -> Task {
        rule.task(
            now, offence, due: WorkingDays.adding(now.settings[Settings.newOffence], to: known), from: known, until: until,
            staff: rule.audience == .manager ? .some(nil) : nil)
    }
}
