import Casework
import Records
import TestSupport

@testable import Web

/// A made case with a record of every kind, and an address for each route.
struct Sample {
    let `case`: MadeCase
    let ids: [String: RecordID]
    let report: RecordID

    init(_ site: TestSite) async throws {
        let made = try await site.service.makeCase("Robin", "Vale")
        `case` = made
        let staff = try await site.service.person(as: .caseManager).id
        let reports = try await site.service.write(.wholeService(reason: "test"), action: "test.report") { writer -> RecordID in
            var report = Report()
            report.period = "2026Q1"
            var row = Comparator()
            (row.area, row.measure, row.labelPrinted, row.unit) = ("SAN", "fte.rate", "2025", "per_100000")
            (row.numerator, row.denominator, row.valuePrinted, row.source) = ("20", "12500", "160", "A made-up table")
            try writer.create(row)
            return try writer.create(report)
        }
        report = reports
        let ids = try await site.service.write(.wholeService(reason: "test"), action: "test.sample") { writer -> [String: RecordID] in
            var ids: [String: RecordID] = [
                "offences": made.offence, "outcomes": made.outcome, "programmes": made.programme, "contacts": made.contact,
            ]
            var home = HomeAddress()
            home.line = "1 Made-up Road"
            ids["addresses"] = try writer.create(home, child: made.child)
            var person = Relationship()
            (person.name, person.relation) = ("Ash Vale", "MOTHER")
            ids["people-around-the-child"] = try writer.create(person, child: made.child)
            var professional = Professional()
            professional.name = "Bo Field"
            ids["professionals"] = try writer.create(professional, child: made.child)
            var alert = Alert()
            (alert.type, alert.startDate) = ("MISSING", Day(iso: "2026-09-01") ?? .unset)
            ids["alerts"] = try writer.create(alert, child: made.child)
            var referral = Referral()
            referral.receivedDate = Day(iso: "2026-05-20") ?? .unset
            ids["referrals"] = try writer.create(referral, child: made.child)
            var assessment = Assessment()
            (assessment.type, assessment.form, assessment.startedOn) = ("OUT_OF_COURT", "out-of-court 1", Day(iso: "2026-05-25"))
            ids["assessments"] = try writer.create(assessment, child: made.child)
            var hearing = Hearing()
            hearing.hearingDate = Day(iso: "2026-06-01") ?? .unset
            ids["hearings"] = try writer.create(hearing, child: made.child)
            var release = Release()
            (release.outcome, release.releaseDate) = (made.outcome, Day(iso: "2026-07-01") ?? .unset)
            ids["releases"] = try writer.create(release, child: made.child)
            var allocation = Allocation()
            (allocation.staff, allocation.part, allocation.startDate) = (staff, "CASE_MANAGER", Day(iso: "2026-05-21") ?? .unset)
            ids["allocations"] = try writer.create(allocation, child: made.child)
            ids.merge(try Sample.pathway(writer, made, referral: ids["referrals"] ?? .unset, staff: staff)) { first, _ in first }
            var panel = Panel()
            panel.heldOn = Day(iso: "2026-11-20") ?? .unset
            let sitting = try writer.create(panel)
            ids["panel"] = sitting
            var item = PanelItem()
            item.referral = ids["referrals"] ?? .unset
            item.panel = sitting
            ids["panel-items"] = try writer.create(item, child: made.child)
            var copy = PanelCopy()
            (copy.panel, copy.number, copy.audience, copy.recipient) = (sitting, 1, "PANEL", "Bo Field")
            copy.madeAt = writer.recordedAt
            ids["copy"] = try writer.create(copy)
            ids.merge(try Sample.figures(writer, staff: staff)) { first, _ in first }
            return ids
        }
        self.ids = ids
    }

    /// The route's address with real ids in it; where nothing is meant by a part, one that is not there.
    func path(_ route: Route) -> String {
        let nobody = "0199aaaa-0000-7000-8000-000000000000"
        if route.isAPI {
            let own = route.pattern.replacing("{child}", with: `case`.child.description).replacing("{id}", with: `case`.contact.description)
            return own.replacing("{kind}", with: "contacts").replacing("{measure}", with: "fte").replacing("{list}", with: "alert")
        }
        let noun = route.pattern.split(separator: "/").dropFirst(2).first.map(String.init) ?? ""
        // A published table has a measure of its own, and a report is no child's record.
        if route.pattern.hasPrefix("/benchmarks/") { return route.pattern.replacing("{measure}", with: "fte.rate") }
        // Schemas and receipts stand under the return, by names of their own.
        for name in ["schemas", "receipts"] where route.pattern.hasPrefix("/returns/\(name)/") {
            return route.pattern.replacing("{id}", with: ids[name]?.description ?? nobody)
        }
        if route.pattern.hasPrefix("/reports/") { return route.pattern.replacing("{id}", with: report.description) }
        let parts: [(String, String)] = [
            ("{child}", `case`.child.description), ("{id}", ids[noun]?.description ?? nobody), ("{day}", "2026-06-15"),
            ("{file}", "children.csv"), ("{part}", "story"), ("{form}", "contact"), ("{subject}", "new-\(`case`.child)"),
            ("{measure}", "fte"), ("{panel}", ids["panel"]?.description ?? nobody), ("{copy}", ids["copy"]?.description ?? nobody),
            ("{list}", "outcome"), ("{token}", "FINE"), ("{name}", "clock.notice"), ("{kind}", "contact"),
            ("{sheet}", "budget"), ("{breach}", ids["breach"]?.description ?? nobody), ("{report}", nobody),
            ("{member}", ids["member"]?.description ?? nobody), ("{raising}", ids["raising"]?.description ?? nobody),
            ("{agreement}", ids["agreement"]?.description ?? nobody),
        ]
        return parts.reduce(route.pattern) { $0.replacing($1.0, with: $1.1) }
    }
}
