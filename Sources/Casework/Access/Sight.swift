/// Sorts of values somebody may see, as one number: it is asked for every field of every query, and tells which questions two people share.
public struct Sight: Sendable, Hashable {
    private let bits: UInt32

    /// Every sort there is: the program's own.
    public static let everything = Sight(Set(Sensitivity.allCases))

    public init(_ sorts: Set<Sensitivity>) { bits = sorts.reduce(0) { $0 | $1.bit } }

    public func contains(_ sort: Sensitivity) -> Bool { bits & sort.bit != 0 }
}

extension Sensitivity {
    fileprivate var bit: UInt32 {
        switch self {
        case .identity: 1
        case .characteristics: 1 << 1
        case .whereabouts: 1 << 2
        case .offending: 1 << 3
        case .casework: 1 << 4
        case .health: 1 << 5
        case .selfAssessment: 1 << 6
        case .safeguarding: 1 << 7
        case .intelligence: 1 << 8
        case .victim: 1 << 9
        case .reference: 1 << 10
        case .workforce: 1 << 11
        case .secret: 1 << 12
        case .concern: 1 << 13
        }
    }
}
