/// Why figures may not be set side by side. Comparators never mix periods, measures or units. (S-PER-08)
public enum MixedFigures: Error, Sendable, Hashable {
    case areas(String, String)
    case measures(String, String)
    case units(String, String)
    case periods(String, String)

    public var sentence: String {
        switch self {
        case .areas(let a, let b): "The figures are for two areas: \(a) and \(b)."
        case .measures(let a, let b): "The figures are of two measures: \(a) and \(b)."
        case .units(let a, let b): "The figures of \(a) and of \(b) are in different units."
        case .periods(let a, let b): "The figures are for two periods: \(a) and \(b)."
        }
    }
}

extension Published {
    /// Throws when two figures are not of one measure and one unit.
    func mustMatch(_ other: Published) throws(MixedFigures) {
        if measure != other.measure { throw .measures(measure, other.measure) }
        if unit != other.unit { throw .units(area, other.area) }
    }

    /// Two prints of one figure that do not agree: same area, measure and period, another number, base or value.
    public struct Disagreement: Sendable, Hashable {
        public let first: Published
        public let second: Published
        public let sentence: String
    }

    /// Every pair among `figures` that prints one figure in two ways, in the order given. (S-PER-16)
    ///
    /// A part that only one of the two prints is no disagreement.
    public static func disagreements(among figures: [Published]) -> [Disagreement] {
        var found: [Disagreement] = []
        for (index, first) in figures.enumerated() {
            for second in figures[(index + 1)...]
            where second.area == first.area && second.measure == first.measure && second.period == first.period && second.unit == first.unit
            {
                let differences = [
                    differs(first.numerator, second.numerator, "number"), differs(first.denominator, second.denominator, "base"),
                    differs(first.valuePrinted?.value, second.valuePrinted?.value, "value"),
                ].compactMap { $0 }
                guard !differences.isEmpty else { continue }
                let sentence =
                    "\(first.area), \(first.measure), \(first.period.label): \(differences.joined(separator: "; "))."
                    + " \(first.source) against \(second.source)."
                found.append(Disagreement(first: first, second: second, sentence: sentence))
            }
        }
        return found
    }

    private static func differs(_ first: Double?, _ second: Double?, _ what: String) -> String? {
        guard let first, let second, first != second else { return nil }
        return "\(what) \(Plain.number(first)) and \(Plain.number(second))"
    }
}
