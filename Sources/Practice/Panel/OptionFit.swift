import Casework

/// Whether an out-of-court option may be chosen for a child who has, or has not, admitted the offence (S-OOC-02).
public enum OptionFit: Sendable, Equatable {
    case fits
    /// May be chosen all the same, by someone who says so and gives reasons: the guidance asks for acceptance, no statute does.
    case warned(String)
    /// May not be chosen: a statutory caution without an admission would not be lawful.
    case blocked(String)

    /// - Parameter type: the option as in force; nil for an outcome that is none of the out-of-court options, which fits anybody.
    public static func of(_ type: DisposalType?, admission: String?, name: String) -> OptionFit {
        guard let type, type.needsAdmission == true, admission != "ADMITTED" else { return .fits }
        let why = admission == nil ? "whether the child admitted it has not been recorded" : "the child has not admitted it"
        if type.isStatutory == true { return .blocked("\(name) needs an admission, and \(why). Choose an option that needs none.") }
        return .warned("\(name) needs an admission, and \(why). Tick to go on all the same, and say why in the reasons.")
    }

    public var sentence: String? {
        switch self {
        case .fits: nil
        case .warned(let words), .blocked(let words): words
        }
    }
}

extension DisposalType {
    /// What the option needs before it can be given, in words.
    public var needsInWords: [String] {
        [
            needsAdmission == true ? "an admission" : nil, needsConsent == true ? "the child's signed consent" : nil,
            needsVictim == true ? "contact with the victim first" : nil, needsAssessment == true ? "an assessment" : nil,
        ].compactMap { $0 }
    }
}
