import Casework
import HTML
import Practice
import Records

/// One assessment with all that stands round it: whose it is, its form, what its referral says, its risks, what is missing.
struct AssessmentFile: Sendable {
    let file: FileHead
    let record: Stored<Assessment>
    let referral: Stored<Referral>?
    let form: Questionnaire?
    let answers: Answers
    let situation: Questionnaire.Situation
    /// Why the exploitation questions must be answered; nil when nothing asks for it.
    let exploitationReason: String?
    let all: [Stored<Assessment>]
    let risks: [Stored<Risk>]
    let contingencies: [Stored<Contingency>]
    let words: Words

    init(_ reader: Reader, _ child: RecordID, _ id: RecordID) throws {
        let file = try FileHead(reader, child)
        guard let record = try reader.record(Assessment.self, child: child, id: id) else { throw NotFound() }
        self.file = file
        self.record = record
        referral = try record.value.referral.flatMap { try reader.record(Referral.self, child: child, id: $0) }
        answers = Answers(json: record.answers)
        exploitationReason = Screens.exploitationReason(
            offences: try reader.records(Offence.self, child: child).map(\.value),
            health: try reader.records(HealthNeed.self, child: child).map(\.value), answers: answers)
        situation = Questionnaire.Situation(
            isAdmitted: !(referral?.value.isNotAdmitted ?? false), isSubstanceKnown: exploitationReason != nil)
        all = try reader.records(Assessment.self, child: child)
        risks = try reader.records(Risk.self, child: child).filter { $0.assessment == id }
        contingencies = try reader.records(Contingency.self, child: child).filter { $0.assessment == id }
        words = try Words(reader, file: child)
        form = words.forms.named(record.form)
    }

    var id: RecordID { record.id }
    var child: RecordID { file.id }
    var state: Assessment.State { record.value.state }
    var isJudging: Bool { Assessments.isJudging(record.value) }
    /// The assessment still being written that this screen or self-assessment belongs to.
    var beingWritten: RecordID? {
        all.first { one in
            Assessments.isJudging(one.value) && [.draft, .returned].contains(one.value.state)
                && (one.referral == nil || record.value.referral == nil || one.referral == record.value.referral)
        }?.id
    }
    var isElsewhere: Bool { record.author != nil }
    var isNotAdmitted: Bool { referral?.value.isNotAdmitted ?? false }

    var title: String {
        if isElsewhere { return words.code("assessment_type", record.type) + ", done elsewhere" }
        return form?.title ?? words.code("assessment_type", record.type)
    }

    /// The assessment it is compared with.
    var previous: Entry<Assessment>? { Assessments.previous(to: id, in: all.map(\.entry)) }

    /// Whether this person may change it: a sent or signed one is closed, until it is sent back.
    func isOpen(to visit: Visit) -> Bool {
        guard visit.asAt == nil, visit.person.access.mayWrite("assessment") else { return false }
        // One signed where it was written may still be given its risks and contingency here.
        if isElsewhere { return record.countersignedBy == nil }
        return isJudging ? state == .draft || state == .returned : true
    }

    // MARK: Parts

    /// One page of it: a section of its form, or what every assessment that judges has.
    enum Part: Sendable {
        case section(Questionnaire.Section)
        case views, risks, contingencies, judgements

        var id: String {
            switch self {
            case .section(let section): section.id
            case .views: "views"
            case .risks: "risks"
            case .contingencies: "contingencies"
            case .judgements: "judgements"
            }
        }
        var title: String {
            switch self {
            case .section(let section): section.title
            case .views: "What child and parent say"
            case .risks: "Who is at risk of what"
            case .contingencies: "If things get worse"
            case .judgements: "Judgements"
            }
        }
        /// Fields of the record asked on the page.
        var fields: [String] {
            switch self {
            case .views:
                ["child_view", "child_view_on", "child_view_how", "parent_view", "parent_view_on", "parent_view_how"]
            case .judgements:
                [
                    "sources", "safety_wellbeing", "safety_wellbeing_reason", "serious_harm", "serious_harm_reason", "reoffending",
                    "reoffending_reason", "self_missing_reason",
                ]
            default: []
            }
        }
    }

