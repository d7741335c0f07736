import Casework
import HTML
import Practice
import Records

/// Every questionnaire there is, Waymark's own and the service's, with what it asks, where its file is from and why a file was not taken
/// (S-ASM-01). What was answered is on the children's files, not here.
enum QuestionnairePages {
    static let routes: [Route] = [
        .get("/questionnaires", .may(.openFile)) { try await list($0) },
        .get("/questionnaires/{name}/{version}", .may(.openFile)) { try await one($0) },
    ]

    private static let shipped = Set(Questionnaires.shipped.all.map(\.token))

    private static func list(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.sees(.casework) else { throw NotAllowed() }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (all, codes, today) = (try reader.questionnaires(), try reader.codes(), visit.service.today)
            func rows(_ forms: [Questionnaire]) -> [[HTML]] {
                forms.sorted { ($0.title, $1.version) < ($1.title, $0.version) }.map { form in
                    [
                        link(to: At.questionnaire(form), form.title), "\(form.version)",
                        "\(form.types.map { codes.label("assessment_type", $0) ?? $0 }.joined(separator: ", "))",
                        "\(dates(form))", state(form, all, today), "\(from(form, visit))",
                    ]
                }
            }
            let columns = [
                Column("Questionnaire"), Column("Version", isNumeric: true), Column("For"), Column("May be begun"), Column("State"),
                Column("From"),
            ]
            let manages = visit.person.access.may(.manageSettings)
            return .page(visit, title: "Questionnaires", shows: .nobody) {
                heading("Questionnaires")
                    + "<p>What is answered under a version is read with that version for ever. The newest version in force is the one that is begun.</p>"
                    + section(
                        "The service’s own", id: "own",
                        table(
                            caption: "Questionnaires of the service’s own", columns: columns,
                            rows: rows(all.all.filter { !shipped.contains($0.token) }), captionHidden: true,
                            empty: "None: this service has loaded no questionnaire of its own."))
                    + section(
                        "Waymark’s", id: "shipped",
                        table(
                            caption: "Questionnaires that come with Waymark", columns: columns,
                            rows: rows(all.all.filter { shipped.contains($0.token) }), captionHidden: true))
                    + when(manages, files(visit))
            }
        }
    }

    /// What a manager of settings needs to mend a file: where it was looked for, and why it was not taken.
    private static func files(_ visit: Visit) -> HTML {
        let forms = visit.request.site.forms
        let folder: HTML =
            forms.folder.map { "<p>Files are read from the folder <span class=\"key\">\($0)</span> when the site starts.</p>" }
            ?? "<p>This site reads no folder of form files: it is named when the site is started.</p>"
        return section(
            "Files that were not taken", id: "refused",
            folder
                + table(
                    caption: "Files that were not taken at the last start, and why", columns: ["File", "Why"].map { Column($0) },
                    rows: forms.refused.map { ["\($0.file)", "\($0.why)"] }, captionHidden: true,
                    empty: "Every file of the last start was taken."))
    }

    private static func one(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.sees(.casework) else { throw NotAllowed() }
        let token = "\(try visit.request.parameter("name")) \(try visit.request.parameter("version"))"
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (all, codes) = (try reader.questionnaires(), try reader.codes())
            guard let form = all.named(token) else { throw NotFound() }
            var rows: [(String, HTML)] = [
                ("Version", "\(form.version) \(state(form, all, visit.service.today))"),
                ("For", "\(form.types.map { codes.label("assessment_type", $0) ?? $0 }.joined(separator: ", "))"),
                ("May be begun", "\(dates(form))"), ("From", "\(from(form, visit))"), ("Rests on", "\(form.basis)"),
            ]
            if let counts = form.countsAs.flatMap({ all.newest($0, on: visit.service.today) }) {
                rows.insert(("Counts as", link(to: At.questionnaire(counts), counts.title)), at: 2)
            }
            let scores = form.scores.map { score -> [HTML] in
                [
                    "\(score.title)", "\(score.questions.compactMap { form.question($0)?.label }.joined(separator: "; "))",
                    score.bands.map { "\($0.from) to \($0.to): \($0.label)" as HTML }.joined(separator: "<br>"),
                ]
            }
            return .page(
                visit, title: "\(form.title), the questions", shows: .nobody, crumbs: [NavItem("Questionnaires", At.questionnaires)]
            ) {
                heading(form.title, caption: "Questionnaire") + summaryList(rows) + when(!form.about.isEmpty, paragraphs(form.about))
                    + form.sections.map { part(form, $0) }.joined()
                    + when(
                        !scores.isEmpty,
                        section(
                            "Scores", id: "scores",
                            table(
                                caption: "Sums of points", columns: ["Score", "Over", "Means"].map { Column($0) }, rows: scores,
                                captionHidden: true)))
            }
        }
    }

    private static func part(_ form: Questionnaire, _ part: Questionnaire.Section) -> HTML {
        let rows = part.questions.map { question -> [HTML] in
            let hint: HTML = question.hint.map { "<br><span class=\"hint\">\($0)</span>" } ?? .empty
            var when = [words(question.shown, form).map { "Asked \($0)" }, words(question.required, form).map { "must be answered \($0)" }]
            if case .always = question.shown { when[0] = nil }
            if case .always = question.required { when[1] = "must be answered" }
            if case .never = question.required { when[1] = nil }
            let said = when.compactMap { $0 }.joined(separator: "; ")
            return [
                "\(question.label)\(hint)", answers(question), said.isEmpty ? "Asked; may stay blank" : "\(said.uppercasedFirst)",
                question.carry.map { "\(carried($0))" } ?? "Nothing",
            ]
        }
        return section(
            part.title, id: "part-\(part.id)".idSafe,
            when(part.note != nil, "<p>\(part.note ?? "")</p>")
                + table(
                    caption: "Questions of \(part.title)", columns: ["Question", "Answer", "When", "Begins with"].map { Column($0) },
                    rows: rows, captionHidden: true))
    }

    private static func answers(_ question: Questionnaire.Question) -> HTML {
        switch question.kind {
        case .text: "A line"
        case .longText: "Text"
        case .yesNo: "Yes or no"
        case .day: "A day"
        case .one(let options): "One of: \(options.map(\.label).joined(separator: "; "))"
        case .several(let options): "Any of: \(options.map(\.label).joined(separator: "; "))"
        }
    }

    /// When something holds, to go after “asked”; nil for what never does.
    private static func words(_ when: Questionnaire.When, _ form: Questionnaire) -> String? {
        switch when {
        case .always: "always"
        case .never: nil
        case .admitted: "where the child admits the offence"
        case .notAdmitted: "where the child does not admit the offence"
        case .substances: "where a drug offence or use of substances is on the file"
        case .answer(let id, let tokens):
            form.question(id).map { question in
                "after “\(question.label)” with \(tokens.map { "“\(question.words($0))”" }.joined(separator: " or "))"
            }
        case .any(let some): some.compactMap { words($0, form) }.joined(separator: ", or ")
        }
    }

    private static func carried(_ carried: Questionnaire.Carried) -> String {
        switch carried {
        case .wishes: "What the child says they want"
        case .strengths: "The strengths on the file"
        case .communication: "How best to talk with them"
        case .diversity: "Who they are and what that asks of us"
        case .care: "The care status on the file"
        case .education: "Education on the file"
        case .health: "Health on the file"
        case .change: "What the child says they want to change"
        case .view: "Their own words"
        case .last: "What the last one by this form said"
        }
    }

    private static func dates(_ form: Questionnaire) -> String {
        switch (form.from, form.to) {
        case (nil, nil): "Without dates"
        case (let from?, nil): "From \(from.words)"
        case (nil, let to?): "Until \(to.words)"
        case (let from?, let to?): "From \(from.words) to \(to.words)"
        }
    }

    private static func state(_ form: Questionnaire, _ all: Questionnaires, _ today: Day) -> HTML {
        if !form.isOffered { return tag("Its file is gone: only read") }
        if form.from.map({ $0 > today }) == true { return tag("Not yet", .info) }
        if form.to.map({ $0 < today }) == true { return tag("Ended: only read") }
        return all.newest(form.name, on: today)?.version == form.version ? tag("In use", .good) : tag("Older: only read")
    }

    private static func from(_ form: Questionnaire, _ visit: Visit) -> String {
        if shipped.contains(form.token) { return "Comes with Waymark" }
        return visit.request.site.forms.taken[form.token].map { "The file \($0)" } ?? "Kept in the records; no file here"
    }
}
