import Casework

extension Measure {
    /// KPI 7: children whom social care or early help supported (S-PER-11, S-PEO-05; regulation.md §2.3, §2.6).
    ///
    /// The worked example is in the definition and in WiderServicesTests.
    public static let widerServices = Measure(
        "kpi7", title: "Wider services (KPI 7)", question: "How many children did social care or early help support during their order?",
        definition: Definition(
            version: "published + v8",
            source:
                "GOV.UK, Key performance indicators for youth justice services; Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 7",
            words: """
                Of children whose programme ended in the period, those looked after, on a child protection plan, in need (or of care and \
                support, in Wales) or on an early help plan. Published: on the day the order ended. Case level: on any day of the order.
                """,
            notes: readingsOfOrders + [
                "Two definitions are in force and both are kept.",
                "During: the status overlaps the order, first and last day included; of a licence from the day of the outcome.",
                "7a, 7b and the published wording count a child under each status, and so in several; undivided, under any of the four.",
                "7c: any referral to early help begun by the end of the order: before the programme's own start (of a licence too), or from that day on. Whether it has ended does not matter.",
                "7d: of the children with that type of order, by the case-level code; by the published wording beside it.",
            ],
            example: """
                2026Q1, three programmes from 1 February to 30 April. A was looked after until 15 February. B is in need since 1 March and was \
                referred to early help in January. C has an early help plan from 1 May. Published: B, 1 of 3, 33.3 %. Case level: A and B, 2 of \
                3, 66.7 %. At the start: A. Open to early help before: B.
                """),
        counts: .child, needs: .ofOrders + [Need(Care.self, "status", "start_date", "end_date")],
        parts: [published, caseLevel, atStart, during, before, referred, publishedByOrder, byOrder],
        breakdowns: [Breakdown("type", "Status", overlaps: true) { _ in statuses }, .order],
        exclusions: [.deleted] + Exclusion.ofOrders,
        units: { file, question in file.orderUnits(of: question) { $0.markCare(file, $1) } },
        figures: { tabulation in
            let all = tabulation.whole
            return [
                all.share(published, "at end"), all.share(caseLevel, "during"), all.share(atStart, "at start"),
                all.share(during, "during"), all.share(before, "referred before"), all.share(referred, "referred during"),
            ]
                + statuses.map { all.share(published, "\($0) at end", ["type": $0]) }
                + statuses.map { all.share(atStart, "\($0) at start", ["type": $0]) }
                + statuses.map { all.share(during, "\($0) during", ["type": $0]) }
                + tabulation.orders().map { $0.share(publishedByOrder, "at end") } + tabulation.orders().map { $0.share(byOrder, "during") }
        })
}

private let published = Part("headline_published", .percent, "Supported by wider services when the order ended: published wording")
private let caseLevel = Part("headline_case_level", .percent, "Supported by wider services during the order: case-level code")
private let atStart = Part("7a", .percent, "Supported at the start of the order, of all")
private let during = Part("7b", .percent, "Supported during the order, of all")
private let before = Part("7c_before", .percent, "Referred to early help before the order began, of all")
private let referred = Part("7c_during", .percent, "Referred to early help during the order, of all")
private let byOrder = Part("7d", .percent, "Supported during the order, of those with each type of order")

private let publishedByOrder = Part(
    "7d_published", .percent, "Supported when the order ended, of those with each type of order: published wording")

private let statuses = ["LOOKED_AFTER", "CHILD_PROTECTION", "CHILD_IN_NEED", "EARLY_HELP_PLAN"]

extension CountedUnit {
    fileprivate mutating func markCare(_ file: CaseFile, _ order: EndedOrder) {
        for care in file[Care.self] {
            guard let status = care.status, let from = care.startDate else { continue }
            if status == "EARLY_HELP_REFERRAL" {
                guard from <= order.end, let began = order.began else { continue }
                mark(from < began ? "referred before" : "referred during", by: care, as: "referral to early help")
                continue
            }
            guard statuses.contains(status) else { continue }
            let moments = [
                ("at start", order.isAtStart(from, care.endDate)), ("during", order.isDuring(from, care.endDate)),
                ("at end", order.isAtEnd(from, care.endDate)),
            ]
            for (moment, holds) in moments where holds {
                mark(moment, by: care, as: "supported \(moment)")
                marks.insert("\(status) \(moment)")
            }
        }
    }
}
