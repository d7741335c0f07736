import Casework

/// Proven offences of England and Wales, as Blackpool's plan of 2022-23 prints them to compare itself with (`offences` is compared with these).
///
/// The column is headed "2021"; no days are printed, so none are given here.
enum PublishedOffences {
    static let area = "England and Wales"
    static let people = "5466338"
    static let source =
        "Blackpool Youth Justice Plan 2022-23, appendix 1, offences scaled by population; column headed England and Wales 2021"

    /// Group as printed, number, rate to 100,000 aged 10 to 17 as printed.
    static let rows: [(group: String, number: String, rate: String)] = [
        ("Violence against the person", "12437", "228"), ("Theft and handling stolen goods", "2884", "53"), ("Other", "3621", "66"),
        ("Motoring offences", "4382", "80"), ("Drugs", "3961", "72"), ("Criminal damage", "3481", "64"), ("Public order", "2236", "41"),
        ("Robbery", "2354", "43"), ("Burglary", "1339", "24"), ("Breach of statutory order", "920", "17"), ("Sexual offences", "903", "17"),
        ("Total proven offences", "38518", "705"),
    ]

    static func comparators(_ dice: inout Dice, on day: Day) -> [DemoEntry<Comparator>] {
        rows.map { printed in
            var row = Comparator()
            (row.area, row.measure, row.labelPrinted) = (area, "offences", printed.group)
            (row.numerator, row.denominator, row.valuePrinted) = (printed.number, people, printed.rate)
            (row.unit, row.source) = ("per_100000", source)
            let name = printed.group.lowercased().replacing(" ", with: "-")
            return DemoEntry(id: dice.id(on: day), ref: "cmp-offences-\(name)-england-and-wales", value: row)
        }
    }

    static func nation(_ dice: inout Dice, on day: Day) -> DemoEntry<Area> {
        var row = Area()
        (row.area, row.type) = (area, "NATION")
        return DemoEntry(id: dice.id(on: day), ref: "area-england-and-wales", value: row)
    }
}
