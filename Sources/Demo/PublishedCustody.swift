/// SEF section 7, "Custody" by area.
extension PublishedOutcomes {
    static let custody2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "custody.count", unit: "count", label: "2019/20", from: "2019-04-01",
            to: "2020-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, Custody by area (not numbered)"),
        [
            Published.Cell(area: "Lancashire", value: "15", numerator: "15"),
            Published.Cell(area: "Swansea", value: "4", numerator: "4"),
            Published.Cell(area: "Wirral", value: "9", numerator: "9"),
            Published.Cell(area: "Stockton-on-Tees", value: "3", numerator: "3"),
            Published.Cell(area: "Nottinghamshire", value: "14", numerator: "14"),
            Published.Cell(area: "Bridgend", value: "2", numerator: "2"),
            Published.Cell(area: "Darlington", value: "6", numerator: "6"),
            Published.Cell(area: "North Tyneside", value: "5", numerator: "5"),
            Published.Cell(area: "Wigan", value: "7", numerator: "7"),
            Published.Cell(area: "Calderdale", value: "4", numerator: "4"),
            Published.Cell(area: Published.own, value: "2", numerator: "2"),
        ]
    )

    static let custodyRate2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "custody.rate", unit: "per_1000", label: "2019/20", from: "2019-04-01",
            to: "2020-03-31",
            source:
                "Sefton Youth Justice Plan 2021-22, section 7, Custody by area (not numbered); the rate is not printed"
        ),
        [
            Published.Cell(area: "Lancashire", numerator: "15", denominator: "111454"),
            Published.Cell(area: "Wirral", numerator: "9", denominator: "30158"),
            Published.Cell(area: "Stockton-on-Tees", numerator: "3", denominator: "19342"),
            Published.Cell(area: "Nottinghamshire", numerator: "14", denominator: "73622"),
            Published.Cell(area: "Darlington", numerator: "6", denominator: "10147"),
            Published.Cell(area: "North Tyneside", numerator: "5", denominator: "18359"),
            Published.Cell(area: "Wigan", numerator: "7", denominator: "30704"),
            Published.Cell(area: "Calderdale", numerator: "4", denominator: "20340"),
            Published.Cell(area: Published.own, numerator: "2", denominator: "24012"),
        ]
    )

    static let custody2020: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "custody.count", unit: "count", label: "2020/21", from: "2020-04-01",
            to: "2021-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, Custody by area (not numbered)"),
        [
            Published.Cell(area: "Lancashire", value: "8", numerator: "8"),
            Published.Cell(area: "Swansea", value: "3", numerator: "3"),
            Published.Cell(area: "Wirral", value: "2", numerator: "2"),
            Published.Cell(area: "Stockton-on-Tees", value: "0", numerator: "0"),
            Published.Cell(area: "Nottinghamshire", value: "8", numerator: "8"),
            Published.Cell(area: "Bridgend", value: "0", numerator: "0"),
            Published.Cell(area: "Darlington", value: "2", numerator: "2"),
            Published.Cell(area: "North Tyneside", value: "0", numerator: "0"),
            Published.Cell(area: "Wigan", value: "13", numerator: "13"),
            Published.Cell(area: "Calderdale", value: "2", numerator: "2"),
            Published.Cell(area: Published.own, value: "1", numerator: "1"),
        ]
    )

    static let custodyRate2020: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "custody.rate", unit: "per_1000", label: "2020/21", from: "2020-04-01",
            to: "2021-03-31",
            source:
                "Sefton Youth Justice Plan 2021-22, section 7, Custody by area (not numbered); the rate is not printed"
        ),
        [
            Published.Cell(area: "Lancashire", numerator: "8", denominator: "114410"),
            Published.Cell(area: "Swansea", numerator: "3", denominator: "21335"),
            Published.Cell(area: "Wirral", numerator: "2", denominator: "30571"),
            Published.Cell(area: "Stockton-on-Tees", numerator: "0", denominator: "20023"),
            Published.Cell(area: "Nottinghamshire", numerator: "8", denominator: "75871"),
            Published.Cell(area: "Bridgend", numerator: "0", denominator: "13022"),
            Published.Cell(area: "Darlington", numerator: "2", denominator: "10432"),
            Published.Cell(area: "North Tyneside", numerator: "0", denominator: "18833"),
            Published.Cell(area: "Wigan", numerator: "13", denominator: "31472"),
            Published.Cell(area: "Calderdale", numerator: "2", denominator: "20818"),
            Published.Cell(area: Published.own, numerator: "1", denominator: "24500"),
        ]
    )
}
