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
    let due: [DueTask]

    private var today: Day { visit.service.today }
    /// Whose records are read: one's own children's, or all.
    private var whose: [RecordID]? { everybody ? nil : children }

    func parts() throws -> (html: HTML, children: [RecordID]) {
        let (urgent, urgentIDs) = try urgentPart()
        let (today, todayIDs) = try todayPart()
        let (waiting, waitingIDs) = try waitingPart()
        let (returned, returnedIDs) = try returnedPart()
        return (
            urgent + today + duePart(try reader.staffNames()) + returned + waiting, urgentIDs + todayIDs + returnedIDs + waitingIDs
        )
    }

    // MARK: Urgent

    private func urgentPart() throws -> (HTML, [RecordID]) {
        let all = visit.urgent.count != nil
        let open = try reader.everywhere(Concern.self, of: all ? nil : children, where: [("closed_on", .none)]).sorted {
            $0.raisedAt < $1.raisedAt
        }
        guard !open.isEmpty else { return (.empty, []) }
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
        return (
            section("Urgent concerns", id: "urgent", action: link(to: At.concerns, "All concerns"), taskList(items)),
            open.compactMap(\.child)
        )
    }

    // MARK: Appointments

    private func todayPart() throws -> (HTML, [RecordID]) {
        let diary = due.filter { $0.rule == "appointment" }
        let now = diary.filter { $0.dueOn == today }
        let ids = Set(now.compactMap(\.record))
        let contacts = try reader.everywhere(Contact.self, of: Array(Set(now.map(\.child))), where: [("planned", .flag(true))]).filter {
            ids.contains($0.id)
        }.sorted { $0.at < $1.at }
        let people = Dictionary(
            try reader.everywhere(Child.self, of: contacts.compactMap(\.child)).map { ($0.id, $0.value) },
            uniquingKeysWith: { first, _ in first })
        let lines = try reader.namesOf(now.map(\.child), on: today)
        let (codes, staff) = (try reader.codes(), try reader.staffNames())
        let who = Dictionary(now.map { ($0.record, $0.staff) }, uniquingKeysWith: { first, _ in first })
        let rows = contacts.map { contact -> [HTML] in
            let id = contact.child ?? contact.id
            let child = people[id]
            // Alone with this child: what the file says of it, in the words of the file.
            var warnings: [HTML] = []
            if lines[id]?.alerts.contains("STAFF_SAFETY") == true {
                warnings.append(tag(codes.label("alert", "STAFF_SAFETY") ?? "Staff safety", .bad) + " Do not go alone.")
            }
            if visit.person.access.sees(.safeguarding), let words = child?.safeToVisit { warnings.append("\(words)") }
            if child?.interpreterNeeded == true {
                warnings.append(tag("Interpreter", .warning) + "\(child?.firstLanguage.map { " " + $0 } ?? "")")
            }
            let record =
                visit.person.access.mayWrite("contact")
                ? link(to: At.editRecord(id, AnyKind(Contact.self), contact.id), "Record it", about: lines[id]?.name) : .empty
            return [
                "\(contact.at.londonTime)", link(to: At.child(id), lines[id]?.name ?? "Name not known"),
                "\(codes.label("contact_method", contact.value.method) ?? "Not said")",
                warnings.isEmpty ? "Nothing known" : warnings.joined(separator: "<br>"),
            ] + (everybody ? ["\(who[contact.id].flatMap { $0 }.flatMap { staff[$0] } ?? "Nobody")"] : []) + [record]
        }
        let columns = ["Time", "Child", "Where", "Before you go"] + (everybody ? ["Worker"] : []) + ["After"]
        var html = section(
            "Today’s appointments", id: "today",
            table(
                caption: "Today’s appointments by time", columns: columns.map { Column($0) }, rows: rows, captionHidden: true,
                empty: "No appointment today."))
        let later = diary.filter { $0.dueOn > today }.map { task -> [HTML] in
            [
                "\(task.dueOn.weekday) \(task.dueOn.words)", link(to: At.child(task.child), task.name),
                link(to: task.record.map { At.record(task.child, AnyKind(Contact.self), $0) } ?? At.child(task.child), task.title),
                "\(task.staff.flatMap { staff[$0] } ?? "Nobody allocated")",
            ]
        }
        html += section(
            "Coming appointments", id: "appointments",
            table(
                caption: "Appointments of the coming fortnight", columns: ["Day", "Child", "Where and when", "Worker"].map { Column($0) },
                rows: later, captionHidden: true, empty: "No appointment in the coming fortnight."))
        return (html, contacts.compactMap(\.child))
    }

    // MARK: Due

    private func duePart(_ names: [RecordID: String]) -> HTML {
        let rows = due.filter { $0.rule != "appointment" }.map { task -> [HTML] in
            [
                link(to: At.child(task.child), task.name), link(to: DueLink.record(task, visit.person.access), task.title),
                "\(task.dueOn.words) \(DueLink.status(task, today))", "\(task.basis)", "\(DueLink.waitsOn(task) ?? "You")",
            ] + (everybody ? ["\(task.staff.flatMap { names[$0] } ?? "Nobody allocated")"] : [])
        }
        let columns = ["Child", "Task", "Due", "Why then", "Waits on"] + (everybody ? ["Worker"] : [])
        return section(
            "Due", id: "due",
            table(
                caption: "What is due, soonest first", columns: columns.map { Column($0) }, rows: rows, captionHidden: true,
                empty: "Nothing is due."))
    }

    // MARK: Sent back, awaiting

    /// Assessments the manager sent back with comments: one's own, and those of one's children.
    private func returnedPart() throws -> (HTML, [RecordID]) {
        let back = try reader.everywhere(Assessment.self, of: whose, where: [("countersigned_on", .none)]).filter {
            $0.value.state == .returned && (everybody || $0.writtenBy == nil || $0.writtenBy == visit.person.id)
        }.sorted { ($0.returnedOn ?? today, $0.ref) < ($1.returnedOn ?? today, $1.ref) }
        guard !back.isEmpty else { return (.empty, []) }
        let names = try reader.namesOf(back.compactMap(\.child), on: today)
        let codes = try reader.codes()
        let items = back.map { one -> TaskItem in
            let child = one.child ?? one.id
            return TaskItem(
                "\(names[child]?.name ?? "Name not known"): \((codes.label("assessment_type", one.type) ?? "Assessment").lowercasedFirst)",
                to: At.record(child, AnyKind(Assessment.self), one.id), hint: one.feedback.map { paragraphs($0) },
                status: tag("Sent back\(one.returnedOn.map { " \($0.words)" } ?? "")", .warning))
        }
        return (section("Returned with comments", id: "returned", taskList(items)), back.compactMap(\.child))
    }

    private func waitingPart() throws -> (HTML, [RecordID]) {
        let waits = try Waiting.all(reader, of: visit.person.access.role == .policeOfficer ? nil : whose)
        let names = try reader.namesOf(waits.map(\.child), on: today)
        let rows = waits.prefix(100).map { wait -> [HTML] in
            [
                link(to: At.child(wait.child), names[wait.child]?.name ?? "Name not known"), link(to: wait.address, wait.what),
                "\(wait.on)", "\(wait.since.words), \(today - wait.since) day\(today - wait.since == 1 ? "" : "s")",
            ]
        }
        let html = section(
            "Awaiting police or an agency", id: "waiting",
            table(
                caption: "What waits on others, longest first", columns: ["Child", "What", "Waits on", "Since"].map { Column($0) },
                rows: Array(rows), captionHidden: true, empty: "Nothing waits on anybody else."))
        return (html, waits.prefix(100).map(\.child))
    }
}
