import Casework
import HTML
import Practice
import Records

/// What opens a child's file: for a case manager with ten minutes before a visit.
struct Overview {
    let reader: Reader
    let file: FileHead
    let visit: Visit
    let words: Words
    let day: Day
    var child: Child { file.child.value }
    var access: Access { visit.person.access }

    init(_ reader: Reader, _ file: FileHead, _ visit: Visit) throws {
        self.reader = reader
        self.file = file
        self.visit = visit
        try reader.lookOver(child: file.id, for: Overview.kinds)
        words = try Words(reader, file: file.id)
        day = visit.asAt?.londonDay ?? visit.service.today
    }

    /// What this page and the names on it are made of, asked after in one question.
    private static let kinds: [AnyKind] = [
        AnyKind(Relationship.self), AnyKind(HomeAddress.self), AnyKind(Allocation.self), AnyKind(Professional.self), AnyKind(Alert.self),
        AnyKind(Referral.self), AnyKind(Offence.self), AnyKind(Outcome.self), AnyKind(Programme.self), AnyKind(Assessment.self),
        AnyKind(Plan.self), AnyKind(Document.self), AnyKind(Care.self), AnyKind(Enquiry.self), AnyKind(Compliance.self),
        AnyKind(SafeguardingReferral.self), AnyKind(Concern.self), AnyKind(Oversight.self), AnyKind(Action.self),
        AnyKind(VictimContact.self), AnyKind(PanelItem.self), AnyKind(Closure.self), AnyKind(Review.self),
    ]

    var caption: String {
        [child.dateOfBirth.map { "\(ageWords($0, on: day)), born \($0.words)" }, "reference \(file.child.ref)"].compactMap { $0 }.joined(
            separator: " · ")
    }

    /// Withdrawn, and restricted for those to whom it is open all the same: beside the name, for it is not to be spoken of (S-PEO-14).
    var status: HTML? {
        var tags: [HTML] = []
        if child.deleted == true { tags.append(tag("Withdrawn", .bad)) }
        if visit.grounds?.isRestricted == true { tags.append(tag("Restricted", .warning)) }
        return tags.isEmpty ? nil : tags.joined(separator: " ")
    }

    /// Alerts that run, with their dates.
    var alerts: HTML {
        get throws {
            let running = try reader.records(Alert.self, child: file.id).filter { $0.value.isActive(on: day) }
            return running.map { alert -> HTML in
                let review: HTML =
                    alert.reviewDate.map { $0 < day ? " \(tag("Review late, due \($0.words)", .bad))" : " Review on \($0.words)." }
                    ?? .empty
                return alertBanner(
                    words.code("alert", alert.type), ChildrenPages.tone(ofAlert: alert.type),
                    "\(alert.detail) \(link(to: At.record(file.id, AnyKind(Alert.self), alert.id), "Since \(alert.startDate.words)", about: words.code("alert", alert.type))).\(review)"
                )
            }.joined()
        }
    }

    // MARK: The child and what is due

    var left: HTML { get throws { try aboutPanel + duePanel + peoplePanel + momentPanel } }

    /// The whole file as it was known at a moment (promise 5).
    private var momentPanel: HTML {
        let typed = visit.query("as_at") ?? ""
        return details(
            "Read this file as it was known",
            filterForm(
                action: At.child(file.id), label: "As it was known", button: "Read",
                field(
                    FieldControl(
                        id: "as_at", label: "As known at", kind: .dateTime,
                        value: typed))))
    }

    private var aboutPanel: HTML {
        get throws {
            let told = try ToldInAssessment(reader, child: file.id)
            return about(told)
        }
    }

