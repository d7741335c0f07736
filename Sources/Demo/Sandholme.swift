import Casework

/// The made-up place: a seaside town with three localities. No real postcode begins with Q.
enum Sandholme {
    static let name = "Sandholme"
    static let source = "Made up for Sandholme, the demo service"

    struct Sector: Sendable {
        let prefix: String
        let ward: String
        let locality: String
        let imd: Int
        let idaci: Int
    }

    /// Postcode sectors, more children where deprivation is deeper.
    static let sectors: [Sector] = {
        let wards: [(String, String, [Int])] = [
            ("Lighthouse", "Sandholme North", [4, 6, 7]), ("Dunes", "Sandholme North", [8, 9, 9]),
            ("Marram Park", "Sandholme North", [5, 6, 8]),
            ("Harbour", "Sandholme Central", [1, 1, 2]), ("Ropewalk", "Sandholme Central", [1, 2, 3]),
            ("Station", "Sandholme Central", [2, 2, 4]),
            ("Saltworks", "Sandholme South", [1, 3, 3]), ("Mill Bridge", "Sandholme South", [3, 4, 5]),
            ("Heronsmere", "Sandholme South", [6, 7, 10]),
        ]
        return wards.enumerated().flatMap { number, ward in
            ward.2.enumerated().map { part, decile in
                Sector(
                    prefix: "QX\(number + 1) \(part + 1)", ward: ward.0, locality: ward.1, imd: decile,
                    idaci: min(10, max(1, decile + (number + part) % 3 - 1)))
            }
        }
    }()

    static let byNeed = Weighted<Sector>(sectors.map { ($0, Double(12 - $0.imd)) })

    static func postcode(_ sector: Sector, _ dice: inout Dice) -> String {
        sector.prefix + dice.pick(letters) + dice.pick(letters)
    }
    private static let letters: [String] = [
        "A", "B", "D", "E", "F", "G", "H", "J", "L", "N", "P", "Q", "R", "S", "T", "U", "W", "X", "Y",
        "Z",
    ]

    static let streets: [String] = [
        "Anchor Row", "Beacon Street", "Bollard Close", "Buoy Lane", "Capstan Way", "Cockle Terrace",
        "Compass Road", "Coral Avenue",
        "Creek View", "Driftwood Drive", "Esplanade Mews", "Fathom Street", "Groyne Road",
        "Gull Crescent", "Keel Street", "Lantern Hill",
        "Limpet Place", "Mast Lane", "Mussel Court", "Oar Street", "Pebble Walk", "Pilot Road",
        "Rudder Close", "Samphire Gardens",
        "Sextant Street", "Shingle Avenue", "Spinnaker Rise", "Tiller Road", "Whelk Street",
        "Winch Lane",
    ]
    static let homes: [String] = ["Fernbank House", "Marram Lodge", "Seaholly House", "Tern View"]

    static func postcodes(_ dice: inout Dice, on day: Day) -> [DemoEntry<Postcode>] {
        sectors.enumerated().map { number, sector in
            var row = Postcode()
            row.postcode = sector.prefix
            row.lsoa = "X\(1_000_101 + number)"
            row.ward = sector.ward
            row.locality = sector.locality
            row.imdDecile = sector.imd
            row.idaciDecile = sector.idaci
            row.source = source
            return DemoEntry(id: dice.id(on: day), ref: "pc-\(number + 1)", value: row)
        }
    }

    /// Mid-year populations of the place for the demo's years, whole, by sex and by broad ethnic group.
    static func populations(
        _ size: Int, from first: Int, to last: Int, _ dice: inout Dice, on day: Day
    ) -> [DemoEntry<Population>] {
        var rows: [DemoEntry<Population>] = []
        guard first <= last else { return rows }
        let groups: [(String, Double)] = [
            ("WHITE", 0.92), ("MIXED", 0.03), ("ASIAN", 0.025), ("BLACK", 0.015), ("OTHER", 0.01),
        ]
        for year in first...last {
            let whole = Int((Double(size) * (1 + 0.006 * Double(year - last))).rounded())
            var boys = 0
            var parts: [(String?, String?, Int)] = [(nil, nil, whole)]
            boys = whole * 513 / 1000
            parts += [("MALE", nil, boys), ("FEMALE", nil, whole - boys)]
            var left = whole
            for (group, share) in groups.reversed() {
                let count = group == "WHITE" ? left : Int(Double(whole) * share)
                left -= count
                parts.append((nil, group, count))
            }
            for (sex, ethnicity, count) in parts {
                var row = Population()
                row.area = name
                row.midYear = year
                row.sex = sex
                row.ethnicity = ethnicity
                row.population = count
                row.source = source
                rows.append(
                    DemoEntry(
                        id: dice.id(on: day), ref: "pop-\(year)-\(sex ?? ethnicity ?? "all")", value: row))
            }
        }
        return rows
    }
}
