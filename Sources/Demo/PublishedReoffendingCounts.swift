/// SEF tables 4 to 6: reoffences, reoffenders and cohorts.
extension PublishedReoffending {
    static let reoffences2018: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.reoffences", unit: "count", label: "April 2018 to March 2019", from: "2018-04-01",
            to: "2019-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 4"),
        [
            Published.Cell(area: "Lancashire", value: "668", numerator: "668"),
            Published.Cell(area: "Swansea", value: "291", numerator: "291"),
            Published.Cell(area: "Wirral", value: "154", numerator: "154"),
            Published.Cell(area: "Stockton-on-Tees", value: "114", numerator: "114"),
            Published.Cell(area: "Nottinghamshire", value: "411", numerator: "411"),
            Published.Cell(area: "Bridgend", value: "870", numerator: "870"),
            Published.Cell(area: "Darlington", value: "121", numerator: "121"),
            Published.Cell(area: "North Tyneside", value: "200", numerator: "200"),
            Published.Cell(area: "Wigan", value: "81", numerator: "81"),
            Published.Cell(area: "Calderdale", value: "135", numerator: "135"),
            Published.Cell(area: Published.own, value: "166", numerator: "166"),
        ]
    )

    static let reoffences2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.reoffences", unit: "count", label: "April 2019 to March 2020", from: "2019-04-01",
            to: "2020-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 4"),
        [
            Published.Cell(area: "Lancashire", value: "342", numerator: "342"),
            Published.Cell(area: "Swansea", value: "177", numerator: "177"),
            Published.Cell(area: "Wirral", value: "207", numerator: "207"),
            Published.Cell(area: "Stockton-on-Tees", value: "90", numerator: "90"),
            Published.Cell(area: "Nottinghamshire", value: "152", numerator: "152"),
            Published.Cell(area: "Bridgend", value: "432", numerator: "432"),
            Published.Cell(area: "Darlington", value: "66", numerator: "66"),
            Published.Cell(area: "North Tyneside", value: "105", numerator: "105"),
            Published.Cell(area: "Wigan", value: "121", numerator: "121"),
            Published.Cell(area: "Calderdale", value: "183", numerator: "183"),
            Published.Cell(area: Published.own, value: "126", numerator: "126"),
        ]
    )

    static let reoffenders2018: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.reoffenders", unit: "count", label: "April 2018 to March 2019", from: "2018-04-01",
            to: "2019-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 5"),
        [
            Published.Cell(area: "Lancashire", value: "163", numerator: "163"),
            Published.Cell(area: "Swansea", value: "66", numerator: "66"),
            Published.Cell(area: "Wirral", value: "46", numerator: "46"),
            Published.Cell(area: "Stockton-on-Tees", value: "35", numerator: "35"),
            Published.Cell(area: "Nottinghamshire", value: "97", numerator: "97"),
            Published.Cell(area: "Bridgend", value: "96", numerator: "96"),
            Published.Cell(area: "Darlington", value: "30", numerator: "30"),
            Published.Cell(area: "North Tyneside", value: "53", numerator: "53"),
            Published.Cell(area: "Wigan", value: "20", numerator: "20"),
            Published.Cell(area: "Calderdale", value: "38", numerator: "38"),
            Published.Cell(area: Published.own, value: "46", numerator: "46"),
        ]
    )

    static let reoffenders2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.reoffenders", unit: "count", label: "April 2019 to March 2020", from: "2019-04-01",
            to: "2020-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 5"),
        [
            Published.Cell(area: "Lancashire", value: "101", numerator: "101"),
            Published.Cell(area: "Swansea", value: "45", numerator: "45"),
            Published.Cell(area: "Wirral", value: "48", numerator: "48"),
            Published.Cell(area: "Stockton-on-Tees", value: "22", numerator: "22"),
            Published.Cell(area: "Nottinghamshire", value: "56", numerator: "56"),
            Published.Cell(area: "Bridgend", value: "81", numerator: "81"),
            Published.Cell(area: "Darlington", value: "20", numerator: "20"),
            Published.Cell(area: "North Tyneside", value: "31", numerator: "31"),
            Published.Cell(area: "Wigan", value: "21", numerator: "21"),
            Published.Cell(area: "Calderdale", value: "43", numerator: "43"),
            Published.Cell(area: Published.own, value: "37", numerator: "37"),
        ]
    )

    static let cohort2018: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.cohort", unit: "count", label: "April 2018 to March 2019", from: "2018-04-01", to: "2019-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 6"),
        [
            Published.Cell(area: "Lancashire", value: "421", numerator: "421"),
            Published.Cell(area: "Swansea", value: "156", numerator: "156"),
            Published.Cell(area: "Wirral", value: "115", numerator: "115"),
            Published.Cell(area: "Stockton-on-Tees", value: "95", numerator: "95"),
            Published.Cell(area: "Nottinghamshire", value: "288", numerator: "288"),
            Published.Cell(area: "Bridgend", value: "165", numerator: "165"),
            Published.Cell(area: "Darlington", value: "72", numerator: "72"),
            Published.Cell(area: "North Tyneside", value: "128", numerator: "128"),
            Published.Cell(area: "Wigan", value: "80", numerator: "80"),
            Published.Cell(area: "Calderdale", value: "107", numerator: "107"),
            Published.Cell(area: Published.own, value: "112", numerator: "112"),
        ]
    )

    static let cohort2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "reoffending.proven.cohort", unit: "count", label: "April 2019 to March 2020", from: "2019-04-01", to: "2020-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 6"),
        [
            Published.Cell(area: "Lancashire", value: "282", numerator: "282"),
            Published.Cell(area: "Swansea", value: "129", numerator: "129"),
            Published.Cell(area: "Wirral", value: "113", numerator: "113"),
            Published.Cell(area: "Stockton-on-Tees", value: "60", numerator: "60"),
            Published.Cell(area: "Nottinghamshire", value: "176", numerator: "176"),
            Published.Cell(area: "Bridgend", value: "150", numerator: "150"),
            Published.Cell(area: "Darlington", value: "44", numerator: "44"),
            Published.Cell(area: "North Tyneside", value: "97", numerator: "97"),
            Published.Cell(area: "Wigan", value: "56", numerator: "56"),
            Published.Cell(area: "Calderdale", value: "109", numerator: "109"),
            Published.Cell(area: Published.own, value: "96", numerator: "96"),
        ]
    )
}
