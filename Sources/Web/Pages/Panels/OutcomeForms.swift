import Casework
import HTML
import Practice
import Records

/// One form for what follows a decision: the outcome for every offence of the referral, and its programme; which of the two, the type says.
struct OutcomeForms: Sendable {
    let asksOutcome: Bool
    let asksProgramme: Bool
    var outcome = Outcome()
    var programme = Programme()
    var problems: [Problem] = []
    private var outcomeForm: RecordForm<Outcome>
    private var programmeForm: RecordForm<Programme>
    private let type: DisposalType?
    private let address: Address
    private let explanation: String?
    private let once: String
    let concern: ConcernPart

    init(_ visit: Visit, _ reader: Reader, _ one: PanelCase, typed: Form?) throws {
        let access = visit.person.access
        let codes = try reader.codes()
        type = one.option(one.referral.decision)
        address = At.outcome(one.file.id, one.referral.id)
        once = Web.once(visit)
        concern = ConcernPart(visit, codes: codes)
        let has = one.ownOutcomes.contains { $0.outcome == one.referral.decision }
        let isCompleted = one.programme?.completed == true && one.programme?.endDate != nil
        let waits = type?.recordedWhen == "COMPLETED"
        asksOutcome = type != nil && !has && !one.offences.isEmpty && access.mayWrite("outcome") && (!waits || isCompleted)
        asksProgramme = type?.weeks != nil && one.programme == nil && access.mayWrite("programme")
        outcomeForm = RecordForm(Outcome.self, access: access, codes: codes, today: visit.service.today)
        programmeForm = RecordForm(Programme.self, access: access, codes: codes, today: visit.service.today)
        programmeForm.neededWhere = ProgrammePages.layout.neededWhere
        if one.referral.decision == nil {
            explanation = "Nothing is recorded before the decision."
        } else if one.offences.isEmpty {
            explanation = "An outcome belongs to an offence: put the offences on the referral first."
        } else if type == nil {
            explanation = "This decision is none of the out-of-court options: record its outcome with the offence."
        } else if waits, !isCompleted {
            explanation =
                one.programme?.completed == false
                ? "The programme was not completed: there is no outcome to record."
                : "The programme comes first. The outcome is recorded when it is completed, and only then."
        } else {
            explanation = nil
        }
        if type?.recordedWhen == "DECIDED" {
            outcomeForm.typed["outcome_date"] = one.referral.decisionDate?.typed ?? ""
        } else if waits {
            outcomeForm.typed["outcome_date"] = one.programme?.endDate?.typed ?? ""
            if asksProgramme {
                programmeForm.typed["start_date"] = visit.service.today.typed
                programmeForm.sources["start_date"] = "Today. Change it if it starts on another day."
            }
        } else if type?.recordedWhen == "AGREED" {
            outcomeForm.typed["outcome_date"] = visit.service.today.typed
            outcomeForm.sources["outcome_date"] = "Today. Change it if it was agreed on another day."
        }
        if type?.recordedWhen == "GIVEN" { try known(visit, reader, one) }
        // The caution was given by an officer, who starts no programme: it starts on that day unless somebody says otherwise.
        if asksProgramme, !asksOutcome, let given = one.ownOutcomes.last(where: { $0.outcome == one.referral.decision })?.outcomeDate {
            programmeForm.typed["start_date"] = given.typed
            programmeForm.sources["start_date"] = "The day of the outcome. Change it if it starts on another day."
        }
        try Residence.begin(&outcomeForm, reader, child: one.file.id)
        guard let typed else { return }
        for name in Self.outcomeFields where typed.has(name) { outcomeForm.typed[name] = typed[name] }
        for name in Self.programmeFields where typed.has(name) { programmeForm.typed[name] = typed[name] }
    }

    private static let outcomeFields = [
        "outcome_date", "given_by", "appropriate_adult", "signed_on", "consented_on", "residence",
    ]
    private static let programmeFields = ["start_date", "latest_end", "extension_reason"]

    /// Who gives a caution and who sits with the child are mostly named on the file already.
    private mutating func known(_ visit: Visit, _ reader: Reader, _ one: PanelCase) throws {
        let referral = one.referral.value
        let decided = referral.decisionOfficer.map { Officers.named($0, rank: referral.decisionRank) }
        if visit.person.access.role == .policeOfficer {
            let mine = Officers.named(visit.person.name, rank: try Officers.rank(of: visit.person.name, reader)?.rank)
            outcomeForm.typed["given_by"] = mine
            outcomeForm.sources["given_by"] = "You. Change it if somebody else gave it."
        }
        outcomeForm.suggestions["given_by"] = [decided].compactMap { $0 }
        guard visit.person.access.sees(Relationship.kind) else { return }
        outcomeForm.suggestions["appropriate_adult"] = try reader.records(Relationship.self, child: one.file.id).map(\.value.name)
    }

