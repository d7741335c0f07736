/// SEF tables 2 to 7: proven reoffending by area, for the cohorts of April 2018 to March 2019 and of the year after.
enum PublishedReoffending {
    static let columns: [(Published.Column, [Published.Cell])] = [
        binary2018, binary2019, perReoffender2018, perReoffender2019, reoffences2018, reoffences2019,
        reoffenders2018, reoffenders2019, cohort2018, cohort2019, previousOffences2018, previousOffences2019,
    ]

    private static let binary2018: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.binary", unit: "percent", label: "April 2018 to March 2019", from: "2018-04-01", to: "2019-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 2 (reoffenders, table 5; cohort, table 6)"),
        [
            Published.Cell(area: "Lancashire", value: "38.7", numerator: "163", denominator: "421"),
            Published.Cell(area: "Swansea", value: "42.3", numerator: "66", denominator: "156"),
            Published.Cell(area: "Wirral", value: "40.0", numerator: "46", denominator: "115"),
            Published.Cell(area: "Stockton-on-Tees", value: "36.8", numerator: "35", denominator: "95"),
            Published.Cell(area: "Nottinghamshire", value: "33.7", numerator: "97", denominator: "288"),
            Published.Cell(area: "Bridgend", value: "58.2", numerator: "96", denominator: "165"),
            Published.Cell(area: "Darlington", value: "41.7", numerator: "30", denominator: "72"),
            Published.Cell(area: "North Tyneside", value: "41.4", numerator: "53", denominator: "128"),
            Published.Cell(area: "Wigan", value: "25.0", numerator: "20", denominator: "80"),
            Published.Cell(area: "Calderdale", value: "35.5", numerator: "38", denominator: "107"),
            Published.Cell(area: Published.own, value: "41.1", numerator: "46", denominator: "112"),
        ]
    )

    private static let binary2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.binary", unit: "percent", label: "April 2019 to March 2020", from: "2019-04-01", to: "2020-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 2 (reoffenders, table 5; cohort, table 6)"),
        [
            Published.Cell(area: "Lancashire", value: "35.8", numerator: "101", denominator: "282"),
            Published.Cell(area: "Swansea", value: "34.9", numerator: "45", denominator: "129"),
            Published.Cell(area: "Wirral", value: "42.5", numerator: "48", denominator: "113"),
            Published.Cell(area: "Stockton-on-Tees", value: "36.7", numerator: "22", denominator: "60"),
            Published.Cell(area: "Nottinghamshire", value: "31.8", numerator: "56", denominator: "176"),
            Published.Cell(area: "Bridgend", value: "54.0", numerator: "81", denominator: "150"),
            Published.Cell(area: "Darlington", value: "45.5", numerator: "20", denominator: "44"),
            Published.Cell(area: "North Tyneside", value: "32.0", numerator: "31", denominator: "97"),
            Published.Cell(area: "Wigan", value: "37.5", numerator: "21", denominator: "56"),
            Published.Cell(area: "Calderdale", value: "39.4", numerator: "43", denominator: "109"),
            Published.Cell(area: Published.own, value: "38.5", numerator: "37", denominator: "96"),
        ]
    )

    private static let perReoffender2018: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.per_reoffender", unit: "ratio", label: "April 2018 to March 2019", from: "2018-04-01",
            to: "2019-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 3 (reoffences, table 4; reoffenders, table 5)"),
        [
            Published.Cell(area: "Lancashire", value: "4.1", numerator: "668", denominator: "163"),
            Published.Cell(area: "Swansea", value: "4.4", numerator: "291", denominator: "66"),
            Published.Cell(area: "Wirral", value: "3.3", numerator: "154", denominator: "46"),
            Published.Cell(area: "Stockton-on-Tees", value: "3.3", numerator: "114", denominator: "35"),
            Published.Cell(area: "Nottinghamshire", value: "4.2", numerator: "411", denominator: "97"),
            Published.Cell(area: "Bridgend", value: "9.1", numerator: "870", denominator: "96"),
            Published.Cell(area: "Darlington", value: "4.0", numerator: "121", denominator: "30"),
            Published.Cell(area: "North Tyneside", value: "3.8", numerator: "200", denominator: "53"),
            Published.Cell(area: "Wigan", value: "4.1", numerator: "81", denominator: "20"),
            Published.Cell(area: "Calderdale", value: "3.6", numerator: "135", denominator: "38"),
            Published.Cell(area: Published.own, value: "3.6", numerator: "166", denominator: "46"),
        ]
    )

    private static let perReoffender2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.per_reoffender", unit: "ratio", label: "April 2019 to March 2020", from: "2019-04-01",
            to: "2020-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 3 (reoffences, table 4; reoffenders, table 5)"),
        [
            Published.Cell(area: "Lancashire", value: "3.4", numerator: "342", denominator: "101"),
            Published.Cell(area: "Swansea", value: "3.9", numerator: "177", denominator: "45"),
            Published.Cell(area: "Wirral", value: "4.3", numerator: "207", denominator: "48"),
            Published.Cell(area: "Stockton-on-Tees", value: "4.1", numerator: "90", denominator: "22"),
            Published.Cell(area: "Nottinghamshire", value: "2.7", numerator: "152", denominator: "56"),
            Published.Cell(area: "Bridgend", value: "5.3", numerator: "432", denominator: "81"),
            Published.Cell(area: "Darlington", value: "3.3", numerator: "66", denominator: "20"),
            Published.Cell(area: "North Tyneside", value: "3.4", numerator: "105", denominator: "31"),
            Published.Cell(area: "Wigan", value: "5.8", numerator: "121", denominator: "21"),
            Published.Cell(area: "Calderdale", value: "4.3", numerator: "183", denominator: "43"),
            Published.Cell(area: Published.own, value: "3.4", numerator: "126", denominator: "37"),
        ]
    )

    private static let previousOffences2018: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.previous_offences", unit: "ratio", label: "April 2018 to March 2019", from: "2018-04-01",
            to: "2019-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 7"),
        [
            Published.Cell(area: "Lancashire", value: "5.5"),
            Published.Cell(area: "Swansea", value: "3.2"),
            Published.Cell(area: "Wirral", value: "3.1"),
            Published.Cell(area: "Stockton-on-Tees", value: "5.3"),
            Published.Cell(area: "Nottinghamshire", value: "3.5"),
            Published.Cell(area: "Bridgend", value: "6.7"),
            Published.Cell(area: "Darlington", value: "5.0"),
            Published.Cell(area: "North Tyneside", value: "4.6"),
            Published.Cell(area: "Wigan", value: "4.7"),
            Published.Cell(area: "Calderdale", value: "4.0"),
            Published.Cell(area: Published.own, value: "3.7"),
        ]
    )

    private static let previousOffences2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.previous_offences", unit: "ratio", label: "April 2019 to March 2020", from: "2019-04-01",
            to: "2020-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 7"),
        [
            Published.Cell(area: "Lancashire", value: "5.1"),
            Published.Cell(area: "Swansea", value: "3.5"),
            Published.Cell(area: "Wirral", value: "4.9"),
            Published.Cell(area: "Stockton-on-Tees", value: "4.3"),
            Published.Cell(area: "Nottinghamshire", value: "5.8"),
            Published.Cell(area: "Bridgend", value: "6.8"),
            Published.Cell(area: "Darlington", value: "7.0"),
            Published.Cell(area: "North Tyneside", value: "4.8"),
            Published.Cell(area: "Wigan", value: "5.6"),
            Published.Cell(area: "Calderdale", value: "5.2"),
            Published.Cell(area: Published.own, value: "3.4"),
        ]
    )
}
