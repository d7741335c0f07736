import Casework
import HTML
import Records

/// A form over one record kind: its definition turned into questions, and what was typed turned back into a record.
///
/// It never makes a page: the pages put its parts where they belong.
struct RecordForm<R: RecordKind>: Sendable {
    let access: Access
    let codes: Codes
    let today: Day
    /// The only fields this form asks; nil asks every one. What it does not ask it does not read, whatever is sent.
    var asked: Set<String>?
    /// What a link may point at, by kind: (id, words).
    var options: [String: [Choice]] = [:]
    /// Other children are named by reference: which reference is whose, for those already named and those just typed.
    var childRefs: [RecordID: String] = [:]
    /// What stands in the boxes, as typed or as stored.
    var typed: [String: String] = [:]
    var problems: [Problem] = []
    /// What was typed under names that are no field of the kind, for a page that asks more than the record.
    var other: [String: String] = [:]
    /// Fields that are another page's to write: neither asked nor taken.
    var fixed: Set<String> = []
    /// The record the form changes; nil for a new one.
    var id: RecordID?
    /// What stands beside the questions.
    var beside = HTML.empty
    /// What stands over the form, outside it.
    var above = HTML.empty
    /// Where a carried value came from, by field: said beside its box (promise 2).
    var sources: [String: String] = [:]
    /// What this page demands beyond the definition: by field, the sentence when it is blank. Its label never says "(optional)".
    var demanded: [String: String] = [:]
    /// Fields the page can be left without but whose work cannot be finished without: nor are these called optional.
    var neededLater: Set<String> = []
    /// Fields demanded of some records and not of others: by field, of which. Their hint says so, and their label never "(optional)".
    var neededWhere: [String: String] = [:]
    /// Fields that need no answer of this child: their boxes are laid out only where something stands in them.
    var settled: Set<String> = []
    /// What a text box offers while it is typed in, by field.
    var suggestions: [String: [String]] = [:]

    private var kind: Kind<R> { R.kind }

    /// The fields this form asks and this person may write, in the definition's order.
    var fields: [Field<R>] {
        kind.fields.filter { access.mayWrite($0, of: kind) && (asked?.contains($0.name) ?? true) && !fixed.contains($0.name) }
    }

    init(_ type: R.Type, access: Access, codes: Codes, today: Day) {
        self.access = access
        self.codes = codes
        self.today = today
    }

    /// Fills the boxes with a record's values.
    mutating func fill(_ record: R) {
        for field in fields {
            let value = field.get(record)
            switch (field.kind, value) {
            case (.link("child"), .id(let id)): typed[field.name] = childRefs[id] ?? ""
            case (.links("child"), .ids(let ids)): typed[field.name] = ids.compactMap { childRefs[$0] }.joined(separator: " ")
            default: typed[field.name] = field.kind.write(value, .form)
            }
        }
    }

    /// Fills the boxes with what was typed: sent with the form or kept in a draft. A question the form did not ask keeps what stands;
    /// boxes to tick send nothing when none is ticked.
    mutating func fill(_ form: Form) {
        for field in fields {
            let isBoxes =
                switch field.kind {
                case .links("child"): false
                case .links, .codes: true
                default: false
                }
            if isBoxes || form.has(field.name) { typed[field.name] = form[field.name] }
        }
        for (name, _) in form.fields where kind.field(name) == nil { other[name] = form[name] }
        let isForged = kind.fields.contains {
            form.has($0.name) && !access.mayWrite($0, of: kind) && (asked?.contains($0.name) ?? true) && !fixed.contains($0.name)
        }
        if isForged { Suspicion.found?.forged() }
    }

    /// Looks up the children named by reference in what was typed, before it is read.
    mutating func lookUpChildren(_ find: (String) throws -> RecordID?) rethrows {
        for field in fields where field.kind == .link("child") || field.kind == .links("child") {
            for ref in refs(typed[field.name] ?? "") { if let id = try find(ref) { childRefs[id] = ref } }
        }
    }

