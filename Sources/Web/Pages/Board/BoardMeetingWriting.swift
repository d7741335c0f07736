import Casework
import HTML
import Practice
import Records

/// Saving a meeting of the board: its lines checked together, and written, corrected and taken out in one command.
extension BoardMeetingPages {
    static func save(_ visit: Visit, day: Day?) async throws -> Reply {
        guard visit.person.access.mayWrite("board_attendance") else { throw NotAllowed() }
        let form = visit.form
        let count = min(most, max(0, Int(form["lines"]) ?? 0))
        var sheet = Sheet()
        sheet.date = form["meeting_date"]
        if count > 0 { sheet.lines = (1...count).map { Line(form, $0) } }
        let typed = day ?? Day(iso: sheet.date) ?? Day(typed: sheet.date)
        let asked = sheet
        let refused = try await visit.service.write(Scope(visit.person), action: "board_attendance.record") { writer -> Reply? in
            try write(writer, visit, asked, day: day, typed: typed)
        }
        // A meeting all of whose lines are taken out is no more.
        let stays = asked.lines.contains { !$0.isBlank }
        guard let typed else { return refused ?? .see(At.board) }
        let year = Address(At.board.path, query: [("year", String(BoardPages.year(typed)))])
        return refused ?? .see(stays ? At.boardMeeting(typed, [("saved", "yes")]) : year)
    }

    private static func write(_ writer: Writer, _ visit: Visit, _ asked: Sheet, day: Day?, typed: Day?) throws -> Reply? {
        let codes = try writer.reader.codes()
        var sheet = asked
        let seats = try BoardPages.seats(writer.reader)
        for index in sheet.lines.indices where sheet.lines[index].id.isEmpty && sheet.lines[index].attendance == "ATTENDED" {
            let line = sheet.lines[index]
            if line.seniority.isEmpty, let typed {
                sheet.lines[index].seniority = seats.seniority(line.sector, line.member, on: typed) ?? ""
            }
        }
        let standing = try typed.map { try rows(writer.reader, on: $0) } ?? []
        // A second copy of a form already saved finds everything as it wants it.
        if let typed, isAlready(sheet.lines.filter { !$0.isBlank }, standing, typed) { return nil }
        sheet.problems = problems(sheet, typed, standing, isNew: day == nil, codes, visit.service.today)
        if let typed {
            sheet.problems += strangers(sheet, seats, on: typed, standing)
            if day == nil { sheet.problems += leftOut(sheet, seats, on: typed) }
        }
        let filled = sheet.lines.filter { !$0.isBlank || !$0.id.isEmpty }
        if !filled.isEmpty, filled.allSatisfy(\.isBlank), visit.form[wholeMeeting] != "yes" {
            let words = "Every line is empty: the whole meeting would be taken out. If that is meant, tick the box."
            sheet.problems.append(ErrorItem(field: wholeMeeting, words))
        }
        guard sheet.problems.isEmpty, let typed else { return page(visit, codes, sheet, day: day, status: 422) }
        let byID = Dictionary(uniqueKeysWithValues: standing.map { ($0.id.description, $0) })
        let known = filled.filter { !$0.id.isEmpty }
        if known.contains(where: { byID[$0.id]?.from != Int64($0.from) }) || day != nil && Set(known.map(\.id)) != Set(byID.keys) {
            return try changedMeanwhile(visit, writer.reader, codes, sheet, filled, standing, day: day)
        }
        for line in filled {
            if let row = byID[line.id] {
                if line.isBlank {
                    try writer.withdraw(BoardAttendance.self, child: nil, id: row.id, from: row.from)
                    continue
                }
                let record = line.record(typed, over: row.value)
                if BoardAttendance.kind.fields.contains(where: { $0.get(record) != $0.get(row.value) }) {
                    try writer.correct(BoardAttendance.self, child: nil, id: row.id, from: row.from) { $0 = record }
                }
            } else if !line.isBlank {
                try writer.create(line.record(typed))
            }
        }
        return nil
    }

    /// Whether what stands is just what was typed.
    private static func isAlready(_ lines: [Line], _ standing: [Stored<BoardAttendance>], _ day: Day) -> Bool {
        guard !lines.isEmpty, lines.count == standing.count else { return false }
        return standing.allSatisfy { row in
            lines.contains { line in
                let wanted = line.record(day, over: row.value)
                return BoardAttendance.kind.fields.allSatisfy { $0.get(wanted) == $0.get(row.value) }
            }
        }
    }

