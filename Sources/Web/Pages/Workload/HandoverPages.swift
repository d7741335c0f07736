import Casework
import HTML
import Records

/// Handing over what somebody who has left or is away holds: their children, their actions, and the forms they left half-written.
enum HandoverPages {
    static let routes: [Route] = [
        .get("/workload/{id}/handover", .may(.allocate)) { visit in
            let held = try await Held(visit)
            return try await visit.service.read(Scope(visit.person)) { try page(visit, $0, held) }
        },
        .post("/workload/{id}/handover", .may(.allocate)) { try await handOver($0) },
        .post("/workload/{id}/drafts", .may(.allocate)) { try await takeDraft($0) },
    ]

    /// What one member of staff holds of children whose files open to the manager.
    struct Held: Sendable {
        let staff: Stored<Staff>
        let allocations: [Stored<Allocation>]
        let actions: [Stored<Action>]
        let drafts: [Draft]

        var children: [RecordID] { Array(Set(allocations.compactMap(\.child) + actions.compactMap(\.child))).sorted() }

        init(_ reader: Reader, _ id: RecordID, drafts: [Draft], on day: Day) throws {
            guard let staff = try reader.serviceRecord(Staff.self, id: id) else { throw NotFound() }
            self.staff = staff
            allocations = try reader.everywhere(Allocation.self, where: [("staff", .id(id))]).filter {
                $0.endDate.map { $0 >= day } ?? true
            }
            actions = try reader.everywhere(Action.self, where: [("owner", .id(id)), ("done_on", .none)])
            self.drafts = try drafts.filter { draft in try draft.child.map { try reader.opens($0) } ?? false }
        }

        init(_ visit: Visit) async throws {
            let (id, day) = (try visit.id("id"), visit.service.today)
            let drafts = try await visit.service.drafts(leftBy: id, to: visit.person)
            self = try await visit.service.read(Scope(visit.person)) { try Held($0, id, drafts: drafts, on: day) }
        }
    }

    private static func page(_ visit: Visit, _ reader: Reader, _ held: Held, problems: [ErrorItem] = []) throws -> Reply {
        let names = try reader.namesOf(held.children + held.drafts.compactMap(\.child), on: visit.service.today)
        func name(_ child: RecordID?) -> String { child.flatMap { names[$0]?.name } ?? "Name not known" }
        let title = "Hand over the work of \(held.staff.name)"
        return .page(
            visit, title: title, shows: .list("list", held.children + held.drafts.compactMap(\.child)),
            status: problems.isEmpty ? 200 : 422,
            hasErrors: !problems.isEmpty, crumbs: [NavItem("Workload", At.workload)],
            errorSummary(problems)
                + heading(title, status: held.staff.disabled == true ? tag("May not sign in", .warning) : nil)
                + (held.children.isEmpty
                    ? "<p class=\"none\">No child and no open action is theirs, of those whose files open to you.</p>"
                    : try form(visit, reader, held, problems, name))
                + drafts(visit, held, name))
    }

    private static func form(
        _ visit: Visit, _ reader: Reader, _ held: Held, _ problems: [ErrorItem], _ name: (RecordID?) -> String
    ) throws -> HTML {
        let codes = try reader.codes()
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let choices = held.children.map { child -> Choice in
            let parts = held.allocations.filter { $0.child == child }.map { codes.label("allocation_part", $0.part) ?? $0.part }
            let actions = held.actions.count { $0.child == child }
            let said = parts + (actions == 0 ? [] : ["\(actions.counted("open action"))"])
            return Choice(child.description, "\(name(child)): \(said.joined(separator: ", ").lowercasedFirst)")
        }.sorted { $0.label < $1.label }
        let workers = try takers(reader, from: held.staff.id, on: visit.service.today).map { Choice($0.id.description, $0.name) }
        let chosen = visit.form.has("to") ? visit.form["children"].split(separator: " ").map(String.init) : choices.map(\.value)
        return sendForm(
            action: At.handover(held.staff.id),
            fields([
                FieldControl(
                    id: "children", label: "Children", kind: .checkboxes(choices),
                    hint: "Take a tick away to leave a child for somebody else.", error: message("children"), values: chosen),
                FieldControl(
                    id: "to", label: "To", kind: .choice([Choice("", "Choose")] + workers), error: message("to"), value: visit.form["to"]),
                FieldControl(
                    id: "reason", label: "Why", hint: "Kept with each new allocation: they left, are away until when, and why this worker.",
                    error: message("reason"), value: visit.form["reason"]),
            ]) + "<p>Their part ends yesterday and the other’s begins today; open actions change their owner.</p>"
                + buttonGroup([button("Hand over"), link(to: At.workload, "Cancel")]))
    }

    /// Whose role is to work with children: given to anybody else, a child would have a worker who cannot open the file.
    private static let workers: Set<Role> = [.caseManager, .deliveryWorker, .teamManager, .serviceManager]

    /// Who may be given work: who works with children and may sign in, but whose it is.
    private static func takers(_ reader: Reader, from id: RecordID, on day: Day) throws -> [StaffName] {
        let gone = Set(try reader.serviceRecords(Staff.self).filter { $0.disabled == true }.map(\.id))
        let working = try reader.staff(on: day, whoseRole: workers.contains)
        return try reader.staffByName().filter { $0.id != id && working.contains($0.id) && !gone.contains($0.id) }
    }

