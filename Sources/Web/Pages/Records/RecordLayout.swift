import Casework
import HTML
import Records

/// How one kind's form and page differ from the plain run of its fields: the order of questions, headings between them, how a record is named.
struct RecordLayout<R: RecordKind>: Sendable {
    /// Questions under their headings; nil puts them first under none. Fields not named here are not asked.
    var parts: [(heading: String?, fields: [String])]?
    /// One line that names a record.
    var title: @Sendable (R, Words) -> String
    /// What a new form begins with.
    var begin: @Sendable (inout RecordForm<R>, Visit) -> Void = { _, _ in }
    /// What a new record holds without being asked: who wrote it, and the like.
    var stamp: @Sendable (inout R, Visit) -> Void = { _, _ in }
    /// What the page says of a record beside its fields: worked out, never written.
    var facts: @Sendable (R, FileHead, Words) -> [SummaryRow] = { _, _, _ in [] }
    /// What stands under a record on its page: what can be done with it next.
    var below: @Sendable (Stored<R>, FileHead, Visit, Words) -> HTML = { _, _, _, _ in .empty }
    /// The whole body, where a kind's form is its own.
    var ownBody: (@Sendable (RecordForm<R>, Visit, Address) -> HTML)?
    /// Fields no form of these pages asks or takes: another page writes them.
    var fixed: Set<String> = []
    /// Fields that saving fills by itself, so that a form sent twice is still known as the same.
    var filled: Set<String> = []
    /// Fields that say nothing by themselves, for the form fills them in: a record of these alone is not saved. Nor do links, of any kind.
    var aside: Set<String> = []
    /// Whether one in which nothing is written may be saved all the same: begun, it is a step of the work.
    var mayBeBare = false
    /// Fields `check` demands of every record that is written here, or without which its work is not finished: never called optional.
    var needed: Set<String> = []
    /// Fields demanded of some records and not of others: by field, of which, as in "Needed where it is met."
    var neededWhere: [String: String] = [:]
    /// What stands beside the questions, read from the file.
    var beside: (@Sendable (Reader, FileHead, Visit) throws -> HTML)?
    /// Fields of the form that need no answer, as the file says: laid out only where something stands in them.
    var settled: (@Sendable (Reader, FileHead, Visit) throws -> Set<String>)?
    /// What stands over the form, outside it, so that it may hold forms of its own.
    var above: (@Sendable (Reader, FileHead, Visit) throws -> HTML)?
    /// What else is wrong, in the light of the whole file; the record as it stands comes fourth, nil for a new one.
    var check: (@Sendable (Reader, FileHead, R, R?, RecordForm<R>) throws -> [Problem])?
    /// What is written with it in the same command; may change the record itself.
    var alongside: (@Sendable (Writer, FileHead, inout R, RecordForm<R>) throws -> Void)?
    /// What is written with a new one once it has its id, in the same command.
    var created: (@Sendable (Writer, FileHead, RecordID, R) throws -> Void)?
    /// The page of one record from its heading to its history, where a kind's is its own.
    var ownShow: (@Sendable (Reader, FileHead, Stored<R>, Visit, Words) throws -> HTML)?
    /// What a new form carries over from the file, so that it is not typed again.
    var carry: @Sendable (inout RecordForm<R>, Visit, Reader, FileHead) throws -> Void = { _, _, _, _ in }
    /// Why a record cannot be marked as entered in error, beside what points at it; nil when it can.
    var refusal: (@Sendable (Reader, FileHead, R, Visit) throws -> String?)?
    /// What is written with one that is marked as entered in error, in the same command.
    var withdrawn: (@Sendable (Writer, FileHead, R, Visit) throws -> Void)?
    /// Whether this person may change a record as it stands, or (true) mark it as entered in error: what is signed or approved is not undone
    /// by whoever may write its kind.
    var mayChange: @Sendable (R, Visit, _ isWithdrawal: Bool) -> Bool = { _, _, _ in true }
    /// Where to go on once it is saved, in a few words; nil leads back to the programme or referral it is about, else to the child's file.
    var onward: (@Sendable (R, FileHead, Visit) -> (words: String, to: Address)?)?
    /// Where saving leads, when not to the record's own page.
    var after: (@Sendable (R, RecordID) -> Address?)?

    /// A second button that saves and does the next step with what was saved; the step answers for itself if it cannot be done yet.
    var finish: (text: String, run: @Sendable (Visit, RecordID, RecordID) async throws -> Reply)?

    var kind: AnyKind { AnyKind(R.self) }
    /// The fields the form asks; nil asks all.
    var asked: Set<String>? { parts.map { Set($0.flatMap(\.fields)) } }
    /// Whether the form ends with the question whether anyone is unsafe; the concern's own form is that question.
    var asksConcern: Bool { R.kind.name != "concern" }

    /// The fields that say something where they are filled.
    private var telling: [Field<R>] {
        R.kind.fields.filter { field in
            if case .links = field.kind { return false }
            return !field.kind.isLink && !aside.contains(field.name)
        }
    }

