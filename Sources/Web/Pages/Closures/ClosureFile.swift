import Casework
import HTML
import Practice
import Records

/// What the closing of one referral rests on, read from the file, with where each step is done.
struct ClosureFile {
    let referral: Stored<Referral>
    let closure: Stored<Closure>?
    let facts: ClosureFacts
    let checklist: ClosureChecklist
    private let child: RecordID
    private let programmes: [Stored<Programme>]
    private let plans: [Stored<Plan>]
    private let assessments: [Entry<Assessment>]

    /// - Parameter closure: nil while it is being written for the first time.
    init(_ reader: Reader, _ file: FileHead, _ referral: Stored<Referral>, _ closure: Stored<Closure>?, on day: Day) throws {
        self.referral = referral
        self.closure = closure
        child = file.id
        let offences = Set(referral.offences)
        // A programme brought in from elsewhere names no referral: its offences say whose it is.
        let programmes = try reader.records(Programme.self, child: file.id).filter { one in
            one.referral.map { $0 == referral.id } ?? !offences.isDisjoint(with: one.offences)
        }
        self.programmes = programmes
        let programmeIDs = Set(programmes.map(\.id))
        let plans = try reader.records(Plan.self, child: file.id).filter { $0.programme.map(programmeIDs.contains) ?? false }
        self.plans = plans
        let planIDs = Set(plans.map(\.id))
        var facts = ClosureFacts()
        facts.closure = closure?.value ?? Closure()
        if let closure, closure.planReason == nil, closure.targetsReason != nil {
            let first = try reader.history(Closure.self, child: file.id, id: closure.id).first
            facts.isBeforePlanReason = first.map { $0.definition < 2 } ?? false
        }
        facts.programmes = programmes.map(\.value)
        let options = try reader.outOfCourtOptions()
        let conditional = programmes.filter { one in
            ProgrammeEnd.isConditional(one.disposal, type: options.option(one.disposal, on: one.startDate ?? day))
        }
        facts.conditions = try reader.records(Condition.self, child: file.id).compactMap { condition in
            conditional.first { $0.id == condition.value.programme }.map { (condition.value, $0.completed == false) }
        }
        assessments = try reader.records(Assessment.self, child: file.id).map(\.entry)
        facts.exits = assessments.map(\.value).filter { one in
            guard one.type == "EXIT" else { return false }
            return one.referral.map { $0 == referral.id } ?? (one.completedOn.map { $0 >= referral.receivedDate } ?? false)
        }
        facts.forms = try reader.questionnaires()
        facts.targets = try reader.records(Target.self, child: file.id).map(\.value).filter { planIDs.contains($0.plan) }
        facts.hasPlan = !plans.isEmpty
        let done = try reader.records(Offence.self, child: file.id).filter { offences.contains($0.id) }
        facts.isKnife = KnifeCase.holds(offences: done.map(\.value), plans: plans.map(\.value))
        let codes = try reader.codes()
        facts.missingDocuments = MissingDocuments.list(
            of: referral.entry, programmes: programmes.map(\.entry),
            documents: try reader.records(Document.self, child: file.id).map(\.entry), assessments: assessments,
            types: options.inForce(on: day), on: day
        ).map { codes.label("document_type", $0.type) ?? $0.type }
        let contacts = try reader.records(VictimContact.self, child: file.id)
        facts.victimStates = done.map { offence in
            contacts.last { $0.offence == offence.id }?.value.state ?? (offence.value.victims == "NONE" ? "NO_VICTIM" : "NOT_DONE")
        }
        let ends = VictimEnds(contacts.map(\.value), of: referral.value, programmes.map(\.value))
        (facts.victimTold, facts.victimNotTold) = (ends.told, ends.notTold)
        self.facts = facts
        checklist = ClosureChecklist(facts, on: day)
    }

    /// What who works with the victims of a referral wrote of telling them.
    struct VictimEnds {
        /// The last day, once each who gave views is told or has a reason.
        let told: Day?
        let notTold: String?

        init(_ contacts: [VictimContact], of referral: Referral, _ programmes: [Programme]) {
            let begun = programmes.compactMap(\.startDate).min() ?? referral.receivedDate
            let owed = contacts.filter { contact in
                guard contact.state == "VIEWS_GIVEN" else { return false }
                if let offence = contact.offence { return referral.offences.contains(offence) }
                // It says no offence: told before this work began, it was told of other work.
                return contact.endToldOn.map { $0 >= begun } ?? true
            }
            let isWhole = owed.allSatisfy { $0.endToldOn != nil || $0.endNotToldReason != nil }
            told = isWhole ? owed.compactMap(\.endToldOn).max() : nil
            notTold = isWhole ? owed.compactMap(\.endNotToldReason).first : nil
        }
    }

