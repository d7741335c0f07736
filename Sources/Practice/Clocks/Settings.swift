import Casework

/// What a local setting is, its default and what it rests on: a row of the settings page and of the documents.
public struct SettingDefinition: Sendable, Equatable {
    /// `clock.missed_contact`: the name its `Setting` record carries.
    public let name: String
    public let title: String
    /// `working days`, `days`, `months`.
    public let unit: String
    public let standard: Int
    public let allowed: ClosedRange<Int>
    /// What starts the clock, in a few words: "the referral received".
    public let startEvent: String
    /// Whose duty it is: the service, its manager, the police.
    public let duty: String
    public let basis: String
    /// What the values mean, in words from 0 on; empty where the value is a number of `unit`.
    public let choices: [String]

    init(
        name: String, title: String, unit: String, standard: Int, allowed: ClosedRange<Int>, startEvent: String, duty: String = "Worker",
        basis: String, choices: [String] = []
    ) {
        self.name = name
        self.title = title
        self.unit = unit
        self.standard = standard
        self.allowed = allowed
        self.startEvent = startEvent
        self.duty = duty
        self.basis = basis
        self.choices = choices
    }

    /// So many of its unit: "1 working day", "3 months".
    public func counted(_ number: Int) -> String {
        number.counted(unit.hasSuffix("s") ? String(unit.dropLast()) : unit, unit)
    }

    /// A value as people read it: "15 working days", "Required".
    public func words(_ value: String) -> String {
        if let place = Int(value.trimmed), choices.indices.contains(place) { return choices[place] }
        return Int(value.trimmed).map(counted) ?? "\(value) \(unit)"
    }
}

/// A service's clocks: what its own settings say, else the default with its basis. None of these is fixed by statute (regulation.md §5.4).
/// They never pause: a slip is said with its reason beside the late task. Which there are: `ShippedSettings.swift`.
public struct Settings: Sendable {
    private let values: [String: String]

    /// From the settings in force on the day, by name. A value that is no whole number, or out of bounds, counts as not set.
    public init(_ values: [String: String] = [:]) { self.values = values }

    public subscript(_ definition: SettingDefinition) -> Int {
        guard let number = values[definition.name].flatMap({ Int($0.trimmed) }), definition.allowed.contains(number) else {
            return definition.standard
        }
        return number
    }

    /// Whether a setting is the service's own rather than the default.
    public func holds(_ definition: SettingDefinition) -> Bool { values[definition.name] != nil }

    /// What is wrong with a value for a setting, in a sentence; nil when it will do.
    public static func refusal(of value: String, for definition: SettingDefinition) -> String? {
        guard let number = Int(value.trimmed), definition.allowed.contains(number) else {
            if !definition.choices.isEmpty { return "Choose one of these." }
            return "\(definition.title) must be a whole number from \(definition.allowed.lowerBound) to \(definition.allowed.upperBound)."
        }
        return nil
    }

    public static func definition(_ name: String) -> SettingDefinition? { all.first { $0.name == name } }
}
