import Casework
import Testing

@Suite("Days")
struct DayTests {
    @Test("Every day from 1900 to 2100 is read back from its own words, one after another")
    func everyDay() throws {
        var day = try #require(Day(year: 1900, month: 1, day: 1))
        let end = try #require(Day(year: 2101, month: 1, day: 1))
        var (year, month, date, weekday) = (1900, 1, 1, 1)
        while day < end {
            let parts = day.parts
            guard parts == (year, month, date), Day(iso: day.iso) == day, Day(typed: day.typed) == day, day.weekdayNumber == weekday else {
                Issue.record("\(day.iso) is not \(year)-\(month)-\(date)")
                return
            }
            day = day + 1
            weekday = weekday % 7 + 1
            date += 1
            if date > Day.length(ofMonth: month, in: year) { (date, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
        #expect((year, month, date) == (2101, 1, 1))
    }

    @Test(
        "A month too short ends on its last day",
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", -1, "2026-02-28"),
            ("2026-11-21", 14, "2028-01-21"),
            ("2026-01-15", -13, "2024-12-15"), ("2024-02-29", 12, "2025-02-28"), ("2026-12-31", 0, "2026-12-31"),
        ])
    func addingMonths(from: String, months: Int, to: String) throws {
        #expect(try #require(Day(iso: from)).adding(months: months).iso == to)
    }

    @Test(
        "An age is reached on the birthday, and for 29 February on 1 March of other years",
        arguments: [
            ("2010-11-21", "2026-11-20", 15, 11), ("2010-11-21", "2026-11-21", 16, 0), ("2008-02-29", "2026-02-28", 17, 11),
            ("2008-02-29", "2026-03-01", 18, 0), ("2008-02-29", "2028-02-29", 20, 0), ("2010-01-31", "2010-02-28", 0, 0),
            ("2010-01-31", "2010-03-01", 0, 1),
        ])
    func age(born: String, on: String, years: Int, months: Int) throws {
        let (birth, day) = (try #require(Day(iso: born)), try #require(Day(iso: on)))
        let age = day.age(bornOn: birth)
        #expect(age?.years == years)
        #expect(age?.months == months)
    }

    @Test("Nobody has an age before birth")
    func unborn() throws {
        let birth = try #require(Day(iso: "2010-01-02"))
        #expect((birth - 1).years(since: birth) == nil)
        #expect(birth.years(since: birth) == 0)
    }

    @Test(
        "What is not a day is not read",
        arguments: [
            "2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "2026-01-01T", "2026-11-21-", "", "----", "1799-01-01",
            "２０２６-01-01",
        ])
    func refused(text: String) { #expect(Day(iso: text) == nil) }

    @Test(
        "People type days in several ways",
        arguments: ["21/11/2026", "21-11-2026", "21.11.2026", "21 11 2026", "21 Nov 2026", "21 november 2026"])
    func typed(text: String) { #expect(Day(typed: text)?.iso == "2026-11-21") }

    @Test(
        "A typed year has four figures, and a month has at least three letters",
        arguments: ["21/11/26", "21 no 2026", "31/11/2026", "11/21/2026", "2026"])
    func typedRefused(text: String) { #expect(Day(typed: text) == nil) }

    @Test("Weekdays are the calendar's")
    func weekdays() throws {
        #expect(try #require(Day(iso: "2026-11-21")).weekday == "Saturday")
        #expect(try #require(Day(iso: "1969-12-29")).weekdayNumber == 1)
        #expect(try #require(Day(iso: "2026-11-21")).words == "21 November 2026")
    }
}
