import Casework

extension Measure {
    /// KPI 10: victims who took part in restorative justice (S-PER-11; regulation.md §2.3, §2.6).
    ///
    /// The worked example is in the definition and in VictimsEngagedTests.
    public static let victimsEngaged = Measure(
        "kpi10", title: "Victims (KPI 10)", question: "How many victims who agreed to be contacted took part in restorative justice?",
        definition: Definition(
            version: "v8", source: "Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 10",
            words: """
                Victims of offences whose programme ended in the period who consented to be contacted, and of these the ones who took part in \
                restorative justice. Every offence with a programme ended counts, not only the child's weightiest.
                """,
            notes: [
                "One row for each child and offence: of its programmes that have ended, the one with the weightiest outcome, then the latest, says in which period it counts.",
                "Of what counts as an ended order see the other indicators; but the child's age is taken when the programme itself began, a licence's too.",
                "A victim of several offences or children is one, by their reference. Each part asks what is on one record: took part and consented on the same one.",
                "10a and 10b are to children with an order ending, of the age asked here. 10c counts each record of a victim and an offence on which they took part, and 10c and 10g do not ask for consent, though they are to those who consented; values may pass 100 %.",
                "The template asks 10e and 10f otherwise, whether the victim consented or not: told of progress, and given information, of those who asked for it on the same record.",
            ],
            example: """
                2026Q1: A's referral order, for two offences, ended on 30 April. V1 is the victim of both, consented, and took part for one. V2, \
                of the second, consented and was told of progress. V3, of B's offence, whose programme ended on 10 May, did not consent and was \
                contacted all the same, asked for progress and was not told. Headline 1 of 2, 50 %. Told of progress, of those who asked: 0 of 1. Victims 3 to 2 children; children with victims 2 of 2; processes 1 to 2; contacted \
                1 to 2.
                """),
        counts: .victim,
        needs: .ofOrders + [
            Need(
                Victim.self, "victim_ref", "offence_ref", "consents_to_contact", "contacted_date", "view_sought_before", "engaged_in_rj",
                "progress_requested", "progress_provided", "support_requested", "support_provided")
        ],
        parts: [
            headline, victims, withVictims, processes, view, progress, progressRequested, support, supportRequested, contacted,
        ],
        exclusions: [.deleted] + Exclusion.ofOrders,
        units: { file, question in
            var units: [CountedUnit] = []
            if var (unit, _) = file.order(of: question, age: .ofProgramme) {
                unit.marks.insert(ofChild)
                units.append(unit)
            }
            return units + victimUnits(file, question)
        },
        figures: { tabulation in
            let rows = tabulation.cell(ofVictim)
            let children = tabulation.cell(ofChild)
            func those(_ mark: String) -> [Member] { rows.counted.filter { $0.marks.contains(mark) }.victims }
            let consented = those(consents)
            return [rows.ratio(headline, those("engaged"), to: consented)]
                + [
                    rows.ratio(victims, rows.counted.victims, to: children.members),
                    children.ratio(withVictims, rows.counted.children, to: children.members),
                    rows.ratio(processes, rows.counted.filter { $0.marks.contains("process") }.map(\.row), to: consented),
                ]
                + [(view, "view"), (progress, "progress"), (support, "support"), (contacted, "contacted")].map {
                    rows.ratio($0.0, those($0.1), to: consented)
                } + [
                    rows.ratio(progressRequested, those("progress given"), to: those("progress requested")),
                    rows.ratio(supportRequested, those("support given"), to: those("support requested")),
                ]
        })
}

private let headline = Part("headline", .percent, "Victims who took part in restorative justice, of those who consented to contact")
private let victims = Part("10a", .ratio, "Victims to each child with an order ending")
private let withVictims = Part("10b", .percent, counts: .child, "Children with victims, of those with an order ending")
private let processes = Part("10c", .ratio, "Restorative justice processes to each victim who consented to contact")
private let view = Part("10d", .percent, "Asked for their view before the decision or plan, of those who consented")
private let progress = Part("10e", .percent, "Told of progress, of those who consented")
private let support = Part("10f", .percent, "Given information on more support, of those who consented")
private let progressRequested = Part("10e_template", .percent, "Told of progress, of those who asked for it: the template's rows")
private let supportRequested = Part(
    "10f_template", .percent, "Given information on more support, of those who asked for it: the template's rows")
private let contacted = Part("10g", .percent, "Contacted, to those who consented")
private let ofChild = "child"
private let ofVictim = "victim"
private let consents = "consents"

/// One unit for each victim of each offence whose programme ended in the period.
private func victimUnits(_ file: CaseFile, _ question: Question) -> [CountedUnit] {
    let victims = file[Victim.self]
    guard !victims.isEmpty else { return [] }
    let endings = file.endings(question, age: .ofProgramme) { _ in true }
    return victims.compactMap { victim -> CountedUnit? in
        let own = endings.filter {
            $0.order?.outcome.outcome.offence == victim.offence || $0.order == nil && $0.programme.offences.contains(victim.offence)
        }
        let standing = own.filter { $0.whyNot == nil }.compactMap(\.order)
        let chosen = standing.dropFirst().reduce(standing.first) { best, next in best.map { next.isChosen(over: $0) ? next : $0 } }
        let why = chosen == nil ? own.first { question.period.contains($0.end) }?.whyNot : nil
        guard let end = chosen?.end ?? own.first(where: { question.period.contains($0.end) })?.end, question.period.contains(end) else {
            return nil
        }
        // The victim is the unit, by their own reference; the record is the evidence.
        let entry = Entry(id: victim.id, ref: victim.victimRef, value: victim.value)
        var unit = CountedUnit(
            entry, in: file, on: end, marks: [ofVictim], evidence: [Evidence("victim", victim)] + (chosen?.evidence ?? []), excluded: why)
        let agreed = victim.consentsToContact == true
        let marks = [
            (consents, agreed), ("process", victim.engagedInRj == true), ("engaged", agreed && victim.engagedInRj == true),
            ("view", agreed && victim.viewSoughtBefore == true), ("progress", agreed && victim.progressProvided == true),
            ("progress requested", victim.progressRequested == true), ("support requested", victim.supportRequested == true),
            ("progress given", victim.progressRequested == true && victim.progressProvided == true),
            ("support given", victim.supportRequested == true && victim.supportProvided == true),
            ("support", agreed && victim.supportProvided == true), ("contacted", victim.contactedDate != nil),
        ]
        for (mark, holds) in marks where holds { unit.marks.insert(mark) }
        return unit
    }
}

extension [CountedUnit] {
    /// The victims of these rows, each once whatever offences and children they are on.
    var victims: [Member] {
        Dictionary(grouping: self, by: \.ref).values.compactMap { rows in
            let rows = rows.sorted { ($0.childRef, $0.id) < ($1.childRef, $1.id) }
            return Member(of: rows)
        }
    }
}

extension CountedUnit {
    /// The record itself: one victim of one offence.
    fileprivate var row: Member { evidence.first.map { Member($0, of: self) } ?? Member(self) }
}