    var parts: [Part] {
        let sections = (form?.sections ?? []).filter { section in section.questions.contains { $0.shown.mayHold(situation) } }
            .map { Part.section($0) }
        if isElsewhere { return [.risks, .contingencies] }
        return sections + (isJudging ? [.views, .risks, .contingencies, .judgements] : [])
    }

    /// Where a part is written.
    func address(_ part: Part, _ query: [(String, String)] = []) -> Address {
        switch part {
        case .risks, .contingencies: At.assessment(child, id, part.id, query)
        default: At.assessment(child, id, "write/\(part.id)", query)
        }
    }

    /// The part after one, nil after the last.
    func next(after partID: String) -> Part? {
        guard let place = parts.firstIndex(where: { $0.id == partID }), place + 1 < parts.count else { return nil }
        return parts[place + 1]
    }

    // MARK: What is missing

    var since: Day? { Screens.since(record.value, referral: referral?.value) }

    /// A self-assessment or screen of this stage, when it is done.
    func done(_ piece: Screens.Piece) -> Entry<Assessment>? { Screens.done(piece, since: since, in: all.map(\.entry), words.forms) }

    var facts: SubmitFacts {
        SubmitFacts(
            risks: risks.map(\.value), contingencies: contingencies.map(\.value), hasChildSelf: done(.selfChild) != nil,
            hasParentSelf: done(.selfParent) != nil, hasExploitationScreen: done(.exploitation) != nil, isNotAdmitted: isNotAdmitted,
            unanswered: (form?.missing(answers, situation) ?? []).map { ($0.section.id, $0.section.title, $0.question.label) })
    }

    var blockers: [Blocker] { isJudging ? SubmitRule.blockers(record.value, facts) : [] }

    // MARK: Words

    /// “Likelihood of offending” while nothing is admitted.
    func label(_ field: String) -> String {
        if field == "reoffending" || field == "reoffending_reason", isNotAdmitted {
            return field == "reoffending" ? "Likelihood of offending" : "Reasons for the likelihood of offending"
        }
        return Assessment.kind.field(field)?.label ?? field
    }

    /// What the child says of the offence, which heads every page of it.
    var admission: HTML {
        guard let referral else { return .empty }
        let said = Admission.title(referral.value, words.codes) ?? "Not known"
        guard isNotAdmitted else { return alertBanner("Admission: \(said.lowercasedFirst)", .info, "The child has admitted the offence.") }
        return alertBanner(
            referral.value.currentAdmission == nil ? "Admission not known" : "Not admitted", .warning,
            "Admission: \(said.lowercasedFirst). What happened is alleged: ask about needs, not about the offence, and judge the likelihood of offending."
        )
    }

    var stateTag: HTML {
        switch state {
        case .draft: tag("Being written", .info)
        case .submitted: tag("Waits for countersignature", .warning)
        case .returned: tag("Sent back", .bad)
        case .countersigned: tag("Countersigned", .good)
        case .complete: tag("Done", .good)
        }
    }

    static func judgement(_ token: String?, _ codes: Codes) -> HTML {
        guard let token else { return "<span class=\"none\">Not judged</span>" }
        let tone: Tone = token == "LOW" ? .good : token == "MEDIUM" ? .warning : .bad
        return tag(codes.label("judgement", token) ?? token, tone)
    }
}

extension AssessmentFile {
    /// Whoever wrote any of it, as its history says; who sent it, sent it back or signed it did not write.
    func authors(_ reader: Reader) throws -> Set<RecordID> {
        let history = try reader.history(Assessment.self, child: child, id: id)
        let others: Set<String> = ["assessment.submit", "assessment.return", "assessment.countersign"]
        return Set(try reader.trails(history.map(\.from)).values.filter { !others.contains($0.action) }.compactMap(\.staff))
    }
}