    /// A record in which nothing is written would count as the plan or the review that is due. What came empty from elsewhere may stay so
    /// while something else of it is changed (decision 0119).
    /// - Throws: `Problems` where it says nothing.
    func mustSay(_ record: R, since current: R? = nil) throws {
        func says(_ one: R) -> Bool { telling.contains { !$0.get(one).isNone } }
        guard !mayBeBare, !says(record), current.map(says) ?? true else { return }
        let way = current == nil ? "Write something first" : "If it should not be there, mark it as entered in error"
        throw Problems([Problem(field: "", message: "Nothing is written in this \(kind.title.lowercasedFirst). \(way).")])
    }

    func body(_ form: RecordForm<R>, _ visit: Visit, _ address: Address) -> HTML {
        if let ownBody { return ownBody(form, visit, address) }
        guard let parts else { return form.all + form.beside }
        var out = HTML.empty
        for part in parts {
            if let heading = part.heading { out += "<h2>\(heading)</h2>" }
            out += form.controls(part.fields)
        }
        return out + form.beside
    }
}

/// The problems a person meets with a record they change: what was blank before, as an import or an earlier time left it, is not asked when
/// something else is changed.
func problems<R: RecordKind>(_ found: [Problem], of record: R, since current: R?, unlessLeftBlank fields: Set<String>) -> [Problem] {
    guard let current else { return found }
    return found.filter { problem in
        guard fields.contains(problem.field), let field = R.kind.field(problem.field) else { return true }
        return !(field.get(current).isNone && field.get(record).isNone)
    }
}

/// The kinds that are written on a child's file, each with its layout. A new kind is one line here.
enum RecordRoutes {
    static let all: [Route] =
        RecordPages(address).routes + RecordPages(relationship).routes + RecordPages(professional).routes + RecordPages(alert).routes
        + RecordPages(AllocationForm.layout).routes + RecordPages(ReferralForm.layout).routes + RecordPages(offence).routes
        + RecordPages(outcome).routes
        + RecordPages(ProgrammePages.layout).routes + RecordPages(release).routes
        + RecordPages(ContactPages.layout).routes

    static let address = RecordLayout<HomeAddress>(title: { address, _ in address.line })
    static let relationship = RecordLayout<Relationship>(
        title: { person, words in "\(person.name), \(words.code("relation", person.relation).lowercasedFirst)" },
        neededWhere: ["contact_note": "they are not to be contacted"])
    static let professional = RecordLayout<Professional>(title: { person, _ in
        [person.name, person.profession, person.agency].compactMap { $0 }.joined(separator: ", ")
    })
    static let alert = RecordLayout<Alert>(title: { alert, words in words.code("alert", alert.type) }, begin: startToday("start_date"))
    static let offence = RecordLayout<Offence>(
        parts: [
            (nil, ["offence_date", "description", "category", "cjs_code", "knife", "place", "offence_postcode"]),
            ("Police and court", ["arrest_date", "interview_date", "charge_date", "first_hearing_date", "plea", "police_ref"]),
            ("How serious", ["seriousness", "gravity_matrix", "gravity_base", "gravity"]),
            ("Other people", ["co_defendants", "victims"]),
        ],
        title: { offence, words in offence.description ?? offence.category.map { words.code("offence_category", $0) } ?? "Offence" },
        facts: { offence, file, words in
            file.age("Age then", on: offence.offenceDate ?? offence.arrestDate) + knife(offence, words)
        },
        check: { reader, file, offence, current, form in
            try OutcomeOrder.problems(reader, offence, current, id: form.id, child: file.id)
        })
    static let outcome = RecordLayout<Outcome>(
        parts: [
            (nil, ["offence_ref", "outcome", "outcome_date", "main", "residence", "appeal", "appeal_date", "local_outcome"]),
            ("Term", ["end_date", "term_hours", "term_days", "term_weeks", "term_months", "term_years"]),
            ("For the return", ["home_office_outcome", "export_as", "sentencing_occasion_ref"]),
        ],
        title: { outcome, words in "\(words.code("outcome", outcome.outcome)), \(outcome.outcomeDate.words)" },
        begin: { form, visit in form.typed["offence_ref"] = visit.query("offence") ?? "" },
        facts: { outcome, file, _ in file.age("Age then", on: outcome.outcomeDate) },
        filled: ["residence"],
        check: { reader, file, outcome, current, _ in
            let order = try OutcomeOrder.problems(reader, outcome, current, child: file.id)
            guard order.isEmpty else { return order }
            return try OutcomePathway.problems(reader, outcome, current, child: file.id)
        },
        alongside: { writer, file, outcome, form in
            if form.id == nil { try Residence.fill(&outcome, writer.reader, child: file.id) }
        },
        carry: { form, _, reader, file in try Residence.begin(&form, reader, child: file.id) })
    static let release = RecordLayout<Release>(title: { release, _ in "Released \(release.releaseDate.words)" })

    /// What the code lists tell of a knife, beside what was written: the two may differ.
    private static func knife(_ offence: Offence, _ words: Words) -> [SummaryRow] {
        guard let told = words.codes.knife(offence) else { return [] }
        let differs: HTML = offence.knife == false ? " \(tag("Differs from what is recorded", .warning))" : .empty
        return [SummaryRow("Knife, by its code", "\(told.token): \(told.label)\(differs)")]
    }

    private static func startToday<R>(_ field: String) -> @Sendable (inout RecordForm<R>, Visit) -> Void {
        { form, visit in form.typed[field] = visit.service.today.typed }
    }
}