    func refs(_ text: String) -> [String] { text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init) }

    /// What a field's box says, with other children's references turned into their ids.
    private func read(_ field: Field<R>) -> Result<Value, Problem> {
        let text = typed[field.name] ?? ""
        if isUnlisted(text, field) { Suspicion.found?.forged() }
        guard field.kind == .link("child") || field.kind == .links("child") else { return field.kind.read(text, .form, label: field.label) }
        var ids: [RecordID] = []
        for ref in refs(text) {
            guard let id = childRefs.first(where: { $0.value.uppercased() == ref.uppercased() })?.key else {
                return .failure(Problem(field: field.name, message: "No child here has the reference \(ref)."))
            }
            ids.append(id)
        }
        if field.kind == .links("child") { return .success(ids.isEmpty ? .none : .ids(ids)) }
        return ids.count > 1
            ? .failure(Problem(field: field.name, message: "\(field.label): give one reference."))
            : .success(ids.first.map { .id($0) } ?? .none)
    }

    /// Whether an answer is on no list and never was: no page offers it.
    private func isUnlisted(_ text: String, _ field: Field<R>) -> Bool {
        switch field.kind {
        case .code(let list): !text.trimmed.isEmpty && codes.code(list, text.trimmed) == nil
        case .codes(let list): text.split(separator: " ").contains { codes.code(list, String($0)) == nil }
        default: false
        }
    }

    /// A link to a child this person is not shown stays: it did not stand in the box, so they cannot have meant to take it out.
    private func keepingUnseen(_ field: Field<R>, _ value: Value, of record: R) -> Value {
        switch (field.kind, field.get(record)) {
        case (.link("child"), .id(let id)): return value.isNone && childRefs[id] == nil ? .id(id) : value
        case (.links("child"), .ids(let before)):
            let named: [RecordID] = if case .ids(let ids) = value { ids } else { [] }
            let all = before.filter { childRefs[$0] == nil || named.contains($0) } + named.filter { !before.contains($0) }
            return all.isEmpty ? .none : .ids(all)
        default: return value
        }
    }

    /// Reads what was typed over a record. Every fault is collected; a value that cannot be read leaves the record's own.
    mutating func read(over record: R, child: Child?) -> R {
        var result = record
        problems = []
        for field in fields {
            switch read(field) {
            case .success(let said):
                let value = keepingUnseen(field, said, of: record)
                if !field.set(&result, value) {
                    problems.append(
                        Problem(field: field.name, message: (value.isNone ? demanded[field.name] : nil) ?? field.missing))
                } else if value.isNone, let sentence = demanded[field.name] {
                    problems.append(Problem(field: field.name, message: sentence))
                }
            case .failure(let problem): problems.append(Problem(field: field.name, message: problem.message))
            }
        }
        for told in kind.tellings {
            guard let field = fields.first(where: { $0.name == told.field }), field.get(result).isNone else { continue }
            let value = told.value(result, codes)
            _ = field.set(&result, value)
        }
        let known = Set(problems.map(\.field))
        let more = kind.problems(result, RuleContext(today: today, codes: codes, child: child))
        problems += more.filter { !known.contains($0.field) }
        return result
    }

    /// One question.
    func control(_ name: String) -> FieldControl? {
        guard let field = fields.first(where: { $0.name == name }) else { return nil }
        let value = typed[name] ?? ""
        var control = FieldControl(
            id: name, label: field.label, kind: shape(field, value), hint: hint(field),
            error: problems.first { $0.field == name }?.message, value: value,
            values: value.split(separator: " ").map(String.init), isRequired: isRequired(field), source: sources[name])
        if let words = suggestions[name], !words.isEmpty { control.kind = .suggest(words) }
        if case .text(let limit) = field.kind, limit <= 30 { control.width = .w20 }
        control.offersToday = !neverToday.contains(name)
        return control
    }

    /// Several questions; those the person may not write are left out.
    func controls(_ names: [String]) -> HTML {
        names.filter { name in
            !settled.contains(name) || !(typed[name] ?? "").isEmpty || problems.contains { $0.field == name }
        }.compactMap(control).map { field($0) }.joined(separator: "\n")
    }

    /// Several questions of one of a page's many forms: their ids begin with its own word, for an id stands once on a page.
    func controls(_ names: [String], of part: String) -> HTML {
        names.compactMap(control).map { one in
            var one = one
            one.id = "\(part)-\(one.id)"
            return field(one)
        }.joined(separator: "\n")
    }

    /// Every question in the definition's order.
    var all: HTML { controls(fields.map(\.name)) }

    /// The summary at the top, linked to the boxes; empty while nothing is wrong.
    var summary: HTML {
        errorSummary(problems.map(ErrorItem.init))
    }

    private func hint(_ field: Field<R>) -> String? {
        let own: String? =
            switch field.kind {
            case _ where field.hint != nil: field.hint
            case .link("child"): "The child's reference, as on their file."
            case .links("child"): "Each child's reference, as on their file, with a space between."
            default: nil
            }
        guard let sentence = sometimes(field) else { return own }
        let needed = "Needed where \(sentence)."
        return own.map { "\(needed) \($0)" } ?? needed + (field.kind == .day ? " For example, 21/11/2026" : "")
    }

    /// Of which records a field is demanded that others can be without; nil for one demanded of none, or of all.
    private func sometimes(_ field: Field<R>) -> String? {
        if case .when(let sentence, _) = field.required { return sentence }
        return demanded[field.name] == nil ? neededWhere[field.name] : nil
    }

    private func isRequired(_ field: Field<R>) -> Bool {
        if case .always = field.required { return true }
        // What is needed only sometimes is not called optional either: its hint says when.
        return sometimes(field) != nil || demanded[field.name] != nil || neededLater.contains(field.name)
    }

    private func shape(_ field: Field<R>, _ value: String) -> FieldControl.Kind {
        switch field.kind {
        case .text: return .text
        case .longText: return .multiline(rows: 4)
        case .day: return .day
        case .instant: return .dateTime
        case .number: return .number
        case .flag: return .radios([Choice("yes", "Yes"), Choice("no", "No"), Choice("", "Not known")])
        case .code(let list):
            let choices = codes.inForce(list, on: today).map { Choice($0.token, $0.label) }
            // A list that has its own word for not known needs no second one.
            let isComplete =
                isRequired(field) && neededWhere[field.name] == nil
                || choices.contains { $0.value == "NOT_KNOWN" || $0.label == "Not known" }
            return choices.count <= 5 ? .radios(choices + (isComplete ? [] : [Choice("", "Not known")])) : .choice(choices)
        case .codes(let list): return .checkboxes(codes.inForce(list, on: today).map { Choice($0.token, $0.label) })
        case .link("child"), .links("child"): return .text
        case .link(let kind): return .choice(options[kind] ?? [])
        case .links(let kind): return .checkboxes(options[kind] ?? [])
        case .secret: return .password
        }
    }
}

/// Days that are seldom today: a birth, and what is planned. A button that enters today makes a wrong day of them.
private let neverToday: Set<String> = ["date_of_birth", "latest_end", "review_date", "review_on", "by_date"]

extension ErrorItem {
    /// A problem of a record, said beside its field; one of the whole record is said at the top alone.
    init(_ problem: Problem) { self.init(field: problem.field.isEmpty ? nil : problem.field, problem.message) }
}
