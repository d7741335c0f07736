import Casework
import HTML
import Practice
import Records

/// Non-attendance taken higher, and attendance by agency (S-GOV-03).
extension BoardPages {
    /// Members who do not come, with the meetings they missed.
    static func raising(_ reader: Reader, _ missing: [BoardSeats.Missing], _ codes: Codes, on day: Day?) throws -> HTML {
        let settings = try reader.settings()
        let number = settings[Settings.boardMissed]
        let basis = settings.holds(Settings.boardMissed) ? "Local: set by this service." : Settings.boardMissed.basis
        let rows = missing.map { one -> [HTML] in
            [
                "\(named(one.name))", "\(codes.label("board_sector", one.sector) ?? "")", "\(one.agency ?? "Not named")",
                "\(one.missed.count)", "\(one.missed.map(\.words).joined(separator: "; "))",
            ]
        }
        return wholeSection(
            "To be raised by the chair", id: "raise",
            "<p>Members\(day.map { " of \($0.words)" } ?? "") who missed the last \(number == 1 ? "meeting" : "\(number) meetings running or more"), by apology or without. A meeting they sent a deputy to is not missed; one of which nothing is recorded of them is passed over. \(basis)</p>"
                + table(
                    caption: "Members to be raised by the chair",
                    columns: [
                        Column("Member"), Column("Sector"), Column("Agency"), Column("Missed running", isNumeric: true), Column("Meetings"),
                    ], rows: rows, captionHidden: true, empty: "Nobody."))
    }

    static func agencies(_ board: BoardYear, _ codes: Codes) -> HTML {
        guard !board.members.isEmpty else { return .empty }
        let rows = board.agencies.map { one -> [HTML] in
            [
                "\(codes.label("board_sector", one.sector) ?? "")", "\(one.name ?? "Not named")",
                "\(share(one.attended, one.expected))", "\(share(one.attended + one.deputies, one.expected))",
            ]
        }
        return wholeSection(
            "Attendance by agency", id: "agencies",
            table(
                caption: "Attendance by sector and agency, of the meetings their members were members at",
                columns: [
                    Column("Sector"), Column("Agency"), Column("Member came", isNumeric: true),
                    Column("Member or deputy came", isNumeric: true),
                ], rows: rows, captionHidden: true))
    }
}
