import Casework

extension CaseFile {
    /// Whether the child is another authority's, placed here on a day: not counted by the service's own indicators (S-PEO-05).
    func isAnotherAuthoritys(on day: Day) -> Bool {
        self[Care.self].contains { $0.value.isActive(on: day) && $0.placement == "OTHER_HERE" }
    }

    /// The care status that a day's decision is looked at by: looked after, else care leaver, else neither (S-OOC-22).
    func careStatus(on day: Day) -> (token: String, record: Entry<Care>?) {
        let active = self[Care.self].filter { $0.value.isActive(on: day) }
        for token in ["LOOKED_AFTER", "CARE_LEAVER"] {
            if let found = active.first(where: { $0.status == token }) { return (token, found) }
        }
        return ("NEITHER", nil)
    }
}
