import Casework

/// One number with everything needed to trust it (interchange.md §2): what it counts, out of what, who is in it and who was left out by which rule.
public struct Figure: Sendable {
    public let measure: String
    public let part: String
    /// The cell of a breakdown; empty for the whole.
    public let by: [String: String]
    public let counts: Counts
    public var numerator: Double?
    public var denominator: Double?
    /// Unrounded; nil where the denominator is 0 or missing, or the figure cannot be told yet.
    public var value: Double?
    public let unit: FigureUnit
    /// 95 % interval of `value`, where the figure has one.
    public var interval: Interval?
    public let definition: Definition
    /// What the denominator counts; empty where that is a population.
    public var members: [Member]
    /// What the numerator counts.
    public var counted: [Member]
    public var excluded: [LeftOut]
    /// What else a measure says of this figure (`reached`, `so_far`, `matureOn`), by the name files give it.
    public var extras: [String: Extra] = [:]
    /// Sentences to print beside it.
    public var notes: [String] = []

    public init(
        measure: String, part: Part, by: [String: String], counts: Counts, numerator: Double?, denominator: Double? = nil, value: Double?,
        interval: Interval? = nil, definition: Definition, members: [Member] = [], counted: [Member], excluded: [LeftOut]
    ) {
        self.measure = measure
        self.part = part.id
        self.by = by
        self.counts = part.counts ?? counts
        self.numerator = numerator
        self.denominator = denominator
        self.value = value
        unit = part.unit
        self.interval = interval
        self.definition = definition
        self.members = members.inOrder { $0.ref < $1.ref }
        self.counted = counted.inOrder { $0.ref < $1.ref }
        self.excluded = excluded.inOrder(LeftOut.inOrder)
    }
}

/// One of those a figure counts, with the child whose file it is in (for who may open it) and the records that made it count.
public struct Member: Sendable, Hashable {
    public let ref: String
    public let id: RecordID
    /// Unset when the member is no child's.
    public let child: RecordID
    public let childRef: String
    public let evidence: [Evidence]

    /// Whether it is a record of the service itself, of no child.
    public var isOfService: Bool { child == .unset }

    init(_ unit: CountedUnit) {
        ref = unit.ref
        id = unit.id
        child = unit.child
        childRef = unit.childRef
        evidence = unit.evidence
    }

    /// The child of some units, counted once however many of them there are; the units' own evidence is the child's.
    init?(childOf units: [CountedUnit]) {
        guard let first = units.first else { return nil }
        (ref, id) = (first.childRef, first.child)
        (child, childRef) = (first.child, first.childRef)
        var seen: Set<Evidence> = []
        evidence = units.flatMap(\.evidence).filter { seen.insert($0).inserted }
    }

    /// One victim on several records: known by the first of them, with the evidence of all.
    init?(of units: [CountedUnit]) {
        guard let first = units.first else { return nil }
        (ref, id, child, childRef) = (first.ref, first.id, first.child, first.childRef)
        var seen: Set<Evidence> = []
        evidence = units.flatMap(\.evidence).filter { seen.insert($0).inserted }
    }

    /// Records of the service itself, of no child: a sector's attendance at the board.
    init?(service evidence: [Evidence]) {
        guard let first = evidence.first else { return nil }
        (ref, id, child, childRef) = (first.ref, first.id, .unset, "")
        self.evidence = evidence
    }

    /// A record of a unit, counted in its own right (each reoffence of a child).
    init(_ evidence: Evidence, of unit: CountedUnit) {
        ref = evidence.ref
        id = evidence.id
        child = unit.child
        childRef = unit.childRef
        self.evidence = [evidence]
    }
}

/// One left out, and the rule that did it.
public struct LeftOut: Sendable, Hashable {
    public let member: Member
    public let rule: Exclusion

    static func inOrder(_ a: LeftOut, _ b: LeftOut) -> Bool { (a.member.ref, a.rule.token) < (b.member.ref, b.rule.token) }
}

/// A value of an extra key of a figure.
public enum Extra: Sendable, Hashable {
    case number(Double)
    case text(String)
    case day(Day)
}
