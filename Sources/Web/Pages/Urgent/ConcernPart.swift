import Casework
import HTML
import Records

/// The question at the end of every form on a child's file: is anyone unsafe right now? What is written there becomes an urgent concern in
/// the command that saves the form, and a banner from then on (S-SAF-09).
///
/// A page written by hand makes one of its visit, puts `fields` before its buttons, adds `problems` to its own, and calls `create` beside its
/// own writing. ConcernEverywhereTests walks every form of a file and names those that need not ask.
struct ConcernPart: Sendable {
    private let type: String
    private let what: String
    private let done: String
    private let codes: Codes
    private let person: Person?
    private let now: Instant
    private let today: Day

    /// - Parameter typed: the form as sent, or a draft of it; an empty one asks anew.
    init(_ typed: Form, _ visit: Visit, codes: Codes) {
        (type, what, done) = (typed["concern_type"], typed["concern_what"], typed["concern_done"])
        self.codes = codes
        person = visit.person.access.mayWrite("concern") ? visit.person : nil
        now = visit.service.now
        today = visit.service.today
    }

    /// As sent with the visit, or as the draft its form is opened with keeps it.
    init(_ visit: Visit, _ draft: Draft? = nil, codes: Codes) {
        self.init(visit.request.method == .post ? visit.form : draft.map { Form($0.fields) } ?? Form(), visit, codes: codes)
    }

    /// Asks nothing.
    static let none = ConcernPart()
    private init() {
        (type, what, done, codes, person, now, today) = ("", "", "", Codes([]), nil, .unset, .unset)
    }

    private var isFilled: Bool { person != nil && !(type.isEmpty && what.isEmpty && done.isEmpty) }

    private var concern: Concern {
        var concern = Concern()
        (concern.type, concern.what, concern.done) = (type, what, done.isEmpty ? nil : done)
        (concern.raisedAt, concern.raisedBy) = (now, person?.id)
        return concern
    }

    var problems: [Problem] {
        guard isFilled else { return [] }
        var found: [Problem] = []
        if type.isEmpty || !codes.inForce("concern_type", on: today).contains(where: { $0.token == type }) {
            found.append(Problem(field: "concern_type", message: "Say what sort of concern it is."))
        }
        if what.isEmpty { found.append(Problem(field: "concern_what", message: "Say what is happening.")) }
        for (name, text) in [("concern_what", what), ("concern_done", done)] where text.count > 100_000 {
            found.append(Problem(field: name, message: "This must be 100,000 characters or fewer."))
        }
        return found
    }

    var fields: HTML { fields(of: nil) }

    /// - Parameter part: one of a page's many forms: its ids begin with its own word, for an id stands once on a page.
    func fields(of part: String?) -> HTML {
        guard person != nil else { return .empty }
        func box(_ name: String, _ label: String, _ kind: FieldControl.Kind, _ value: String, isRequired: Bool = true) -> HTML {
            field(
                FieldControl(
                    id: part.map { "\($0)-\(name)" } ?? name, name: name, label: label, kind: kind, error: message(name), value: value,
                    isRequired: isRequired))
        }
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let types = codes.inForce("concern_type", on: today).map { Choice($0.token, $0.label) }
        return details(
            "Is anyone unsafe right now?", isOpen: isFilled,
            "<p>Managers and the duty worker see it at once. It stays on the file until a named person closes it. Leave it blank if nobody is.</p>"
                + box("concern_type", "Urgent concern", .choice(types), type)
                + box("concern_what", "What is happening", .multiline(rows: 3), what)
                + box("concern_done", "What was done at once", .multiline(rows: 3), done, isRequired: false))
    }

    /// Raises the concern with what else the command writes; the same one sent twice is raised once.
    /// - Parameter form: the form's noun, such as "Contact".
    func create(_ writer: Writer, child: RecordID, in form: String) throws {
        guard isFilled else { return }
        var concern = concern
        concern.raisedIn = form
        let isThere = try writer.reader.records(Concern.self, child: child).contains {
            $0.type == concern.type && $0.what == concern.what && $0.raisedBy == concern.raisedBy && $0.value.isOpen
        }
        if !isThere { try writer.create(concern, child: child) }
    }
}
