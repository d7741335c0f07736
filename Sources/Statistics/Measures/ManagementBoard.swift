import Casework

extension Measure {
    /// KPI 8: statutory sectors represented on the management board by a senior partner (S-GOV-03, S-PER-11; regulation.md §2.3, §2.6).
    ///
    /// The worked example is in the definition and in ManagementBoardTests.
    public static let managementBoard = Measure(
        "kpi8", title: "Management board (KPI 8)", question: "How many of the five statutory sectors had a senior partner at the board?",
        definition: Definition(
            version: "v8", source: "Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 8",
            words: """
                Of the five statutory sectors (children's social care, education, police, probation, health) those with a senior partner in the \
                room at any meeting of the board in the period. Other sectors are recorded and not counted.
                """,
            notes: [
                "All meetings of the period are taken together. A deputy counts, as senior or delegated by their own seniority.",
                "A sector may have both a senior and a delegated partner in one quarter, and is then in both parts.",
                "What is counted is a sector; the member list gives its first attendance that counts, and all of them as evidence.",
                "Where no attendance is recorded the figure is 0 of 5, and says so.",
            ],
            example: """
                2026Q1, meetings on 20 April and 15 June. Social care sent its director to both, police a senior deputy in April. Education sent \
                a delegated partner to both. Probation sent apologies. Health's senior partner came in June. Headline 3 of 5, 60 %: social care, \
                police and health. Sectors with a delegated partner: education, 1 of 5, 20 %.
                """),
        counts: .sector, needs: [], parts: [headline, senior, delegated, delegatedBySector],
        breakdowns: [Breakdown("sector", "Sector") { sectors($0) + ["OTHER"] }], exclusions: [.deleted, notCounted],
        units: { _, _ in [] },
        figures: { tabulation in
            let question = tabulation.question
            let present = question.boardAttendance
            // One member a sector: its first attendance that counts, with all of them as evidence.
            func attended(_ seniority: String, _ sector: String) -> Member? {
                let those = present.filter { $0.sector == sector && $0.seniority == seniority }
                return Member(
                    service: those.map { Evidence("attended", $0) })
            }
            let five = sectors(question.reference)
            func ofFive(_ part: Part, _ seniority: String) -> Figure {
                let those = five.compactMap { attended(seniority, $0) }
                var figure = tabulation.whole.figure(
                    part, numerator: those.count, denominator: five.count,
                    value: tabulation.whole.quotient(those.count, five.count, part.unit.multiplier), counted: those)
                figure.excluded = [attended(seniority, "OTHER")].compactMap { $0 }.map { LeftOut(member: $0, rule: notCounted) }
                if present.isEmpty { figure.notes.append("No attendance at the board is recorded in the period.") }
                return figure
            }
            func bySector(_ part: Part, _ seniority: String) -> [Figure] {
                (five + ["OTHER"]).map { sector in
                    let those = [attended(seniority, sector)].compactMap { $0 }
                    return tabulation.whole.labelled(["sector": sector]).figure(
                        part, numerator: those.count, value: Double(those.count), counted: those)
                }
            }
            return [ofFive(headline, "SENIOR")] + bySector(senior, "SENIOR") + [ofFive(delegated, "DELEGATED")]
                + bySector(delegatedBySector, "DELEGATED")
        })
}

private let headline = Part("headline", .percent, "Sectors with a senior partner at a meeting, of the five")
private let senior = Part("8a", .count, "Whether a senior partner attended, by sector")
private let delegated = Part("8b", .percent, "Sectors with a delegated partner at a meeting, of the five")
private let delegatedBySector = Part("8c", .count, "Whether a delegated partner attended, by sector")
private let notCounted = Exclusion("not_statutory", "The sector is not one of the five that are counted.")

/// The five, in the order of their codes.
private func sectors(_ reference: Reference) -> [String] {
    reference.codes.all("board_sector").filter { $0.group == "STATUTORY" }.map(\.token)
}

extension Question {
    /// Who was in the room at the board's meetings of the period, by meeting.
    var boardAttendance: [Entry<BoardAttendance>] {
        reference.board.filter { period.contains($0.meetingDate) && $0.meetingDate <= today && $0.value.isPresent }
            .sorted { ($0.meetingDate, $0.ref) < ($1.meetingDate, $1.ref) }
    }
}
