import Casework
import Records

/// A receiver's schema as a service loaded it.
public struct LoadedSchema: Sendable {
    public let stored: Stored<ReturnSchemaFile>
    /// Nil where this program does not take what an earlier one took; `fault` then says why.
    public let schema: ReturnSchema?
    public let fault: ReturnSchema.Fault?

    public init(_ stored: Stored<ReturnSchemaFile>) {
        self.stored = stored
        do { (schema, fault) = (try ReturnSchema(Array(stored.map.utf8)), nil) } catch {
            (schema, fault) = (nil, error as? ReturnSchema.Fault ?? ReturnSchema.Fault(line: 1, message: "it cannot be read"))
        }
    }

    /// Whether returns that end on a day go under it, if no later one does.
    public func isFor(_ day: Day) -> Bool { stored.fromDate <= day && (stored.toDate.map { $0 >= day } ?? true) }
}

extension Reader {
    /// Every schema a service loaded, the one whose returns begin last first.
    public func returnSchemas() throws -> [LoadedSchema] {
        try serviceRecords(ReturnSchemaFile.self).sorted { ($0.fromDate, $0.from) > ($1.fromDate, $1.from) }.map(LoadedSchema.init)
    }

    /// The schema a return of these days goes under: of those for its last day the one whose returns begin last, and of two of those the one
    /// loaded last. Nil where the return keeps our own names.
    public func returnSchema(for period: Period) throws -> LoadedSchema? { try returnSchemas().first { $0.isFor(period.to) } }
}

extension ReturnSchema {
    /// What the schema says of one place.
    public struct Line: Sendable {
        public let place: String
        public let name: String?
        public let isRequired: Bool
        public let isLeftOut: Bool
        /// Ours and theirs.
        public let values: [(ours: String, theirs: String)]
    }

    /// Everything it says, by place.
    public var lines: [Line] {
        elements.sorted { $0.key < $1.key }.map { place, element in
            Line(
                place: place, name: element.name, isRequired: element.isRequired, isLeftOut: element.isLeftOut,
                values: (element.values ?? [:]).sorted { $0.key < $1.key }.map { (ours: $0.key, theirs: $0.value) })
        }
    }

    /// What becomes of elements it does not name, in words.
    public var otherWords: String {
        switch other {
        case .keep: "Kept under our own names"
        case .leaveOut: "Left out"
        case .refuse: "Refused"
        }
    }
}