    /// The closure of a page: by its own id, or by the referral a new one names.
    static func asked(_ reader: Reader, _ file: FileHead, _ visit: Visit) throws -> ClosureFile? {
        let day = visit.asAt?.londonDay ?? visit.service.today
        let own = try visit.request.parameters["id"].flatMap(RecordID.init).flatMap {
            try reader.record(Closure.self, child: file.id, id: $0)
        }
        let id = own?.referral ?? (visit.query("referral") ?? visit.form["referral_ref"].nonEmpty).flatMap(RecordID.init)
        guard let id, let referral = try reader.record(Referral.self, child: file.id, id: id) else { return nil }
        return try ClosureFile(reader, file, referral, own, on: day)
    }

    // MARK: As a list

    /// The steps with their state; an open one leads to where it is done, for whoever may do it.
    func list(_ visit: Visit) -> HTML {
        let mayWrite = visit.asAt == nil && visit.person.access.mayWrite("closure")
        return taskList(
            checklist.items.map { item in
                let (hint, status): (String, HTML) =
                    switch item.state {
                    case .done(let words): (words, tag("Done", .good))
                    case .reasoned(let words): ("Not done: \(words)", tag("Reason given", .info))
                    case .open(let words): (words, tag("Open", .warning))
                    }
                var isOpen = false
                if case .open = item.state { isOpen = true }
                return TaskItem(
                    item.title, to: isOpen && mayWrite ? place(item.step) : nil,
                    hint: isOpen && mayWrite ? "\(hint) \(reasonLink(item))\(begin(item, visit))" : "\(hint)",
                    status: status)
            })
    }

    /// Where a step is done.
    func place(_ step: ClosureChecklist.Step) -> Address? {
        let referral = ("referral", referral.id.description)
        switch step {
        case .programme:
            return programmes.first { $0.completed == nil }.map { At.programme(child, $0.id, "end") }
        case .conditions:
            let open = facts.conditions.first { $0.condition.isMet != true }?.condition.programme
            return open.map { Address(At.programme(child, $0).path, fragment: "conditions") }
        case .targets: return plans.last.map { At.plan(child, $0.id) }
        case .plan:
            return At.newRecord(child, AnyKind(Plan.self), programmes.last.map { [("programme", $0.id.description)] } ?? [])
        case .documents: return At.newRecord(child, AnyKind(Document.self), [referral])
        case .childInterview, .parentInterview: return nil
        case .police, .victim, .need: return form(step)
        }
    }

    /// One press begins an interview of which everything is known, or the way back into the one begun (S-VOC-02).
    private func begin(_ item: ClosureChecklist.Item, _ visit: Visit) -> HTML {
        let whom: (purpose: String, words: String)
        switch item.step {
        case .childInterview: whom = ("exit-child", "with the child")
        case .parentInterview: whom = ("exit-parent", "with the parent or carer")
        default: return .empty
        }
        guard visit.person.access.mayWrite("assessment") else { return .empty }
        return AssessmentStart.way(
            "Hold it", about: whom.words, child: child, form: facts.forms.form(for: whom.purpose, on: visit.service.today), type: "EXIT",
            stage: "END", referral: referral.id, in: assessments, visit)
    }

    /// The boxes for why a step is not done.
    private static let reasons: [ClosureChecklist.Step: String] = [
        .childInterview: "child_interview_reason", .parentInterview: "parent_interview_reason", .targets: "targets_reason",
        .plan: "plan_reason", .documents: "documents_reason",
    ]

    /// Boxes for reasons nobody has to give: the step is done, or is not asked of this child.
    var settled: Set<String> {
        let owed = checklist.items.filter { item in
            if case .done = item.state { return false }
            return true
        }.map(\.step)
        return Set(Self.reasons.filter { !owed.contains($0.key) }.values)
    }

    /// The box of the closure's form that a step's answer or reason goes in.
    private func form(_ step: ClosureChecklist.Step) -> Address? {
        let answers: [ClosureChecklist.Step: String] = [
            .police: "police_told_date", .victim: "victim_told_date", .need: "unmet_need",
        ]
        guard let box = answers[step] ?? Self.reasons[step] else { return nil }
        guard let closure else { return Address.id(box) }
        return Address(At.editRecord(child, AnyKind(Closure.self), closure.id).path, fragment: box)
    }

    private func reasonLink(_ item: ClosureChecklist.Item) -> HTML {
        switch item.step {
        case .programme, .conditions, .police, .victim, .need: .empty
        default: form(item.step).map { link(to: $0, "Give a reason", about: "for: \(item.title.lowercasedFirst)") } ?? .empty
        }
    }
}
