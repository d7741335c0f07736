import Casework
import HTML
import Records

/// The duty rota: who takes urgent calls, and sees every urgent concern, on which days.
enum DutyPages {
    static let routes: [Route] = [
        .get("/duty", .may(.findChildren)) { visit in
            try await visit.service.read(Scope(visit.person)) { try page(visit, $0, try form(visit, $0)) }
        },
        .post("/duty", .may(.allocate)) { try await add($0) },
        .post("/duty/{id}/removal", .may(.allocate)) { try await remove($0) },
    ]

    private static func form(_ visit: Visit, _ reader: Reader) throws -> RecordForm<Duty> {
        var form = RecordForm(Duty.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.options["staff"] = try reader.staffByName().map { Choice($0.id.description, $0.name) }
        return form
    }

    private static func page(_ visit: Visit, _ reader: Reader, _ form: RecordForm<Duty>) throws -> Reply {
        let today = visit.service.today
        let names = try reader.staffNames()
        let mayWrite = visit.person.access.mayWrite("duty")
        let rows = try reader.serviceRecords(Duty.self).filter { $0.endDate >= today }.sorted { $0.startDate < $1.startDate }.map {
            duty -> [HTML] in
            let name = names[duty.staff] ?? "Not known"
            return [
                "\(name)", "\(duty.startDate.weekday) \(duty.startDate.words)", "\(duty.endDate.weekday) \(duty.endDate.words)",
                duty.startDate <= today ? tag("On duty today", .info) : .empty,
            ]
                + (mayWrite
                    ? [
                        sendForm(
                            action: At.dutyRemoval(duty.id),
                            hidden("from", String(duty.from))
                                + button("Take off", style: .secondary, about: "\(name) from \(duty.startDate.words)"))
                    ] : [])
        }
        let columns = ["Duty worker", "From", "To", "Now"] + (mayWrite ? ["Change"] : [])
        return .page(
            visit, title: "Duty rota", shows: .nobody, status: form.problems.isEmpty ? 200 : 422, hasErrors: !form.problems.isEmpty
        ) {
            form.summary + heading("Duty rota")
                + "<p>The duty worker of the day sees every open urgent concern on every page, as managers do, and may close one.</p>"
                + table(
                    caption: "Duty from today on", columns: columns.map { Column($0) }, rows: rows, captionHidden: true,
                    empty: "Nobody is on the rota.")
                + when(
                    mayWrite,
                    section(
                        "Put someone on duty", id: "add",
                        sendForm(action: At.duty, once: once(visit), form.all + buttonGroup([button("Save")]))))
        }
    }

    private static func add(_ visit: Visit) async throws -> Reply {
        let page = try await visit.service.write(Scope(visit.person), action: "duty.record") { writer -> Reply? in
            let token = visit.form["once"]
            if !token.isEmpty, try writer.saved(once: token, kind: "duty") != nil { return nil }
            var form = try form(visit, writer.reader)
            form.fill(visit.form)
            let duty = form.read(over: Duty(), child: nil)
            guard form.problems.isEmpty else { return try DutyPages.page(visit, writer.reader, form) }
            let id: RecordID
            do { id = try writer.create(duty) } catch let problems as Problems {
                form.problems = problems.all
                return try DutyPages.page(visit, writer.reader, form)
            }
            if !token.isEmpty { try writer.keep(once: token, kind: "duty", child: nil, id: id) }
            return nil
        }
        return page ?? .see(At.duty)
    }

    private static func remove(_ visit: Visit) async throws -> Reply {
        let from = sentVersion(visit)
        let id = try visit.id("id")
        try await visit.service.write(Scope(visit.person), action: "duty.withdraw") { writer in
            guard let duty = try writer.reader.serviceRecord(Duty.self, id: id), duty.from == from else { return }
            try writer.withdraw(Duty.self, child: nil, id: id, from: from)
        }
        return .see(At.duty)
    }
}
