import Casework
import Records

extension Service {
    /// Shares an issued report's figures with the service's region, as they were issued and nothing more. (promise 8)
    ///
    /// Another report of the same period that is shared is replaced. The same twice changes nothing.
    /// - Throws: `RegionFault`.
    public func share(_ id: RecordID, by person: Person) async throws { try await share(id, Scope(person)) }

    /// The same on no person's command: the demonstration's.
    public func share(_ id: RecordID, _ scope: Scope) async throws {
        try await write(scope, action: "region.share") { writer in
            let reader = writer.reader
            guard let own = try reader.membership() else { throw RegionFault("The service is in no region.") }
            guard let report = try reader.serviceRecord(Report.self, id: id), let figures = report.issuedFigures,
                let hash = report.issuedHash, let issuedOn = report.issuedOn, let asAt = report.asAt
            else { throw RegionFault("Only a report that has been issued is shared.") }
            let most = try reader.smallCount()
            let lines = IssuedLine.read(figures)
            // What cannot be read whole cannot be told to be protected.
            guard !lines.isEmpty, try CSVTable(Array(figures.utf8)).count == lines.count else {
                throw RegionFault("The report’s figures cannot be read. Issue it anew.")
            }
            guard lines.allSatisfy({ !$0.tellsSmall(most) }) else {
                throw RegionFault("The report shows a count from 1 to \(most), which does not leave the service any more. Issue it anew.")
            }
            let shared = try reader.serviceRecords(RegionReport.self).filter { $0.withdrawnOn == nil && $0.region == own.region }
            guard !shared.contains(where: { $0.reportHash == hash }) else { return }
            let today = writer.recordedAt.londonDay
            for one in shared where one.period == report.period {
                try writer.withdraw(one, on: today, reason: .replaced)
            }
            var row = RegionReport()
            (row.region, row.member, row.memberName) = (own.region, own.member, own.memberName)
            (row.period, row.asAt, row.issuedOn, row.sharedOn) = (report.period, asAt, issuedOn, today)
            (row.reportHash, row.figures) = (hash, figures)
            try writer.create(row)
        }
        try await carryToRegion()
    }
}

extension IssuedLine {
    /// Whether it gives a count that is small, or was hidden when fewer counts were small.
    fileprivate func tellsSmall(_ most: Int) -> Bool {
        [number, base].contains { count in
            switch count {
            case .number(let number): (1...most).contains(number)
            case .small(let below): below < most
            default: false
            }
        }
    }
}
