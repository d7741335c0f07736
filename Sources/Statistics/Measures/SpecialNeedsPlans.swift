import Casework

extension Measure {
    /// KPI 3: children with special educational needs who have a formal plan (S-PER-11; regulation.md §2.3, §2.6).
    ///
    /// The worked example is in the definition and in SpecialNeedsPlansTests.
    public static let specialNeedsPlans = Measure(
        "kpi3", title: "Special educational needs (KPI 3)", question: "How many children with special educational needs had a formal plan?",
        definition: Definition(
            version: "v8", source: "Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 3",
            words: """
                Of children whose programme ended in the period and whose record, open on that day, says that special educational needs \
                (additional learning needs in Wales) are identified: those whose same record says that a formal plan is in place.
                """,
            notes: readingsOfOrders + [
                "Need and plan stand on one record, begun by the end of the order and open on its last day; a record whose start is blank says nothing.",
                "3a: of all whose programme ended. 3c and 3d: of all of that age, sex or ethnicity, or with that type of order; the age is of the start of the order.",
                "3b: of the children with a need, those in suitable and unsuitable education when the order ended, by the rules of KPI 2; one with no record of education is in neither.",
                "At the start, for the template's columns of it: the same of records and education that run on the day the order began, of custody the day before.",
                "The source looks the denominators of referral orders and rehabilitation orders up crosswise in 3d. The slip is not copied.",
            ],
            example: """
                2026Q1, three programmes that ended on 30 April. A's need is identified, with a plan since 2025; A's school is suitable. B's need \
                is on one record and a plan on another that ended in March: no plan; B has no school. C has no need. Headline 1 of 2, 50 %. \
                Identified 2 of 3. In suitable education 1 of 2. At the start, on 1 February, B's plan still stood: 2 of 2.
                """),
        counts: .child,
        needs: .ofOrders + [
            Need(SpecialNeeds.self, "start_date", "end_date", "identified", "formal_plan"),
            Need(Education.self, "start_date", "end_date", "suitability"),
        ],
        parts: [headline, identified, planAtStart, identifiedAtStart, byEducationAtStart, byEducation, byPeople, byOrder],
        breakdowns: [Breakdown("type", "Education") { _ in ["SUITABLE", "UNSUITABLE"] }, .startAge, .sex, .ethnicity, .order],
        exclusions: [.deleted] + Exclusion.ofOrders,
        units: { file, question in file.orderUnits(of: question) { $0.markNeeds(file, $1) } },
        figures: { tabulation in
            let (inNeed, before) = (tabulation.cell(need), tabulation.cell(needAtStart))
            return [
                inNeed.share(headline, plan), tabulation.whole.share(identified, need), before.share(planAtStart, hadPlanAtStart),
                tabulation.whole.share(identifiedAtStart, needAtStart),
                before.share(byEducationAtStart, suitable(.start), ["type": "SUITABLE"]),
                before.share(byEducationAtStart, unsuitable(.start), ["type": "UNSUITABLE"]),
                inNeed.share(byEducation, suitable(.end), ["type": "SUITABLE"]),
                inNeed.share(byEducation, unsuitable(.end), ["type": "UNSUITABLE"]),
            ] + tabulation.demographics().map { $0.share(byPeople, need) } + tabulation.orders().map { $0.share(byOrder, need) }
        })
}

private let headline = Part("headline", .percent, "Children with a formal plan, of those with identified needs")
private let identified = Part("3a", .percent, "Children with identified needs, of those with an order ending")
private let byEducation = Part("3b", .percent, "In suitable and unsuitable education at the end, of those with identified needs")
private let byPeople = Part("3c", .percent, "Children with identified needs, of those of each age, sex and ethnicity")
private let byOrder = Part("3d", .percent, "Children with identified needs, of those with each type of order")
private let planAtStart = Part(
    "headline_start", .percent, "Children with a formal plan at the start, of those with identified needs then: the template's column")
private let identifiedAtStart = Part(
    "3a_start", .percent, "Children with identified needs at the start, of those with an order ending: the template's column")
private let byEducationAtStart = Part(
    "3b_start", .percent, "In suitable and unsuitable education at the start, of those with identified needs then: the template's column")
private let need = "need"
private let plan = "plan"
private let needAtStart = "need at start"
private let hadPlanAtStart = "plan at start"

extension CountedUnit {
    fileprivate mutating func markNeeds(_ file: CaseFile, _ order: EndedOrder) {
        for record in file[SpecialNeeds.self] where record.identified == true {
            if order.isAtEnd(record.startDate, record.endDate) {
                mark(need, by: record, as: "need")
                if record.formalPlan == true { mark(plan, by: record, as: "plan") }
            }
            if order.isAtStart(record.startDate, record.endDate) {
                mark(needAtStart, by: record, as: "need at the start")
                if record.formalPlan == true { mark(hadPlanAtStart, by: record, as: "plan at the start") }
            }
        }
        for moment in Moment.allCases { markEducation(at: moment, file, order) }
    }
}
