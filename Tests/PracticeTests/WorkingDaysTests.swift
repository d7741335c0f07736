import Casework
import Practice
import Testing

@Suite struct WorkingDaysTests {
    @Test(
        "Working days are counted past weekends and bank holidays",
        arguments: [
            ("2026-11-20", 1, "2026-11-23"), ("2026-11-21", 1, "2026-11-23"), ("2026-11-23", 0, "2026-11-23"),
            ("2026-12-24", 1, "2026-12-29"),
            ("2026-04-02", 1, "2026-04-07"), ("2022-06-01", 1, "2022-06-06"), ("2022-09-16", 1, "2022-09-20"),
            ("2023-05-05", 1, "2023-05-09"),
            ("2020-05-07", 1, "2020-05-11"), ("2020-05-01", 1, "2020-05-04"), ("2026-11-23", -1, "2026-11-20"),
            ("2021-12-24", 1, "2021-12-29"),
        ])
    func adds(_ from: String, _ n: Int, _ to: String) { #expect(WorkingDays.adding(n, to: day(from)) == day(to)) }

    @Test func `Between answers what adding asked`() {
        for offset in stride(from: 0, to: 800, by: 7) {
            let start = day("2025-01-03") + offset
            for n in 0...30 { #expect(WorkingDays.between(start, WorkingDays.adding(n, to: start)) == n) }
        }
    }

    @Test func `The table follows the pattern of the Act, special days apart`() {
        let moved = Set(["2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08"].map { day($0) })
        let instead = Set(["2020-05-04", "2022-05-30"].map { day($0) })
        for year in WorkingDays.years {
            let table = WorkingDays.bankHolidays.filter { $0.year == year }.subtracting(moved)
            #expect(table == pattern(year).subtracting(instead), "\(year)")
        }
    }

    /// The Act's pattern, worked out: Easter by the table of golden numbers, Mondays by weekday, days on a weekend moved to the next free weekday.
    private func pattern(_ year: Int) -> Set<Day> {
        let easter = easter(year)
        var days: Set<Day> = [easter - 2, easter + 1]
        func monday(_ from: Day) -> Day { from + (8 - from.weekdayNumber) % 7 }
        days.insert(monday(day("\(year)-05-01")))
        days.insert(monday(day("\(year)-05-25")))
        days.insert(monday(day("\(year)-08-25")))
        for fixed in ["01-01", "12-25", "12-26"] {
            var free = day("\(year)-\(fixed)")
            while free.weekdayNumber > 5 || days.contains(free) { free = free + 1 }
            days.insert(free)
        }
        return days
    }

    /// First Sunday after the full moon on or after 21 March, by golden number and epact of the Gregorian calendar (good for 1900 to 2199).
    private func easter(_ year: Int) -> Day {
        let golden = year % 19
        var moon = (19 * golden + 24) % 30
        if moon == 29 || (moon == 28 && golden > 10) { moon -= 1 }
        let full = day("\(year)-03-21") + moon
        return full + (7 - full.weekdayNumber % 7)
    }
}

@Suite struct SettingsTests {
    @Test func `Every setting is told apart, explained and within its own bounds`() {
        #expect(Set(Settings.all.map(\.name)).count == Settings.all.count)
        for setting in Settings.all {
            #expect(setting.allowed.contains(setting.standard), "\(setting.name)")
            #expect(!setting.startEvent.isEmpty && !setting.duty.isEmpty && !setting.basis.contains("S-"), "\(setting.name)")
            #expect(setting.basis.hasSuffix(".") && !setting.title.isEmpty && !setting.unit.isEmpty, "\(setting.name)")
        }
    }

    @Test("A value that will not do counts as not set", arguments: ["", "soon", "-1", "9999", "1.5"])
    func standard(_ value: String) {
        #expect(Settings(["clock.missed_contact": value]).missedContactWorkingDays == 1)
        #expect(Settings.refusal(of: value, for: Settings.missedContact) != nil)
    }

    @Test func `A value that will do is kept`() {
        #expect(Settings(["clock.missed_contact": " 3 "]).missedContactWorkingDays == 3)
        #expect(Settings.refusal(of: "3", for: Settings.missedContact) == nil)
    }
}
