extension Day {
    /// The day that stands for "no end" in `Listing.openUntil`, so that lists can compare one column.
    public static let open = Day(year: 2999, month: 12, day: 31) ?? Day(number: Int.max)

    /// The day someone born on this day has lived so many months: a day the month lacks is reached on the first of the next
    /// (the same reading as `Day.age`).
    public func reaching(months: Int) -> Day {
        let day = adding(months: months)
        return day.parts.day == parts.day ? day : day + 1
    }
}

/// The stretches of work on a child's file: from these come open, closed and since when. Needs the fields in `Work.needs`.
public struct Work: Sendable {
    /// Each stretch, `until` being `Day.open` while it has no end, in order of start. A start nobody wrote down is nil.
    public let stretches: [(from: Day?, until: Day)]

    public static let needs: [Need] = [
        Need(Programme.self, "start_date", "end_date"),
        Need(Referral.self, "received_date", "closed_date", "decision_date", "accepted"),
    ]

    public init(_ file: CaseFile) {
        var found = file[Programme.self].map { (from: $0.startDate, until: $0.endDate ?? .open) }
        for referral in file[Referral.self] where referral.receivedDate != .unset {
            // A declined referral is no work, whether or not somebody also closed it.
            let declined = referral.accepted == false ? referral.decisionDate ?? referral.receivedDate : nil
            found.append((from: referral.receivedDate, until: referral.closedDate ?? declined ?? .open))
        }
        stretches = found.sorted { ($0.from ?? $0.until, $0.until) < ($1.from ?? $1.until, $1.until) }
    }

    /// The last day of any work; `Day.open` while some has no end; nil when there never was any.
    public var openUntil: Day? { stretches.map(\.until).max() }

    /// The last day of any work, nil while some has no end: until when a task of open work is shown.
    public var lastDay: Day? { openUntil.flatMap { $0 == .open ? nil : $0 } }

    /// Whether work runs on a day.
    public func isOpen(on day: Day) -> Bool { stretches.contains { ($0.from ?? day) <= day && day <= $0.until } }

    /// Whether any work ends on a day or after it: what a task due then asks before it is given.
    public func reaches(_ day: Day) -> Bool { openUntil.map { day <= $0 } ?? false }

    /// When the work that ends last began, its parts joined where no day lies between them.
    public var latestStart: Day? {
        var start: Day?
        var until: Day?
        for stretch in stretches {
            guard let from = stretch.from else { continue }
            if let last = until, from <= last + 1 {
                until = max(last, stretch.until)
            } else {
                start = from
                until = stretch.until
            }
        }
        return start
    }
}