    private func about(_ told: ToldInAssessment) -> HTML {
        var rows: [(String, HTML)] = []
        /// What an assessment says where the child's own page says nothing.
        func add(_ label: String, _ text: String?, or place: Questionnaire.Carried) {
            if let text {
                add(label, text, .casework)
            } else if let one = told[place] {
                rows.append((label, paragraphs(one.text) + "<p class=\"source\">\(one.source)</p>"))
            }
        }
        func add(_ label: String, _ text: String?, _ sensitivity: Sensitivity) {
            if let text, access.sees(sensitivity) { rows.append((label, paragraphs(text))) }
        }
        if let known = child.knownAs, let given = child.givenName, known != given {
            rows.append(("Full name", "\(given) \(child.familyName)"))
        }
        add("What they say they want", child.whatTheyWant, or: .wishes)
        add("Strengths", child.strengths, or: .strengths)
        add("How best to talk with them", child.communicationTip, or: .communication)
        add("Visiting safely", child.safeToVisit, .safeguarding)
        if child.interpreterNeeded == true { rows.append(("Interpreter", "Needed\(child.firstLanguage.map { ": \($0)" } ?? "")")) }
        let change =
            visit.asAt == nil && access.mayWrite("child")
            ? link(to: At.child(file.id, "edit"), "Change", about: "what is known of the child") : nil
        return panel(
            section(
                "The child", id: "about", action: change,
                rows.isEmpty ? nothing("Nothing is written here yet.") : summaryList(rows)))
    }

    /// Nothing stands here, or nothing that this role is shown.
    private func nothing(_ words: String) -> HTML { access.sees(.casework) ? "<p class=\"none\">\(words)</p>" : ChildPages.notShown }

    private var duePanel: HTML {
        get throws {
            guard visit.asAt == nil else { return .empty }
            // What is due tells of alerts, contacts and plans.
            let due = access.sees(.casework) ? try reader.tasks(staff: nil, child: file.id, visibleOn: day, limit: 20) : []
            let begun = try BegunScreens(reader, due, on: day)
            let items = due.map { task in
                let begin = DueLink.begin(task, begun, visit)
                return TaskItem(
                    task.title, to: begin == nil ? DueLink.record(task, access) : nil,
                    hint: "Due \(task.dueOn.words). \(task.basis) \(begin ?? .empty)", status: DueLink.status(task, day))
            }
            return panel(section("What is due", id: "due", items.isEmpty ? nothing("Nothing is due.") : taskList(items)))
        }
    }

    /// Who to ring and who not to, before anybody else.
    private var peoplePanel: HTML {
        get throws {
            let people = try reader.records(Relationship.self, child: file.id).filter { $0.value.isActive(on: day) }
            let order = ["RING_FIRST": 0, "MAY_CONTACT": 1, "DO_NOT_CONTACT": 3]
            let rows = people.sorted { (order[$0.contactAllowed ?? ""] ?? 2, $0.name) < (order[$1.contactAllowed ?? ""] ?? 2, $1.name) }.map
            { person -> (String, HTML) in
                let kind = AnyKind(Relationship.self)
                let contact: HTML =
                    switch person.contactAllowed {
                    case "RING_FIRST": tag("Ring first", .good)
                    case "DO_NOT_CONTACT": tag("Do not contact", .bad)
                    default: .empty
                    }
                let responsible: HTML = person.parentalResponsibility == true ? " Has parental responsibility." : .empty
                let phone: HTML = person.contactAllowed == "DO_NOT_CONTACT" ? .empty : person.phone.map { phoneLink($0) } ?? .empty
                let risk: HTML = access.sees(.safeguarding) ? person.riskNote.map { " <strong>\($0)</strong>" } ?? .empty : .empty
                return (
                    words.code("relation", person.relation),
                    "\(link(to: At.record(file.id, kind, person.id), person.name)) \(contact) \(phone)\(responsible) \(person.contactNote)\(risk)"
                )
            }
            let homes = try reader.records(HomeAddress.self, child: file.id).map(\.value).filter { $0.isActive(on: day) }
            let home = Moves.current(homes, on: day)
            var place: [(String, HTML)] = []
            if let home {
                let safe: HTML =
                    home.notToDisclose == true
                    ? " \(tag("Not to be disclosed", .bad))" : home.safeToWrite == false ? " \(tag("Do not write", .bad))" : .empty
                place = [("Lives at", "\(home.line), \(home.postcode)\(safe)")]
            }
            let team = try reader.records(Allocation.self, child: file.id).filter { $0.value.isActive(on: day) }.map {
                one -> (String, HTML) in
                (words.code("allocation_part", one.part), "\(words.staff[one.staff] ?? "Not known")")
            }
            let professionals = try reader.records(Professional.self, child: file.id).filter { $0.value.isActive(on: day) }.map {
                one -> (String, HTML) in
                (
                    one.profession ?? "Professional",
                    "\(link(to: At.record(file.id, AnyKind(Professional.self), one.id), one.name)) \(one.agency) \(one.phone.map { phoneLink($0) })"
                )
            }
            let all = rows + place + team + professionals
            return panel(
                section("People", id: "people", all.isEmpty ? nothing("Nobody is recorded.") : summaryList(all))
                    + ChildPages.addLink(visit, file, AnyKind(Relationship.self), "Add a person around the child")
                    + ChildPages.addLink(visit, file, AnyKind(Professional.self), "Add a professional")
                    + when(
                        visit.asAt == nil && access.may(.allocate),
                        "<p>\(link(to: At.newRecord(file.id, AnyKind(Allocation.self)), "Allocate"))</p>"))
        }
    }

