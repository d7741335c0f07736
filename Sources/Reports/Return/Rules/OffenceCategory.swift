import Casework

extension ReturnRule {
    static let offenceCategory = ReturnRule(
        "offence_category", "Category of the offence is missing", Offence.self, ["category"]
    ) { file, ask in
        ReturnDocument.known(file, ask).filter { [nil, "NOT_KNOWN"].contains($0.category) }.map {
            Spot($0.id, "The offence has no category.")
        }
    }
}
