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

    static func population(_ service: Service, _ people: Int, midYear: Int, area: String = "SAN") async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.population") { writer in
            var row = Population()
            (row.area, row.midYear, row.population) = (area, midYear, people)
            try writer.create(row)
        }
    }
}
