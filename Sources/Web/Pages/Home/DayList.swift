import Casework
import HTML
import Practice
import Records

/// The lists of My day: read for the children one works with, or for everybody's.
struct DayList {
    let reader: Reader
    let visit: Visit
    let everybody: Bool
    /// The children one works with.
    let children: [RecordID]
    /// The clock's tasks but for appointments.
    let due: [DueTask]
    /// How many of them there are and how many are late, where more are due than the list holds.
    let dueInAll: (due: Int, late: Int)?
    /// Appointments of today and the coming fortnight.
    let diary: [DueTask]

    private var today: Day { visit.service.today }
    private var isPolice: Bool { visit.person.access.role == .policeOfficer }
    /// Whose records are read: one's own children's, or all.
    private var whose: [RecordID]? { everybody ? nil : children }

    /// How much of each list stands in sight: everybody's are many lists of many, and on a phone the next must not be far away.
    private var inSight: Int { everybody ? 4 : 6 }

    func parts() throws -> (html: HTML, children: [RecordID]) {
        let urgent = try urgentPart()
        let victims = try VictimDay(reader: reader, visit: visit).part
        let today = try DayDiary(reader: reader, visit: visit, everybody: everybody, diary: diary, inSight: inSight).part()
        let waiting = try waitingPart()
        let returned = try returnedPart()
        let due = Part(tiles: [dueTile], html: duePart(try reader.staffNames(), try BegunScreens(reader, self.due, on: self.today)))
        // What waits on the police is an officer's day: the rest comes after it.
        let work = isPolice ? [waiting, today, due, returned] : [today, due, returned, waiting]
        let all = [urgent, victims ?? Part()] + work
        return (
            figureTiles(all.flatMap(\.tiles)) + all.map(\.html).joined(),
            urgent.children + (victims?.children ?? []) + today.children + returned.children + waiting.children
        )
    }

    /// A section of the page, the count that leads to it, and whose records it shows.
    struct Part {
        var tiles: [FigureTile] = []
        var html = HTML.empty
        var children: [RecordID] = []
    }

    static func tile(_ count: Int, _ one: String, _ many: String? = nil, id: String) -> FigureTile {
        FigureTile(count, one, many ?? one, to: Address.id(id))
    }

    private var dueTile: FigureTile {
        // Workers' tasks alone: the oversight page counts all that are late, managers' own too.
        let all = dueInAll ?? (due: due.count, late: due.count { $0.dueOn < today })
        return FigureTile(all.due, "task due", "tasks due", note: "\(all.late) late", to: Address.id("due"))
    }

    // MARK: Urgent

    private func urgentPart() throws -> Part {
        let all = visit.urgent.count != nil
        let open = try reader.everywhere(Concern.self, of: all ? nil : children, where: [("closed_on", .none)]).sorted {
            $0.raisedAt < $1.raisedAt
        }
        guard !open.isEmpty else { return Part() }
        let names = try reader.namesOf(open.compactMap(\.child), on: today)
        let codes = try reader.codes()
        let items = open.map { one -> TaskItem in
            let child = one.child ?? one.id
            let look = one.reviewDate.map { ", to be looked at on \($0.words)" } ?? ""
            return TaskItem(
                names[child]?.name ?? "Name not known", to: At.record(child, AnyKind(Concern.self), one.id),
                hint: "Raised \(one.raisedAt.words)\(look). \(one.what)",
                status: tag(codes.label("concern_type", one.type) ?? one.type, .bad))
        }
        return Part(
            tiles: [Self.tile(open.count, "urgent concern", "urgent concerns", id: "urgent")],
            html: section(
                "Urgent concerns", id: "urgent", action: link(to: At.concerns, "All concerns"),
                longTaskList(items, first: 4, name: "concerns")),
            children: open.compactMap(\.child))
    }

    // MARK: Due

