/// What one field of one record holds, free of its Swift type: the common coin of tables, forms, history, CSV and hashes.
public enum Value: Hashable, Sendable {
    case none
    case text(String)
    case number(Int)
    case flag(Bool)
    case day(Day)
    case instant(Instant)
    case id(RecordID)
    case ids([RecordID])

    public var isNone: Bool { self == .none }
}

/// A Swift type a field of a record may have.
public protocol FieldType: Sendable {
    /// Nil when the value is of another sort.
    init?(_ value: Value)
    var value: Value { get }
}

extension String: FieldType {
    public init?(_ value: Value) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
    public var value: Value { isEmpty ? .none : .text(self) }
}
extension Int: FieldType {
    public init?(_ value: Value) {
        guard case .number(let number) = value else { return nil }
        self = number
    }
    public var value: Value { .number(self) }
}
extension Bool: FieldType {
    public init?(_ value: Value) {
        guard case .flag(let flag) = value else { return nil }
        self = flag
    }
    public var value: Value { .flag(self) }
}
extension Day: FieldType {
    public init?(_ value: Value) {
        guard case .day(let day) = value else { return nil }
        self = day
    }
    public var value: Value { self == .unset ? .none : .day(self) }
    /// Stands in a required field until it is read; never stored, never seen outside a record being filled.
    public static let unset = Day(number: Int.min)
}
extension Instant: FieldType {
    public init?(_ value: Value) {
        guard case .instant(let instant) = value else { return nil }
        self = instant
    }
    public var value: Value { self == .unset ? .none : .instant(self) }
    /// Stands in a required field until it is read; never stored.
    public static let unset = Instant(milliseconds: -5_364_662_400_000)
}
extension RecordID: FieldType {
    public init?(_ value: Value) {
        guard case .id(let id) = value else { return nil }
        self = id
    }
    public var value: Value { self == .unset ? .none : .id(self) }
    /// Stands in a required link until it is read; never stored.
    public static let unset = RecordID("00000000-0000-0000-0000-000000000000") ?? RecordID.new(at: Instant(milliseconds: 0))
}
extension [RecordID]: FieldType {
    public init?(_ value: Value) {
        switch value {
        case .none: self = []
        case .ids(let ids): self = ids
        default: return nil
        }
    }
    public var value: Value { isEmpty ? .none : .ids(self) }
}
extension Optional: FieldType where Wrapped: FieldType {
    public init?(_ value: Value) {
        if case .none = value {
            self = Self.none
        } else {
            guard let wrapped = Wrapped(value) else { return nil }
            self = .some(wrapped)
        }
    }
    public var value: Value { self?.value ?? .none }
}
