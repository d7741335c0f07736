import Casework

/// Figures of real areas as a public document printed them (SEF, the Sefton plan 2021-22, signed off May 2022), for Sandholme to be
/// compared with.
///
/// Sandholme takes the place of the plan's own area, which is left out: its row is made up. The ten other areas are Sandholme's family.
/// Values are the printed characters; nothing is computed or corrected.
enum Published {
    static let own = Sandholme.name

    /// A measure of a period: what the table calls it, and the days it means.
    struct Column: Sendable {
        let measure: String
        let unit: String
        let label: String
        let from: String
        let to: String
        let source: String
    }

    /// One area's printed cells; blank = printed "-".
    struct Cell: Sendable {
        let area: String
        var value = ""
        var numerator = ""
        var denominator = ""
    }

    static func comparators(_ dice: inout Dice, on day: Day) -> [DemoEntry<Comparator>] {
        (PublishedReoffending.columns + PublishedEntrants.columns + PublishedOutcomes.columns).flatMap {
            column, cells in
            cells.compactMap { cell in
                guard !(cell.value.isEmpty && cell.numerator.isEmpty) else { return nil }
                var row = Comparator()
                row.area = cell.area
                row.measure = column.measure
                row.periodStart = Day(iso: column.from)
                row.periodEnd = Day(iso: column.to)
                row.labelPrinted = column.label
                row.numerator = cell.numerator.isEmpty ? nil : cell.numerator
                row.denominator = cell.denominator.isEmpty ? nil : cell.denominator
                row.valuePrinted = cell.value.isEmpty ? nil : cell.value
                row.unit = column.unit
                row.publishedOn = Day(iso: "2022-05-31")
                row.source = cell.area == own ? Sandholme.source : column.source
                let ref = "cmp-\(column.measure)-\(column.label)-\(cell.area)".lowercased().replacing(
                    " ", with: "-")
                return DemoEntry(id: dice.id(on: day), ref: ref, value: row)
            }
        }
    }

    static func areas(_ dice: inout Dice, on day: Day) -> [DemoEntry<Area>] {
        var service = Area()
        service.area = own
        service.code = DemoService.code
        service.type = "SERVICE"
        var rows = [DemoEntry(id: dice.id(on: day), ref: "area-sandholme", value: service)]
        for (area, _, _) in family {
            var row = Area()
            row.area = area
            row.type = "FAMILY"
            row.ofArea = own
            row.fromDate = Day(iso: "2018-04-01")
            rows.append(
                DemoEntry(
                    id: dice.id(on: day), ref: "area-\(area.lowercased().replacing(" ", with: "-"))",
                    value: row))
        }
        return rows
    }

    /// SEF tables 1, 8 and 9: area, population 10-17 labelled 2019, and labelled 2020.
    static let family: [(area: String, labelled2019: Int?, labelled2020: Int)] = [
        ("Lancashire", 111_454, 114_410), ("Swansea", nil, 21_338), ("Wirral", 30_158, 30_571),
        ("Stockton-on-Tees", 19_342, 20_023),
        ("Nottinghamshire", 73_622, 75_871), ("Bridgend", nil, 13_022), ("Darlington", 10_147, 10_432),
        ("North Tyneside", 18_359, 18_833),
        ("Wigan", 30_704, 31_472), ("Calderdale", 20_340, 20_818),
    ]

    static func populations(_ dice: inout Dice, on day: Day) -> [DemoEntry<Population>] {
        family.flatMap { area, first, second in
            [(2019, first), (2020, second)].compactMap { year, count in
                guard let count else { return nil }
                var row = Population()
                row.area = area
                row.midYear = year
                row.population = count
                row.source =
                    "Sefton Youth Justice Plan 2021-22, tables 1, 8 and 9, population 10-17 labelled \(year)"
                return DemoEntry(
                    id: dice.id(on: day), ref: "pop-\(year)-\(area.lowercased().replacing(" ", with: "-"))",
                    value: row)
            }
        }
    }
}
