import Casework

extension ReturnRule {
    static let plea = ReturnRule("plea", "The plea in court is missing", Offence.self, ["plea"]) { file, ask in
        let decided = Set(
            file[Outcome.self].filter {
                ask.period.contains($0.outcomeDate) && ask.codes.group("outcome", $0.value.outcome).map(ReturnDocument.isCourt) == true
            }.map(\.value.offence))
        return file[Offence.self].filter { decided.contains($0.id) && ($0.plea ?? "NOT_KNOWN") == "NOT_KNOWN" }.map {
            Spot($0.id, "A court gave the outcome, and the plea is not recorded.")
        }
    }
}
