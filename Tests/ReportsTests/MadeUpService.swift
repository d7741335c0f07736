import Casework
import Records
import Reports
import Statistics
import TestSupport

/// Children, offences and outcomes put into a store, few enough to count by hand.
enum MadeUp {
    static let quarter = FigureSetTests.period("2026Q1")

    /// One child of each, cautioned on the day named (born 2011): the index of the day is the family name.
    @discardableResult
    static func caution(
        _ service: Service, _ name: String, on day: String, sex: String = "MALE", code: String = "YOUTH_CAUTION", by person: Person? = nil
    )
        async throws -> (child: RecordID, outcome: RecordID)
    {
        try await service.write(person.map { Scope($0) } ?? .wholeService(reason: "test"), action: "test.caution") { writer in
            var child = Fixtures.child(name, "Vale")
            child.sex = sex
            let id = try writer.create(child, ref: "ref-\(name)")
            let offence = try writer.create(Fixtures.offence(on: "2026-03-01", category: "ROBBERY"), child: id)
            var outcome = Fixtures.outcome(of: offence, on: day, code)
            outcome.main = true
            return (id, try writer.create(outcome, child: id))
        }
    }

    /// A child referred out of court, and where it was decided the outcome and a programme that ended three weeks after.
    static func referral(
        _ service: Service, _ name: String, received: String, days: Int?, decision: String = "YOUTH_CAUTION", completed: Bool = true
    ) async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.referral") { writer in
            let child = try writer.create(Fixtures.child(name, "Vale"), ref: "ref-\(name)")
            let offence = try writer.create(Fixtures.offence(on: "2026-01-05"), child: child)
            var referral = Referral()
            referral.receivedDate = Day(iso: received) ?? .unset
            (referral.pathway, referral.offences) = ("OUT_OF_COURT", [offence])
            guard let days else {
                try writer.create(referral, child: child)
                return
            }
            let decided = referral.receivedDate + days
            (referral.decisionDate, referral.decision) = (decided, decision)
            let id = try writer.create(referral, child: child)
            let outcome = try writer.create(Fixtures.outcome(of: offence, on: decided.iso, decision), child: child)
            var programme = Programme()
            (programme.startDate, programme.endDate, programme.disposal) = (decided, decided + 21, decision)
            (programme.completed, programme.offences) = (completed, [offence])
            (programme.outcome, programme.referral) = (outcome, id)
            try writer.create(programme, child: child)
        }
    }

    static func population(_ service: Service, _ people: Int, midYear: Int, area: String = "SAN") async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.population") { writer in
            var row = Population()
            (row.area, row.midYear, row.population) = (area, midYear, people)
            try writer.create(row)
        }
    }
}
