/// One record with its identity, as rules and measures see it.
@dynamicMemberLookup
public struct Entry<R: RecordKind>: Sendable {
    public let id: RecordID
    /// The sender's reference, or ours.
    public let ref: String
    public let value: R

    public init(id: RecordID, ref: String, value: R) {
        self.id = id
        self.ref = ref
        self.value = value
    }

    // Seen through by the compiler, which then reads the property where it would have made and walked a key path.
    @inlinable public subscript<T>(dynamicMember path: KeyPath<R, T>) -> T { value[keyPath: path] }
}

/// What is known of one child at one moment: the input of every rule and measure. Only the kinds and fields that were asked for are there.
public struct CaseFile: Sendable {
    public let child: Entry<Child>
    private var records: [ObjectIdentifier: any Sendable] = [:]

    public init(child: Entry<Child>) { self.child = child }

    /// The file's records of a kind, by reference.
    public subscript<R: RecordKind>(_ type: R.Type) -> [Entry<R>] {
        get { records[ObjectIdentifier(type)] as? [Entry<R>] ?? [] }
        set { records[ObjectIdentifier(type)] = newValue }
    }

    /// What was worked out of these records once, for whoever asks for it again: of a type of its own, and true for as long as the records are.
    public subscript<T: Sendable>(workedOut type: T.Type) -> T? {
        get { records[ObjectIdentifier(type)] as? T }
        set { records[ObjectIdentifier(type)] = newValue }
    }
}

/// The kinds and fields a rule or measure reads, so that nothing else is fetched; free text is never fetched for counting.
public struct Need: Sendable {
    public let kind: AnyKind
    public let fields: Set<String>

    public init<R: RecordKind>(_ type: R.Type, _ fields: String...) {
        self.init(type, fields: fields)
    }

    public init<R: RecordKind>(_ type: R.Type, fields: [String]) {
        kind = AnyKind(type)
        self.fields = Set(fields)
    }
}
