import Casework

extension ReturnRule {
    static let ethnicity = ReturnRule("ethnicity", "Ethnicity is missing", Child.self, ["ethnicity"]) { file, _ in
        [nil, "NOT_KNOWN"].contains(file.child.ethnicity)
            ? [Spot(nil, "No ethnicity is recorded: it goes as not obtainable. Ask the child; “asked, not stated” is an answer.")] : []
    }
}
