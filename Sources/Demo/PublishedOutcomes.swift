/// SEF section 7, the four tables of outcomes by area (not numbered), financial years 2019/20 and 2020/21.
enum PublishedOutcomes {
    static let columns: [(Published.Column, [Published.Cell])] = [
        cautions2019, cautions2020, referralOrders2019, referralOrders2020, rehabilitationOrders2019,
        rehabilitationOrders2020, custody2019, custodyRate2019, custody2020, custodyRate2020,
    ]

    private static let cautions2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "outcomes.youth_cautions", unit: "count", label: "2019/20", from: "2019-04-01",
            to: "2020-03-31",
            source:
                "Sefton Youth Justice Plan 2021-22, section 7, Youth Conditional Cautions/Youth Cautions by area (not numbered)"
        ),
        [
            Published.Cell(area: "Lancashire", value: "74", numerator: "74"),
            Published.Cell(area: "Swansea", value: "7", numerator: "7"),
            Published.Cell(area: "Wirral", value: "12", numerator: "12"),
            Published.Cell(area: "Stockton-on-Tees", value: "15", numerator: "15"),
            Published.Cell(area: "Nottinghamshire", value: "79", numerator: "79"),
            Published.Cell(area: "Bridgend", value: "13", numerator: "13"),
            Published.Cell(area: "Darlington", value: "12", numerator: "12"),
            Published.Cell(area: "North Tyneside", value: "51", numerator: "51"),
            Published.Cell(area: "Wigan", value: "20", numerator: "20"),
            Published.Cell(area: "Calderdale", value: "52", numerator: "52"),
            Published.Cell(area: Published.own, value: "22", numerator: "22"),
        ]
    )

    private static let cautions2020: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "outcomes.youth_cautions", unit: "count", label: "2020/21", from: "2020-04-01",
            to: "2021-03-31",
            source:
                "Sefton Youth Justice Plan 2021-22, section 7, Youth Conditional Cautions/Youth Cautions by area (not numbered)"
        ),
        [
            Published.Cell(area: "Lancashire", value: "74", numerator: "74"),
            Published.Cell(area: "Swansea", value: "13", numerator: "13"),
            Published.Cell(area: "Wirral", value: "3", numerator: "3"),
            Published.Cell(area: "Stockton-on-Tees", value: "34", numerator: "34"),
            Published.Cell(area: "Nottinghamshire", value: "95", numerator: "95"),
            Published.Cell(area: "Bridgend", value: "10", numerator: "10"),
            Published.Cell(area: "Darlington", value: "22", numerator: "22"),
            Published.Cell(area: "North Tyneside", value: "10", numerator: "10"),
            Published.Cell(area: "Wigan", value: "27", numerator: "27"),
            Published.Cell(area: "Calderdale", value: "31", numerator: "31"),
            Published.Cell(area: Published.own, value: "19", numerator: "19"),
        ]
    )

    private static let referralOrders2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "outcomes.referral_orders", unit: "count", label: "2019/20", from: "2019-04-01",
            to: "2020-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, Referral Orders by area (not numbered)"
        ),
        [
            Published.Cell(area: "Lancashire", value: "100", numerator: "100"),
            Published.Cell(area: "Swansea", value: "20", numerator: "20"),
            Published.Cell(area: "Wirral", value: "41", numerator: "41"),
            Published.Cell(area: "Stockton-on-Tees", value: "16", numerator: "16"),
            Published.Cell(area: "Nottinghamshire", value: "77", numerator: "77"),
            Published.Cell(area: "Bridgend", value: "12", numerator: "12"),
            Published.Cell(area: "Darlington", value: "13", numerator: "13"),
            Published.Cell(area: "North Tyneside", value: "17", numerator: "17"),
            Published.Cell(area: "Wigan", value: "23", numerator: "23"),
            Published.Cell(area: "Calderdale", value: "34", numerator: "34"),
            Published.Cell(area: Published.own, value: "21", numerator: "21"),
        ]
    )

    private static let referralOrders2020: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "outcomes.referral_orders", unit: "count", label: "2020/21", from: "2020-04-01",
            to: "2021-03-31",
            source: "Sefton Youth Justice Plan 2021-22, section 7, Referral Orders by area (not numbered)"
        ),
        [
            Published.Cell(area: "Lancashire", value: "91", numerator: "91"),
            Published.Cell(area: "Swansea", value: "20", numerator: "20"),
            Published.Cell(area: "Wirral", value: "29", numerator: "29"),
            Published.Cell(area: "Stockton-on-Tees", value: "13", numerator: "13"),
            Published.Cell(area: "Nottinghamshire", value: "46", numerator: "46"),
            Published.Cell(area: "Bridgend", value: "13", numerator: "13"),
            Published.Cell(area: "Darlington", value: "18", numerator: "18"),
            Published.Cell(area: "North Tyneside", value: "17", numerator: "17"),
            Published.Cell(area: "Wigan", value: "16", numerator: "16"),
            Published.Cell(area: "Calderdale", value: "26", numerator: "26"),
            Published.Cell(area: Published.own, value: "18", numerator: "18"),
        ]
    )

    private static let rehabilitationOrders2019: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "outcomes.youth_rehabilitation_orders", unit: "count", label: "2019/20",
            from: "2019-04-01", to: "2020-03-31",
            source:
                "Sefton Youth Justice Plan 2021-22, section 7, Youth Rehabilitation Orders by area (not numbered)"
        ),
        [
            Published.Cell(area: "Lancashire", value: "42", numerator: "42"),
            Published.Cell(area: "Swansea", value: "10", numerator: "10"),
            Published.Cell(area: "Wirral", value: "33", numerator: "33"),
            Published.Cell(area: "Stockton-on-Tees", value: "10", numerator: "10"),
            Published.Cell(area: "Nottinghamshire", value: "35", numerator: "35"),
            Published.Cell(area: "Bridgend", value: "15", numerator: "15"),
            Published.Cell(area: "Darlington", value: "10", numerator: "10"),
            Published.Cell(area: "North Tyneside", value: "9", numerator: "9"),
            Published.Cell(area: "Wigan", value: "16", numerator: "16"),
            Published.Cell(area: "Calderdale", value: "29", numerator: "29"),
            Published.Cell(area: Published.own, value: "12", numerator: "12"),
        ]
    )

    private static let rehabilitationOrders2020: (Published.Column, [Published.Cell]) = (
        Published.Column(
            measure: "outcomes.youth_rehabilitation_orders", unit: "count", label: "2020/21",
            from: "2020-04-01", to: "2021-03-31",
            source:
                "Sefton Youth Justice Plan 2021-22, section 7, Youth Rehabilitation Orders by area (not numbered)"
        ),
        [
            Published.Cell(area: "Lancashire", value: "39", numerator: "39"),
            Published.Cell(area: "Swansea", value: "14", numerator: "14"),
            Published.Cell(area: "Wirral", value: "16", numerator: "16"),
            Published.Cell(area: "Stockton-on-Tees", value: "6", numerator: "6"),
            Published.Cell(area: "Nottinghamshire", value: "26", numerator: "26"),
            Published.Cell(area: "Bridgend", value: "3", numerator: "3"),
            Published.Cell(area: "Darlington", value: "9", numerator: "9"),
            Published.Cell(area: "North Tyneside", value: "5", numerator: "5"),
            Published.Cell(area: "Wigan", value: "15", numerator: "15"),
            Published.Cell(area: "Calderdale", value: "16", numerator: "16"),
            Published.Cell(area: Published.own, value: "9", numerator: "9"),
        ]
    )
}
