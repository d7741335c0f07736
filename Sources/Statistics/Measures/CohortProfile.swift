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
            version: "2026-1", source: "Local measure, after what services publish as the profile of their cohort",
            words: """
                Children with work open on the last day of the period (today, while that day is to come): a programme that has begun and not ended \
                before it, or a referral received and neither declined nor closed before it. Both ends included. Each share is out of all of them.
                """,
            notes: [
                "Status with social care, education and alerts are those running on the day; a child may have several, so those shares may pass 100 % together.",
                "A child of whom nothing is recorded with social care on the day stands as not recorded, one without a need found as none found.",
                "Need: found by the day, by domain; a need once found stays. Judgements: the latest assessment completed by the day.",
                "Group of work: the weightiest open programme by the group of its outcome; else the kind of programme; else awaiting a decision.",
                "Open children are counted by years of age and sex across each other as well, for the pyramid.",
                "Education is suitable when every provision of the day is; a provision without a word on it says nothing.",
            ],
            example: """
                On 30 June 2026: A (boy, 15, White) is on a referral order and looked after; B (girl, 14, mixed) was referred on 20 June and waits \
                for a decision; C's programme ended on 30 June, the day itself: still open; D's ended on 29 June: not. Open: 3. Share of girls 1 \
                of 3, looked after 1 of 3, awaiting a decision 1 of 3.
                """),
        counts: .child,
        needs: Work.needs + Facet.needs,
        parts: [open, share], breakdowns: Facet.all.map(\.breakdown) + [years], exclusions: [.deleted],
        units: { file, question in
            let day = question.cohortDay
            guard Work(file).isOpen(on: day) else { return [] }
            var unit = CountedUnit(
                file.child, in: file, on: day, dimensions: file.dimensions(question.reference, on: day), evidence: file.openWork(on: day))
            unit.mark(Facet.all, of: file, on: day, question.reference)
            unit.dimensions[years.key] = file.child.dateOfBirth.flatMap { day.years(since: $0) }.map(String.init) ?? "not known"
            return [unit]
        },
        figures: { tabulation in
            [tabulation.whole.count(open)]
                + (tabulation.cells(by: years) + tabulation.cells(by: years, and: .sex)).map { $0.count(open) }
                + tabulation.whole.values(of: Facet.all).map { facet, value in
                    Cell(tabulation, by: [facet.key: value], units: tabulation.units).share(share) { $0.has(facet, value) }
                }
        })
}

extension Question {
    /// The day a profile is of: the period's last, or today while that is to come.
    public var cohortDay: Day { min(period.to, today) }
}

private let open = Part("open", .count, "Children with work open on the day")
/// For the pyramid of ages: years lived, each sex to its side.
private let years = Breakdown("years", "Age in years") { _ in (10...17).map(String.init) }
private let share = Part("share", .percent, "Of the children open, those who are so")

extension CaseFile {
    /// The records that make the child open on a day.
    fileprivate func openWork(on day: Day) -> [Evidence] {
        let referrals = self[Referral.self].filter { referral in
            let declined = referral.accepted == false ? referral.decisionDate ?? referral.receivedDate : nil
            return referral.receivedDate != .unset && referral.receivedDate <= day && day <= (referral.closedDate ?? declined ?? .open)
        }
        return programmes(on: day).map { Evidence("open", $0) } + referrals.map { Evidence("open", $0) }
    }
}
