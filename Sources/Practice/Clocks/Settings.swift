import Casework

/// What a local setting is, its default and what it rests on: a row of the settings page and of the documents.
public struct SettingDefinition: Sendable, Equatable {
    /// `clock.missed_contact`: the name its `Setting` record carries.
    public let name: String
    public let title: String
    /// `working days`, `days`, `months`.
    public let unit: String
    public let standard: Int
    public let allowed: ClosedRange<Int>
    public let basis: String
}

/// A service's clocks: what its own settings say, else the default with its basis. None of these is fixed by statute (regulation.md §5.4).
public struct Settings: Sendable {
    private let values: [String: String]

    /// From the settings in force on the day, by name. A value that is no whole number, or out of bounds, counts as not set.
    public init(_ values: [String: String] = [:]) { self.values = values }

    public subscript(_ definition: SettingDefinition) -> Int {
        guard let number = values[definition.name].flatMap({ Int($0.trimmed) }), definition.allowed.contains(number) else {
            return definition.standard
        }
        return number
    }

    /// What is wrong with a value for a setting, in a sentence; nil when it will do.
    public static func refusal(of value: String, for definition: SettingDefinition) -> String? {
        guard let number = Int(value.trimmed), definition.allowed.contains(number) else {
            return "\(definition.title) must be a whole number from \(definition.allowed.lowerBound) to \(definition.allowed.upperBound)."
        }
        return nil
    }

    public static func definition(_ name: String) -> SettingDefinition? { all.first { $0.name == name } }

    public static let notice = SettingDefinition(
        name: "clock.notice", title: "How long before its day a task is shown", unit: "days", standard: 14, allowed: 0...90,
        basis: "Local standard: no source gives a number.")
    public static let alertReview = SettingDefinition(
        name: "clock.alert_review", title: "Review of an alert with no review date", unit: "months", standard: 3, allowed: 1...24,
        basis:
            "Local standard, taken from the national guidance on case management: assessment and plan are reviewed at least every 3 months."
    )
    // regulation.md §5.3
    public static let missedContact = SettingDefinition(
        name: "clock.missed_contact", title: "Follow-up of a missed contact", unit: "working days", standard: 1, allowed: 0...20,
        basis: "Local standard, taken from one service's published policy: a missed contact is followed up within 1 working day.")
    // S-DEL-09
    public static let writeUp = SettingDefinition(
        name: "clock.write_up", title: "Writing up a contact", unit: "working days", standard: 2, allowed: 0...20,
        basis: "Local standard: records are clear and up to date. No source gives a number.")
    public static let writeUpShown = SettingDefinition(
        name: "clock.write_up_shown", title: "How long a contact with blank headings is listed", unit: "days", standard: 90,
        allowed: 7...3650, basis: "Local standard: after that it is the audit's to find, not a task for today.")
    // S-TRN-07
    public static let exitPlanning = SettingDefinition(
        name: "clock.exit_planning", title: "Exit planning before a programme ends", unit: "months", standard: 3, allowed: 0...12,
        basis: "Local standard, taken from one service's improvement plan: the exit is planned 3 months before the end of the order.")
    // S-DEL-09
    public static let entryGap = SettingDefinition(
        name: "clock.entry_gap", title: "Longest time without an entry while work is open", unit: "days", standard: 28, allowed: 1...365,
        basis: "Local standard: no long gap between entries. No source gives a number.")
    // regulation.md §5.4
    public static let transition = SettingDefinition(
        name: "clock.transition", title: "Age at which transition to probation is looked at", unit: "months", standard: 210,
        allowed: 192...216,
        basis: "National guidance on case management, how to manage transitions: 17 years 6 months.")
    // S-PEO-02
    public static let characteristics = SettingDefinition(
        name: "clock.characteristics", title: "Asking about protected characteristics", unit: "working days", standard: 10,
        allowed: 0...60, basis: "Local standard: the day of asking is kept. No source gives a number.")
    // S-REF-06
    public static let offenceCategory = SettingDefinition(
        name: "clock.offence_category", title: "Giving an offence its category", unit: "working days", standard: 5, allowed: 0...60,
        basis: "Local standard: the national return and every figure by offence need it.")
    // S-STF-02
    public static let allocation = SettingDefinition(
        name: "clock.allocation", title: "Allocating a referral", unit: "working days", standard: 5, allowed: 0...20,
        basis: "Local standard: fits a weekly allocation meeting.")

    /// Every setting, in the order of the page.
    public static let all = [
        notice, alertReview, missedContact, writeUp, writeUpShown, exitPlanning, entryGap, transition, characteristics, offenceCategory,
        allocation,
    ]

    public var noticeDays: Int { self[Settings.notice] }
    public var alertReviewMonths: Int { self[Settings.alertReview] }
    public var missedContactWorkingDays: Int { self[Settings.missedContact] }
    public var writeUpWorkingDays: Int { self[Settings.writeUp] }
    public var writeUpShownDays: Int { self[Settings.writeUpShown] }
    public var exitPlanningMonths: Int { self[Settings.exitPlanning] }
    public var entryGapDays: Int { self[Settings.entryGap] }
    public var transitionMonths: Int { self[Settings.transition] }
    public var characteristicsWorkingDays: Int { self[Settings.characteristics] }
    public var offenceCategoryWorkingDays: Int { self[Settings.offenceCategory] }
    public var allocationWorkingDays: Int { self[Settings.allocation] }
}