    private static func mayTake(_ visit: Visit, _ draft: Draft) -> Bool {
        anyKind(draft.form).map { visit.person.access.mayWrite($0.name) } ?? false
    }

    private static func drafts(_ visit: Visit, _ held: Held, _ name: (RecordID?) -> String) -> HTML {
        let rows = held.drafts.map { draft -> [HTML] in
            let kind = anyKind(draft.form)?.title ?? "Form"
            return [
                "\(kind), \(name(draft.child))", "\(draft.savedAt.words)",
                mayTake(visit, draft)
                    ? sendForm(
                        action: At.handover(held.staff.id, "drafts"),
                        hidden("form", draft.form) + hidden("subject", draft.subject)
                            + button("Take it over", style: .secondary, about: "\(kind), \(name(draft.child))"))
                    : "Your role does not write this form. Ask somebody whose role does to write it anew.",
            ]
        }
        return wholeSection(
            "Left half-written", id: "drafts",
            "<p>A form kept before today and never saved. It is no part of any record. Taken over it is yours to finish or throw away, marked with who began it, and no longer theirs.</p>"
                + table(
                    caption: "Forms left half-written", columns: ["Form", "Last kept", "Next"].map { Column($0) }, rows: rows,
                    captionHidden: true, isStacked: true, empty: "None that was kept before today."))
    }

    private static func handOver(_ visit: Visit) async throws -> Reply {
        let (id, today) = (try visit.id("id"), visit.service.today)
        let chosen = Set(visit.form["children"].split(separator: " ").compactMap { RecordID(String($0)) })
        let (to, reason) = (RecordID(visit.form["to"]), visit.form["reason"].trimmed)
        let refused = try await visit.service.write(Scope(visit.person), action: "work.hand_over", note: reason.isEmpty ? nil : reason) {
            writer -> Reply? in
            let held = try Held(writer.reader, id, drafts: [], on: today)
            var problems: [ErrorItem] = []
            if chosen.isEmpty { problems.append(ErrorItem(field: "children", "Choose whom to hand over.")) }
            let there = try takers(writer.reader, from: id, on: today).contains { $0.id == to }
            if !there { problems.append(ErrorItem(field: "to", "Choose who takes them on.")) }
            if reason.isEmpty { problems.append(ErrorItem(field: "reason", "Say why the work changes hands.")) }
            if reason.count > 500 { problems.append(ErrorItem(field: "reason", "The reason must be 500 characters or fewer.")) }
            guard problems.isEmpty, let to else { return try page(visit, writer.reader, held, problems: problems) }
            for one in held.allocations {
                guard let child = one.child, chosen.contains(child) else { continue }
                try pass(writer, one, child, to: to, reason: reason, on: today)
            }
            for one in held.actions {
                guard let child = one.child, chosen.contains(child) else { continue }
                try writer.correct(Action.self, child: child, id: one.id, from: one.from) { $0.owner = to }
            }
            return nil
        }
        return refused ?? .see(At.workload)
    }

    private static func pass(_ writer: Writer, _ one: Stored<Allocation>, _ child: RecordID, to: RecordID, reason: String, on today: Day)
        throws
    {
        if one.startDate >= today {
            try writer.correct(Allocation.self, child: child, id: one.id, from: one.from) { ($0.staff, $0.reason) = (to, reason) }
            return
        }
        try writer.correct(Allocation.self, child: child, id: one.id, from: one.from) { $0.endDate = today - 1 }
        let has = try writer.reader.records(Allocation.self, child: child).contains {
            $0.value.staff == to && $0.value.part == one.value.part && $0.value.isActive(on: today)
        }
        guard !has else { return }
        var next = one.value
        (next.staff, next.startDate, next.endDate, next.reason) = (to, today, one.endDate, reason)
        try writer.create(next, child: child)
    }

    private static func takeDraft(_ visit: Visit) async throws -> Reply {
        let held = try await Held(visit)
        let (form, subject) = (visit.form["form"], visit.form["subject"])
        guard let draft = held.drafts.first(where: { $0.form == form && $0.subject == subject }), mayTake(visit, draft)
        else { throw NotFound() }
        let isTaken = try await visit.service.takeDraft(draft, of: held.staff.id, named: held.staff.name, by: visit.person)
        let title = isTaken ? "Taken over" : "You have begun this form yourself"
        return .page(
            visit, title: title, shows: .list("draft", [draft.child].compactMap { $0 }), status: isTaken ? 200 : 409,
            crumbs: [NavItem("Workload", At.workload), NavItem(held.staff.name, At.handover(held.staff.id))]
        ) {
            heading(title)
                + (isTaken
                    ? "<p>The form \(held.staff.name) left half-written is among your drafts. It is no part of any record until you save it as your own.</p>"
                    : "<p>Finish yours or throw it away first: nothing of either is lost meanwhile.</p>")
                + "<p>\(link(to: At.drafts, "See your drafts"))</p>"
        }
    }
}
