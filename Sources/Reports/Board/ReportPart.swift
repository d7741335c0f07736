import Casework
import Statistics

/// A part of the board report that a report may leave out, by its token in the code list `report_part`. (S-PER-20)
enum ReportPart: String, CaseIterable {
    case entrants = "ENTRANTS"
    case custody = "CUSTODY"
    case reoffending = "REOFFENDING"
    case outcomes = "OUTCOMES"
    case outOfCourt = "OUT_OF_COURT"

    var measures: [Measure] {
        switch self {
        case .entrants: [.firstTimeEntrants]
        case .custody: [.custody]
        case .reoffending: [.reoffendingTracker, .provenReoffending]
        case .outcomes: [.outcomes, .offences]
        case .outOfCourt: [.outOfCourt, .outOfCourtCompleted]
        }
    }

    /// The parts a report has, in its order.
    static func kept(in report: Report) -> [ReportPart] {
        let leftOut = report.partsLeftOut
        return allCases.filter { !leftOut.contains($0.rawValue) }
    }
}
