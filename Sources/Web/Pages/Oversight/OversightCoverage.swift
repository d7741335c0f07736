import Casework
import Practice
import Records

/// Which cases had work open in a period, by type of work, and which of them nobody looked at.
struct OversightCoverage {
    typealias Work = AssessmentClock.Work
    struct Row {
        let work: Work
        let cases: Int
        let without: Int
    }

    /// The children with work of each type in the period.
    private(set) var children: [Work: Set<RecordID>] = [:]
    /// The last entry of each child, whenever it was.
    let last: [RecordID: Day]
    let from: Day

    init(_ reader: Reader, from: Day, to: Day) throws {
        self.from = from
        let outOfCourt = try reader.outOfCourtOptions().outcomes
        for one in try reader.everywhere(Programme.self, since: ("end_date", from), only: ["start_date", "end_date", "disposal"]) {
            guard let child = one.child, let start = one.startDate, start <= to else { continue }
            let work: Work =
                outOfCourt.contains(one.disposal)
                ? .outOfCourt : OutOfCourt.prevention.contains(one.disposal) ? .prevention : .court
            children[work, default: []].insert(child)
        }
        for one in try reader.everywhere(
            Referral.self, since: ("closed_date", from), only: ["received_date", "closed_date", "accepted", "pathway"])
        {
            guard let child = one.child, one.receivedDate <= to, one.accepted != false, let pathway = one.pathway else { continue }
            let work: Work = pathway == "OUT_OF_COURT" ? .outOfCourt : OutOfCourt.prevention.contains(pathway) ? .prevention : .court
            children[work, default: []].insert(child)
        }
        let entries = try reader.everywhere(Oversight.self, only: ["held_on"]).compactMap { entry in entry.child.map { ($0, entry.heldOn) }
        }
        last = Dictionary(entries, uniquingKeysWith: { max($0, $1) })
    }

    /// Those of a type of work nobody looked at in the period.
    func without(_ work: Work) -> [RecordID] { (children[work] ?? []).filter { (last[$0] ?? .unset) < from }.sorted() }

    var rows: [Row] { Work.allCases.map { Row(work: $0, cases: children[$0]?.count ?? 0, without: without($0).count) } }

    var everybody: [RecordID] { children.values.reduce(into: Set<RecordID>()) { $0.formUnion($1) }.sorted() }
}
