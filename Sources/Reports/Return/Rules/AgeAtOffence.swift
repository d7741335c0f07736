import Casework

extension ReturnRule {
    static let ageAtOffence = ReturnRule(
        "age_at_offence", "The child was not 10 to 17 at the offence", Offence.self, ["offence_date", "arrest_date"]
    ) { file, ask in
        ReturnDocument.known(file, ask).compactMap { offence in
            guard let day = offence.offenceDate ?? offence.arrestDate, let age = ReturnDocument.age(file, on: day), !(10...17).contains(age)
            else { return nil }
            return Spot(offence.id, "By their date of birth the child was \(age) on \(day.words). One of the two dates is wrong.")
        }
    }
}