    private func duePart(_ names: [RecordID: String], _ begun: BegunScreens) -> HTML {
        let rows = due.map { task -> [HTML] in
            let worker = task.staff.flatMap { names[$0] } ?? "Nobody allocated"
            let own = task.staff == visit.person.id ? "You" : worker
            return [
                link(to: At.child(task.child), task.name), DueLink.way(task, begun, visit),
                "\(task.dueOn.words) \(DueLink.status(task, today))", "\(task.basis)", "\(DueLink.waitsOn(task) ?? own)",
            ] + (everybody ? ["\(worker)"] : [])
        }
        let columns =
            [Column("Child"), Column("Task", isLead: true), Column("Due"), Column("Why then", isWide: true), Column("Waits on")]
            + (everybody ? [Column("Worker")] : [])
        // On a phone the reasons stand once each, not on every line.
        let why = Dictionary(due.map { ($0.title, $0.basis) }, uniquingKeysWith: { first, _ in first }).sorted { $0.key < $1.key }
        let reasons: HTML = why.isEmpty ? .empty : details("Why these days", summaryList(why.map { ($0.key, "\($0.value)") }))
        return section(
            "Due", id: "due",
            cutNote(due.count, of: dueInAll?.due ?? due.count)
                + longTable(
                    caption: "What is due, soonest first", columns: columns, rows: rows, first: inSight, name: "tasks", captionHidden: true,
                    empty: "Nothing is due.") + reasons)
    }

    // MARK: Sent back, awaiting

    /// Assessments the manager sent back with comments: one's own, and those of one's children.
    private func returnedPart() throws -> Part {
        let back = try reader.everywhere(Assessment.self, of: whose, where: [("countersigned_on", .none)]).filter {
            $0.value.state == .returned && (everybody || $0.writtenBy == nil || $0.writtenBy == visit.person.id)
        }.sorted { ($0.returnedOn ?? today, $0.ref) < ($1.returnedOn ?? today, $1.ref) }
        guard !back.isEmpty else { return Part() }
        let names = try reader.namesOf(back.compactMap(\.child), on: today)
        let codes = try reader.codes()
        let items = back.map { one -> TaskItem in
            let child = one.child ?? one.id
            return TaskItem(
                "\(names[child]?.name ?? "Name not known"): \((codes.label("assessment_type", one.type) ?? "Assessment").lowercasedFirst)",
                to: At.record(child, AnyKind(Assessment.self), one.id), hint: one.feedback.map { paragraphs($0) },
                status: tag("Sent back\(one.returnedOn.map { " \($0.words)" } ?? "")", .warning))
        }
        return Part(
            tiles: [Self.tile(back.count, "returned with comments", id: "returned")],
            html: section("Returned with comments", id: "returned", longTaskList(items, first: everybody ? 3 : 6, name: "sent back")),
            children: back.compactMap(\.child))
    }

    private func waitingPart() throws -> Part {
        // Whoever sees no casework sees neither checks nor steps: an empty list would say that nothing waits.
        guard visit.person.access.sees(.casework) else { return Part() }
        var waits = try Waiting.all(reader, of: isPolice ? nil : whose)
        if isPolice { waits.sort { ($0.turn.rawValue, $0.since, $0.child) < ($1.turn.rawValue, $1.since, $1.child) } }
        let shown = waits.prefix(HomePage.most)
        let names = try reader.namesOf(shown.map(\.child), on: today)
        let rows = shown.map { wait -> [HTML] in
            [
                link(to: At.child(wait.child), names[wait.child]?.name ?? "Name not known"), link(to: wait.address, wait.what),
                "\(wait.on)", "\(wait.since.words), \((today - wait.since).counted("day"))",
            ]
        }
        let html = section(
            "Awaiting police or an agency", id: "waiting",
            cutNote(shown.count, of: waits.count)
                + longTable(
                    caption: isPolice ? "What waits on the police first, then on others" : "What waits on others, longest first",
                    columns: ["Child", "What", "Waits on", "Since"].map { Column($0, isLead: $0 == "What") }, rows: rows, first: inSight,
                    name: "that wait", captionHidden: true, empty: "Nothing waits on anybody else."))
        return Part(
            tiles: [Self.tile(waits.count, "waiting on police or an agency", id: "waiting")], html: html,
            children: shown.map(\.child))
    }
}
