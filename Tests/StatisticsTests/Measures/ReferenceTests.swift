import Casework
import Statistics
import Testing

@Suite("Reference tables")
struct ReferenceTests {
    private func area(_ name: String, code: String? = nil, type: String?, from: String? = nil, to: String? = nil) -> Area {
        var area = Area()
        area.area = name
        area.code = code
        area.type = type
        area.fromDate = from.map(day)
        area.toDate = to.map(day)
        return area
    }
    private func reference(_ populations: [Population], areas: [Area] = []) -> Reference {
        Reference(populations: populations, areas: areas, serviceCode: "SANDHOLME")
    }

    @Test(
        "The population is of the mid-year before the financial year of the period's last day",
        arguments: [
            ("2026-27", 2025), ("2026Q4", 2025), ("2026Q1", 2025), ("2025Q4", 2024), ("2026", 2025), ("2025-10-01..2026-09-30", 2025),
            ("2025-04-01..2026-03-31", 2024),
        ])
    func year(period: String, midYear: Int) throws {
        let rows = (2020...2027).map { population(1000 + $0, midYear: $0) }
        let found = try #require(reference(rows).population(of: asked(period).period))
        #expect(found.midYear == midYear && found.people == 1000 + midYear && found.note == nil)
    }

    @Test("Without that year the nearest earlier one stands in, else the nearest later, and says so")
    func fallback() throws {
        let asked = asked("2026-27").period
        let earlier = try #require(reference([2021, 2023, 2026].map { population($0, midYear: $0) }).population(of: asked))
        #expect(earlier.midYear == 2023 && earlier.note == "Population of mid-2023: there is none of mid-2025.")
        let later = try #require(reference([2028, 2027].map { population($0, midYear: $0) }).population(of: asked))
        #expect(later.midYear == 2027 && later.note != nil)
        #expect(reference([]).population(of: asked) == nil)
    }

    @Test("Ages that join up are added; a gap or an overlap with no way through is no population")
    func ages() {
        let period = asked("2026-27").period
        let people = { (spans: [(ClosedRange<Int>, Int)]) in
            reference(spans.map { population($0.1, midYear: 2025, ages: $0.0) }).population(of: period)?.people
        }
        #expect(people([(10...17, 8000), (10...14, 5000), (15...17, 3100)]) == 8000)
        #expect(people([(10...14, 5000), (15...17, 3100), (18...20, 900)]) == 8100)
        #expect(people((10...17).map { ($0...$0, 100) }) == 800)
        #expect(people([(10...14, 5000), (16...17, 2000)]) == nil)
        #expect(people([(10...18, 9000)]) == nil)
        #expect(
            reference([population(5000, midYear: 2025, ages: 10...14)]).population(of: period, by: ["age": "10-14"])?.people == 5000)
    }

    @Test("Rows of one sex, ethnicity or care status are not all persons")
    func subgroups() {
        var cared = population(50, midYear: 2025)
        cared.careStatus = "LOOKED_AFTER"
        let rows = [population(4100, midYear: 2025, sex: "MALE"), cared]
        #expect(reference(rows).population(of: asked("2026-27").period) == nil)
        #expect(reference(rows).population(of: asked("2026-27").period, by: ["sex": "MALE"])?.people == 4100)
    }

    @Test("Our own area is the one marked SERVICE in force, else the one equal to the service code")
    func ownArea() {
        let dated = [
            area("Sandholme", code: "S1", type: "SERVICE", to: "2024-03-31"),
            area("Sandholme and Netherby", code: "S2", type: "SERVICE", from: "2024-04-01"), area("SANDHOLME", type: "REGION"),
        ]
        #expect(reference([], areas: dated).ownArea(on: day("2024-03-31")) == ["Sandholme", "S1"])
        #expect(reference([], areas: dated).ownArea(on: day("2024-04-01")) == ["Sandholme and Netherby", "S2"])
        #expect(
            reference([], areas: [area("Sandholme", code: "SANDHOLME", type: nil)]).ownArea(on: day("2024-04-01")) == [
                "Sandholme", "SANDHOLME",
            ])
        #expect(reference([]).ownArea(on: day("2024-04-01")) == ["SANDHOLME"])
    }
}
