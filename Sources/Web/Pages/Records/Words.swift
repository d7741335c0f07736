import Casework
import HTML
import Records

/// Turns values into words: codes into labels, links into the names of what they point at, staff into names.
struct Words: Sendable {
    let codes: Codes
    let staff: [RecordID: String]
    let forms: Questionnaires
    private let people: [StaffName]
    /// Names of the file's own records that others point at, and of other children named by them.
    private var names: [RecordID: String] = [:]
    private var ownChoices: [String: [Choice]] = [:]
    /// The references of the children named.
    private(set) var childRefs: [RecordID: String] = [:]

    init(_ reader: Reader, file child: RecordID) throws {
        codes = try reader.codes()
        staff = try reader.staffNames()
        forms = try reader.questionnaires()
        people = try reader.staffByName()
        for offence in try reader.records(Offence.self, child: child) {
            let date = (offence.offenceDate ?? offence.arrestDate)?.words ?? "no date"
            let title = offence.description ?? offence.category.map { codes.label("offence_category", $0) ?? $0 } ?? "Offence"
            add("offence", offence.id, "\(title), \(date)")
        }
        for outcome in try reader.records(Outcome.self, child: child) {
            add("outcome", outcome.id, "\(codes.label("outcome", outcome.outcome) ?? outcome.outcome), \(outcome.outcomeDate.words)")
        }
        for programme in try reader.records(Programme.self, child: child) {
            let start = programme.startDate.map { " from \($0.words)" } ?? ""
            add("programme", programme.id, (codes.label("disposal", programme.disposal) ?? programme.disposal) + start)
        }
        for referral in try reader.records(Referral.self, child: child) {
            add("referral", referral.id, "Referral received \(referral.receivedDate.words)")
        }
        for assessment in try reader.records(Assessment.self, child: child) {
            let day = (assessment.completedOn ?? assessment.startedOn)?.words ?? "not finished"
            add("assessment", assessment.id, "\(codes.label("assessment_type", assessment.type) ?? "Assessment"), \(day)")
        }
        for plan in try reader.records(Plan.self, child: child) {
            add("plan", plan.id, "Plan" + (plan.agreedOn.map { " agreed \($0.words)" } ?? ""))
        }
        for document in try reader.records(Document.self, child: child) {
            add("document", document.id, document.title ?? codes.label("document_type", document.type) ?? "Document")
        }
        for other in try reader.childrenNamed(in: child) {
            names[other.id] = "\(other.name) (\(other.ref))"
            childRefs[other.id] = other.ref
        }
    }

    /// What each link field may point at, by kind. Staff are laid out only here, for few pages let one be chosen.
    var choices: [String: [Choice]] {
        var all = ownChoices
        all["staff"] = people.map { Choice($0.id.description, $0.name) }
        return all
    }

    private mutating func add(_ kind: String, _ id: RecordID, _ name: String) {
        names[id] = name
        ownChoices[kind, default: []].append(Choice(id.description, name))
    }

    func code(_ list: String, _ token: String?) -> String { codes.label(list, token) ?? "Not known" }
    func name(_ id: RecordID) -> String { names[id] ?? staff[id] ?? "a record that is not shown" }
    func who(_ trail: Trail?) -> String { trail.flatMap { $0.staff.flatMap { staff[$0] } } ?? "Waymark" }

    /// A value as a page shows it.
    func text(_ value: Value, _ kind: FieldKind) -> String {
        switch (value, kind) {
        case (.none, _): "Not known"
        case (.text(let token), .code(let list)): code(list, token)
        case (.text(let tokens), .codes(let list)): tokens.split(separator: " ").map { code(list, String($0)) }.joined(separator: ", ")
        case (.text(let text), _): text
        case (.number(let number), _): String(number)
        case (.flag(let flag), _): flag ? "Yes" : "No"
        case (.day(let day), _): day.words
        case (.instant(let instant), _): instant.wordsKnown
        case (.id(let id), _): name(id)
        case (.ids(let ids), _): ids.map(name).joined(separator: "; ")
        }
    }

    /// As markup: several lines stay lines.
    func html(_ value: Value, _ kind: FieldKind) -> HTML {
        if case .longText = kind, case .text(let text) = value { return paragraphs(text) }
        let words = text(value, kind)
        return value.isNone ? "<span class=\"none\">\(words)</span>" : "\(words)"
    }
}

extension Instant {
    /// Of what is written with a day and no time only the day is known.
    var wordsKnown: String { londonTime == "00:00" ? londonDay.words : words }
}
