import Casework

extension ReturnRule {
    /// Asked of those whose nationality says that it may matter; which words say that it does not are rows of `nationality_word`.
    static let immigrationStatus = ReturnRule(
        "immigration_status", "Immigration status is missing", Child.self, ["immigration_status"]
    ) { file, ask in
        guard let nationality = file.child.nationality?.lowercased(), (file.child.immigrationStatus ?? "NOT_KNOWN") == "NOT_KNOWN" else {
            return []
        }
        let words = ask.codes.withLater("nationality_word").filter { $0.isInForce(on: ask.period.to) }
        func those(_ group: String) -> [String] { words.filter { $0.group == group }.map { $0.label.lowercased() } }
        let isNone = those("NOT_ASKED").contains {
            nationality == $0 || nationality.hasPrefix("\($0) ") || nationality.hasSuffix(" \($0)")
        }
        guard !isNone || those("ASKED").contains(where: nationality.contains) else { return [] }
        return [Spot(nil, "The nationality is one that has an immigration status, and it is not recorded.")]
    }
}