    /// Reads what was typed and finds everything wrong with it.
    mutating func check(_ one: PanelCase) {
        guard let type else { return }
        if asksOutcome {
            outcomeForm.typed["offence_ref"] = one.referral.offences.first?.description ?? ""
            outcomeForm.typed["outcome"] = type.outcome
            outcome = outcomeForm.read(over: Outcome(), child: one.file.child.value)
            outcome.homeOfficeOutcome = OutcomeRules.homeOffice(type.outcome)
            problems += outcomeForm.problems
            var rules = type
            // The programme is completed: what kept the outcome waiting is done.
            if type.recordedWhen == "COMPLETED" { rules.recordedWhen = "AGREED" }
            problems += OutcomeRules.problems(outcome, type: rules, referral: one.referral.value)
            if let signed = outcome.signedOn, signed > outcomeForm.today {
                problems.append(Problem(field: "signed_on", message: "It cannot have been signed in the future."))
            }
            if type.recordedWhen == "COMPLETED", let ended = one.programme?.endDate, outcome.outcomeDate != .unset,
                outcome.outcomeDate != ended
            {
                problems.append(Problem(field: "outcome_date", message: "This outcome carries the day its programme was completed."))
            }
            if let problem = OutcomeOrder.problem(outcome.outcomeDate, of: one.offences.map(\.value), field: "outcome_date") {
                problems.append(problem)
            }
            if case .blocked(let why) = one.fit(type.outcome) { problems.append(Problem(field: "", message: why)) }
        }
        if asksProgramme {
            programmeForm.typed["disposal"] = type.outcome
            programme = programmeForm.read(over: Programme(), child: one.file.child.value)
            problems += programmeForm.problems
            (programme.offences, programme.referral) = (one.referral.offences, one.referral.id)
            if programme.startDate == nil { programme.startDate = asksOutcome && outcome.outcomeDate != .unset ? outcome.outcomeDate : nil }
            guard let start = programme.startDate else {
                problems.append(Problem(field: "start_date", message: "Enter the day the programme starts."))
                return
            }
            if let decided = one.referral.decisionDate, start < decided {
                problems.append(
                    Problem(field: "start_date", message: "The programme cannot start before the decision of \(decided.words)."))
            }
            if let sentence = ProgrammeLength.refusal(start: start, on: programmeForm.today) {
                problems.append(Problem(field: "start_date", message: sentence))
            }
            if let lengths = OutcomeRules.lengths(type, from: start) {
                programme.latestEnd = programme.latestEnd ?? lengths.usual
                if let end = programme.latestEnd, end > lengths.longest, programme.extensionReason == nil {
                    problems.append(
                        Problem(
                            field: "extension_reason",
                            message: "This disposal allows until \(lengths.longest.words) at the longest: say why it runs longer."))
                }
                if let end = programme.latestEnd, let sentence = ProgrammeLength.refusal(start: start, end: end) {
                    problems.append(Problem(field: "latest_end", message: sentence))
                }
            }
        }
        problems += concern.problems
        var seen: Set<String> = []
        problems = problems.filter { $0.field.isEmpty || seen.insert($0.field).inserted }
    }

    var summary: HTML { errorSummary(problems.map(ErrorItem.init)) }

    private func control<R>(_ form: RecordForm<R>, _ name: String, _ change: (inout FieldControl) -> Void) -> HTML {
        guard var control = form.control(name) else { return .empty }
        control.error = problems.first { $0.field == name }?.message
        change(&control)
        return field(control)
    }

    var body: HTML {
        let told: HTML = explanation.map { inset("<p>\($0)</p>") } ?? .empty
        guard asksOutcome || asksProgramme else { return told }
        var out = HTML.empty
        if asksOutcome { out += "<h2>Outcome</h2>" + outcomeQuestions }
        // Asked only where the answer may be another authority's child.
        if asksOutcome, outcomeForm.sources["residence"] != nil { out += control(outcomeForm, "residence") { _ in } }
        if asksProgramme {
            let weeks = type?.weeks ?? 0
            out += "<h2>Programme</h2>"
            out += control(programmeForm, "start_date") {
                $0.label = "Programme starts"
                $0.isRequired = !asksOutcome
                if asksOutcome { $0.hint = "Blank takes the day of the outcome." }
            }
            out += control(programmeForm, "latest_end") {
                $0.hint = "Blank takes the usual \(weeks.counted("week")). The longest is \((type?.mostWeeks ?? weeks).counted("week"))."
            }
            out += control(programmeForm, "extension_reason") { _ in }
        }
        return told
            + sendForm(
                action: address, once: once, out + concern.fields + button(asksOutcome ? "Record the outcome" : "Start the programme"))
    }

    private var outcomeQuestions: HTML {
        switch type?.recordedWhen {
        case "GIVEN":
            control(outcomeForm, "outcome_date") {
                $0.label = "Day it was given to the child"
                $0.hint = "Not the panel's day, nor the day of the decision. For example, 21/11/2026"
            } + control(outcomeForm, "given_by") { $0.isRequired = true }
                + control(outcomeForm, "appropriate_adult") { $0.isRequired = true }
                + control(outcomeForm, "signed_on") { $0.isRequired = true }
                + when(
                    type?.needsConsent == true,
                    control(outcomeForm, "consented_on") {
                        $0.isRequired = true
                        $0.hint = "Their signed consent to the conditions."
                    })
        case "AGREED":
            control(outcomeForm, "outcome_date") {
                $0.label = "Day it was agreed"
                $0.hint = "The day the child agreed it, not the panel's day. For example, 21/11/2026"
            } + control(outcomeForm, "signed_on") { _ in }
        case "COMPLETED":
            control(outcomeForm, "outcome_date") { $0.label = "Day the programme was completed" }
        default:
            control(outcomeForm, "outcome_date") { $0.label = "Day of the decision" }
        }
    }
}
