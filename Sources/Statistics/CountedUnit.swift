import Casework

/// What a case file gives one measure to count: a child, an outcome, an offence. Also what its drill-down shows.
public struct CountedUnit: Sendable {
    /// The reference and record of what is counted: what member lists carry.
    public let ref: String
    public let id: RecordID
    public let child: RecordID
    public let childRef: String
    /// The day that places it in a period.
    public var date: Day
    /// Breakdown key to value.
    public var dimensions: [String: String]
    /// What is true of it, by names of the measure's own; most are the parts whose numerator it is in.
    public var marks: Set<String>
    /// The records that made it count.
    public var evidence: [Evidence]
    /// Records that might have played a part and did not, each with the rule that left it out.
    public var setAside: [RecordLeftOut] = []
    /// What tells that two files are one child, where a measure counts such a child once.
    public var identity: String?
    /// The rule that leaves it out, or nil when it counts.
    public var excluded: Exclusion?

    public init<R: RecordKind>(
        _ entry: Entry<R>, in file: CaseFile, on date: Day, dimensions: [String: String] = [:], marks: Set<String> = [],
        evidence: [Evidence] = [], excluded: Exclusion? = nil
    ) {
        ref = entry.ref
        id = entry.id
        child = file.child.id
        childRef = file.child.ref
        self.date = date
        self.dimensions = dimensions
        self.marks = marks
        self.evidence = evidence
        self.excluded = excluded
    }

    /// A record of the service itself, of no child: a place at a board meeting.
    init<R: RecordKind>(
        service entry: Entry<R>, on date: Day, dimensions: [String: String], marks: Set<String>, excluded: Exclusion?
    ) {
        ref = entry.ref
        id = entry.id
        child = .unset
        childRef = ""
        self.date = date
        self.dimensions = dimensions
        self.marks = marks
        evidence = [Evidence("place", entry)]
        self.excluded = excluded
    }

    /// The same unit, left out by a rule.
    func left(out rule: Exclusion) -> CountedUnit {
        var unit = self
        unit.excluded = rule
        return unit
    }
}

/// A record that made a unit count, and the part it played: `index`, `reoffence`.
public struct Evidence: Sendable, Hashable {
    public let role: String
    /// The record kind's name.
    public let kind: String
    public let id: RecordID
    public let ref: String

    public init<R: RecordKind>(_ role: String, _ entry: Entry<R>) {
        self.role = role
        kind = R.kind.name
        id = entry.id
        ref = entry.ref
    }
}

/// A record that might have played a part in a unit, left out by a rule: an offence that is no reoffence.
public struct RecordLeftOut: Sendable, Hashable {
    /// With the part it would have played.
    public let evidence: Evidence
    public let rule: Exclusion
}

/// A rule that leaves something out: a token for files and a plain sentence for people.
public struct Exclusion: Sendable, Hashable {
    public let token: String
    public let sentence: String

    public init(_ token: String, _ sentence: String) {
        self.token = token
        self.sentence = sentence
    }

    // Shared by several measures; one that only one measure has stands in its file.
    public static let deleted = Exclusion("deleted", "The child's record was withdrawn as made in error.")
    public static let notSubstantive = Exclusion(
        "not_substantive", "The outcome is neither a caution nor a sentence (diversion, no further action or dismissed).")
    public static let appeal = Exclusion("appeal", "The outcome was changed or set aside on appeal.")
    public static let age = Exclusion("age", "The child was not aged 10 to 17 at the time the rule looks at.")
    public static let ageNotKnown = Exclusion("age_not_known", "The date of birth, or the dates of arrest and offence, are not recorded.")
    public static let noTier = Exclusion("no_tier", "The outcome is in no tier (no further action, dismissed, discontinued).")
    public static let provenEarlier = Exclusion("proven_earlier", "The offence was proven by an earlier outcome, before the period.")
    public static let livedElsewhere = Exclusion("lived_elsewhere", "The child lived in another area on the day of the outcome.")
}
