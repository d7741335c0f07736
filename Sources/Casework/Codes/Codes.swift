/// One code of one list.
public struct CodeValue: Hashable, Sendable {
    public let list: String
    public let token: String
    public let label: String
    /// What it rolls up to: an outcome's tier, an ethnicity's group.
    public let group: String?
    public let from: Day?
    public let to: Day?
    public let basis: String

    public init(list: String, token: String, label: String, group: String? = nil, from: Day? = nil, to: Day? = nil, basis: String) {
        self.list = list
        self.token = token
        self.label = label
        self.group = group
        self.from = from
        self.to = to
        self.basis = basis
    }

    /// Whether it may be chosen on a day; an ended code stays readable for ever.
    public func isInForce(on day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true) }
}

/// The code lists a service works with: what was shipped, as its own rows have since changed it.
public struct Codes: Sendable {
    private let byList: [String: [CodeValue]]
    private let byToken: [String: [String: CodeValue]]

    public init(_ values: [CodeValue]) {
        byList = Dictionary(grouping: values, by: \.list)
        byToken = byList.mapValues { Dictionary($0.map { ($0.token, $0) }, uniquingKeysWith: { _, last in last }) }
    }

    /// The same without some codes of a list: a page may offer fewer than are written.
    public func without(_ tokens: Set<String>, of list: String) -> Codes {
        Codes(byList.values.joined().filter { $0.list != list || !tokens.contains($0.token) })
    }

    /// A code by its token. A programme runs under a disposal or, as often, an outcome: a disposal not found is looked for among the outcomes.
    public func code(_ list: String, _ token: String) -> CodeValue? {
        byToken[list]?[token] ?? (list == "disposal" ? byToken["outcome"]?[token] : nil)
    }
    public func label(_ list: String, _ token: String?) -> String? { token.map { code(list, $0)?.label ?? $0 } }
    public func group(_ list: String, _ token: String?) -> String? { token.flatMap { code(list, $0)?.group } }
    /// Every code of a list in its order, ended ones too.
    public func all(_ list: String) -> [CodeValue] { (byList[list] ?? []) + (list == "disposal" ? byList["outcome"] ?? [] : []) }
    /// A list as it was known, and of what this program ships what was not known yet: a rule or reading that came with a later program has dates
    /// of its own, and holds for records as they were known before it was here. What the service had ended or added stays so.
    public func withLater(_ list: String) -> [CodeValue] {
        let known = all(list)
        let tokens = Set(known.map(\.token))
        return known + ShippedCodes.codes.all(list).filter { !tokens.contains($0.token) }
    }
    public func inForce(_ list: String, on day: Day) -> [CodeValue] { all(list).filter { $0.isInForce(on: day) } }
    public var lists: [String] { byList.keys.sorted() }
}
