import Casework

/// One time somebody opened a page of a child's file, as the access log has it.
public struct FileView: Sendable {
    public let at: Instant
    public let staff: RecordID
    public let child: RecordID
    /// Why the file was open: a `Relation`'s token, or `role`.
    public let ground: String

    public init(at: Instant, staff: RecordID, child: RecordID, ground: String) {
        self.at = at
        self.staff = staff
        self.child = child
        self.ground = ground
    }
}

/// What of a person tells whether they may be family or neighbours of another.
public struct Household: Sendable {
    public var familyName: String?
    public var postcode: String?

    public init(familyName: String?, postcode: String?) {
        self.familyName = familyName
        self.postcode = postcode
    }

    /// From one name of several words: the last is the family's.
    public init(name: String, postcode: String?) {
        self.init(familyName: name.split(separator: " ").last.map(String.init), postcode: postcode)
    }
}

/// Ways of opening files that a manager should ask about. None of them is a fault by itself (S-INF-11).
public enum UnusualPattern: String, CaseIterable, Sendable {
    case ownFamily = "own_family"
    case neighbour
    case manyFiles = "many_files"
    case outOfHours = "out_of_hours"
    case noTie = "no_tie"

    public var title: String {
        switch self {
        case .ownFamily: "Same family name as the child"
        case .neighbour: "Same postcode as the child"
        case .manyFiles: "Many more files than usual in one day"
        case .outOfHours: "Out of hours and not on duty"
        case .noTie: "Many files without a tie to the child"
        }
    }
}

/// One person's day that fits a pattern.
public struct UnusualViews: Sendable, Equatable {
    public let pattern: UnusualPattern
    public let staff: RecordID
    public let day: Day
    /// The children whose files were opened in this way, in order of their ids.
    public let children: [RecordID]
    public let views: Int
}

/// What counts as unusual; each number is a setting with its basis.
public struct UnusualThresholds: Sendable {
    public var manyFiles: Int
    public var manyPercent: Int
    public var fromHour: Int
    public var toHour: Int
    public var withoutTie: Int

    public init(_ settings: Settings = Settings()) {
        manyFiles = settings[Settings.manyFiles]
        manyPercent = settings[Settings.manyFilesPercent]
        fromHour = settings[Settings.hoursFrom]
        toHour = settings[Settings.hoursTo]
        withoutTie = settings[Settings.withoutTie]
    }
}

extension UnusualViews {
    /// The days that fit a pattern, newest first.
    ///
    /// - Parameters:
    ///   - staff: what is known of everybody who opened a file; a person not in it fits neither family nor neighbour.
    ///   - children: the same of the children.
    ///   - onDuty: whether a person was on the duty rota of a day: out of hours is their work then.
    ///   - casework: whose role stands in a relation to children at all; managers and business support serve every child.
    public static func find(
        _ views: [FileView], staff: [RecordID: Household], children: [RecordID: Household], casework: Set<RecordID>,
        onDuty: (RecordID, Day) -> Bool, _ thresholds: UnusualThresholds
    ) -> [UnusualViews] {
        var found: [UnusualViews] = []
        let people = Dictionary(grouping: views, by: \.staff)
        for (person, all) in people {
            let days = Dictionary(grouping: all, by: \.at.londonDay)
            let counts = days.mapValues { Set($0.map(\.child)).count }
            func add(_ pattern: UnusualPattern, _ day: Day, _ some: [FileView]) {
                guard !some.isEmpty else { return }
                found.append(
                    UnusualViews(
                        pattern: pattern, staff: person, day: day, children: Set(some.map(\.child)).sorted(), views: some.count))
            }
            for (day, seen) in days {
                add(.ownFamily, day, seen.filter { sameName(staff[person], children[$0.child]) })
                add(.neighbour, day, seen.filter { samePostcode(staff[person], children[$0.child]) })
                let others = counts.filter { $0.key != day }.values.sorted()
                if let count = counts[day], isMany(count, usual: others, thresholds) { add(.manyFiles, day, seen) }
                if !onDuty(person, day) { add(.outOfHours, day, seen.filter { isOutOfHours($0.at, thresholds) }) }
                let untied = seen.filter { $0.ground == "role" }
                if casework.contains(person), Set(untied.map(\.child)).count >= thresholds.withoutTie { add(.noTie, day, untied) }
            }
        }
        return found.sorted { ($1.day, $0.pattern.rawValue, $0.staff) < ($0.day, $1.pattern.rawValue, $1.staff) }
    }

    static func sameName(_ a: Household?, _ b: Household?) -> Bool {
        guard let a = a?.familyName.map(Names.fold), let b = b?.familyName.map(Names.fold), !a.isEmpty else { return false }
        return a == b
    }

    static func samePostcode(_ a: Household?, _ b: Household?) -> Bool {
        guard let a = a?.postcode.map(Names.bare), let b = b?.postcode.map(Names.bare), !a.isEmpty else { return false }
        return a == b
    }

    /// At least the number set, and at least so many per cent of the median of the person's other days; without other days the number alone.
    static func isMany(_ count: Int, usual others: [Int], _ thresholds: UnusualThresholds) -> Bool {
        guard count >= thresholds.manyFiles else { return false }
        guard !others.isEmpty else { return true }
        return count * 100 >= others[others.count / 2] * thresholds.manyPercent
    }

    /// On a weekend or bank holiday, or before or after the hours set, in London.
    static func isOutOfHours(_ at: Instant, _ thresholds: UnusualThresholds) -> Bool {
        let hour = Int(at.londonTime.prefix(2)) ?? 0
        return !WorkingDays.isWorking(at.londonDay) || hour < thresholds.fromHour || hour >= thresholds.toHour
    }
}