    // MARK: The work

    var right: HTML {
        get throws {
            try concerns + standing + next + programmes + contacts + (try ActionPages.section(reader, file, visit, words))
                + oversight
                + referrals + offences
        }
    }

    /// What can be done next with the newest open referral.
    private var next: HTML {
        get throws {
            guard access.sees(.offending) else { return .empty }
            let open = try reader.records(Referral.self, child: file.id).filter { $0.closedDate == nil && $0.accepted != false }
            guard let newest = open.max(by: { $0.receivedDate < $1.receivedDate }) else { return .empty }
            return try ReferralNext(reader: reader, file: file, record: newest, visit: visit).section
        }
    }

    /// What is done most, over everything else: on a phone the two columns are one long one (S-DEL-02).
    var actions: HTML {
        guard visit.asAt == nil, access.mayWrite("contact") else { return .empty }
        return buttonGroup([
            buttonLink(to: At.newRecord(file.id, AnyKind(Contact.self)), "Record a contact"),
            buttonLink(to: At.newRecord(file.id, AnyKind(Contact.self), [("method", "TEXT")]), "Record a text message", style: .secondary),
            access.mayWrite("alert") ? link(to: At.newRecord(file.id, AnyKind(Alert.self)), "Add an alert") : .empty,
        ])
    }

    private var programmes: HTML {
        get throws {
            guard access.sees(.casework) else { return .empty }
            let kind = AnyKind(Programme.self)
            let rows = try reader.records(Programme.self, child: file.id).sorted { ($0.startDate ?? day) > ($1.startDate ?? day) }.map {
                one -> [HTML] in
                // One that ended today has ended once it is said how.
                let ended = one.endDate.map { $0 < day || one.completed != nil && $0 <= day } ?? false
                let planned = ended ? one.value.latestEnd : one.endDate ?? one.value.latestEnd
                return [
                    link(to: At.record(file.id, kind, one.id), words.code("disposal", one.disposal)),
                    "\(one.startDate?.words ?? "Not started")",
                    "\(planned?.words ?? "None named")", ended ? "\(one.endDate?.words)" : "Not ended",
                    ended
                        ? tag(
                            one.completed == true ? "Completed" : one.completed == false ? "Not completed" : "Ended",
                            one.completed == true ? .good : .neutral) : tag("Running", .info),
                ]
            }
            return section(
                "Programmes", id: "programmes",
                table(
                    caption: "Programmes, newest first", columns: ["Under", "Start", "Planned end", "Ended", "State"].map { Column($0) },
                    rows: rows,
                    captionHidden: true, empty: "No programme.")
                    + ChildPages.addLink(visit, file, kind, "Add a programme"))
        }
    }

