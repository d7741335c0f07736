import Casework
import Records

/// What stands when a report is issued: which counts are small, and what was issued before it.
public struct IssuedBefore: Sendable {
    public let disclosure: Disclosure
    /// The reports issued before, the oldest first.
    let reports: [RecordID]
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
        reports = issued.map(\.id)
        lines = issued.map { IssuedLine.read($0.value.issuedFigures ?? "") }
    }

    private static func issued(_ reader: Reader) throws -> [Stored<Report>] {
        try reader.serviceRecords(Report.self).filter { $0.value.issuedFigures != nil }.sorted { $0.from < $1.from }
    }

    /// Whether nothing else has been issued since this was read, and small counts are still the same.
    public func isCurrent(_ reader: Reader) throws -> Bool {
        try Self.issued(reader).map(\.id) == reports && reader.smallCount() == disclosure.most
    }
}
