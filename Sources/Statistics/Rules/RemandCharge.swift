import Casework

/// What a night on remand costs, over a stretch of days, and on whose authority: a row of the code list `remand_charge`.
struct RemandCharge: Sendable, Hashable {
    /// An establishment type, else a kind of remand.
    let of: String
    let pence: Int
    let from: Day?
    let to: Day?
    let words: String

    init?(_ code: CodeValue) {
        guard let of = code.group, let pence = RemandCharge.pence(code.label) else { return nil }
        self.of = of
        self.pence = pence
        from = code.from
        to = code.to
        let since = code.from.map { " from \($0.words)" } ?? ""
        words = "\(of): \(code.label) a night\(since) (\(code.basis))."
    }

    func holds(on day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true) }

    /// `£678.70` is 67,870 pence; nil for what is no amount of pounds.
    static func pence(_ label: String) -> Int? {
        let amount = label.filter { $0 != "£" && $0 != "," && $0 != " " }
        let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let pounds = Int(parts[0]), pounds >= 0 else { return nil }
        guard parts.count == 2 else { return pounds * 100 }
        guard parts[1].utf8.count == 2, let rest = Int(parts[1]), rest >= 0 else { return nil }
        return pounds * 100 + rest
    }
}

extension Reference {
    /// The charge of a night; the latest begun where two rows hold.
    func charge(of establishment: String?, _ kind: String, on night: Day) -> RemandCharge? {
        for key in [establishment, kind].compactMap(\.self) {
            let found = remandCharges[key]?.filter { $0.holds(on: night) }.max { ($0.from?.number ?? 0) < ($1.from?.number ?? 0) }
            if let found { return found }
        }
        return nil
    }
}
