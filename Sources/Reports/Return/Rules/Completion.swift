import Casework

extension ReturnRule {
    static let completion = ReturnRule(
        "completion", "How an out-of-court programme ended is missing", Programme.self, ["completed"]
    ) { file, ask in
        file.ended(ask).filter {
            $0.programme.completed == nil && ["Diversion", "Pre-Court"].contains(ask.codes.group("disposal", $0.programme.disposal))
        }.map {
            Spot($0.programme.id, "It ended on \($0.end.words), and whether it was completed is not said: it counts as not completed.")
        }
    }
}
