import Casework

extension ReturnRule {
    static let dateOfBirth = ReturnRule("date_of_birth", "Date of birth is missing", Child.self, ["date_of_birth"]) { file, _ in
        file.child.dateOfBirth == nil ? [Spot(nil, "There is no date of birth, so no age can be worked out.")] : []
    }
}