    /// Somebody saved the meeting first: what was typed stays in the form, now against what stands, and both are shown line by line.
    private static func changedMeanwhile(
        _ visit: Visit, _ reader: Reader, _ codes: Codes, _ sheet: Sheet, _ filled: [Line], _ standing: [Stored<BoardAttendance>],
        day: Day?
    ) throws -> Reply {
        var sheet = sheet
        let byID = Dictionary(uniqueKeysWithValues: standing.map { ($0.id.description, $0) })
        // What they took out stands no more: its last version says when.
        let gone = try filled.compactMap { RecordID($0.id) }.filter { byID[$0.description] == nil }
            .compactMap { try reader.history(BoardAttendance.self, child: nil, id: $0).last?.from }
        let last = (standing.map(\.from) + gone).max()
        let who = try Words(reader, file: .unset).who(last.flatMap { try reader.trails([$0])[$0] })
        func words(_ line: Line) -> HTML {
            guard !line.isBlank else { return "<span class=\"none\">Taken out</span>" }
            let said = [
                line.member, codes.label("board_sector", line.sector), codes.label("board_attendance", line.attendance),
                codes.label("board_seniority", line.seniority), line.isNew ? "New member" : nil,
            ]
            return "\(said.compactMap { $0?.nonEmpty }.joined(separator: ", "))"
        }
        let mine = Set(filled.map(\.id))
        let added = standing.filter { !mine.contains($0.id.description) }
        let none: HTML = "<span class=\"none\">No line</span>"
        let pairs: [(Line, theirs: HTML, mine: HTML)] =
            filled.map { line in
                let theirs = byID[line.id].map { words(Line($0.value)) } ?? (line.id.isEmpty ? none : words(Line()))
                return (line.isBlank ? byID[line.id].map { Line($0.value) } ?? line : line, theirs, words(line))
            } + added.map { (Line($0.value), words(Line($0.value)), none) }
        let rows = pairs.map { line, theirs, mine in
            ComparisonRow(BoardPages.named(line.member), before: theirs, after: mine, isChanged: theirs != mine)
        }
        sheet.notice = savedFirst(
            comparison(caption: "The two versions", before: "Saved by \(who)", after: "What you typed", rows: rows))
        sheet.lines = filled.map { line in
            var line = line
            if let row = byID[line.id] { line.from = String(row.from) } else { (line.id, line.from) = ("", "") }
            return line
        }
        sheet.lines += added.map(stored)
        return page(visit, codes, sheet, day: day, status: 409)
    }

    /// Those whose membership says they were no member on the day, unless the line says so too.
    private static func strangers(
        _ sheet: Sheet, _ seats: BoardSeats, on day: Day, _ standing: [Stored<BoardAttendance>]
    ) -> [ErrorItem] {
        // What a file said of somebody stays as it came, until it is changed here.
        let told = Dictionary(standing.map { ($0.id.description, $0.value.attendance ?? "") }) { first, _ in first }
        return sheet.lines.enumerated().filter { _, line in
            !line.isBlank && told[line.id] != line.attendance && line.attendance != "NOT_A_MEMBER"
                && seats.isMember(line.sector, line.member, on: day) == false
        }.map { index, line in
            ErrorItem(
                field: "member-\(index + 1)",
                "\(line.member) was not a member on \(day.words): say so beside Attendance, empty the line, or change the membership first."
            )
        }
    }

    /// Members of the day who are not on the form, so that nobody is left out unseen.
    private static func leftOut(_ sheet: Sheet, _ seats: BoardSeats, on day: Day) -> [ErrorItem] {
        let here = Set(sheet.lines.map { [$0.sector, Names.fold($0.member)] })
        let names = seats.members(on: day).filter { !here.contains([$0.sector, Names.fold($0.name)]) }.map(\.name)
        guard !names.isEmpty else { return [] }
        return [
            ErrorItem(
                field: "meeting_date",
                "Members of that day who are not on this form: \(names.joined(separator: ", ")). Add a line for each; leave Attendance if it is not known."
            )
        ]
    }

    private static func problems(
        _ sheet: Sheet, _ typed: Day?, _ standing: [Stored<BoardAttendance>], isNew: Bool, _ codes: Codes, _ today: Day
    ) -> [ErrorItem] {
        var found: [ErrorItem] = []
        func say(_ id: String, _ message: String) { found.append(ErrorItem(field: id, message)) }
        if let typed {
            if typed > today { say("meeting_date", "Attendance is recorded once the board has met: this day is still to come.") }
            if isNew, !standing.isEmpty { say("meeting_date", "The meeting of \(typed.words) is recorded already: open it to change it.") }
        } else {
            say("meeting_date", "Enter the day of the meeting, like 21/11/2026.")
        }
        // As seats are told apart: a line of the same name in other letters would be counted as theirs, and one of the two lost.
        var seen: Set<[String]> = []
        for (index, line) in sheet.lines.enumerated() where !line.isBlank {
            let place = index + 1
            if line.sector.isEmpty { say("sector-\(place)", "Choose the sector \(line.member.isEmpty ? "" : "of \(line.member)").") }
            if line.attendance.isEmpty == false, line.attendance == "ATTENDED" || line.attendance == "DEPUTY", line.seniority.isEmpty {
                say("seniority-\(place)", "Say whether who came was senior or delegated: the board's indicator counts it.")
            }
            let record = line.record(typed ?? today)
            for problem in BoardAttendance.kind.problems(record, RuleContext(today: today, codes: codes))
            where !(problem.field == "sector" && line.sector.isEmpty) {
                say("\(problem.field)-\(place)", problem.message)
            }
            if !line.member.isEmpty, !seen.insert([line.sector, Names.fold(line.member)]).inserted {
                say("member-\(place)", "\(line.member) stands here twice for the same sector.")
            }
        }
        if isNew {
            if sheet.lines.allSatisfy(\.isBlank) {
                say("member-1", "Enter who came.")
            } else if sheet.lines.allSatisfy(\.attendance.isEmpty) {
                say("attendance-1", "Say of somebody at least whether they came.")
            }
        }
        return found
    }
}