    private var contacts: HTML {
        get throws {
            guard access.sees(.casework) else { return .empty }
            let now = visit.asAt ?? visit.service.now
            let latest = try reader.latestContacts(child: file.id, until: now, limit: 5)
            let coming = try reader.comingContacts(child: file.id, after: now, limit: 5)
            // An appointment nobody has spoken of since is no entry yet.
            let entered = latest.first { $0.attendance != nil || $0.planned != true }?.at.londonDay
            // One that was missed is an entry and no contact: the lists name the day of the last contact, and so does this.
            let met = visit.asAt == nil ? try reader.lines(of: [file.id], on: day).first?.lastContact : nil
            let contact = met.map { " Last contact \($0.words)." } ?? ""
            let since = [entered, met].compactMap(\.self).max().map { day - $0 }
            let entries = latest.map { ContactPages.entry($0, file, words, brief: true) }
            let days =
                since.map { ($0 == 0 ? "Last entry today." : "Last entry \($0.counted("day")) ago.") + contact }
                ?? (latest.isEmpty ? "No contact is recorded." : "Nobody has said yet whether these were kept.")
            return ContactPages.coming(coming, file, words)
                + section(
                    "Contacts", id: "contacts",
                    action: link(to: At.child(file.id, "chronology", visit.asAtQuery + [("kind", "contact")]), "All contacts"),
                    "<p>\(days)</p>" + timeline(entries))
        }
    }

    private var referrals: HTML {
        get throws {
            guard access.sees(.offending) else { return .empty }
            let kind = AnyKind(Referral.self)
            let rows = try reader.records(Referral.self, child: file.id).sorted { $0.receivedDate > $1.receivedDate }.map { one -> [HTML] in
                let clock = try knife(one.value)
                return [
                    link(to: At.record(file.id, kind, one.id), one.receivedDate.words),
                    "\(words.code("referral_source", one.value.source))",
                    "\(words.code("pathway", one.pathway))\(clock)", "\(one.decision.map { words.code("outcome", $0) } ?? "Not decided")",
                    one.closedDate.map { "Closed \($0.words)" } ?? tag("Open", .info),
                ]
            }
            return section(
                "Referrals", id: "referrals",
                table(
                    caption: "Referrals, newest first", columns: ["Received", "From", "Pathway", "Decision", "State"].map { Column($0) },
                    rows: rows,
                    captionHidden: true, empty: "No referral.") + ChildPages.addLink(visit, file, kind, "Add a referral"))
        }
    }

    private var offences: HTML {
        get throws {
            guard access.sees(.offending) else { return .empty }
            let kind = AnyKind(Offence.self)
            let outcomes = Dictionary(grouping: try reader.records(Outcome.self, child: file.id), by: \.value.offence)
            let alleged = try reader.alleged(child: file.id)
            let rows = try reader.records(Offence.self, child: file.id).sorted { ($0.offenceDate ?? day) > ($1.offenceDate ?? day) }.map {
                one -> [HTML] in
                let ends = (outcomes[one.id] ?? []).sorted { $0.outcomeDate < $1.outcomeDate }.map { outcome in
                    link(to: At.record(file.id, AnyKind(Outcome.self), outcome.id), words.name(outcome.id))
                }
                let add =
                    visit.asAt == nil && access.mayWrite("outcome")
                    ? link(
                        to: At.newRecord(file.id, AnyKind(Outcome.self), [("offence", one.id.description)]), "Record an outcome",
                        about: words.name(one.id)) : .empty
                return [
                    (alleged.contains(one.id) ? "\(tag("Alleged", .warning)) " : .empty)
                        + link(to: At.record(file.id, kind, one.id), one.description ?? words.code("offence_category", one.category)),
                    "\((one.offenceDate ?? one.arrestDate)?.words ?? "Not known")",
                    "\(one.offenceDate.flatMap { date in child.dateOfBirth.map { ageWords($0, on: date) } } ?? "Not known")",
                    ends.isEmpty ? add : ends.joined(separator: "<br>") + "<br>" + add,
                ]
            }
            return section(
                "Offences and outcomes", id: "offences",
                table(
                    caption: "Offences, newest first", columns: ["Offence", "Date", "Age then", "Outcome"].map { Column($0) }, rows: rows,
                    captionHidden: true,
                    empty: "No offence is recorded.") + ChildPages.addLink(visit, file, kind, "Add an offence"))
        }
    }
}
