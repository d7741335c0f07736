import Casework

/// What is asked of a measure: which period, as seen on which day, against which reference tables.
public struct Question: Sendable {
    public let period: Period
    /// The day the answer is given for: the day of the as-at moment, else today.
    public let today: Day
    public let reference: Reference

    public init(period: Period, today: Day, reference: Reference) {
        self.period = period
        self.today = today
        self.reference = reference
    }
}

/// The tables figures lean on besides case files: codes, populations, published figures and areas, as known at the as-at moment.
public struct Reference: Sendable {
    public let codes: Codes
    public let populations: [Population]
    public let comparators: [Comparator]
    public let areas: [Area]
    /// Who was at which meeting of the management board.
    public let board: [Entry<BoardAttendance>]
    public let serviceCode: String
    /// The service's clock for the whole out-of-court process, in calendar days, with the name of its setting.
    public let outOfCourtDays: (days: Int, setting: String)
    let tiers: [String: Tier]
    let ethnicityGroups: [String: String]
    let breaches: Set<String>
    /// The decisions at a hearing that remand a child.
    let remandDecisions: Set<String>
    let remandCharges: [String: [RemandCharge]]
    /// The order type of an outcome, the disposals that are licences, and the indicators' group of a home, by token.
    let orders: [String: OrderType]
    let licences: Set<String>
    let homes: [String: String]

    public init(
        codes: Codes = ShippedCodes.codes, populations: [Population] = [], comparators: [Comparator] = [], areas: [Area] = [],
        board: [Entry<BoardAttendance>] = [], serviceCode: String, outOfCourtDays: Int = 28
    ) {
        self.outOfCourtDays = (outOfCourtDays, "clock.whole_process")
        self.codes = codes
        self.populations = populations
        self.comparators = comparators
        self.areas = areas
        self.board = board
        self.serviceCode = serviceCode
        // Looked up once for every outcome of every file, so kept ready.
        let groups = { (list: String) in codes.all(list).compactMap { code in code.group.map { (code.token, $0) } } }
        tiers = Dictionary(groups("outcome").compactMap { pair in Tier(group: pair.1).map { (pair.0, $0) } }) { _, last in last }
        ethnicityGroups = Dictionary(groups("ethnicity")) { _, last in last }
        breaches = Set(groups("offence_category").filter { $0.1 == "Breach" }.map(\.0))
        remandDecisions = Set(groups("remand_decision").filter { $0.1 == "REMAND" }.map(\.0))
        // A moment from before the store had the list is priced by the one that ships.
        let charges = codes.all("remand_charge").isEmpty ? ShippedCodes.codes : codes
        remandCharges = Dictionary(grouping: charges.all("remand_charge").compactMap(RemandCharge.init), by: \.of)
        // A moment from before the store had these lists is counted by those that ship.
        let indicators = codes.all("kpi_order").isEmpty ? ShippedCodes.codes : codes
        let indicatorGroups = { (list: String) in indicators.all(list).compactMap { code in code.group.map { (code.token, $0) } } }
        orders = Dictionary(indicatorGroups("kpi_order").compactMap { pair in OrderType(rawValue: pair.1).map { (pair.0, $0) } }) {
            _, last in last
        }
        licences = Set(indicators.all("kpi_licence").map(\.token))
        homes = Dictionary(groups("accommodation_type")) { _, last in last }
    }

    /// The names and codes our own area goes by on a day: what `areas` marks SERVICE, else the area equal to the service code (interchange.md §4).
    public func ownArea(on day: Day) -> Set<String> {
        let ours = areas.filter { $0.type == "SERVICE" }
        let inForce = ours.filter { ($0.fromDate.map { $0 <= day } ?? true) && ($0.toDate.map { day <= $0 } ?? true) }
        let found = inForce.first ?? ours.first ?? areas.first { $0.area == serviceCode || $0.code == serviceCode }
        return Set([found?.area ?? serviceCode, found?.code].compactMap { $0 })
    }

    /// The people of an age in our area that a figure of a period is set against.
    ///
    /// The mid-year before the financial year of the period's last day (regulation.md §2.6), else the nearest earlier one, else the nearest
    /// later one, with a note that says so. A row of exactly these ages is taken, else rows of narrower ages that join up to them.
    /// - Parameter by: a figure's breakdown; its sex, ethnicity, care status and age narrow the population.
    /// - Returns: nil when there is no such population.
    public func population(of period: Period, ages: ClosedRange<Int> = 10...17, by: [String: String] = [:]) -> PopulationFound? {
        let area = ownArea(on: period.to)
        let ages = by["age"].map(Reference.ages) ?? ages
        guard let ages else { return nil }
        let rows = populations.filter {
            area.contains($0.area) && $0.sex == by["sex"] && $0.ethnicity == by["ethnicity"]
                && $0.careStatus == by["care_status"]
        }
        let (year, month, _) = period.to.parts
        let wanted = (month < 4 ? year - 1 : year) - 1
        let years = Set(rows.map(\.midYear)).sorted { (abs($0 - wanted), $0 > wanted ? 1 : 0) < (abs($1 - wanted), $1 > wanted ? 1 : 0) }
        for midYear in years.filter({ $0 <= wanted }) + years.filter({ $0 > wanted }) {
            let vintage = rows.filter { $0.midYear == midYear }
            guard let people = Reference.join(vintage, over: ages) else { continue }
            return PopulationFound(
                people: people, midYear: midYear, source: vintage.first?.source,
                note: midYear == wanted ? nil : "Population of mid-\(midYear): there is none of mid-\(wanted).")
        }
        return nil
    }

    private static func ages(_ band: String) -> ClosedRange<Int>? {
        let ends = band.split(separator: "-").compactMap { Int($0) }
        return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
    }

    private static func join(_ rows: [Population], over ages: ClosedRange<Int>) -> Int? {
        var next = ages.lowerBound
        var people = 0
        while next <= ages.upperBound {
            // The widest row first, so that a total is preferred to its parts.
            guard
                let row = rows.filter({ $0.ageFrom == next && $0.ageTo <= ages.upperBound && $0.ageTo >= next }).max(by: {
                    $0.ageTo < $1.ageTo
                })
            else { return nil }
            people += row.population
            next = row.ageTo + 1
        }
        return people
    }
}

/// A population with its vintage, which is printed with the figure.
public struct PopulationFound: Sendable, Hashable {
    public let people: Int
    public let midYear: Int
    public let source: String?
    public let note: String?
}
