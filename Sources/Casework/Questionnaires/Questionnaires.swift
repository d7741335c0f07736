/// The questionnaires there are, every version of each: those that ship with Waymark, all in our own words, and a service's own.
public struct Questionnaires: Sendable {
    public let all: [Questionnaire]

    public init(_ all: [Questionnaire]) { self.all = all }

    public static let shipped = Questionnaires([
        .outOfCourt, .selfChild, .selfParent, .exploitation, .communication, .exitChild, .exitParent,
    ])

    /// The version an assessment was written under: `out-of-court 1`.
    public func named(_ token: String?) -> Questionnaire? { token.flatMap { token in all.first { $0.token == token } } }

    /// The newest version of a form that may be begun on a day.
    public func newest(_ name: String, on day: Day) -> Questionnaire? {
        all.filter { $0.name == name && $0.isOffered && $0.isInForce(on: day) }.max { $0.version < $1.version }
    }

    /// The forms that may be begun on a day for a type of assessment.
    public func forms(for type: String, on day: Day) -> [Questionnaire] {
        all.filter { form in form.types.contains(type) && form.isOffered && newest(form.name, on: day)?.version == form.version }
    }
}

extension Assessment {
    /// The questionnaire's name without its version: `exploitation`.
    public var formName: String? { form?.split(separator: " ").first.map(String.init) }
}
