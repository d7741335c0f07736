/// What a rule rests on, in a sentence. A clock's number in it is the service's own, and a source is named only while the number is that source's.
public struct TaskBasis: Sendable, ExpressibleByStringLiteral {
    let words: @Sendable (Settings) -> String

    public init(stringLiteral text: String) { words = { _ in text } }

    private init(_ words: @escaping @Sendable (Settings) -> String) { self.words = words }

    /// - Parameters:
    ///   - text: with `{}` where the clock's number and unit stand, without its full stop.
    ///   - source: whose number the default is.
    static func clock(_ definition: SettingDefinition, _ text: String, source: String) -> TaskBasis {
        TaskBasis { settings in
            let number = settings[definition]
            let whose = number == definition.standard ? source : "set by this service"
            return "\(text.replacing("{}", with: definition.counted(number))) (\(whose))."
        }
    }
}
