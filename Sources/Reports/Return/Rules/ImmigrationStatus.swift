import Casework

extension ReturnRule {
    /// Asked of those whose nationality says that it may matter; who is British or Irish has none to tell.
    static let immigrationStatus = ReturnRule(
        "immigration_status", "Immigration status is missing", Child.self, ["immigration_status"]
    ) { file, _ in
        guard let nationality = file.child.nationality?.lowercased(), (file.child.immigrationStatus ?? "NOT_KNOWN") == "NOT_KNOWN" else {
            return []
        }
        // A British overseas passport is none to live here with.
        let free = ["british", "english", "welsh", "scottish", "irish", "uk", "united kingdom", "gb", "gbr", "irl"]
        let isOverseas =
            nationality.contains("overseas") || nationality.contains("british protected") || nationality.contains("british subject")
        guard
            isOverseas || !free.contains(where: { nationality == $0 || nationality.hasPrefix("\($0) ") || nationality.hasSuffix(" \($0)") })
        else {
            return []
        }
        return [Spot(nil, "The nationality is not British or Irish, and the immigration status is not recorded.")]
    }
}
