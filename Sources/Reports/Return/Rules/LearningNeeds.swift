import Casework

extension ReturnRule {
    static let learningNeeds = ReturnRule(
        "learning_needs", "Whether a formal plan is in place is missing", SpecialNeeds.self, ["formal_plan"]
    ) { file, ask in
        file[SpecialNeeds.self].filter {
            $0.identified == true && $0.formalPlan == nil && $0.value.isActive(on: ask.lastDay)
        }.map { Spot($0.id, "A need is identified, and whether there is a formal plan for it is not said.") }
    }
}
