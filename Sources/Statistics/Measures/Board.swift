import Casework

extension Measure {
    /// Attendance at the management board by member and by sector (S-GOV-03): in person, and with deputies; a blank is neither.
    ///
    /// Worked example: of three meetings the health member came to one, sent a deputy to one and gave apologies for one; the police member came to
    /// two and nothing is written for the third; the education seat was not yet a member at the first and came to the others. In person: 1 of 3,
    /// 2 of 3, 2 of 2; in all 5 of 8, 62.5 %. With deputies: 6 of 8, 75 %. Nothing written: 1.
    public static let board = Measure(
        "board", title: "Board attendance", question: "Who came to the management board?",
        definition: Definition(
            version: "2026-1", source: "Local measure: attendance as the service records it",
            words: """
                Places at the meetings of the period: one for each member and meeting, but for those not yet or no longer members. In person: the member \
                came. Represented: the member or a deputy came. A blank is counted as not there and shown apart, for it is not an apology.
                """,
            notes: [
                "A place without a name stands for its sector.",
                "The member or a deputy, apologies, absent and nothing written are together every place.",
                "A meeting with no line for a member gives no place here; the board's page, which knows memberships, shows it as not recorded.",
                "Whether a sector was represented by somebody senior is key performance indicator 8, not this.",
            ],
            example: """
                Of three meetings the health member came to one, sent a deputy to one and gave apologies for one; the police member came to two and \
                nothing is written for the third; the education seat was not yet a member at the first and came to the others. In person: 1 of 3, 2 of \
                3, 2 of 2; in all 5 of 8, 62.5 %. With deputies: 6 of 8, 75 %. Nothing written: 1.
                """),
        counts: .attendance, needs: [], parts: [attended, represented, apologies, absent, notWritten], breakdowns: [.sector, member],
        exclusions: [.deleted, notAMember], units: { _, _ in [] },
        figures: { tabulation in
            let places = tabulation.selecting { _, question in
                question.reference.board.filter { question.period.contains($0.meetingDate) && $0.meetingDate <= question.today }.map(unit)
            }
            return places.cells.flatMap { cell in
                [
                    cell.share(attended) { $0.marks.contains("ATTENDED") },
                    cell.share(represented) { $0.marks.contains("ATTENDED") || $0.marks.contains("DEPUTY") },
                    cell.count(apologies) { $0.marks.contains("APOLOGIES") }, cell.count(absent) { $0.marks.contains("ABSENT") },
                    cell.count(notWritten) { $0.marks.isEmpty },
                ]
            }
        })
}

private let attended = Part("attended", .percent, "Places taken by the member in person")
private let represented = Part("represented", .percent, "Places taken by the member or a deputy")
private let apologies = Part("apologies", .count, "Apologies")
private let absent = Part("absent", .count, "Absent, no apology")
private let notWritten = Part("not_recorded", .count, "Places about which nothing is written")
private let member = Breakdown("member", "Member")
private let notAMember = Exclusion("not_a_member", "The seat was not a member of the board at that meeting.")

private func unit(_ row: Entry<BoardAttendance>) -> CountedUnit {
    CountedUnit(
        service: row, on: row.meetingDate,
        dimensions: ["sector": row.sector, "member": row.member ?? "No name (\(row.sector))"],
        marks: Set([row.attendance].compactMap(\.self)), excluded: row.attendance == "NOT_A_MEMBER" ? notAMember : nil)
}
