import Casework
import HTML
import Practice
import Records

/// Contacts by ACORNS, and how they read in a list (S-DEL-01, S-DEL-02).
enum ContactPages {
    /// A text message needs one box, not seven.
    static let layout = RecordLayout<Contact>(
        title: { contact, words in "\(words.code("contact_method", contact.method)), \(contact.at.wordsKnown)" },
        begin: { form, visit in
            let now = visit.service.now
            form.typed["at"] = "\(now.londonDay.typed) \(now.londonTime)"
            form.typed["method"] = visit.query("method") ?? ""
            form.typed["programme_ref"] = visit.query("programme") ?? ""
        },
        facts: { contact, file, _ in contact.at == .unset ? [] : file.age("Age then", on: contact.at.londonDay) },
        ownBody: { form, visit, address in
            let isMessage = form.typed["method"] == "TEXT" || form.typed["method"] == "EMAIL"
            guard isMessage else {
                let rest = ["minutes", "planned", "statutory", "programme_ref", "present"]
                return form.controls(["at", "method"]) + attendance(form) + "<h2>What happened</h2>"
                    + "<p class=\"hint\">Of a meeting every box up to safeguarding is asked. What is left blank comes back as a task.</p>"
                    + form.controls(notes + ["childs_words"])
                    + details(
                        "How long, under what, and who else was there", isOpen: form.problems.contains { rest.contains($0.field) },
                        form.controls(rest))
            }
            return form.controls(["content"])
                + details(
                    "When, and the rest", isOpen: form.problems.contains { $0.field != "content" },
                    form.controls(["at", "method", "programme_ref", "next_steps", "safeguarding"]))
        },
        filled: ["planned"],
        needed: Set(notes), neededWhere: ["attendance": "the time of a meeting is past"],
        check: { reader, _, contact, current, form in
            let now = reader.service.now
            if contact.at != .unset, contact.at != current?.at || contact.attendance != current?.attendance {
                // Half an hour is how people round, and a clock that runs ahead. Of a later day the kind's own rule says it.
                if ["ATTENDED", "MISSED_UNACCEPTABLE"].contains(contact.attendance ?? ""), contact.at.londonDay == now.londonDay,
                    contact.at.milliseconds > now.milliseconds + 1_800_000
                {
                    let words = "It is \(now.londonTime) now, and that time is still to come: put it right, or leave attendance blank."
                    return [Problem(field: "at", message: words)]
                }
                if contact.at != current?.at, contact.attendance == nil, contact.at.londonDay > now.londonDay + 366 {
                    return [Problem(field: "at", message: "That is more than a year away. Check the year.")]
                }
            }
            // Who came is said by whoever was there, never by the form. What an import or an earlier time left blank is not asked.
            if contact.attendance == nil, contact.isMeeting, contact.at != .unset, contact.at <= now,
                current == nil || current?.attendance != nil || contact.planned == true
            {
                return [
                    Problem(
                        field: "attendance",
                        message: "Choose whether they attended. For a call, an email or a text message, choose that under “How”.")
                ]
            }
            return []
        },
        alongside: { writer, _, contact, _ in
            // Whoever is to be met or rung at a time to come has an appointment, in the diary and asked about afterwards (S-DEL-02).
            if contact.attendance == nil, contact.at > writer.recordedAt { contact.planned = true }
        },
        carry: { form, _, reader, file in
            // A child with one programme running is met under it: nobody chooses it again.
            guard form.typed["programme_ref"].map(\.isEmpty) ?? true else { return }
            let running = try reader.records(Programme.self, child: file.id).filter { $0.endDate == nil && $0.completed == nil }
            if running.count == 1, let only = running.first { form.typed["programme_ref"] = only.id.description }
        })

    /// What is written of a meeting, by ACORNS.
    private static let notes = ["aim", "content", "outcome", "risk", "next_steps", "safeguarding"]

    /// Whoever was there knows whether the child came: "not known" is no answer on a page, though an import may leave it blank.
    private static func attendance(_ form: RecordForm<Contact>) -> HTML {
        guard var box = form.control("attendance") else { return .empty }
        if case .radios(let choices) = box.kind {
            // Of a day that is past, blank is not to come: an import left it so, or nobody said.
            let day = form.typed["at"]?.split(separator: " ").first.flatMap { Day(typed: String($0)) }
            let isPast = day.map { $0 < form.today } ?? false
            let blank = isPast ? "Not recorded, or a call or message" : "Still to come, or a call or message"
            box.kind = .radios(choices.filter { !$0.value.isEmpty } + [Choice("", blank)])
        }
        return field(box)
    }

    /// One contact in a timeline, with who wrote it and a mark when that was long after.
    static func entry(
        _ contact: Stored<Contact>, _ file: FileHead, _ words: Words, brief: Bool, by: String? = nil, late: HTML = .empty,
        age: HTML = .empty
    )
        -> TimelineEntry
    {
        // Of an appointment there is nothing to write yet.
        let missing = contact.value.tookPlace ? contact.value.missingHeadings : []
        let attendance: HTML? = contact.attendance.map { token in
            tag(words.code("attendance", token), token == "ATTENDED" ? .good : token == "MISSED_UNACCEPTABLE" ? .bad : .warning)
        }
        var body = HTML.empty
        for (heading, text) in acorns(contact.value) {
            guard let text else { continue }
            if brief, heading != "Content", heading != "Child’s words" { continue }
            body += brief ? paragraphs(shortened(text)) : "<p><strong>\(heading)</strong></p>\(paragraphs(text))"
        }
        if !missing.isEmpty {
            body += "<p>\(tag("Incomplete", .warning)) Not yet written: \(missing.joined(separator: ", ").lowercased()).</p>"
        }
        let title = link(to: At.record(file.id, AnyKind(Contact.self), contact.id), words.code("contact_method", contact.method))
        return TimelineEntry(
            title, date: time(contact.at.iso, contact.at.wordsKnown) + age, by: by, status: (attendance ?? .empty) + late,
            body: body.isEmpty ? nil : body)
    }

    /// Appointments to come, soonest first, apart from what took place; nothing where there is none.
    static func coming(_ contacts: [Stored<Contact>], _ file: FileHead, _ words: Words) -> HTML {
        when(
            !contacts.isEmpty,
            section("Appointments to come", id: "coming", timeline(contacts.map { entry($0, file, words, brief: true) })))
    }

    static func acorns(_ contact: Contact) -> [(String, String?)] {
        [
            ("Aim", contact.aim), ("Content", contact.content), ("Outcome", contact.outcome), ("Risk", contact.risk),
            ("Next steps", contact.nextSteps),
            ("Safeguarding", contact.safeguarding), ("Child’s words", contact.childsWords),
        ]
    }

    private static func shortened(_ text: String) -> String { text.count <= 200 ? text : text.prefix(200) + "…" }
}
