import Casework
import Records

/// What stands when something leaves the service: which counts are small, and what was issued before it, reports and files of views alike.
public struct IssuedBefore: Sendable {
    public let disclosure: Disclosure
    /// How many reports and files were issued before.
    let reports: Int
    let files: Int
    /// The records of all of them, the oldest first.
    private let records: [RecordID]
    let lines: [[IssuedLine]]

    /// - Parameter position: of the journal's entry that issued the report; nil for one not issued yet.
    public static func read(_ service: Service, position: Int64? = nil) async throws -> IssuedBefore {
        var moment: Instant?
        if let position {
            moment = try await service.read(.wholeService(reason: "figures")) { try $0.trails([position])[position]?.recordedAt }
        }
        return try await service.read(.wholeService(reason: "figures", asAt: moment)) { try IssuedBefore($0, position: position) }
    }

    public init(_ reader: Reader, position: Int64? = nil) throws {
        disclosure = Disclosure(upTo: try reader.smallCount())
        let issued = try Self.issued(reader).filter { one in position.map { one.from < $0 } ?? true }
        records = issued.map(\.id)
        reports = issued.count { $0.isReport }
        files = issued.count - reports
        lines = issued.map { IssuedLine.read($0.figures) }
    }

    private static func issued(_ reader: Reader) throws -> [(id: RecordID, from: Int64, figures: String, isReport: Bool)] {
        let reports = try reader.serviceRecords(Report.self).compactMap { report in
            report.value.issuedFigures.map { (id: report.id, from: report.from, figures: $0, isReport: true) }
        }
        let files = try reader.serviceRecords(PassedFile.self).map { file in
            (id: file.id, from: file.from, figures: file.value.figures, isReport: false)
        }
        return (reports + files).sorted { $0.from < $1.from }
    }

    /// Whether nothing else has been issued since this was read, and small counts are still the same.
    public func isCurrent(_ reader: Reader) throws -> Bool {
        try Self.issued(reader).map(\.id) == records && reader.smallCount() == disclosure.most
    }
}
