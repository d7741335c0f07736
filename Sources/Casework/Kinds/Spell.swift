/// What lasts from a day to a day: a home, a school, a status. A blank start is not known; a blank end still runs.
public protocol Spell: RecordKind {
    var startDate: Day? { get }
    var endDate: Day? { get }
}

extension Spell {
    /// Whether it covers a day, both ends included.
    public func isActive(on day: Day) -> Bool { (startDate ?? day) <= day && (endDate.map { day <= $0 } ?? true) }
}
