import Casework

/// What must hold among a child's homes beyond each one's own fields.
public enum Accommodations {
    /// Never suitable, whoever says so (YJB reporting code, regulation.md §1.3).
    public static let neverSuitable: Set<String> = ["BED_AND_BREAKFAST", "NO_FIXED_ABODE", "NOT_KNOWN"]

    /// What is wrong with a home as it is written here, in the light of the child's others.
    public static func problems(_ home: Accommodation, among others: [Accommodation]) -> [Problem] {
        var found: [Problem] = []
        if home.startDate == nil { found.append(Problem(field: "start_date", message: "Enter the day from which the child lives there.")) }
        if home.suitability == nil {
            found.append(
                Problem(field: "suitability", message: "Say whether it suits the child. “Not known” counts as not suitable."))
        }
        if home.suitability == "SUITABLE", home.type.map(neverSuitable.contains) ?? false {
            found.append(
                Problem(field: "suitability", message: "Bed and breakfast, no fixed abode and a place nobody knows are never suitable."))
        }
        if home.primary == true, let other = others.first(where: { $0.primary == true && overlap($0, home) }) {
            let span = "\(other.startDate?.words ?? "a day not known") to \(other.endDate?.words ?? "now")"
            found.append(
                Problem(
                    field: "primary",
                    message: "Another home is the main one from \(span). End that one first, or answer no: a child has one main home."))
        }
        return found
    }
}

/// Whether two spells share a day.
public func overlap(_ a: some Spell, _ b: some Spell) -> Bool {
    func isBefore(_ end: Day?, _ start: Day?) -> Bool {
        guard let end, let start else { return false }
        return end < start
    }
    return !isBefore(a.endDate, b.startDate) && !isBefore(b.endDate, a.startDate)
}
