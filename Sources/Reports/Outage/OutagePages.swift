import Casework
import HTML
import Records

/// The parts of the outage pack, read for everybody at once: a scan a kind, then put together team by team.
struct OutagePages {
    private let lines: [ChildLine]
    private let closed: Int
    private let file: [RecordID: Child]
    private let contacts: [Stored<Contact>]
    private let concerns: [RecordID: [Stored<Concern>]]
    private let risks: [RecordID: [Stored<Risk>]]
    private let contingencies: [RecordID: [Stored<Contingency>]]
    private let people: [RecordID: [Stored<Relationship>]]
    private let professionals: [RecordID: [Stored<Professional>]]
    private let alerts: [RecordID: [Stored<Alert>]]
    private let staff: [RecordID: String]
    private let codes: Codes
    private let duty: [Stored<Duty>]
    private let from: Day
    private let to: Day

    var children: [RecordID] { lines.map(\.id) }

    init(_ reader: Reader, from: Day, to: Day) throws {
        (self.from, self.to) = (from, to)
        let all = try reader.children(ChildFilter(isOpen: true), on: from, offset: 0, limit: 100_000).lines
        lines = all.filter { !$0.isClosed }
        closed = all.count { $0.isClosed }
        let ids = lines.map(\.id)
        file = Dictionary(
            try reader.everywhere(
                Child.self, of: ids,
                only: [
                    "given_name", "family_name", "known_as", "date_of_birth", "first_language", "interpreter_needed", "safe_to_visit",
                    "communication_tip",
                ]
            ).map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
        contacts = try reader.everywhere(
            Contact.self, of: ids, where: [("attendance", .none)], only: ["at", "method", "planned", "attendance", "aim"]
        ).filter { $0.value.isAppointment && $0.at.londonDay >= from && $0.at.londonDay <= to }.sorted {
            ($0.at, $0.ref) < ($1.at, $1.ref)
        }
        concerns = try Self.by(reader.everywhere(Concern.self, of: ids, where: [("closed_on", .none)]))
        // Of risks and what is done if things get worse, those of the newest assessment that has any.
        risks = try Self.by(reader.everywhere(Risk.self, of: ids)).mapValues { Self.newest($0) { $0.assessment } }
        contingencies = try Self.by(reader.everywhere(Contingency.self, of: ids)).mapValues { Self.newest($0) { $0.assessment } }
        people = try Self.by(reader.everywhere(Relationship.self, of: ids, since: ("end_date", from)))
        professionals = try Self.by(reader.everywhere(Professional.self, of: ids, since: ("end_date", from)))
        alerts = try Self.by(reader.everywhere(Alert.self, of: ids, since: ("end_date", from)))
        staff = try reader.staffNames()
        codes = try reader.codes()
        duty = try reader.serviceRecords(Duty.self).filter { $0.endDate >= from && $0.startDate <= to }.sorted {
            ($0.startDate, $0.id) < ($1.startDate, $1.id)
        }
    }

    private static func by<R: RecordKind>(_ all: [Stored<R>]) -> [RecordID: [Stored<R>]] { Dictionary(grouping: all) { $0.child ?? $0.id } }

    private static func newest<R: RecordKind>(_ all: [Stored<R>], _ assessment: (R) -> RecordID?) -> [Stored<R>] {
        let last = all.compactMap { assessment($0.value) }.max()
        return all.filter { assessment($0.value) == nil || assessment($0.value) == last }
    }

    var body: HTML {
        let teams = Dictionary(grouping: lines) { $0.team ?? "" }.sorted {
            ($0.key.isEmpty ? 1 : 0, $0.key) < ($1.key.isEmpty ? 1 : 0, $1.key)
        }
        let rota = duty.map { one -> [HTML] in
            ["\(one.startDate.weekday) \(one.startDate.words)", "\(one.endDate.words)", "\(staff[one.value.staff] ?? "Not known")"]
        }
        return section(
            "On duty", id: "duty",
            table(
                caption: "Duty rota", columns: ["From", "To", "Who"].map { Column($0) }, rows: rota, captionHidden: true,
                empty: "Nobody is on the rota."))
            + when(
                closed > 0,
                "<p>\(closed) restricted file\(closed == 1 ? " is" : "s are") not in this pack: ask the worker or the manager who knows it.</p>"
            )
            + teams.enumerated().map { place, team in self.team(team.key.isEmpty ? "No team" : team.key, team.value, place) }.joined()
    }

    private func team(_ name: String, _ lines: [ChildLine], _ place: Int) -> HTML {
        let ids = Set(lines.map(\.id))
        let by = Dictionary(lines.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = contacts.filter { $0.child.map(ids.contains) ?? false }.map { contact -> [HTML] in
            let id = contact.child ?? contact.id
            let day = contact.at.londonDay
            let before = warnings(id, by[id])
            return [
                "\(day.weekday) \(day.words)", "\(contact.at.londonTime)", "\(by[id]?.name ?? "")",
                "\(codes.label("contact_method", contact.value.method) ?? "Not said")",
                "\(by[id]?.worker.flatMap { staff[$0] } ?? "Nobody allocated")",
                before.isEmpty ? "Nothing known" : before.joined(separator: "<br>"),
            ]
        }
        return section(
            name, id: "team-\(place)",
            table(
                caption: "Seen from \(from.words) to \(to.words)",
                columns: ["Day", "Time", "Child", "Where", "Worker", "Before you go"].map { Column($0) }, rows: rows,
                empty: "No appointment from \(from.words) to \(to.words).")
                + lines.sorted { ($0.name, $0.ref) < ($1.name, $1.ref) }.map(child).joined())
    }

    /// What must be known before anybody goes to the child alone.
    private func warnings(_ id: RecordID, _ line: ChildLine?) -> [HTML] {
        var all: [HTML] = []
        if line?.alerts.contains("STAFF_SAFETY") == true {
            all.append(tag(codes.label("alert", "STAFF_SAFETY") ?? "Staff safety", .bad) + " Do not go alone.")
        }
        if let words = file[id]?.safeToVisit { all.append("\(words)") }
        if file[id]?.interpreterNeeded == true {
            all.append(tag("Interpreter", .warning) + "\(file[id]?.firstLanguage.map { " " + $0 } ?? "")")
        }
        return all
    }

    private func child(_ line: ChildLine) -> HTML {
        let id = line.id
        var rows: [(String, HTML)] = []
        func add(_ label: String, _ all: [HTML]) { if !all.isEmpty { rows.append((label, all.count == 1 ? all[0] : list(all))) } }
        add("Born", line.dateOfBirth.map { ["\($0.words)"] } ?? [])
        add("Worker", ["\(line.worker.flatMap { staff[$0] } ?? "Nobody allocated")"])
        add(
            "Urgent concern",
            (concerns[id] ?? []).map { one in
                tag(codes.label("concern_type", one.type) ?? one.type, .bad)
                    + " \(one.raisedAt.words): \(one.what)\(one.value.done.map { " Done: \($0)" } ?? "")\(one.value.safetyPlan.map { " Safety plan: \($0)" } ?? "")"
            })
        add("Before you go", warnings(id, line))
        add(
            "Alerts",
            (alerts[id] ?? []).filter { $0.startDate <= from }.map { one in
                "\(codes.label("alert", one.type) ?? one.type)\(one.value.level.map { " (\($0))" } ?? "")\(one.value.detail.map { ": \($0)" } ?? "")"
            })
        add(
            "Risks",
            (risks[id] ?? []).map { one in
                let parts = [
                    codes.label("risk_direction", one.direction), codes.label("judgement", one.value.level), one.value.nature,
                    one.value.controls.map { "What holds it: \($0)" },
                ]
                return "\(parts.compactMap { $0 }.joined(separator: ". "))"
            })
        add(
            "If things get worse",
            (contingencies[id] ?? []).map { one in
                "If \(one.ifHappens.lowercasedFirst): \(one.thenDo)\(one.value.who.map { ", by \($0)" } ?? "")\(one.value.byWhen.map { ", \($0)" } ?? "")"
            })
        let around = people[id] ?? []
        add("Ring", around.filter { $0.value.contactAllowed != "DO_NOT_CONTACT" }.sorted { rank($0) < rank($1) }.map(person))
        add("Do not ring", around.filter { $0.value.contactAllowed == "DO_NOT_CONTACT" }.map(person))
        add(
            "Professionals",
            (professionals[id] ?? []).map { one in
                "\([one.value.name, one.value.profession, one.value.agency, one.value.phone].compactMap { $0 }.joined(separator: ", "))"
            })
        add("How to talk with them", file[id]?.communicationTip.map { ["\($0)"] } ?? [])
        return section("\(line.name), \(line.ref)", id: "child-\(id)", level: 3, summaryList(rows))
    }

    private func rank(_ one: Stored<Relationship>) -> Int { one.value.contactAllowed == "RING_FIRST" ? 0 : 1 }

    private func person(_ one: Stored<Relationship>) -> HTML {
        let allowed = one.value.contactAllowed
        let state: HTML =
            allowed == "DO_NOT_CONTACT"
            ? tag("Do not contact", .bad) + " " : allowed == "RING_FIRST" ? tag("Ring first", .good) + " " : .empty
        let words = [
            one.value.name, codes.label("relation", one.relation), allowed == "DO_NOT_CONTACT" ? nil : one.value.phone,
            one.value.contactNote,
            one.value.riskNote,
        ]
        return state + "\(words.compactMap { $0 }.joined(separator: ", "))"
    }
}
