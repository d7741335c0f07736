/// Where the own service stands in its family in one period.
public struct FamilyRank: Sendable, Hashable {
    /// 1 for the lowest value (or the highest, if asked for so). Services with equal values share the better place.
    public let position: Int
    /// How many services were ranked, the own one among them.
    public let of: Int
    public let tiedWith: [String]
    public let leftOut: [Family.LeftOut]
    /// Whether rounded printed values had to be used because some area's number or base is not printed. Ties are then only apparent.
    public let usesPrintedValues: Bool
    public let sentence: String
}

extension Family {
    /// The own service's rank in one period, by unrounded values; by printed ones when no area has number and base.
    ///
    /// Nil when the own service has no value in that period.
    public func rank(period: Int, lowestFirst: Bool = true) -> FamilyRank? {
        guard let year = only(period), let rows = year.periods.first else { return nil }
        let usesPrinted = rows.allSatisfy { $0.parts == nil }
        func value(_ row: Published) -> Double? { usesPrinted ? row.valuePrinted?.value : row.value }

        var values: [(area: String, value: Double)] = []
        var leftOut: [LeftOut] = []
        for area in year.areaNames {
            if let row = row(area, in: rows), let value = value(row) {
                values.append((area, value))
            } else {
                leftOut.append(LeftOut(area: area, reason: "no value to rank in \(rows.first?.period.label ?? "this period")"))
            }
        }
        guard let mine = values.first(where: { $0.area == own }), let unit = rows.first?.unit else { return nil }
        func equal(_ other: Double) -> Bool { abs(other - mine.value) <= 1e-9 * max(1, abs(mine.value)) }
        let better = values.filter { !equal($0.value) && (lowestFirst ? $0.value < mine.value : $0.value > mine.value) }
        let tied = values.filter { $0.area != own && equal($0.value) }.map(\.area)

        let nth = better.isEmpty ? "" : ordinal(better.count + 1) + " "
        let place = "\(tied.isEmpty ? "" : "joint ")\(nth)\(lowestFirst ? "lowest" : "highest") of \(values.count)"
        let ties = tied.isEmpty ? "" : ", with \(Plain.list(tied))"
        let basis = usesPrinted ? " By printed, rounded values: equal ones may differ." : ""
        let out = leftOut.isEmpty ? "" : " Not ranked: \(Plain.list(leftOut.map(\.area)))."
        return FamilyRank(
            position: better.count + 1, of: values.count, tiedWith: tied, leftOut: leftOut, usesPrintedValues: usesPrinted,
            sentence: "\(own) is \(place) (\(Plain.number(mine.value, decimals: 1))\(unit.words))\(ties).\(basis)\(out)")
    }
}

/// "1st", "2nd", "3rd", "11th".
private func ordinal(_ number: Int) -> String {
    let teens = (11...13).contains(number % 100)
    switch number % 10 {
    case 1 where !teens: return "\(number)st"
    case 2 where !teens: return "\(number)nd"
    case 3 where !teens: return "\(number)rd"
    default: return "\(number)th"
    }
}
