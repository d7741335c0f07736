import Casework

/// How long a programme may run and how long it has left (S-OOC-13): out-of-court work is brief, and running on needs a reason.
public struct ProgrammeLength: Sendable, Equatable {
    /// The last day its disposal allows; nil when it sets none.
    public let longest: Day?
    /// The day agreed, else the usual one.
    public let endBy: Day?
    /// To `endBy`, negative once it is past; nil when the programme has ended or has no end.
    public let daysLeft: Int?
    /// Whether it runs, or ran, past the longest day without a reason.
    public let needsReason: Bool
    /// What is wrong, in sentences.
    public let warnings: [String]

    /// Why a start to come cannot be: contacts, review and end are counted from it, so it is planned for weeks and not for months. Nil when it can.
    public static func refusal(start: Day, on today: Day) -> String? {
        start <= today + 28 ? nil : "That is more than four weeks away, and its clocks would run from then: start it when its day is near."
    }

    /// Why a planned end cannot be: a programme takes more than a day. Nil when it can.
    public static func refusal(start: Day, end: Day) -> String? {
        end > start ? nil : "The programme starts on \(start.words): give a later day to end by."
    }

    public init(_ programme: Programme, type: DisposalType?, on day: Day) {
        func after(_ weeks: Int?) -> Day? { programme.startDate.flatMap { start in weeks.map { start + $0 * 7 } } }
        longest = after(type?.mostWeeks)
        endBy = programme.latestEnd ?? after(type?.weeks ?? type?.mostWeeks)
        let hasEnded = programme.endDate.map { $0 <= day } ?? false
        daysLeft = hasEnded ? nil : endBy.map { $0 - day }
        let last = programme.endDate ?? max(endBy ?? day, day)
        let isOver = longest.map { last > $0 } ?? false
        needsReason = isOver && programme.extensionReason == nil
        var warnings: [String] = []
        let limit = longest.map { "\($0.words), the longest this disposal allows (\((type?.mostWeeks ?? 0).counted("week")))" } ?? ""
        if needsReason {
            warnings.append(
                hasEnded
                    ? "It ran past \(limit), and no reason is given."
                    : day > (longest ?? day)
                        ? "It has run past \(limit). End it, or say why it runs on."
                        : "It is planned to run past \(limit). Bring the end forward, or say why.")
        } else if let daysLeft, daysLeft < 0, let endBy {
            warnings.append("It was to end by \(endBy.words), \((-daysLeft).counted("day")) ago.")
        }
        self.warnings = warnings
    }
}

/// What came of the appointments of a programme.
public struct AttendanceSummary: Sendable, Equatable {
    public var planned = 0
    public var attended = 0
    public var missed = 0
    /// Of those missed.
    public var withoutReason = 0
    public var cancelled = 0
    public var toCome = 0
    /// Planned, past, and nobody has said what came of it.
    public var unmarked = 0
    /// Weeks of the programme so far, and in how many of them the child was seen or spoken with (S-OOC-12: weekly contacts).
    public var weeks = 0
    public var weeksSeen = 0

    public init(_ contacts: [Contact], from start: Day?, to end: Day?, at now: Instant) {
        for contact in contacts where contact.planned == true || contact.attendance != nil {
            planned += 1
            switch contact.attendance {
            case "ATTENDED": attended += 1
            case "MISSED_ACCEPTABLE": missed += 1
            case "MISSED_UNACCEPTABLE": (missed, withoutReason) = (missed + 1, withoutReason + 1)
            case "CANCELLED": cancelled += 1
            default: if contact.at > now { toCome += 1 } else { unmarked += 1 }
            }
        }
        guard let start else { return }
        let last = min(end ?? now.londonDay, now.londonDay)
        guard last >= start else { return }
        weeks = (last - start) / 7 + 1
        let seen = contacts.filter { $0.attendance == "ATTENDED" && (start...last).contains($0.at.londonDay) }
        weeksSeen = Set(seen.map { ($0.at.londonDay - start) / 7 }).count
    }
}
