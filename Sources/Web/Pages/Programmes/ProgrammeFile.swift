import Casework
import HTML
import Practice
import Records

/// One programme with everything on the file that belongs to it.
struct ProgrammeFile {
    let programme: Stored<Programme>
    let type: DisposalType?
    let referral: Stored<Referral>?
    let offences: [Stored<Offence>]
    let conditions: [Stored<Condition>]
    let steps: [Stored<Compliance>]
    let contacts: [Stored<Contact>]
    let reviews: [Stored<Review>]
    /// When its six-week review is due, by the rule the tasks go by; nil where none is (S-OOC-16).
    let reviewDue: Day?
    let plans: [Stored<Plan>]
    let targets: [Stored<Target>]
    let documents: [Stored<Document>]
    /// When the police were told that the work has ended.
    let toldOfEnd: Day?
    let day: Day
    /// How far the work has come, as this programme tells it.
    let stage: WorkStage

    /// Whether its disposal is kept by conditions.
    var isConditional: Bool { ProgrammeEnd.isConditional(programme.disposal, type: type) }
    /// The conditions it is not completed without.
    var unmet: [Stored<Condition>] { isConditional ? conditions.filter { $0.isMet != true } : [] }
    var isKnife: Bool { KnifeCase.holds(offences: offences.map(\.value), plans: plans.map(\.value)) }
    var length: ProgrammeLength { ProgrammeLength(programme.value, type: type, on: day) }
    /// The plan that counts: the newest.
    var plan: Stored<Plan>? { plans.last }

    init(_ reader: Reader, _ file: FileHead, _ programme: Stored<Programme>, on day: Day) throws {
        self.programme = programme
        self.day = day
        type = try ProgrammeFile.type(reader, programme.value, on: day)
        referral = try programme.referral.flatMap { try reader.record(Referral.self, child: file.id, id: $0) }
        let named = Set(programme.offences.isEmpty ? referral?.offences ?? [] : programme.offences)
        offences = try reader.records(Offence.self, child: file.id).filter { named.contains($0.id) }
        conditions = try reader.records(Condition.self, child: file.id).filter { $0.programme == programme.id }
        steps = try reader.records(Compliance.self, child: file.id).filter { $0.programme == programme.id }.sorted {
            ($0.onDate, $0.from) < ($1.onDate, $1.from)
        }
        let options = try reader.outOfCourtOptions()
        stage = WorkStage.of([programme.entry], steps: steps.map(\.entry), options: options) ?? .running
        reviewDue = SixWeekReview.due(programme.value, options: options, days: try reader.settings()[Settings.sixWeeks])
        contacts = try reader.records(Contact.self, child: file.id).filter { $0.programme == programme.id }.sorted { $0.at > $1.at }
        reviews = try reader.records(Review.self, child: file.id).filter { $0.programme == programme.id }.sorted { $0.heldOn < $1.heldOn }
        let plans = try reader.records(Plan.self, child: file.id).filter { $0.programme == programme.id }
        self.plans = plans
        let ids = Set(plans.map(\.id))
        targets = try reader.records(Target.self, child: file.id).filter { ids.contains($0.plan) }.sorted {
            ($0.place ?? .max, $0.from, $0.ref) < ($1.place ?? .max, $1.from, $1.ref)
        }
        toldOfEnd =
            try programme.value.policeToldDate
            ?? programme.referral.flatMap { id in
                try reader.records(Closure.self, child: file.id).filter { $0.referral == id }.compactMap(\.value.policeToldDate).max()
            }
        documents = try reader.records(Document.self, child: file.id).filter { one in
            one.programme == programme.id || one.referral.map { $0 == programme.referral } ?? false
        }
    }

    /// The programme's option as the service uses it, or the one the police decided on.
    static func type(_ reader: Reader, _ programme: Programme, on day: Day) throws -> DisposalType? {
        try reader.outOfCourtOptions().option(programme.disposal, on: programme.startDate ?? day)
    }

    /// What stands between us and the police.
    var waiting: [PoliceWaiting.Line] {
        PoliceWaiting.lines(
            programme.value, type: type, steps: steps.map(\.value), hasNotice: documents.contains { $0.type == "COMPLETION_NOTICE" },
            toldOfEnd: toldOfEnd)
    }
}

/// A line's form of its own: a record made or changed from another record's page, by the kind's own routes.
struct InlineForm<R: RecordKind> {
    let action: Address
    private(set) var form: RecordForm<R>
    let part: String
    let visit: Visit

    /// A new record.
    init(new type: R.Type, _ child: RecordID, part: String, _ visit: Visit, _ codes: Codes, _ typed: [String: String]) {
        action = At.records(child, AnyKind(type))
        var form = RecordForm(type, access: visit.person.access, codes: codes, today: visit.service.today)
        form.typed = typed
        self.form = form
        self.part = part
        self.visit = visit
    }

    /// A change to one.
    init(_ record: Stored<R>, _ child: RecordID, _ visit: Visit, _ codes: Codes, _ typed: [String: String]) {
        action = At.record(child, AnyKind(R.self), record.id)
        var form = RecordForm(R.self, access: visit.person.access, codes: codes, today: visit.service.today)
        form.fill(record.value)
        form.typed.merge(typed) { $1 }
        self.form = form
        part = "\(R.kind.name)-\(record.ref)"
        self.visit = visit
        from = record.from
    }

    private var from: Int64?

    /// Words a box offers while it is typed in.
    mutating func suggest(_ field: String, _ words: [String]) { form.suggestions[field] = words }

    /// What is known already stands in the box, with where it is from.
    mutating func know(_ field: String, _ value: String?, from source: String) {
        guard let value, !value.isEmpty else { return }
        (form.typed[field], form.sources[field]) = (value, source)
    }

    /// - Parameter set: fields given a value without being asked.
    /// - Parameter needed: fields this button cannot be pressed without.
    /// - Parameter neededWhere: fields it sometimes cannot, as the kind's layout says.
    func html(
        _ asked: [String], set: [String: String] = [:], needed: Set<String> = [], neededWhere: [String: String] = [:], button text: String,
        about: String? = nil,
        style: ButtonStyle = .secondary
    ) -> HTML {
        var form = form
        (form.neededLater, form.neededWhere) = (needed, neededWhere)
        let fixed = set.sorted { $0.key < $1.key }.map { hidden($0.key, $0.value) }.joined()
        let version = from.map { hidden("from", String($0)) } ?? .empty
        return sendForm(
            action: action, once: RecordID.new(at: visit.service.now).description,
            version + fixed + form.controls(asked, of: part) + concern(asked) + buttonGroup([button(text, style: style, about: about)]))
    }

    /// A form that takes sentences asks whether anyone is unsafe; one press on a date or a state does not.
    private func concern(_ asked: [String]) -> HTML {
        let takesWords = asked.compactMap { R.kind.field($0)?.kind }.contains { kind in
            switch kind {
            case .longText: true
            case .text(let limit): limit >= 300
            default: false
            }
        }
        return takesWords ? ConcernPart(Form(), visit, codes: form.codes).fields(of: part) : .empty
    }
}
