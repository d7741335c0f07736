import Casework

/// The demo's budget and staffing: each financial year's forms, a little dearer than the year before. Numbers made up.
enum Resources {
    static func all(_ options: DemoService.Options) -> [DemoEntry<Resource>] {
        let years = (options.from.year...max(options.from.year, options.through.year)).compactMap { Day(year: $0, month: 3, day: 31) }
        return years.filter { $0 >= options.from && $0 <= options.through }.enumerated().flatMap { turn, day in year(day, turn, options) }
    }

    private static func year(_ day: Day, _ turn: Int, _ options: DemoService.Options) -> [DemoEntry<Resource>] {
        var dice = Dice(seed: options.seed, stream: UInt64(bitPattern: Int64(day.number)), purpose: 31)
        return numbers.map { sheet, line, heading, number in
            var one = Resource()
            (one.periodEnding, one.sheet, one.line, one.heading) = (day, sheet, line, heading)
            // Three in a hundred more each year; people stay.
            one.number = sheet == "BUDGET" ? number * (100 + 3 * turn) / 100 : number
            return DemoEntry(id: dice.id(on: day), ref: "resource-\(day.iso)-\(sheet)-\(line)-\(heading)", value: one)
        }
    }

    private static let numbers: [(sheet: String, line: String, heading: String, number: Int)] = [
        ("BUDGET", "LOCAL_AUTHORITY", "STAFFING_COSTS", 812_000), ("BUDGET", "LOCAL_AUTHORITY", "OTHER_FUNDS", 64_000),
        ("BUDGET", "CORE_GRANT", "STAFFING_COSTS", 396_000), ("BUDGET", "CORE_GRANT", "OTHER_FUNDS", 41_000),
        ("BUDGET", "POLICE", "PAYMENTS_IN_KIND", 118_000), ("BUDGET", "PROBATION", "PAYMENTS_IN_KIND", 52_000),
        ("BUDGET", "HEALTH", "PAYMENTS_IN_KIND", 61_000), ("BUDGET", "CRIME_COMMISSIONER", "OTHER_FUNDS", 75_000),
        ("CONTRACTS", "PERMANENT", "STRATEGIC_MANAGER_FULL_TIME", 1), ("CONTRACTS", "PERMANENT", "OPERATIONAL_MANAGER_FULL_TIME", 3),
        ("CONTRACTS", "PERMANENT", "PRACTITIONER_FULL_TIME", 14), ("CONTRACTS", "PERMANENT", "PRACTITIONER_PART_TIME", 5),
        ("CONTRACTS", "PERMANENT", "ADMINISTRATOR_FULL_TIME", 2), ("CONTRACTS", "FIXED_TERM", "PRACTITIONER_FULL_TIME", 2),
        ("CONTRACTS", "VACANT", "PRACTITIONER_FULL_TIME", 1), ("CONTRACTS", "SECONDED_POLICE", "PRACTITIONER_FULL_TIME", 2),
        ("CONTRACTS", "SECONDED_PROBATION", "PRACTITIONER_PART_TIME", 1), ("CONTRACTS", "SECONDED_HEALTH", "PRACTITIONER_PART_TIME", 2),
        ("CONTRACTS", "PERMANENT", "PANEL_VOLUNTEER", 11), ("PEOPLE", "STAFF_WHITE", "STRATEGIC_MANAGER_FEMALE", 1),
        ("PEOPLE", "STAFF_WHITE", "OPERATIONAL_MANAGER_MALE", 1), ("PEOPLE", "STAFF_WHITE", "OPERATIONAL_MANAGER_FEMALE", 2),
        ("PEOPLE", "STAFF_WHITE", "PRACTITIONER_MALE", 7), ("PEOPLE", "STAFF_WHITE", "PRACTITIONER_FEMALE", 14),
        ("PEOPLE", "STAFF_MIXED", "PRACTITIONER_FEMALE", 2), ("PEOPLE", "STAFF_ASIAN", "PRACTITIONER_MALE", 1),
        ("PEOPLE", "STAFF_BLACK", "PRACTITIONER_FEMALE", 2), ("PEOPLE", "STAFF_WHITE", "ADMINISTRATOR_FEMALE", 2),
        ("PEOPLE", "STAFF_WHITE", "PANEL_VOLUNTEER_FEMALE", 7), ("PEOPLE", "STAFF_WHITE", "PANEL_VOLUNTEER_MALE", 4),
    ]
}
