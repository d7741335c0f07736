import Casework
import Records

/// An outcome comes no earlier than its offence: asked wherever one of the two dates is typed. A folder that says otherwise is taken (decision
/// 0048), may still be changed in what else it says, and is listed by the rule `outcome_order` of the return.
enum OutcomeOrder {
    /// Of an outcome that is written; `current` is the record as it stands, nil for a new one.
    static func problems(_ reader: Reader, _ outcome: Outcome, _ current: Outcome?, child: RecordID) throws -> [Problem] {
        guard current?.outcomeDate != outcome.outcomeDate || current?.offence != outcome.offence,
            let offence = try reader.record(Offence.self, child: child, id: outcome.offence)
        else { return [] }
        return problem(outcome.outcomeDate, of: [offence.value], field: "outcome_date").map { [$0] } ?? []
    }

    /// Of the day one outcome of several offences is given.
    static func problem(_ day: Day, of offences: [Offence], field: String) -> Problem? {
        guard day != .unset, let (event, first) = offences.compactMap(\.beginning).max(by: { $0.day < $1.day }), day < first else {
            return nil
        }
        return Problem(field: field, message: "The outcome cannot come before \(event), on \(first.words).")
    }

    /// The other way round: an offence moved behind what became of it.
    static func problems(_ reader: Reader, _ offence: Offence, _ current: Offence?, id: RecordID?, child: RecordID) throws -> [Problem] {
        guard let id, let (event, day) = offence.beginning, current?.beginning?.day != day else { return [] }
        let days = try reader.records(Outcome.self, child: child).filter { $0.value.offence == id }.map(\.value.outcomeDate)
        guard let first = days.min(), first < day else { return [] }
        return [
            Problem(
                field: offence.offenceDate == nil ? "arrest_date" : "offence_date",
                message: "\(event.prefix(1).uppercased() + event.dropFirst()) cannot come after its outcome, on \(first.words).")
        ]
    }
}
