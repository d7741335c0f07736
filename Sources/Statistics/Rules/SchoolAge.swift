import Casework

/// Statutory school age (RECALLED, regulation.md §2.3, §2.6).
public enum SchoolAge {
    /// The last day of it: the last Friday of June of the school year (September to August) in which the child turns 16.
    static func lastDay(bornOn birth: Day) -> Day {
        let (year, month, _) = birth.adding(months: 16 * 12).parts
        let leaving = Day(year: month >= 9 ? year + 1 : year, month: 6, day: 30) ?? birth
        return leaving - (leaving.weekdayNumber + 2) % 7
    }

    /// Whether a child is of it on a day, that last day included.
    public static func holds(_ day: Day, bornOn birth: Day) -> Bool { day <= lastDay(bornOn: birth) }
}
