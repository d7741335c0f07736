import Casework

/// Whether a child is of compulsory school age (S-PEO-07), which decides what full time means.
public enum SchoolAge: Sendable, Equatable {
    case school, post16

    /// The last Friday in June of the school year (1 September to 31 August) in which the child turns 16
    /// (Education Act 1996 s. 8 and the School Leaving Date Order 1997; RECALLED, regulation.md §2.3).
    public static func leavingDay(bornOn birth: Day) -> Day {
        let sixteen = birth.adding(months: 16 * 12).parts
        let year = sixteen.month >= 9 ? sixteen.year + 1 : sixteen.year
        var day = Day(year: year, month: 6, day: 30) ?? birth
        while day.weekdayNumber != 5 { day = day - 1 }
        return day
    }

    public init(bornOn birth: Day, on day: Day) { self = day <= SchoolAge.leavingDay(bornOn: birth) ? .school : .post16 }

    public var title: String { self == .school ? "Of school age" : "Above school age" }

    /// Hours a week that count as full time: 25 of school age, 16 above it (regulation.md §2.3, VERIFIED).
    public var fullTimeHours: Int { self == .school ? 25 : 16 }
}
