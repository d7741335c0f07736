/// What a night on remand costs the authority that answers for the child, as dated reference data: one row an establishment and stretch,
/// grouped by the establishment (or by the kind of remand), the amount in pounds its label. A stretch without a row has no known rate: the
/// amounts of 2022, 2023 and from 1 April 2025 were not found (regulation.md §7), nor that of the secure 16 to 19 academy.
enum ChargeCodes {
    static let all: [CodeValue] =
        charges(
            from: "2017-04-01", to: "2018-03-31", "SI 2019/508, note of earlier amounts", [("YOI", "191"), ("STC", "536"), ("SCH", "579")])
        + charges(from: "2018-04-01", to: "2019-03-31", "SI 2019/508, note of earlier amounts", [("YOI", "189"), ("STC", "546")])
        + charges(from: "2018-12-01", to: "2019-03-31", "SI 2019/508, note of earlier amounts", [("SCH", "678.70")])
        + charges(from: "2019-04-01", to: "2020-03-31", "SI 2019/508", [("YOI", "240"), ("STC", "612"), ("SCH", "699")])
        + charges(
            from: "2020-04-01", to: "2021-03-31", "SI 2021/287, amounts before 1 April 2021; their first day is INFERRED",
            [("YOI", "321"), ("STC", "453"), ("SCH", "762")])
        + charges(from: "2021-04-01", to: "2022-03-31", "SI 2021/287", [("YOI", "315"), ("STC", "574"), ("SCH", "753")])
        + charges(from: "2024-04-01", to: "2025-03-31", "SI 2024/327", [("YOI", "329"), ("STC", "921"), ("SCH", "887")])

    private static func charges(from: String, to: String, _ basis: String, _ amounts: [(String, String)]) -> [CodeValue] {
        amounts.map { establishment, pounds in
            CodeValue(
                list: "remand_charge", token: "\(establishment)_\(from)", label: "£\(pounds)", group: establishment, from: Day(iso: from),
                to: Day(iso: to), basis: "Remand charges regulations 2013, reg 3: \(basis)")
        }
    }
}
