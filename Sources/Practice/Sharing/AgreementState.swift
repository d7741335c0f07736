import Casework

/// How an information sharing agreement stands on a day (S-INF-04).
public enum AgreementState: Sendable, Hashable {
    /// Past its last day, and nobody has said that it is not renewed.
    case ranOut(Day)
    case reviewLate(Day)
    case endsSoon(Day)
    case reviewSoon(Day)
    case inForce
    case toCome
    /// Over, and meant to be.
    case ended

    /// - Parameter notice: how many days before its end or its review somebody is told.
    public init(_ agreement: Agreement, on day: Day, notice: Int) {
        let isLetGo = agreement.notRenewed != nil
        if let end = agreement.endDate, end < day {
            self = isLetGo ? .ended : .ranOut(end)
        } else if agreement.startDate > day {
            self = .toCome
        } else if isLetGo {
            self = .inForce
        } else if let review = agreement.reviewOn, review < day {
            self = .reviewLate(review)
        } else if let end = agreement.endDate, end - day <= notice {
            self = .endsSoon(end)
        } else if let review = agreement.reviewOn, review - day <= notice {
            self = .reviewSoon(review)
        } else {
            self = .inForce
        }
    }

    /// Whether somebody has to do something.
    public var asks: Bool {
        switch self {
        case .ranOut, .reviewLate, .endsSoon, .reviewSoon: true
        case .inForce, .toCome, .ended: false
        }
    }

    /// Whether it should have been done.
    public var isLate: Bool {
        switch self {
        case .ranOut, .reviewLate: true
        default: false
        }
    }
}

/// The register in the order it is read: what runs out first stands first, what is over last.
public struct AgreementRegister: Sendable {
    public struct Line: Sendable {
        public let entry: Entry<Agreement>
        public let state: AgreementState
    }

    public let lines: [Line]

    public init(_ all: [Entry<Agreement>], on day: Day, notice: Int) {
        lines = all.map { Line(entry: $0, state: AgreementState($0.value, on: day, notice: notice)) }.sorted {
            Self.place($0) < Self.place($1)
        }
    }

    /// Those somebody has to see to, in the same order.
    public var asking: [Line] { lines.filter(\.state.asks) }

    private static func place(_ line: Line) -> (Int, Day, String, RecordID) {
        let one = line.entry.value
        let next = [one.endDate, one.notRenewed == nil ? one.reviewOn : nil].compactMap { $0 }.min()
        return (line.state == .ended ? 1 : 0, next ?? .open, one.name, line.entry.id)
    }
}
