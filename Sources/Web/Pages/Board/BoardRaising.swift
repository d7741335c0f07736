import Casework
import HTML
import Practice
import Records

/// Non-attendance taken higher: that it was raised, with whom and what came of it (S-GOV-03).
enum BoardRaisingPages {
    private static let list = Address(At.board.path, fragment: "raise")

    static let routes =
        ServicePages<BoardRaising>(
            base: "/board/raisings", permission: .writeReports, crumbs: [NavItem("Management board", At.board)],
            fields: BoardRaising.kind.fields.map(\.name), parameter: "raising",
            begin: { form, visit, reader in
                let missing = try BoardPages.missing(reader, try BoardPages.seats(reader), on: visit.service.today)
                form.suggestions["name"] = missing.map(\.name)
                form.suggestions["raised_by"] = Set(try reader.serviceRecords(BoardRaising.self).map(\.raisedBy)).sorted()
                form.typed["raised_on"] = visit.service.today.typed
                // By its place among them: a name is not for an address.
                guard let place = visit.query("place").flatMap(Int.init), missing.indices.contains(place) else { return }
                (form.typed["name"], form.typed["sector"]) = (missing[place].name, missing[place].sector)
            },
            check: { raising, _, reader in
                let isKnown = try BoardPages.seats(reader).isKnown(raising.sector, raising.name)
                return isKnown ? [] : [Problem(field: "name", message: "Nobody of that name sits for this sector, or sat for it.")]
            },
            removal: .init(done: list), done: { _ in list }
        ).routes
}

/// Whom the chair is to speak to, and attendance by agency (S-GOV-03).
extension BoardPages {
    /// Members who do not come, with the meetings they missed and what was done about it.
    static func raising(_ visit: Visit, _ reader: Reader, _ missing: [BoardSeats.Missing], _ codes: Codes, on day: Day?) throws -> HTML {
        let settings = try reader.settings()
        let number = settings[Settings.boardMissed]
        let basis = settings.holds(Settings.boardMissed) ? "Local: set by this service." : Settings.boardMissed.basis
        let raisings = try raisings(reader, until: day)
        let mayWrite = visit.asAt == nil && visit.person.access.mayWrite("board_raising")
        let isPast = day != nil
        let rows = missing.enumerated().map { place, one -> [HTML] in
            let about = raisings.filter { one.isAbout($0.value) }
            let done = about.map { raised($0, mayWrite) }.joined(separator: "<br>")
            let state = when(one.isToRaise(about.map(\.value)), tag("To be raised", .bad) + " ")
            let record = when(
                mayWrite && !isPast, " " + link(to: At.newBoardRaising(place), "Record that it was raised", about: named(one.name)))
            return [
                "\(named(one.name))", "\(codes.label("board_sector", one.sector) ?? "")", "\(one.agency ?? "Not named")",
                "\(one.missed.count)", "\(one.missed.map(\.words).joined(separator: "; "))", state + done + record,
            ]
        }
        let others = raisings.filter { raising in !missing.contains { $0.isAbout(raising.value) } }.map { one -> [HTML] in
            ["\(one.name)", "\(codes.label("board_sector", one.sector) ?? "")", raised(one, mayWrite)]
        }
        return wholeSection(
            "To be raised by the chair", id: "raise",
            "<p>Members\(day.map { " of \($0.words)" } ?? "") who missed the last \(number == 1 ? "meeting" : "\(number) meetings running or more"), by apology or without. A meeting they sent a deputy to is not missed; one of which nothing is recorded of them is passed over. Whoever misses another after it was raised is to be raised again. \(basis)</p>"
                + table(
                    caption: "Members to be raised by the chair",
                    columns: [
                        Column("Member"), Column("Sector"), Column("Agency"), Column("Missed running", isNumeric: true), Column("Meetings"),
                        Column("Raised"),
                    ], rows: rows, captionHidden: true, empty: "Nobody.")
                + when(
                    !others.isEmpty,
                    table(
                        caption: "Raised before, not about the meetings above",
                        columns: ["Member", "Sector", "Raised"].map { Column($0) }, rows: others)))
    }

    /// What was raised by the end of a year, or until today; the newest first.
    private static func raisings(_ reader: Reader, until day: Day?) throws -> [Stored<BoardRaising>] {
        try reader.serviceRecords(BoardRaising.self).filter { one in day.map { one.raisedOn <= $0 } ?? true }
            .sorted { ($0.raisedOn, $0.from) > ($1.raisedOn, $1.from) }
    }

    private static func raised(_ one: Stored<BoardRaising>, _ mayWrite: Bool) -> HTML {
        let words: HTML =
            "\(one.raisedOn.words), by \(one.raisedBy) with \(one.raisedWith): \(one.value.result ?? "nothing said yet of what came of it")"
        let about = "what was raised on \(one.raisedOn.words)"
        return words
            + when(
                mayWrite,
                " " + link(to: At.boardRaising(one.id, "edit"), "Change", about: about)
                    + removalForm(one, at: At.boardRaising(one.id, "removal"), "Entered in error", about: about))
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
