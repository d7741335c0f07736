import Casework
import HTML
import Practice
import Records

/// A referral and its offences in one form: those on the file are ticked, new ones are written here (S-REF-01).
enum ReferralForm {
    static let layout = RecordLayout<Referral>(
        title: { referral, words in
            "Referral received \(referral.receivedDate.words)"
                + (referral.pathway.map { ", " + words.code("pathway", $0).lowercasedFirst } ?? "")
        },
        begin: { form, visit in
            form.typed["received_date"] = visit.service.today.typed
            // Whom the seconded officer writes down, the police refer.
            guard visit.person.access.role == .policeOfficer else { return }
            (form.typed["source"], form.typed["pathway"]) = ("POLICE", "OUT_OF_COURT")
        },
        ownBody: { form, visit, address in body(form, visit) },
        fixed: fixed, filled: ["offence_refs", "bounced_back", "source"], needed: ["pathway"],
        neededWhere: ["admission_now": "the day of it is given"],
        check: { reader, file, value, current, form in
            try closing(reader, file, value, current, form) + renamed(reader, file, value, current, form) + days(value, current, form.today)
                + said(reader, file, value, current, form) + problems(reader, file, value, form)
                + (current == nil && value.pathway == nil ? [Problem(field: "pathway", message: "Choose the pathway.")] : [])
        },
        alongside: { writer, file, value, form in try write(writer, file, &value, form) },
        ownShow: { reader, file, record, visit, words in try ReferralPage.body(reader, file, record, visit, words) })

    /// Other pages write these: whether it is taken on, what the panel and the police decided, who reports back.
    private static let fixed: Set<String> = [
        "accepted", "not_accepted_reason", "passed_on_to", "panel_date", "recommendation", "decision", "decision_date", "decided_by",
        "decision_officer", "decision_rank", "decision_reason", "earlier_decision", "earlier_decision_date", "police_told_date",
        "feedback_from", "feedback_due", "feedback_on",
        "feedback",
    ]

    /// An out-of-court referral ends by its closure and a manager's approval, not by a date typed here, nor by calling it something else for
    /// a moment (S-TRN-10). A manager may record one that ended before it came here.
    private static func closing(
        _ reader: Reader, _ file: FileHead, _ value: Referral, _ current: Referral?, _ form: RecordForm<Referral>
    ) throws -> [Problem] {
        let isOut = value.pathway == "OUT_OF_COURT"
        let isTyped = value.closedDate != current?.closedDate && (isOut || current?.pathway == "OUT_OF_COURT")
        let isRenamed = isOut && current.map { $0.pathway != "OUT_OF_COURT" } ?? false && value.closedDate != nil
        guard isTyped || isRenamed else { return [] }
        let isManager = form.access.may(.countersign)
        // A day that was mistyped is put right by a manager too.
        if isManager, current == nil || current?.accepted == false || value.closedDate == nil || (isTyped && current?.closedDate != nil) {
            return []
        }
        let isApproved = try reader.records(Closure.self, child: file.id).contains { $0.referral == form.id && $0.approvedOn != nil }
        if isManager, isApproved { return [] }
        return [
            Problem(
                field: isTyped ? "closed_date" : "pathway",
                message: "An out-of-court referral is closed by its closure, which a manager approves.")
        ]
    }

    /// What has a decision, a programme or a report marked ready is out-of-court work and is called nothing else: in two saves it would be
    /// closed by typing, out of every list of the pathway (S-TRN-10).
    private static func renamed(
        _ reader: Reader, _ file: FileHead, _ value: Referral, _ current: Referral?, _ form: RecordForm<Referral>
    ) throws -> [Problem] {
        guard let id = form.id, let current, current.pathway == "OUT_OF_COURT", value.pathway != "OUT_OF_COURT" else { return [] }
        let entry = try reader.record(Referral.self, child: file.id, id: id)?.entry
        let why: String? =
            if current.decision != nil || current.decisionDate != nil {
                "it has a decision"
            } else if let entry, try reader.records(Programme.self, child: file.id).contains(where: { $0.value.isOf(entry) }) {
                "a programme runs or ran under it"
            } else if try reader.records(PanelItem.self, child: file.id).contains(where: {
                $0.referral == id && ($0.reportOn != nil || $0.state == "HEARD")
            }) {
                "its panel report is ready"
            } else {
                nil
            }
        return why.map {
            [Problem(field: "pathway", message: "It stays out-of-court work: \($0). It ends by its closure, which a manager approves.")]
        } ?? []
    }

    /// Days that cannot lie ahead; what an import left is asked only where it is changed.
    private static func days(_ value: Referral, _ current: Referral?, _ today: Day) -> [Problem] {
        let all: [(field: String, day: Day?, before: Day?)] = [
            ("court_date", value.courtDate, current?.courtDate), ("complete_date", value.completeDate, current?.completeDate),
            ("allocated_date", value.allocatedDate, current?.allocatedDate), ("closed_date", value.closedDate, current?.closedDate),
        ]
        return all.filter { $0.day != $0.before && $0.day.map { $0 > today } ?? false }.map {
            Problem(field: $0.field, message: "That day is in the future.")
        }
    }

