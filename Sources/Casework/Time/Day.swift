/// A calendar day with no time of day and no time zone: what law, clocks and counting rules work with.
///
/// Held as days since 1 January 1970 in the proleptic Gregorian calendar, so comparison and subtraction are exact.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int

    public init(number: Int) { self.number = number }

    /// The day of a year, month (1-12) and day of month, or nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1800...2999).contains(year), day >= 1, day <= Day.length(ofMonth: month, in: year) else {
            return nil
        }
        // Days from civil: counts from 1 March so that the leap day ends the year.
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146097 + dayOfEra - 719468
    }

    /// Reads ISO 8601 `2026-11-21` and nothing else.
    public init?(iso: String) {
        var digits = [0, 0, 0]
        var part = 0
        var width = 0
        for byte in iso.utf8 {
            if byte == 0x2D {
                guard (part == 0 && width == 4) || (part == 1 && width == 2) else { return nil }
                part += 1
                width = 0
            } else {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                digits[part] = digits[part] * 10 + Int(byte - 0x30)
                width += 1
                guard width <= 4 else { return nil }
            }
        }
        guard part == 2, width == 2 else { return nil }
        self.init(year: digits[0], month: digits[1], day: digits[2])
    }

    /// Year, month and day of month.
    public var parts: (year: Int, month: Int, day: Int) {
        let z = number + 719468
        let era = (z >= 0 ? z : z - 146096) / 146097
        let dayOfEra = z - era * 146097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * mp + 2) / 5 + 1)
    }

    public var year: Int { parts.year }

    /// `2026-11-21`.
    public var iso: String {
        let (year, month, day) = parts
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    /// `21 November 2026`, as pages print it.
    public var words: String {
        let (year, month, day) = parts
        return "\(day) \(Day.monthNames[month - 1]) \(year)"
    }

    /// `Saturday`, …
    public var weekday: String { Day.weekdayNames[((number + 3) % 7 + 7) % 7] }
    /// 1 for Monday to 7 for Sunday.
    public var weekdayNumber: Int { ((number + 3) % 7 + 7) % 7 + 1 }

    public static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    static let weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    public static func < (a: Day, b: Day) -> Bool { a.number < b.number }
    public static func + (day: Day, days: Int) -> Day { Day(number: day.number + days) }
    public static func - (day: Day, days: Int) -> Day { Day(number: day.number - days) }
    public static func - (a: Day, b: Day) -> Int { a.number - b.number }

    /// The same day of the month `months` later (or earlier); a month too short ends on its last day (31 January + 1 = 28 or 29 February).
    public func adding(months: Int) -> Day {
        let (year, month, day) = parts
        let zeroBased = year * 12 + month - 1 + months
        let y = zeroBased / 12
        let m = zeroBased % 12 + 1
        return Day(year: y, month: m, day: min(day, Day.length(ofMonth: m, in: y))) ?? self
    }

    /// Days in a month.
    public static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whole years and months lived by someone born on `birth`, on this day; nil before birth.
    ///
    /// A child born on 29 February completes a year on 1 March in other years (a birthday is reached, never anticipated).
    public func age(bornOn birth: Day) -> (years: Int, months: Int)? {
        guard self >= birth else { return nil }
        let b = birth.parts
        let t = parts
        let months = (t.year - b.year) * 12 + t.month - b.month - (t.day < b.day ? 1 : 0)
        return (months / 12, months % 12)
    }

    /// Whole years lived on this day; nil before birth.
    public func years(since birth: Day) -> Int? { age(bornOn: birth)?.years }
}
