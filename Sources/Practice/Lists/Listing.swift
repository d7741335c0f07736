import Casework

/// An alert as a list shows it.
public struct ListedAlert: Sendable, Hashable {
    /// Token of the code list `alert`.
    public let type: String
    public let from: Day
    /// Nil while it has no end.
    public let to: Day?

    public init(type: String, from: Day, to: Day?) {
        self.type = type
        self.from = from
        self.to = to
    }
}

/// What lists show of a child: one row, made from the file and thrown away at will. It never says open or overdue, only dates,
/// so that it stays true as days pass.
public struct Listing: Sendable, Equatable {
    /// The name to use, or "Name not known".
    public let name: String
    /// Family name then given name, folded, two spaces between (so that "smith  zoe" stands before "smith jones  adam");
    /// "~" when no name is known, after all others. Compare by bytes.
    public let sortKey: String
    public let dateOfBirth: Day?
    /// The case manager, else whoever covers or delivers.
    public let worker: RecordID?
    /// Last day of that allocation; nil when it has no end.
    public let workerUntil: Day?
    /// Locality team of the home.
    public let locality: String?
    /// `Day.open` (31 December 2999) while a programme has no end or a referral no close; else the last day of work; nil if there never was any.
    public let openUntil: Day?
    /// By start, then type; ended ones too: a list shows those that run on its day.
    public let alerts: [ListedAlert]
    /// The latest day the child was seen, spoken or written to.
    public let lastContact: Day?
    /// The earliest day a task is due; nil when none is.
    public let nextDue: Day?

    /// Kinds and fields it reads (tasks apart: `Tasks.needs`).
    public static let needs: [Need] =
        [
            Need(Child.self, "given_name", "family_name", "known_as", "date_of_birth", "home_postcode"),
            Need(Allocation.self, "staff", "part", "start_date", "end_date"),
            Need(HomeAddress.self, "postcode", "start_date", "end_date"),
            Need(Alert.self, "type", "start_date", "end_date"),
            Need(Contact.self, "at", "attendance", "planned"),
        ] + Work.needs

    /// The day chooses only the allocation and address that count: the latest started by then, else the latest there is.
    public init(_ file: CaseFile, places: Places, on day: Day, tasks: [Task] = []) {
        let child = file.child.value
        let given = Names.fold(child.givenName ?? child.knownAs ?? "")
        let family = Names.fold(child.familyName ?? "")
        name = child.nameUsed.trimmed.isEmpty ? "Name not known" : child.nameUsed
        sortKey = given.isEmpty && family.isEmpty ? "~" : family + "  " + given
        dateOfBirth = child.dateOfBirth
        let held = Workers.current(file[Allocation.self].map(\.value), on: day)
        worker = held?.staff
        workerUntil = held?.endDate
        let postcode = Moves.current(file[HomeAddress.self].map(\.value), on: day)?.postcode ?? child.homePostcode
        locality = postcode.flatMap { places.place(of: $0)?.locality }
        openUntil = Work(file).openUntil
        alerts = file[Alert.self].map { ListedAlert(type: $0.type, from: $0.startDate, to: $0.endDate) }
            .sorted { ($0.from, $0.type) < ($1.from, $1.type) }
        lastContact = file[Contact.self].filter { $0.value.tookPlace }.map { $0.at.londonDay }.max()
        nextDue = tasks.map(\.dueOn).min()
    }
}

extension Contact {
    /// Whether the contact happened, as far as was written down: attended, or unplanned with nothing to attend (a call, a message).
    /// A planned contact nobody has marked yet is an appointment.
    public var tookPlace: Bool { attendance.map { $0 == "ATTENDED" } ?? (planned != true) }
}

/// Who holds a child's case on a day.
public enum Workers {
    private static let parts = ["CASE_MANAGER", "COVERING", "DELIVERY_WORKER"]

    /// The allocation that counts: by part, the case manager before others; within a part the latest started by the day, else the latest there is.
    /// One that has ended by the day gives way to another part's that runs.
    public static func current(_ allocations: [Allocation], on day: Day) -> Allocation? {
        let latest = parts.compactMap { part in latestStarted(allocations.filter { $0.part == part }, on: day) { $0.startDate } }
        return latest.first { $0.isActive(on: day) } ?? latest.first
    }
}

/// The latest started on or before a day, else the latest of all; an unknown start counts as earliest.
func latestStarted<T>(_ items: [T], on day: Day, start: (T) -> Day?) -> T? {
    func from(_ item: T) -> Day { start(item) ?? Day(number: .min) }
    return items.filter { from($0) <= day }.max { from($0) < from($1) } ?? items.max { from($0) < from($1) }
}
