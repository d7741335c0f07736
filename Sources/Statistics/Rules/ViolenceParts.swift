import Casework

/// The parts 9a to 9f of serious violence, once for each basis: of offences with a linked programme, and of all (regulation.md §2.3, §2.6).
struct ViolenceParts {
    private let ofAll: Part
    private let children: Part
    private let byCategory: Part
    private let byScore: Part
    private let byOrder: Part
    private let byPeople: Part

    static let categories = ["DRUGS", "ROBBERY", "VIOLENCE_AGAINST_THE_PERSON"]
    static let scores = ["5", "6", "7", "8"]
    /// Diversion proves nothing.
    static let orders = OrderType.allCases.filter { $0 != .diversion }

    /// - Parameters:
    ///   - suffix: of the parts' names.
    ///   - basis: what the parts' words add.
    init(_ suffix: String, _ basis: String) {
        ofAll = Part("9a\(suffix)", .percent, "Serious violent offences, of all proven offences\(basis)")
        children = Part("9b\(suffix)", .percent, counts: .child, "Children with one, of children with any proven offence\(basis)")
        byCategory = Part("9c\(suffix)", .percent, "By category, of serious violent offences\(basis)")
        byScore = Part("9d\(suffix)", .percent, "By seriousness, of serious violent offences\(basis)")
        byOrder = Part("9e\(suffix)", .percent, "Serious violent offences, of all proven offences with each type of order\(basis)")
        byPeople = Part(
            "9f\(suffix)", .percent, counts: .child,
            "By age, sex and ethnicity, of children with a serious violent offence\(basis)")
    }

    var all: [Part] { [ofAll, children, byCategory, byScore, byOrder, byPeople] }

    /// - Parameters:
    ///   - proven: the offences of the basis, each once.
    ///   - isSerious: the mark of serious violence.
    func figures(_ proven: Tabulation, _ isSerious: String) -> [Figure] {
        let serious = proven.cell(isSerious)
        var out = [proven.whole.share(ofAll, isSerious), proven.whole.ratio(children, serious.children, to: proven.whole.children)]
        out += ViolenceParts.categories.map { serious.share(byCategory, $0, ["category": $0]) }
        out += ViolenceParts.scores.map { serious.share(byScore, "score \($0)", ["score": $0]) }
        out += ViolenceParts.orders.map { proven.cell(by: ["order": $0.rawValue]).share(byOrder, isSerious) }
        for key in ["age", "sex", "ethnicity"] {
            let values = proven.measure.breakdowns.first { $0.key == key }?.values(proven.question.reference) ?? []
            out += values.map { value in
                serious.labelled([key: value]).ratio(byPeople, proven.cell(isSerious, by: [key: value]).children, to: serious.children)
            }
        }
        return out
    }
}
