/// A sort of thing a service writes down: a struct with one property a field, and one definition beside it.
///
/// `init()` makes a blank one for a reader to fill; a required property stands on a placeholder until then,
/// and `Kind.problems` refuses a record in which it still does.
public protocol RecordKind: Sendable {
    init()
    static var kind: Kind<Self> { get }
}

/// Whether records of a kind belong to a child's file or to the service.
public enum KindScope: String, Sendable { case child, service }

/// The definition of a record kind: from it come table, reading, writing, form, messages, history, CSV columns and data dictionary.
public struct Kind<R: RecordKind>: Sendable {
    /// Singular, snake case: table `offence`, `offence_version`; address `/offences`; file `offences.csv`.
    public let name: String
    public let title: String
    public let plural: String
    public let scope: KindScope
    /// What it is, in one sentence, for the data dictionary.
    public let about: String
    public let sensitivity: Sensitivity
    /// Counts up with each change of `fields`; kept with every version so that its hash can be checked for ever.
    public let version: Int
    /// The file of the case-level folder, without `.csv`; nil when the folder has none.
    public let file: String?
    /// Fields that tell a row of `file` apart when it carries no reference of its own.
    public let key: [String]
    /// The column of a row's own reference in `file`.
    public let refColumn: String
    public private(set) var fields: [Field<R>] = []
    public private(set) var rules: [Rule<R>] = []
    public private(set) var tellings: [Telling<R>] = []

    public init(
        _ name: String, title: String, plural: String, scope: KindScope = .child, about: String, sensitivity: Sensitivity, version: Int = 1,
        file: String? = nil, key: [String] = [], refColumn: String? = nil, _ define: (inout Kind<R>) -> Void
    ) {
        self.name = name
        self.title = title
        self.plural = plural
        self.scope = scope
        self.about = about
        self.sensitivity = sensitivity
        self.version = version
        self.file = file
        self.key = key
        self.refColumn = refColumn ?? "\(name)_ref"
        define(&self)
    }

    /// Adds a field. One statement a field; the property's type must suit the kind of value.
    /// - Parameter added: its column is not one of interchange.md: an export has it only where a row fills it.
    public mutating func field<T: FieldType>(
        _ name: String, _ path: any WritableKeyPath<R, T> & Sendable, _ label: String, _ kind: FieldKind, hint: String? = nil,
        required: Requirement<R> = .no, sensitivity: Sensitivity? = nil, since: Int = 1, exchanged: Bool = true, added: Bool = false,
        column: String? = nil
    ) {
        fields.append(
            Field(
                name: name, label: label, hint: hint, kind: kind, required: required, sensitivity: sensitivity ?? self.sensitivity,
                since: since, exchanged: exchanged && file != nil, isAdded: added, column: column ?? name, get: { $0[keyPath: path].value },
                set: { record, value in
                    guard let typed = T(value) else { return false }
                    record[keyPath: path] = typed
                    return true
                }))
    }

    /// Adds a rule over the whole record, shown beside `field` when `holds` is false.
    public mutating func rule(_ field: String, _ message: String, _ holds: @escaping @Sendable (R, RuleContext) -> Bool) {
        rules.append(Rule(field: field, message: message, holds: holds))
    }

    /// Adds what tells a field that a person leaves blank: the code lists, from what else the record says. A folder's blank stays blank.
    public mutating func told(_ field: String, _ value: @escaping @Sendable (R, Codes) -> Value) {
        tellings.append(Telling(field: field, value: value))
    }

    public func field(_ name: String) -> Field<R>? { fields.first { $0.name == name } }

    /// The fields a version written under definition `version` had.
    public func fields(asOf version: Int) -> [Field<R>] { version >= self.version ? fields : fields.filter { $0.since <= version } }

    /// Everything wrong with a record, field by field, in the order of the form.
    public func problems(_ record: R, _ context: RuleContext) -> [Problem] {
        var found: [Problem] = []
        for field in fields {
            let value = field.get(record)
            if value.isNone {
                switch field.required {
                case .no: break
                case .always: found.append(Problem(field: field.name, message: field.missing))
                case .when(_, let needed): if needed(record) { found.append(Problem(field: field.name, message: field.missing)) }
                }
            } else if let message = field.kind.refusal(of: value, label: field.label, codes: context.codes) {
                found.append(Problem(field: field.name, message: message))
            }
        }
        for rule in rules where !rule.holds(record, context) { found.append(Problem(field: rule.field, message: rule.message)) }
        return found
    }
}

/// A rule over a whole record.
public struct Rule<R>: Sendable {
    public let field: String
    public let message: String
    public let holds: @Sendable (R, RuleContext) -> Bool
}

/// What rules may know besides the record: the day, the codes in force, and what is already in the child's file.
public struct RuleContext: Sendable {
    public let today: Day
    public let codes: Codes
    public let child: Child?

    public init(today: Day, codes: Codes, child: Child? = nil) {
        self.today = today
        self.codes = codes
        self.child = child
    }
}

/// A field the code lists tell where a person left it blank.
public struct Telling<R: RecordKind>: Sendable {
    public let field: String
    public let value: @Sendable (R, Codes) -> Value
}

/// What is wrong with one field, in a sentence a person can act on.
public struct Problem: Error, Hashable, Sendable {
    public let field: String
    public let message: String
    public init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}
