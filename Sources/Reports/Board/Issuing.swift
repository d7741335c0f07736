import Casework
import Records

/// What became of issuing a report.
public enum Issuing: Sendable {
    case done
    /// Something known by the moment of the figures was written, or another report issued, while they were counted.
    case tooSoon
    case refused(String)
}

extension Service {
    /// Issues a report as it stands: its copy and figures are made, guarded beside all that left before, and kept.
    /// - Parameter style: the site's style sheet, which the copy carries in itself.
    /// - Returns: nil when the report's period cannot be read.
    public func issue(_ stored: Stored<Report>, _ scope: Scope, style: [UInt8]) async throws -> Issuing? {
        let moment = stored.value.asAt ?? now
        guard let board = try await BoardReport.read(self, stored.value, asAt: moment) else { return nil }
        let today = today
        let copy = IssuedCopy(board, issuedOn: today, style: style)
        return try await write(scope, action: "report.issue") { writer -> Issuing in
            let late = try writer.reader.trails((board.set.head + 1)..<writer.position).values.contains { $0.recordedAt <= moment }
            if try late || !board.before.isCurrent(writer.reader) { return .tooSoon }
            do {
                try writer.correct(Report.self, child: nil, id: stored.id, from: stored.from) { report in
                    report.asAt = moment
                    report.issuedOn = today
                    (report.issuedCopy, report.issuedFigures, report.issuedHash) = (copy.document, copy.figures, copy.hash)
                }
                return .done
            } catch is Conflict {
                return .refused("Someone changed the report just now. Read it again before it is issued.")
            } catch let problems as Problems {
                return .refused(problems.all.map(\.message).joined(separator: " "))
            }
        }
    }
}
