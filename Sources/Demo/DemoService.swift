import Casework

/// One record with its identity and reference.
public struct DemoEntry<Value: Sendable>: Sendable {
    public let id: RecordID
    public let ref: String
    public let value: Value
}

/// One record of a child's file. Links are by `RecordID` and point at a record earlier in the list, a child made earlier, or staff.
public struct DemoRecord: Sendable {
    public let id: RecordID
    public let ref: String
    /// The day the service would first have written it; the record itself stands as it is known on the service's last day.
    public let recordedOn: Day
    public let record: any RecordKind
}

/// A made-up child with everything on the file, in the order it was written.
public struct DemoChild: Sendable {
    public let id: RecordID
    public let ref: String
    public let recordedOn: Day
    public let child: Child
    public let records: [DemoRecord]

    /// The file's records of one kind.
    public func all<R: RecordKind>(_ type: R.Type) -> [DemoEntry<R>] {
        records.compactMap { record in
            (record.record as? R).map { DemoEntry(id: record.id, ref: record.ref, value: $0) }
        }
    }
}

/// Sandholme: a made-up youth justice service and its made-up children, calibrated on published tables (`DemoCalibration`).
///
/// Pure: the same arguments give the same records, identities included, on every machine. Children are made one at a time when they are
/// asked for and not kept, so a service of a hundred thousand takes no more memory than one of ten.
public struct DemoService: Sendable {
    public static let code = "SANDHOLME"
    public static let title = "Sandholme Youth Justice Service"

    public let serviceCode = DemoService.code
    public let options: Options
    public let staff: [DemoStaff]
    public let areas: [DemoEntry<Area>]
    public let populations: [DemoEntry<Population>]
    public let comparators: [DemoEntry<Comparator>]
    public let postcodes: [DemoEntry<Postcode>]

    /// How large and of what.
    public struct Options: Sendable, Hashable {
        public var children: Int
        public var years: Int
        public var seed: UInt64
        /// The service's last day: nothing is dated after it but reviews and appointments to come.
        public var through: Day
        /// Mean number of contacts on a child's file.
        public var contactsPerChild: Double
        public var staff: Int
        /// When set, child 1 has exactly so many contacts.
        public var contactsOfFirstChild: Int?

        /// The day the first child arrives at the earliest.
        public var from: Day { through.adding(months: -12 * max(1, years)) }
        /// Children aged 10-17 living in Sandholme: as many as make its rates those of the tables.
        public var population: Int {
            Int(
                (Double(children) / Double(max(1, years)) * DemoCalibration.populationPerYearlyChild)
                    .rounded())
        }
        /// Whether the cast of particular children (`DemoCast`) has room among the others.
        var hasCast: Bool { children >= 40 }
    }

    /// Makes the service; the children are made as they are asked for.
    ///
    /// `./run` uses 400 children over 4 years, who come from a population of about 24,500. Benchmarks raise `children` to 100,000, or
    /// `contactsPerChild` to 50 for a million contacts of 20,000 children.
    public static func make(
        children: Int, years: Int, seed: UInt64, through: Day, contactsPerChild: Double = 12,
        staff: Int = 24,
        contactsOfFirstChild: Int? = nil
    ) -> DemoService {
        DemoService(
            Options(
                children: children, years: years, seed: seed, through: through,
                contactsPerChild: contactsPerChild, staff: staff,
                contactsOfFirstChild: contactsOfFirstChild))
    }

    public init(_ options: Options) {
        self.options = options
        var dice = Dice(seed: options.seed, stream: 0, purpose: 1)
        let opening = options.from - 30
        staff = Staffing.make(options.staff, from: opening, &dice)
        var areas = Published.areas(&dice, on: opening)
        populations =
            Published.populations(&dice, on: opening)
            + Sandholme.populations(
                options.population, from: options.from.year - 1, to: options.through.year, &dice,
                on: opening)
        let family = Published.comparators(&dice, on: opening)
        postcodes = Sandholme.postcodes(&dice, on: opening)
        team = Staffing.Team(staff)
        comparators = family + PublishedOffences.comparators(&dice, on: opening)
        areas.append(PublishedOffences.nation(&dice, on: opening))
        self.areas = areas
    }

    let team: Staffing.Team

    /// Every sitting of the panel, the next two included.
    public var sittings: [Sitting] { Sitting.all(options, team) }

    /// The management board's attendance.
    public var board: [DemoEntry<BoardAttendance>] { BoardMeetings.all(options) }

    /// Who is or was a member of it.
    public var boardMembers: [DemoEntry<BoardMember>] { BoardMeetings.members(options) }

    /// What may be shared with whom.
    public var agreements: [DemoEntry<Agreement>] { Agreements.all(options) }

    /// The budget and staffing forms of each financial year.
    public var resources: [DemoEntry<Resource>] { Resources.all(options) }

    /// The duty rota, a week each, over the last and the next two months.
    public var duties: [DemoEntry<Duty>] {
        let all = team.deliveryWorkers + team.caseManagers
        var day = options.through - 56
        while day.weekdayNumber != 1 { day = day + 1 }
        return (0..<16).compactMap { week in
            guard !all.isEmpty else { return nil }
            var duty = Duty()
            (duty.staff, duty.startDate, duty.endDate) = (all[week % all.count], day + 7 * week, day + 7 * week + 6)
            var dice = Dice(seed: options.seed, stream: UInt64(week), purpose: 14)
            return DemoEntry(id: dice.id(on: options.from), ref: "duty-\(duty.startDate.iso)", value: duty)
        }
    }

    /// Every child, made when asked for.
    public var children: DemoChildren { DemoChildren(service: self) }

    /// Child `number`, from 1.
    public func child(_ number: Int) -> DemoChild { Journey.make(number, of: self) }
}

/// A service's children in order, each made anew whenever it is asked for.
public struct DemoChildren: RandomAccessCollection, Sendable {
    let service: DemoService
    public var startIndex: Int { 0 }
    public var endIndex: Int { service.options.children }
    public subscript(index: Int) -> DemoChild { service.child(index + 1) }
}
