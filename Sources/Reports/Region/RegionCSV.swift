import Casework
import Records
import Statistics

extension RegionView {
    /// Every cell that was shared for the period, row by row as it was issued, and the sums that are given.
    public var csv: [UInt8] {
        var bytes: [UInt8] = []
        CSV.append(["service", "service_name"] + SharedCell.columns + ["period", "as_at", "issued_on", "report_hash"], to: &bytes)
        for one in shared {
            let whose = [one.report.member, one.report.memberName].map(CSV.forPeople)
            let which = [one.report.period, one.report.asAt.iso, one.report.issuedOn.iso, one.report.reportHash]
            for cell in one.cells { CSV.append(whose + cell.row.map(CSV.forPeople) + which, to: &bytes) }
        }
        guard isRegion, let label = period?.label else { return bytes }
        for line in lines() {
            guard case .given(let sum) = line.total, let first = line.cells.compactMap(\.self).first else { continue }
            let counts = [sum.numerator, sum.denominator].map { $0?.number.map { String($0) } ?? "" }
            let row =
                [sum.measure, sum.part, "", first.label, line.period.from.iso, line.period.to.iso] + counts
                + [
                    FigureCSV.plain(sum.value), sum.unit.rawValue, FigureCSV.plain(sum.interval?.lower),
                    FigureCSV.plain(sum.interval?.upper), first.definition, "Sum of the services",
                ]
            CSV.append((["", name] + row + [label, "", "", ""]).map(CSV.forPeople), to: &bytes)
        }
        return bytes
    }
}
