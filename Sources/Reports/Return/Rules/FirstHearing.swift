import Casework

extension ReturnRule {
    static let firstHearing = ReturnRule(
        "first_hearing", "No hearing before a court outcome", Offence.self, ["first_hearing_date"]
    ) { file, ask in
        let heard = Set(
            file[Outcome.self].filter {
                ask.period.contains($0.outcomeDate) && ask.codes.group("outcome", $0.value.outcome).map(ReturnDocument.isCourt) == true
            }.map(\.value.offence))
        return file[Offence.self].filter { heard.contains($0.id) && ReturnDocument.firstHearing($0, file) == nil }.map {
            Spot($0.id, "A court gave the outcome, and neither a hearing nor the day of the first hearing is recorded.")
        }
    }
}
