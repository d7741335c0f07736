import Casework

/// Of records that are one child (the same originating reference and date of birth), only the one whose event comes first stands: by day,
/// then the weightier outcome, then the higher reference. First-time entrants and reoffending cohorts choose alike.
func onePerIdentity(_ units: [CountedUnit], _ question: Question) -> [CountedUnit] {
    func comes(_ a: CountedUnit, before b: CountedUnit) -> Bool {
        if a.date != b.date { return a.date < b.date }
        let weights = [a, b].map { unit in
            unit.dimensions["outcome"].map { weight(of: $0, question.reference.tiers[$0]) } ?? 0
        }
        return weights[0] != weights[1] ? weights[0] > weights[1] : a.ref > b.ref
    }
    var first: [String: CountedUnit] = [:]
    for unit in units where unit.excluded == nil {
        guard let identity = unit.identity else { continue }
        if let rival = first[identity], comes(rival, before: unit) { continue }
        first[identity] = unit
    }
    return units.map { unit in
        guard unit.excluded == nil, let identity = unit.identity, first[identity]?.id != unit.id else { return unit }
        return unit.left(out: .sameChild)
    }
}

extension Exclusion {
    static let sameChild = Exclusion("same_child", "Another record with the same originating reference and date of birth came first.")
}

extension Child {
    /// What makes two records one child: the originating reference with the date of birth; nil when they identify nobody.
    var identity: String? {
        guard let ref = originatingRef, let dateOfBirth, !ref.isEmpty, !ref.contains(where: \.isWhitespace), ref.uppercased() != "N/A"
        else {
            return nil
        }
        return "\(dateOfBirth.number) \(ref)"
    }
}
