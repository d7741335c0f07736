import Casework
import HTML
import Practice
import Records

/// Ending a programme: completed or not, and what follows, written in one command (S-OOC-11, S-OOC-12, S-OOC-18).
enum ProgrammeEndPages {
    private static let asked: Set<String> = ["completed", "end_date", "end_reason", "extension_reason"]

    static func ask(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("programme") else { throw NotAllowed() }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (file, whole) = try found(visit, reader)
            guard whole.programme.completed == nil else { return .see(At.programme(file.id, whole.programme.id)) }
            var form = blank(visit, try reader.codes())
            form.fill(whole.programme.value)
            if whole.programme.endDate == nil { form.typed["end_date"] = visit.service.today.typed }
            return try page(visit, reader, file, whole, form)
        }
    }

    private static func found(_ visit: Visit, _ reader: Reader) throws -> (FileHead, ProgrammeFile) {
        let file = try FileHead(reader, try visit.id("child"))
        guard let programme = try reader.record(Programme.self, child: file.id, id: try visit.id("id")) else { throw NotFound() }
        return (file, try ProgrammeFile(reader, file, programme, on: visit.service.today))
    }

    private static func blank(_ visit: Visit, _ codes: Codes) -> RecordForm<Programme> {
        var form = RecordForm(Programme.self, access: visit.person.access, codes: codes, today: visit.service.today)
        form.fixed = Set(Programme.kind.fields.map(\.name)).subtracting(asked)
        form.demanded = ["end_date": "Enter the day it ended.", "end_reason": "Say how it ended."]
        // Asked only where the disposal allows no longer, and then needed.
        form.neededLater = ["extension_reason", "completed"]
        return form
    }

    private static func page(
        _ visit: Visit, _ reader: Reader, _ file: FileHead, _ whole: ProgrammeFile, _ form: RecordForm<Programme>, status: Int = 200
    ) throws -> Reply {
        let words = try Words(reader, file: file.id)
        let id = whole.programme.id
        let notice = toldBefore(whole, end: form.typed["end_date"])
        let told = FieldControl(
            id: "police_told_date", label: "Police told", kind: .day,
            hint: (whole.isKnife
                ? "A knife case: if it was not completed the police are told, and the day is recorded. Blank while they are not told: it stays a task until they are."
                : "That it was completed, or that the child goes back to them. Blank while they are not told.")
                + (notice.map { " If it was not completed, blank takes the day of the notice of non-compliance, \($0.words)." } ?? ""),
            error: form.problems.first { $0.field == "police_told_date" }?.message,
            value: visit.form["police_told_date"], isRequired: false)
        var ended = form.control("end_date")
        ended?.label = "Ended on"
        ended?.hint = "The day it ended, such as 21/11/2026. It may be a day that has passed."
        let isLong = ProgrammeLength(whole.programme.value, type: whole.type, on: visit.service.today).needsReason
        let askWhy = isLong || form.problems.contains { $0.field == "extension_reason" }
        let body =
            form.summary
            + heading("End the programme", caption: "\(words.code("disposal", whole.programme.disposal)) · \(file.name)")
            + when(
                !mayComplete(whole, visit),
                alertBanner(
                    "Completed: for a case manager", .warning,
                    "<p>Completing it records the outcome, which is the case manager’s to do: if it was completed, ask them to end it. If it was not, end it here.</p>"
                ))
            + when(
                whole.isKnife && whole.plan == nil && visit.person.access.mayWrite("plan"),
                alertBanner(
                    "Knife case", .bad,
                    "<p>A knife case must have a plan, and there is none yet: \(link(to: At.newRecord(file.id, AnyKind(Plan.self), [("programme", id.description)]), "write it")) before the programme ends. The closing of the work asks for it.</p>"
                ))
            + section("What follows", id: "follows", list(follows(whole, words)) + conditions(whole, file))
            + sendForm(
                action: At.programme(file.id, id, "end"),
                hidden("from", String(whole.programme.from)) + field(completed(form, mayComplete: mayComplete(whole, visit)))
                    + (ended.map { field($0) } ?? .empty) + form.controls(["end_reason"])
                    + when(askWhy, form.controls(["extension_reason"])) + field(told)
                    + ConcernPart(visit, codes: form.codes).fields
                    + buttonGroup([button("End the programme"), link(to: At.programme(file.id, id), "Cancel")]))
        return .page(
            visit, title: "End the programme", shows: .child(file.id), status: status, hasErrors: !form.problems.isEmpty,
            crumbs: file.crumbs + [NavItem(words.code("disposal", whole.programme.disposal), At.programme(file.id, id))], body)
    }

    /// The day the police were told, where a notice of non-compliance that they have not answered told them of this end: it is the last step,
    /// and not of before the end.
    private static func toldBefore(_ whole: ProgrammeFile, end: String?) -> Day? {
        guard let last = whole.steps.last, last.value.type == "NON_COMPLIANCE", last.policeAnswer == nil, let told = last.policeToldDate,
            let end = end.flatMap({ Day(typed: $0) }), told >= end
        else { return nil }
        return told
    }

    /// Yes or no: here "not known" is no answer.
    private static func completed(_ form: RecordForm<Programme>, mayComplete: Bool) -> FieldControl {
        FieldControl(
            id: "completed", label: "Was it completed?",
            kind: .radios((mayComplete ? [Choice("yes", "Yes")] : []) + [Choice("no", "No")]),
            error: form.problems.first { $0.field == "completed" }?.message, value: form.typed["completed"] ?? "")
    }

    /// Whether this person may record what completing it leads to.
    private static func mayComplete(_ whole: ProgrammeFile, _ visit: Visit) -> Bool {
        guard case .outcome = ProgrammeEnd.follows(completed: true, type: whole.type) else { return true }
        return visit.person.access.mayWrite("outcome")
    }

    /// The conditions that stand in the way of “completed”.
    private static func conditions(_ whole: ProgrammeFile, _ file: FileHead) -> HTML {
        let unmet = whole.unmet
        guard !unmet.isEmpty else { return .empty }
        let place = Address(At.programme(file.id, whole.programme.id).path, fragment: "conditions")
        return alertBanner(
            "Conditions not met", .warning,
            list(unmet.map { "\($0.what): \($0.isMet == false ? "not met" : "not marked yet")" })
                + "<p>It is completed once each is met. \(link(to: place, "Mark them on the programme’s page")).</p>")
    }

    private static func follows(_ whole: ProgrammeFile, _ words: Words) -> [HTML] {
        let count = whole.offences.count
        let done: HTML =
            switch ProgrammeEnd.follows(completed: true, type: whole.type) {
            case .outcome(let outcome):
                "If completed: “\(words.code("outcome", outcome))” is recorded for \(count.counted("offence")), dated the day it ended."
            default: "If completed: the outcome stays as it is."
            }
        let failed: HTML =
            switch ProgrammeEnd.follows(completed: false, type: whole.type) {
            case .backToPanel: "If not: it waits for a panel again, which decides a second time, and you have an action to take it there."
            case .backToPolice:
                "If not: it goes back to the police, who decide whether to prosecute. No outcome is recorded, and one given before stays."
            default: "If not: nothing else follows."
            }
        return [done, failed]
    }

    // MARK: Writing it

    static func end(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("programme") else { throw NotAllowed() }
        do { return try await write(visit) } catch let problems as Problems {
            // What follows could not be written, so nothing was.
            return try await visit.service.read(Scope(visit.person)) { reader in
                let (file, whole) = try found(visit, reader)
                var form = blank(visit, try reader.codes())
                form.fill(visit.form)
                form.problems = problems.all.map { Problem(field: asked.contains($0.field) ? $0.field : "end_date", message: $0.message) }
                return try page(visit, reader, file, whole, form, status: 422)
            }
        }
    }

    private static func write(_ visit: Visit) async throws -> Reply {
        try await visit.service.write(Scope(visit.person), action: "programme.end") { writer in
            let reader = writer.reader
            let (file, whole) = try found(visit, reader)
            let back = At.record(file.id, AnyKind(Programme.self), whole.programme.id, [("saved", "yes")])
            // A second copy of a form already saved.
            guard whole.programme.completed == nil else { return .see(back) }
            var form = blank(visit, try reader.codes())
            form.fill(whole.programme.value)
            form.fill(visit.form)
            let ended = form.read(over: whole.programme.value, child: file.child.value)
            let told = readTold(visit).map { $0 ?? (ended.completed == false ? toldBefore(whole, end: ended.endDate?.typed) : nil) }
            form.problems += problems(ended, whole, told, visit)
            // In the order of the page.
            let order = ["completed", "end_date", "end_reason", "extension_reason", "police_told_date"]
            form.problems.sort { (order.firstIndex(of: $0.field) ?? 0) < (order.firstIndex(of: $1.field) ?? 0) }
            let concern = ConcernPart(visit, codes: form.codes)
            form.problems += concern.problems
            guard form.problems.isEmpty, let completed = ended.completed, let end = ended.endDate else {
                return try page(visit, reader, file, whole, form, status: 422)
            }
            let toldDay = try told.get()
            let outcome = try follow(writer, file, whole, completed: completed, on: end, reason: ended.endReason, told: toldDay, visit)
            try writer.correct(Programme.self, child: file.id, id: whole.programme.id, from: whole.programme.from) {
                $0 = ended
                if let outcome { $0.outcome = outcome }
                // A return to the police carries the day itself.
                if towardsPolice(whole, completed: completed) == nil { $0.policeToldDate = toldDay ?? $0.policeToldDate }
            }
            try concern.create(writer, child: file.id, in: "End of a programme")
            return .see(back)
        }
    }

    private static func readTold(_ visit: Visit) -> Result<Day?, Problem> {
        FieldKind.day.read(visit.form["police_told_date"], .form, label: "Police told").map { value in
            if case .day(let day) = value { return day }
            return nil
        }
    }

    private static func problems(_ ended: Programme, _ whole: ProgrammeFile, _ told: Result<Day?, Problem>, _ visit: Visit) -> [Problem] {
        var found: [Problem] = []
        func add(_ field: String, _ message: String) { found.append(Problem(field: field, message: message)) }
        if ended.completed == nil { add("completed", "Say whether it was completed.") }
        if let end = ended.endDate {
            if end > visit.service.today { add("end_date", "The end cannot be in the future.") }
        }
        let length = ProgrammeLength(ended, type: whole.type, on: visit.service.today)
        if ended.endDate != nil, length.needsReason, let longest = length.longest {
            add("extension_reason", "This disposal allows no longer than \(longest.words). Say why it ran longer.")
        }
        if Int64(visit.form["from"]) != whole.programme.from {
            add("completed", "Someone changed this programme just now. Look at it again, then send this once more.")
        }
        var day: Day?
        switch told {
        case .success(let read): day = read
        case .failure(let problem): add("police_told_date", problem.message)
        }
        // A conditional caution or a deferred prosecution is kept by its conditions (S-OOC-18).
        let unmet = whole.unmet
        if ended.completed == true, !unmet.isEmpty {
            add(
                "completed",
                "Not marked as met: \(unmet.map { "“\($0.what)”" }.joined(separator: ", ")). Mark what was met on the programme’s page, or end it as not completed."
            )
        }
        if let day, day > visit.service.today { add("police_told_date", "The police cannot have been told in the future.") }
        if let day, let end = ended.endDate, day < end { add("police_told_date", "The police cannot be told before it happened.") }
        switch ended.completed.map({ ProgrammeEnd.follows(completed: $0, type: whole.type) }) {
        case .outcome:
            if whole.offences.isEmpty {
                add("completed", "The outcome is recorded for each offence, and this programme names none. Add them first.")
            } else if !mayComplete(whole, visit) {
                add("completed", "Completing it records the outcome, which is the case manager’s to do. Ask them to end it.")
            }
            if let end = ended.endDate, let problem = OutcomeOrder.problem(end, of: whole.offences.map(\.value), field: "end_date") {
                found.append(problem)
            }
        default: break
        }
        return found
    }

    /// Writes what follows; answers the outcome the programme led to.
    private static func follow(
        _ writer: Writer, _ file: FileHead, _ whole: ProgrammeFile, completed: Bool, on end: Day, reason: String?, told: Day?,
        _ visit: Visit
    ) throws -> RecordID? {
        let follows = ProgrammeEnd.follows(completed: completed, type: whole.type)
        var made: RecordID?
        switch follows {
        case .outcome(let token):
            let recorded = try writer.reader.records(Outcome.self, child: file.id).filter { $0.outcome == token }
            for offence in whole.offences {
                if let there = recorded.first(where: { $0.offence == offence.id }) {
                    if there.child == whole.programme.child { made = made ?? there.id }
                    continue
                }
                var outcome = Outcome()
                (outcome.offence, outcome.outcome, outcome.outcomeDate) = (offence.id, token, end)
                outcome.homeOfficeOutcome = OutcomeRules.homeOffice(token)
                try Residence.fill(&outcome, writer.reader, child: file.id)
                let id = try writer.create(outcome, child: file.id)
                // A link stays within one of two merged records.
                if offence.child == whole.programme.child { made = made ?? id }
            }
        case .backToPanel:
            var action = Action()
            (action.what, action.owner) = (BackToPanel.action, visit.person.id)
            (action.dueOn, action.aroseOn) = (visit.service.today, end)
            try writer.create(action, child: file.id)
        case .backToPolice, .nothing: break
        }
        if let step = towardsPolice(whole, completed: completed) {
            try returned(writer, file, whole, step: step, on: end, reason: reason, told: told)
        }
        return made
    }

    /// The step of compliance that goes to the police with the end; nil when none does.
    private static func towardsPolice(_ whole: ProgrammeFile, completed: Bool) -> String? {
        guard !completed else { return nil }
        if ProgrammeEnd.follows(completed: false, type: whole.type) == .backToPolice { return "RETURN_TO_POLICE" }
        return whole.isKnife ? "NON_COMPLIANCE" : nil
    }

    /// Writes the step towards the police, or adds the day they were told to one written before. While no day stands there, telling them is a
    /// task: the end is not held up by it. A notice they were told of before the end tells nothing of the end.
    private static func returned(
        _ writer: Writer, _ file: FileHead, _ whole: ProgrammeFile, step: String, on end: Day, reason: String?, told: Day?
    ) throws {
        if let there = whole.steps.last(where: { $0.value.type == step }),
            step == "RETURN_TO_POLICE" || there.policeToldDate.map({ $0 >= end }) ?? true
        {
            try writer.correct(Compliance.self, child: file.id, id: there.id, from: there.from) {
                $0.policeToldDate = $0.policeToldDate ?? told
            }
            return
        }
        var compliance = Compliance()
        (compliance.programme, compliance.type, compliance.onDate) = (whole.programme.id, step, end)
        (compliance.what, compliance.policeToldDate) = (reason, told)
        try writer.create(compliance, child: file.id)
    }
}
