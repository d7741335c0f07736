import Casework
import HTML
import Records

/// Whose child it is decides whether an outcome counts here (S-PEO-05): the care status knows it for each day, so an outcome that does not say
/// where the child lived takes it from the status of the outcome's own day, never of today.
enum Residence {
    /// The care statuses that say the child is another authority's, placed here.
    private static func others(_ reader: Reader, child: RecordID) throws -> [Stored<Care>] {
        try reader.records(Care.self, child: child).filter { $0.placement == "OTHER_HERE" }
    }

    /// The one of them that holds on a day.
    static func other(_ reader: Reader, child: RecordID, on day: Day) throws -> Stored<Care>? {
        try others(reader, child: child).first { $0.value.isActive(on: day) }
    }

    /// What the box says before the day is typed.
    static func begin(_ form: inout RecordForm<Outcome>, _ reader: Reader, child: RecordID) throws {
        let spells = try others(reader, child: child).sorted { ($0.startDate ?? .unset) < ($1.startDate ?? .unset) }
        guard !spells.isEmpty else { return }
        let when = spells.map { one in
            [one.startDate.map { "since \($0.words)" }, one.endDate.map { "to \($0.words)" }].compactMap { $0 }.joined(separator: " ")
        }.filter { !$0.isEmpty }.joined(separator: "; ")
        form.sources["residence"] =
            "Left blank, it is taken from the care status on the day of the outcome: another authority's child, placed here\(when.isEmpty ? "" : " \(when)"). Our figures leave such an outcome out."
    }

    /// A new outcome that does not say where the child lived says it by the care status of its day.
    static func fill(_ outcome: inout Outcome, _ reader: Reader, child: RecordID) throws {
        guard outcome.residence == nil, outcome.outcomeDate != .unset, try other(reader, child: child, on: outcome.outcomeDate) != nil
        else {
            return
        }
        outcome.residence = "OTHER"
    }
}
