/// Working days in England and Wales: Monday to Friday without bank holidays.
public enum WorkingDays {
    /// Whether the service is at work on a day.
    public static func isWorking(_ day: Day) -> Bool { day.weekdayNumber <= 5 && !bankHolidays.contains(day) }

    /// The n-th working day after a day (the day itself is not counted); before it when n is negative; the day itself for 0.
    public static func adding(_ n: Int, to day: Day) -> Day {
        var left = abs(n)
        let step = n < 0 ? -1 : 1
        var day = day
        while left > 0 {
            day = day + step
            if isWorking(day) { left -= 1 }
        }
        return day
    }

    /// Working days after `a` up to and with `b`; negative when `b` is earlier.
    public static func between(_ a: Day, _ b: Day) -> Int {
        if b < a { return -between(b, a) }
        var count = 0
        var day = a
        while day < b {
            day = day + 1
            if isWorking(day) { count += 1 }
        }
        return count
    }

    /// Bank holidays of England and Wales of the years in `years`. Outside them only weekends are free.
    ///
    /// Basis: Banking and Financial Dealings Act 1971 s. 1 and sch. 1, with Good Friday and Christmas Day by common law and New Year's Day and
    /// the early May day by yearly proclamation, each moved to the next weekday when it falls on a weekend. Single days: 8 May 2020 (in place
    /// of 4 May), 2 June 2022 (in place of 30 May), 3 June and 19 September 2022, 8 May 2023. Years ahead follow the pattern; a day proclaimed
    /// later is a line here.
    public static let bankHolidays: Set<Day> = Set(
        table.flatMap { year, days in days.split(separator: " ").compactMap { Day(iso: "\(year)-\($0)") } })

    /// The years the table holds.
    public static var years: ClosedRange<Int> { 2015...2030 }

    private static let table: [(Int, String)] = [
        (2015, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27"),
        (2017, "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
        (2018, "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26"),
        (2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"),
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
        (2029, "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26"),
        (2030, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"),
    ]
}
