import Casework
import Testing

@Suite("Periods")
struct PeriodTests {
    @Test(
        "interchange.md §2: quarters, financial years, years and stretches are read",
        arguments: [
            ("2026Q1", "2026-04-01", "2026-06-30"), ("2026Q4", "2027-01-01", "2027-03-31"), ("2026-27", "2026-04-01", "2027-03-31"),
            ("1999-00", "1999-04-01", "2000-03-31"), ("2026", "2026-01-01", "2026-12-31"),
            ("2026-05-03..2026-05-03", "2026-05-03", "2026-05-03"),
        ])
    func labels(label: String, from: String, to: String) throws {
        let period = try #require(Period(label))
        #expect((period.from.iso, period.to.iso, period.label) == (from, to, label))
    }

    @Test(
        "What is not a period is not read",
        arguments: ["2026Q5", "2026Q", "2026-28", "2026-2027", "26", "2026-05-03..2026-05-02", "", "x..y", "2026k1"])
    func refused(label: String) { #expect(Period(label) == nil) }

    @Test("interchange.md §2: a quarter typed with a small q is the same quarter, label and all")
    func smallLetter() throws { #expect(Period("2026q2") == Period("2026Q2")) }

    @Test(
        "The period before has the same length and ends the day before",
        arguments: [
            ("2026Q1", "2025Q4"), ("2026Q3", "2026Q2"), ("2026-27", "2025-26"), ("2000-01", "1999-00"), ("2026", "2025"),
            ("2026-04-01..2026-06-30", "2026-01-01..2026-03-31"), ("2024-03-01..2024-03-31", "2024-02-01..2024-02-29"),
            ("2026-05-03..2026-05-09", "2026-04-26..2026-05-02"),
        ])
    func previous(label: String, before: String) throws { #expect(try #require(Period(label)).previous == Period(before)) }

    @Test(
        "A year earlier keeps the stretch",
        arguments: [
            ("2026Q1", "2025Q1"), ("2026-27", "2025-26"), ("2026", "2025"), ("2024-04-01..2025-03-31", "2023-04-01..2024-03-31"),
            ("2025-02-01..2025-02-28", "2024-02-01..2024-02-29"), ("2026-05-03..2026-05-09", "2025-05-03..2025-05-09"),
        ])
    func yearBefore(label: String, before: String) throws { #expect(try #require(Period(label)).yearBefore == Period(before)) }

    @Test("Every day lies in the quarter that is named for it")
    func quarters() throws {
        var day = try #require(Day(iso: "2023-12-30"))
        while day.year < 2028 {
            let quarter = Period.quarter(of: day)
            #expect(quarter.contains(day) && Period(quarter.label) == quarter)
            day = day + 11
        }
        #expect(Period.quarter(of: try #require(Day(iso: "2026-11-21"))).label == "2026Q3")
    }

    @Test(
        "Only twelve months count as a year, from whichever day",
        arguments: [
            ("2026-27", true), ("2026", true), ("2026Q1", false), ("2026-05-03..2027-05-02", true), ("2026-05-03..2027-05-03", false),
        ])
    func twelveMonths(label: String, isYear: Bool) throws { #expect(try #require(Period(label)).isTwelveMonths == isYear) }
}
