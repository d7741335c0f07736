import Casework

/// The score a matrix starts a set of offences from, out of the rows a service has loaded (S-OOC-07).
public enum GravityLookup {
    public struct Found: Sendable, Equatable {
        public let score: Int
        /// What it was found by, in words.
        public let by: String
        public let basis: String
    }

    /// The matrix new reports are written under.
    public static let current = "CHILD_2025"

    /// The highest score of the offences: each by its CJS code, else by its category.
    public static func base(_ rows: [GravityScore], matrix: String, offences: [Offence]) -> Found? {
        offences.compactMap { offence -> Found? in
            let own = rows.filter { $0.matrix == matrix }
            if let code = offence.cjsCode, let row = own.filter({ $0.cjsCode == code }).max(by: { $0.score < $1.score }) {
                return Found(score: row.score, by: "CJS code \(code)", basis: row.basis)
            }
            // A row for one CJS code of a category says nothing of the others.
            let general = own.filter { $0.cjsCode == nil && $0.category != nil && $0.category == offence.category }
            return general.max { $0.score < $1.score }.map { Found(score: $0.score, by: "category", basis: $0.basis) }
        }.max { $0.score < $1.score }
    }
}

/// What the menu offers one child (S-OOC-14).
public enum PanelMenu {
    /// The options for a need or an offence of the child's, with the domains and categories that led to each.
    public static func fitting(_ options: [PanelOption], categories: Set<String>, domains: Set<String>) -> [(
        option: PanelOption, domains: [String], categories: [String]
    )] {
        options.compactMap { option in
            let byNeed = list(option.domains).filter(domains.contains)
            let byOffence = list(option.categories).filter(categories.contains)
            return byNeed.isEmpty && byOffence.isEmpty ? nil : (option, byNeed, byOffence)
        }
    }

    /// The needs known of a child: aims of the plan, health needs found, schooling that does not suit, alerts of exploitation.
    public static func domains(_ file: CaseFile, on day: Day) -> Set<String> {
        var found = Set(file[Target.self].compactMap(\.domain))
        let health = [
            "MENTAL_HEALTH": "MENTAL_HEALTH", "SUBSTANCE_MISUSE": "SUBSTANCES", "SPEECH_LANGUAGE": "SPEECH", "PHYSICAL": "HEALTH",
        ]
        for need in file[HealthNeed.self] where need.needIdentified == true {
            if let domain = need.need.flatMap({ health[$0] }) { found.insert(domain) }
        }
        if file[Education.self].contains(where: { $0.value.isActive(on: day) && $0.suitability == "UNSUITABLE" }) {
            found.insert("EDUCATION")
        }
        if file[Alert.self].contains(where: { $0.value.isActive(on: day) && $0.type.hasPrefix("EXPLOITATION") }) {
            found.insert("EXPLOITATION")
        }
        return found
    }

    public static let needs: [Need] = [
        Need(Target.self, "domain"), Need(HealthNeed.self, "need", "need_identified"),
        Need(Education.self, "start_date", "end_date", "suitability"), Need(Alert.self, "type", "start_date", "end_date"),
    ]

    /// Tokens of a field that holds several.
    public static func list(_ text: String?) -> [String] { (text ?? "").split(separator: " ").map(String.init) }
}
