import Casework
import HTML
import Practice
import Records

/// The appointments of My day: where, with whom, and what to know before one goes (S-DEL-02, S-PEO-10).
struct DayDiary {
    let reader: Reader
    let visit: Visit
    let everybody: Bool
    /// Appointments of today and the coming fortnight.
    let diary: [DueTask]
    /// How much of a list stands in sight.
    let inSight: Int

    private var today: Day { visit.service.today }
    private var access: Access { visit.person.access }

    func part() throws -> DayList.Part {
        let now = diary.filter { $0.dueOn == today }
        let met = Array(Set(diary.map(\.child)))
        let (codes, staff) = (try reader.codes(), try reader.staffNames())
        let lines = try reader.namesOf(met, on: today)
        let people = Dictionary(
            try reader.everywhere(Child.self, of: met, only: ["safe_to_visit", "interpreter_needed", "first_language", "home_postcode"])
                .map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
        let contacts = try contacts(now)
        let homes = Dictionary(
            grouping: try reader.everywhere(
                HomeAddress.self, of: contacts.filter { DayDiary.atHome($0.value) }.compactMap(\.child), since: ("end_date", today)),
            by: \.child)
        let dangers = try dangers(Array(Set(contacts.compactMap(\.child))), codes)
        func before(_ child: RecordID) -> HTML { self.before(lines[child], people[child], dangers[child] ?? [], codes) }

        let who = Dictionary(now.map { ($0.record, $0.staff) }, uniquingKeysWith: { first, _ in first })
        let rows = contacts.map { contact -> [HTML] in
            let id = contact.child ?? contact.id
            let record =
                access.mayWrite("contact")
                ? link(to: At.editRecord(id, AnyKind(Contact.self), contact.id), "Record it", about: lines[id]?.name) : .empty
            let home = DayDiary.atHome(contact.value) ? place(homes[id] ?? [], people[id]) : nil
            return [
                "\(contact.at.londonTime)", link(to: At.child(id), lines[id]?.name ?? "Name not known"),
                "\(codes.label("contact_method", contact.value.method) ?? "Not said")" + (home.map { "<br>\($0)" } ?? .empty), before(id),
            ] + (everybody ? ["\(who[contact.id].flatMap { $0 }.flatMap { staff[$0] } ?? "Nobody")"] : []) + [record]
        }
        let columns = ["Time", "Child", "Where", "Before you go"] + (everybody ? ["Worker"] : []) + ["After"]
        let later = diary.filter { $0.dueOn > today }.map { task -> [HTML] in
            [
                "\(task.dueOn.weekday) \(task.dueOn.words)", link(to: At.child(task.child), task.name),
                link(to: task.record.map { At.record(task.child, AnyKind(Contact.self), $0) } ?? At.child(task.child), task.title),
                before(task.child), "\(task.staff.flatMap { staff[$0] } ?? "Nobody allocated")",
            ]
        }
        let html =
            section(
                "Today’s appointments", id: "today",
                longTable(
                    caption: "Today’s appointments by time", columns: columns.map { Column($0, isLead: $0 == "Child") }, rows: rows,
                    first: inSight, name: "appointments", captionHidden: true, empty: "No appointment today."))
            + section(
                "Coming appointments", id: "appointments",
                longTable(
                    caption: diary.count == HomePage.mostAppointments
                        ? "The first \(later.count) appointments of the coming fortnight" : "Appointments of the coming fortnight",
                    columns: ["Day", "Child", "Where and when", "Before you go", "Worker"].map { Column($0, isLead: $0 == "Child") },
                    rows: later, first: 4, name: "appointments", captionHidden: true, empty: "No appointment in the coming fortnight."))
        return DayList.Part(
            tiles: [DayList.tile(rows.count, "appointment today", "appointments today", id: "today")], html: html,
            children: contacts.compactMap(\.child))
    }

    /// Today's, by time.
    private func contacts(_ now: [DueTask]) throws -> [Stored<Contact>] {
        let ids = Set(now.compactMap(\.record))
        return try reader.everywhere(
            Contact.self, of: Array(Set(now.map(\.child))), where: [("attendance", .none)], only: ["at", "method"]
        ).filter { ids.contains($0.id) }.sorted { ($0.at, $0.ref) < ($1.at, $1.ref) }
    }

    /// What the running alerts of those met today say to do, and who around them is not to be met or told anything.
    private func dangers(_ children: [RecordID], _ codes: Codes) throws -> [RecordID: [String]] {
        guard access.sees(.safeguarding) else { return [:] }
        var found: [RecordID: [String]] = [:]
        for alert in try reader.everywhere(Alert.self, of: children, since: ("end_date", today)) where alert.value.isActive(on: today) {
            if let child = alert.child, let detail = alert.detail { found[child, default: []].append(detail) }
        }
        for person in try reader.everywhere(Relationship.self, of: children, since: ("end_date", today)) {
            guard let child = person.child, person.value.isActive(on: today) else { continue }
            let isShunned = person.contactAllowed == "DO_NOT_CONTACT"
            let notes = [isShunned ? person.contactNote : nil, person.riskNote].compactMap(\.self)
            guard isShunned || !notes.isEmpty else { continue }
            let who = "\(person.name), \((codes.label("relation", person.relation) ?? "around the child").lowercasedFirst)"
            found[child, default: []].append(
                (isShunned ? "Do not contact \(who)" : who) + (notes.isEmpty ? "." : ": " + notes.joined(separator: " ")))
        }
        return found
    }

    /// What the file says of meeting this child, in its own words: every alert that runs, how to visit, in which language.
    private func before(_ line: ChildLine?, _ child: Child?, _ dangers: [String], _ codes: Codes) -> HTML {
        var known: [HTML] = []
        if access.sees(.safeguarding) {
            // That an interpreter is needed is said once, with the language.
            let alerts = (line?.alerts ?? []).filter { $0 != "INTERPRETER" || child?.interpreterNeeded != true }
            if !alerts.isEmpty { known.append(alerts.map { ChildrenPages.alertTag($0, codes) }.joined(separator: " ")) }
            if alerts.contains("STAFF_SAFETY") { known.append("Do not go alone.") }
            if let words = child?.safeToVisit { known.append("\(words)") }
            known += dangers.map { "\($0)" }
        } else {
            known.append("Not shown to your role")
        }
        if child?.interpreterNeeded == true {
            known.append(tag("Interpreter", .warning) + "\(child?.firstLanguage.map { " " + $0 } ?? "")")
        }
        return known.isEmpty ? "Nothing known" : known.joined(separator: "<br>")
    }

    /// Whether one goes to where the child lives.
    private static func atHome(_ contact: Contact) -> Bool { ["HOME", "DOORSTEP"].contains(contact.method) }

    /// Where the child lives today; nil for a role that is not told where anybody does.
    private func place(_ homes: [Stored<HomeAddress>], _ child: Child?) -> HTML? {
        guard access.sees(.whereabouts) else { return nil }
        guard let home = Moves.current(homes.map(\.value).filter({ $0.isActive(on: today) }), on: today) else {
            return "\(child?.homePostcode ?? "No address is recorded.")"
        }
        let secret: HTML = home.notToDisclose == true ? " \(tag("Not to be disclosed", .bad))" : .empty
        return "\([home.line, home.postcode].compactMap { $0 }.joined(separator: ", "))\(secret)"
    }
}
