/// SEF tables 8 and 9: first-time entrants. The columns are headed 2019 and 2020; the plan's text says years ending September 2020 and
/// 2021.
/// The family averages are as printed: the one labelled 2019 counts children of two areas whose population it leaves out.
enum PublishedEntrants {
    static let columns: [(Published.Column, [Published.Cell])] = [
        rate2019, count2019, rate2020, count2020,

    ]

    private static let rate2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "fte.rate", unit: "per_100000", label: "2019", from: "2019-10-01", to: "2020-09-30",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 8 (numbers, table 9)"),
        [
            Published.Cell(area: "Lancashire", value: "135", numerator: "151", denominator: "111454"),
            Published.Cell(area: "Wirral", value: "99", numerator: "30", denominator: "30158"),
            Published.Cell(area: "Stockton-on-Tees", value: "152", numerator: "29", denominator: "19342"),
            Published.Cell(area: "Nottinghamshire", value: "121", numerator: "89", denominator: "73622"),
            Published.Cell(area: "Darlington", value: "177", numerator: "18", denominator: "10147"),
            Published.Cell(area: "North Tyneside", value: "57", numerator: "10", denominator: "18359"),
            Published.Cell(area: "Wigan", value: "94", numerator: "29", denominator: "30704"),
            Published.Cell(area: "Calderdale", value: "279", numerator: "57", denominator: "20340"),
            Published.Cell(area: "Family average", value: "116", numerator: "46", denominator: "39266"),
            Published.Cell(area: Published.own, value: "129", numerator: "31", denominator: "24012"),
        ]
    )

    private static let count2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "fte.count", unit: "count", label: "2019", from: "2019-10-01", to: "2020-09-30",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 9"),
        [
            Published.Cell(area: "Lancashire", value: "151", numerator: "151"),
            Published.Cell(area: "Swansea", value: "28", numerator: "28"),
            Published.Cell(area: "Wirral", value: "30", numerator: "30"),
            Published.Cell(area: "Stockton-on-Tees", value: "29", numerator: "29"),
            Published.Cell(area: "Nottinghamshire", value: "89", numerator: "89"),
            Published.Cell(area: "Bridgend", value: "15", numerator: "15"),
            Published.Cell(area: "Darlington", value: "18", numerator: "18"),
            Published.Cell(area: "North Tyneside", value: "10", numerator: "10"),
            Published.Cell(area: "Wigan", value: "29", numerator: "29"),
            Published.Cell(area: "Calderdale", value: "57", numerator: "57"),
            Published.Cell(area: "Family average", value: "46", numerator: "46"),
            Published.Cell(area: Published.own, value: "31", numerator: "31"),
        ]
    )

    private static let rate2020: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "fte.rate", unit: "per_100000", label: "2020", from: "2020-10-01", to: "2021-09-30",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 8 (numbers, table 9)"),
        [
            Published.Cell(area: "Lancashire", value: "118", numerator: "135", denominator: "114410"),
            Published.Cell(area: "Swansea", value: "123", numerator: "26", denominator: "21338"),
            Published.Cell(area: "Wirral", value: "108", numerator: "33", denominator: "30571"),
            Published.Cell(area: "Stockton-on-Tees", value: "180", numerator: "36", denominator: "20023"),
            Published.Cell(area: "Nottinghamshire", value: "112", numerator: "85", denominator: "75871"),
            Published.Cell(area: "Bridgend", value: "144", numerator: "19", denominator: "13022"),
            Published.Cell(area: "Darlington", value: "282", numerator: "29", denominator: "10432"),
            Published.Cell(area: "North Tyneside", value: "120", numerator: "23", denominator: "18833"),
            Published.Cell(area: "Wigan", value: "108", numerator: "34", denominator: "31472"),
            Published.Cell(area: "Calderdale", value: "316", numerator: "66", denominator: "20818"),
            Published.Cell(area: "Family average", value: "136", numerator: "49", denominator: "35679"),
            Published.Cell(area: Published.own, value: "122", numerator: "30", denominator: "24500"),
        ]
    )

    private static let count2020: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "fte.count", unit: "count", label: "2020", from: "2020-10-01", to: "2021-09-30",
            source: "Sefton Youth Justice Plan 2021-22, section 7, table 9"),
        [
            Published.Cell(area: "Lancashire", value: "135", numerator: "135"),
            Published.Cell(area: "Swansea", value: "26", numerator: "26"),
            Published.Cell(area: "Wirral", value: "33", numerator: "33"),
            Published.Cell(area: "Stockton-on-Tees", value: "36", numerator: "36"),
            Published.Cell(area: "Nottinghamshire", value: "85", numerator: "85"),
            Published.Cell(area: "Bridgend", value: "19", numerator: "19"),
            Published.Cell(area: "Darlington", value: "29", numerator: "29"),
            Published.Cell(area: "North Tyneside", value: "23", numerator: "23"),
            Published.Cell(area: "Wigan", value: "34", numerator: "34"),
            Published.Cell(area: "Calderdale", value: "66", numerator: "66"),
            Published.Cell(area: "Family average", value: "49", numerator: "49"),
            Published.Cell(area: Published.own, value: "30", numerator: "30"),
        ]
    )
}
