import Casework

extension Proceeding {
    /// Why it cannot be a child's first caution or sentence (regulation.md §1.4). Residence is left for after the choice of the first.
    var whyNotFirst: Exclusion? {
        if !isSubstantive { return .notSubstantive }
        if isSetAside { return .appeal }
        if let why = Proceeding.outside(10...17, ageAtArrest) { return why }
        return firstHearing == nil ? nil : Proceeding.outside(0...17, ageAtFirstHearing)
    }
}

extension [Proceeding] {
    /// The first caution or sentence, wherever the child lived then.
    var firstSubstantive: Proceeding? { filter { $0.whyNotFirst == nil }.min { $0.comes(before: $1) } }
}

extension CaseFile {
    /// The outcome that is the child's first caution or sentence, as first-time entrants are counted (regulation.md §1.4, steps 2 to 5).
    public func firstSubstantiveOutcome(_ reference: Reference) -> RecordID? { proceedings(reference).firstSubstantive?.outcome.id }
}

extension Reference {
    /// An outcome's place in the order of weight (regulation.md §2.6): 1 is custody, 7 diversion, 8 none of these.
    public func rank(of outcome: String) -> Int { 8 - weight(of: outcome, tiers[outcome]) }
}
