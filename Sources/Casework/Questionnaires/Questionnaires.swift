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

    /// The screen or interview an assessment is: by the form it was written under, which may say that it counts as one of ours.
    public func purpose(of one: Assessment) -> String? { named(one.form)?.countsAs ?? one.formName }

    /// The form a screen or interview is begun by on a day: the service's own where one counts as it, the first by name if several do, else
    /// Waymark's.
    public func form(for purpose: String, on day: Day) -> String {
        let own = all.filter { $0.countsAs == purpose && newest($0.name, on: day)?.version == $0.version }
        return own.map(\.name).min() ?? purpose
    }
}

extension Assessment {
    /// The questionnaire's name without its version: `exploitation`.
    public var formName: String? { form?.split(separator: " ").first.map(String.init) }
}
