import Casework

/// What KPI 4 and KPI 5 share: a need found, help offered for it, and taken up, each by the record of one kind of health need
/// (regulation.md §2.3, §2.5, §2.6).
struct HealthHelp {
    /// The kind of need and the tiers of help there are for it.
    let need: String
    let tiers: [String]
    let published: Part
    let caseLevel: Part
    let needed: Part
    let before: Part
    let help: Part
    let byOrder: Part
    let screened: Part
    let offeredByOrder: Part

    init(_ number: Int, _ need: String, _ words: String, tiers: [String]) {
        self.need = need
        self.tiers = tiers
        published = Part("headline_published", .percent, "Children with a \(words) need, of those with an order ending: published wording")
        caseLevel = Part(
            "headline_case_level", .percent, "Offered help or already receiving it, of children with a \(words) need: case-level code")
        needed = Part("\(number)a", .percent, "Children with a \(words) need, of those with an order ending")
        before = Part("\(number)b", .percent, "Receiving help when the order began, of children with a need")
        help = Part("\(number)c", .percent, "Help offered and attended, by tier")
        byOrder = Part("\(number)d", .percent, "Children with a need, of those with each type of order")
        screened = Part(
            "\(number)a_screened", .percent,
            "Children screened for it or with a \(words) need, of those with an order ending: the template's words read as either")
        offeredByOrder = Part(
            "\(number)d_case_level", .percent,
            "Offered help or already receiving it, of children with a need and each type of order: case-level code")
    }

    var parts: [Part] { [published, caseLevel, needed, screened, before, help, offeredByOrder, byOrder] }

    static let breakdowns: [Breakdown] = [
        .order, .tier, Breakdown("type", "Offered, attended or not") { _ in ["OFFERED", "ATTENDED", "NOT_ATTENDED"] },
    ]
    static let needs: [Need] =
        .ofOrders + [
            Need(
                HealthNeed.self, "need", "screened_date", "need_identified", "identified_date", "offered_date", "attended_start",
                "attended_end", "tier")
        ]

    static let words = """
        Of children whose programme ended in the period, those with a need of this kind: found on or before the end of the order, or already in \
        treatment when it began. Published: that number, of all whose programme ended. Case level: of the children with a need, those offered \
        help of a tier during the order or already receiving it when the order began.
        """
    static let notes: [String] =
        readingsOfOrders + [
            "Two definitions are in force and both are kept. 4a and 5a have the published headline's numbers.",
            "Screened is not yet needed: a need is found where the record says so, or gives the day it was found, and by the end of the order. How long before does not matter.",
            "A record with no day of screening says nothing; one in treatment when the order began counts whenever it was screened.",
            "Need and offer are on one record. An offer counts from the start to the end of the programme, of a licence from its own start; NO_INTERVENTION and a blank tier are no offer.",
            "In treatment before: attended from the day looked at or earlier, to that day or later or still; it counts as needed, offered and attended.",
            "Help by tier: offered to children with a need; attended to those offered that tier, and they need not be the same children, so the value may pass 100 %; offered in the order and never begun, of all offered (the case-level headline).",
            "By type of order: children with a need, of all with that order (published wording); and those offered help, of the children with a need and that order (case level).",
            "The template's row reads “screened or identified need”. As in its sheet that is a need, however found; read as either, the children screened by the end of the order whether a need was found or not stand beside it.",
        ]

    /// What the child's records of this need come to.
    func mark(_ unit: inout CountedUnit, _ file: CaseFile, _ order: EndedOrder) {
        for record in file[HealthNeed.self] where record.need == need {
            guard let screened = record.screenedDate else { continue }
            if screened <= order.end { unit.mark("screened", by: record, as: "screened") }
            let inTreatment = order.isAtStart(record.attendedStart, record.attendedEnd)
            let isFound = record.needIdentified ?? (record.identifiedDate != nil)
            guard inTreatment || isFound && (record.identifiedDate ?? screened) <= order.end else { continue }
            unit.mark("need", by: record, as: "need")
            unit.marks.insert("screened")
            if inTreatment { unit.mark("treated", by: record, as: "in treatment at the start") }
            if inTreatment { unit.marks.insert("offered") }
            if let began = record.attendedStart, began < screened { unit.marks.insert("treated before screening") }
            guard let tier = record.tier, tiers.contains(tier) else { continue }
            let isOffered = order.isInProgramme(record.offeredDate)
            if isOffered || inTreatment {
                unit.mark("offered", by: record, as: "offered")
                unit.marks.insert("offered \(tier)")
            }
            if inTreatment || order.isInProgramme(record.attendedStart) {
                unit.mark("attended \(tier)", by: record, as: "attended")
            }
            if isOffered, record.attendedStart == nil { unit.mark("not attended", by: record, as: "not attended") }
        }
    }

    func figures(_ tabulation: Tabulation) -> [Figure] {
        let all = tabulation.whole
        let inNeed = tabulation.cell("need")
        return [
            all.share(published, "need"), inNeed.share(caseLevel, "offered"), all.share(needed, "need"), all.share(screened, "screened"),
            inNeed.share(before, "treated"),
        ]
            + tiers.map { inNeed.share(help, "offered \($0)", ["tier": $0, "type": "OFFERED"]) }
            + tiers.map { inNeed.ratio(help, "attended \($0)", to: "offered \($0)", ["tier": $0, "type": "ATTENDED"]) }
            + [tabulation.cell("offered").share(help, "not attended", ["type": "NOT_ATTENDED"])]
            + tabulation.orders("need").map { $0.share(offeredByOrder, "offered") }
            + tabulation.orders().map { $0.share(byOrder, "need") }
    }
}