    /// Nobody says whether they did it before it happened: the day cannot come before the first of the offences, those typed here among them.
    private static func said(
        _ reader: Reader, _ file: FileHead, _ value: Referral, _ current: Referral?, _ form: RecordForm<Referral>
    ) throws -> [Problem] {
        guard let said = value.admissionNowOn, said != current?.admissionNowOn else { return [] }
        let known = try reader.records(Offence.self, child: file.id).filter { value.offences.contains($0.id) }.map(\.value)
        let typed = places.map { place -> Offence in
            var one = offence(form, place)
            return one.read(over: Offence(), child: file.child.value)
        }
        guard let (event, first) = (known + typed).compactMap(\.beginning).min(by: { $0.day < $1.day }), said < first else { return [] }
        return [Problem(field: "admission_now_on", message: "It cannot have been said before \(event), on \(first.words).")]
    }

    /// How many offences one form takes.
    private static let places = 1...3
    private static let asked = ["offence_date", "description", "category", "knife", "police_ref"]

    private static func body(_ form: RecordForm<Referral>, _ visit: Visit) -> HTML {
        let bounced = ["bounced_back", "court_date", "solicitor_firm", "bounce_reason"]
        let isBounced =
            form.typed["bounced_back"] == "yes" || bounced.dropFirst().contains { !(form.typed[$0] ?? "").isEmpty }
            || form.problems.contains { bounced.contains($0.field) }
        let later = ["allocated_date", "slip_reason", "closed_date", "closed_reason"]
        let isLater =
            later.contains { !(form.typed[$0] ?? "").isEmpty } || form.problems.contains { later.contains($0.field) }
        return form.controls(["received_date", "source", "pathway", "urgency", "reason"]) + offences(form)
            + form.controls(["admission", "admission_now", "admission_now_on", "complete_date", "unable_reason"])
            + details(
                "Sent back by the court", isOpen: isBounced,
                "<p class=\"hint\">An out-of-court referral from a court was sent back by it: that needs no second answer.</p>"
                    + form.controls(bounced))
            + details("Allocated, late, closed", isOpen: isLater, form.controls(later)) + form.beside
    }

    /// The file's offences to tick, then room for new ones.
    private static func offences(_ form: RecordForm<Referral>) -> HTML {
        let known = form.options["offence"]?.isEmpty == false ? form.controls(["offence_refs"]) : .empty
        guard form.access.mayWrite("offence") else { return known }
        let new = places.map { place -> HTML in
            let one = offence(form, place)
            let isOpen = isFilled(one) || !one.problems.isEmpty
            let body = asked.compactMap { name -> FieldControl? in
                guard var control = one.control(name) else { return nil }
                (control.id, control.name) = (id(place, name), id(place, name))
                control.error = form.problems.first { $0.field == control.id }?.message
                return control
            }
            let hasFault = form.problems.contains { $0.field.hasPrefix("offence-\(place)-") }
            return place == 1 && known.isEmpty
                ? "<h2>Offence</h2>" + fields(body)
                : details(place == 1 ? "An offence not on the file yet" : "Another offence", isOpen: isOpen || hasFault, fields(body))
        }
        return known + new.joined()
    }

    private static func id(_ place: Int, _ name: String) -> String { "offence-\(place)-\(name)" }

    /// What was typed of the offence at one place of the form.
    private static func offence(_ form: RecordForm<Referral>, _ place: Int) -> RecordForm<Offence> {
        var one = RecordForm(Offence.self, access: form.access, codes: form.codes, today: form.today)
        for name in asked { one.typed[name] = form.other[id(place, name)] ?? "" }
        return one
    }

    private static func isFilled(_ one: RecordForm<Offence>) -> Bool { asked.contains { !(one.typed[$0] ?? "").isEmpty } }

    private static func problems(_ reader: Reader, _ file: FileHead, _ value: Referral, _ form: RecordForm<Referral>) throws -> [Problem] {
        var found: [Problem] = []
        guard form.access.mayWrite("offence") else { return found }
        for place in places {
            var one = offence(form, place)
            guard isFilled(one) else { continue }
            _ = one.read(over: Offence(), child: file.child.value)
            found += one.problems.map { Problem(field: id(place, asked.contains($0.field) ? $0.field : asked[0]), message: $0.message) }
        }
        return found
    }

    private static func write(_ writer: Writer, _ file: FileHead, _ value: inout Referral, _ form: RecordForm<Referral>) throws {
        // What only a case sent back has says that it was, and from where; a court refers out of court only what it sends back (S-OOC-08). A
        // referral from before, or from elsewhere, says what it says until its source or pathway is changed.
        let before = try form.id.flatMap { try writer.reader.record(Referral.self, child: file.id, id: $0) }
        if before.map({ $0.value.source != value.source || $0.value.pathway != value.pathway }) ?? true {
            if value.source == "COURT", value.pathway == "OUT_OF_COURT", value.bouncedBack == nil { value.bouncedBack = true }
            if value.isSentBack { (value.bouncedBack, value.source) = (true, value.source ?? "COURT") }
        }
        guard form.access.mayWrite("offence") else { return }
        for place in places {
            var one = offence(form, place)
            guard isFilled(one) else { continue }
            let offence = one.read(over: Offence(), child: file.child.value)
            value.offences.append(try writer.create(offence, child: file.id))
        }
    }
}
