import Casework

extension CaseFile {
    /// The care status that a day's decision is looked at by: looked after, else care leaver, else neither (S-OOC-22).
    func careStatus(on day: Day) -> (token: String, record: Entry<Care>?) {
        let active = self[Care.self].filter { $0.value.isActive(on: day) }
        for token in ["LOOKED_AFTER", "CARE_LEAVER"] {
            if let found = active.first(where: { $0.status == token }) { return (token, found) }
        }
        return ("NEITHER", nil)
    }
}
