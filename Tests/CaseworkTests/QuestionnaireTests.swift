import Casework
import Testing

/// The questionnaires as data: whole, unambiguous, and readable by those they are for.
@Suite struct QuestionnaireTests {
    @Test(
        "S-ASM-01, S-OOC-23: every form has ids of its own, questions that lead somewhere, a basis and a version",
        arguments: Questionnaires.shipped.all.map(\.token))
    func whole(_ token: String) throws {
        let form = try #require(Questionnaires.shipped.named(token))
        let ids = form.questions.map(\.id)
        #expect(Set(ids).count == ids.count, "an id is used twice")
        #expect(Set(form.sections.map(\.id)).count == form.sections.count)
        #expect(!form.basis.isEmpty && form.version > 0 && !form.types.isEmpty && token.count <= 60)
        let reserved: Set<String> = ["all", "sign", "views", "risks", "contingencies", "judgements", "screens"]
        #expect(form.sections.allSatisfy { !reserved.contains($0.id) && $0.id.utf8.count <= 20 && !$0.questions.isEmpty })
        for question in form.questions {
            #expect(!question.id.contains(" ") && !question.id.contains("."), "\(question.id)")
            check(question.shown, in: form, of: question.id)
            check(question.required, in: form, of: question.id)
            if case .several(let options) = question.kind { #expect(Set(options.map(\.token)).count == options.count, "\(question.id)") }
        }
    }

    private func check(_ when: Questionnaire.When, in form: Questionnaire, of id: String) {
        switch when {
        case .answer(let other, let tokens):
            let asked = form.question(other)
            #expect(asked != nil && other != id, "\(id) waits for \(other)")
            for token in tokens { #expect(asked?.refusal(of: token) == nil, "\(id) waits for \(token)") }
        case .any(let some): for one in some { check(one, in: form, of: id) }
        default: break
        }
    }

    @Test("The out-of-court form is short, and carries what is known")
    func short() {
        let form = Questionnaire.outOfCourt
        #expect((18...28).contains(form.questions.count), "\(form.questions.count) questions")
        #expect(form.questions.filter { $0.carry != nil }.count >= 10)
        #expect(
            Set(form.questions.filter(\.feedsPlan).map(\.id)) == ["strengths", "maturity", "motivation", "barriers", "diversity"],
            "S-ASM-09")
    }

    @Test("Who has not admitted is asked about needs and never about the offence")
    func notAdmitted() throws {
        let section = try #require(Questionnaire.outOfCourt.section("offence"))
        let denied = section.asked(Answers(), .init(isAdmitted: false)).map(\.id)
        let admitted = section.asked(Answers(), .init(isAdmitted: true)).map(\.id)
        #expect(denied == ["needs"])
        #expect(!admitted.contains("needs") && admitted.contains("happened"))
    }

    @Test("S-ASM-05: substances make the exploitation questions required")
    func exploitation() {
        func lacks(_ answers: Answers, known: Bool = false) -> Set<String> {
            Set(
                Questionnaire.outOfCourt.missing(answers, .init(isSubstanceKnown: known)).filter { $0.section.id == "exploited" }.map(
                    \.question.id))
        }
        #expect(lacks(Answers(["substances": "no"])).isEmpty)
        #expect(lacks(Answers(["substances": "yes"])) == ["exploited", "exploited_why"])
        #expect(lacks(Answers(), known: true) == ["exploited", "exploited_why"])
        #expect(lacks(Answers(["substances": "yes", "exploited": "no", "exploited_why": "Nothing points to it"])).isEmpty)
    }

    @Test("The child's own forms are in short words", arguments: ["self-child 1", "exit-child 1"])
    func plain(_ token: String) throws {
        let form = try #require(Questionnaires.shipped.named(token))
        for question in form.questions {
            let words = question.label.split { !$0.isLetter && $0 != "’" && $0 != "-" }
            #expect(words.count <= 22, "\(question.label)")
            #expect(words.allSatisfy { $0.count <= 11 }, "\(question.label)")
        }
    }

    @Test("Answers come back as they were written, whatever they hold")
    func roundTrip() {
        let texts = ["plain", "two\nlines", "\"quoted\" \\ back", "\u{1}\u{1F}\t", "é🙂", "{\"a\":\"b\"}", " edge ", "’—"]
        var answers = Answers()
        for (place, text) in texts.enumerated() { answers[String("q\(place)")] = text }
        answers.carry("wishes", "College", from: "From the child’s details, 3 June 2026")
        let again = Answers(json: answers.json)
        #expect(again == answers)
        for (place, text) in texts.enumerated() { #expect(again["q\(place)"] == text) }
        #expect(again.source(of: "wishes") == "From the child’s details, 3 June 2026")
        #expect(Answers(json: nil).isEmpty && Answers().json == nil)
        for broken in ["", "{", "[]", "{\"a\":1}", "{\"a\":\"b\"", "{\"a\":\"\\u00\"}", "nonsense"] {
            #expect(Answers(json: broken).isEmpty, "\(broken)")
        }
    }

    @Test("The same words keep where they came from; other words are one's own")
    func carried() {
        var answers = Answers()
        answers.carry("wishes", "College", from: "From the file")
        answers.write("wishes", "College")
        #expect(answers.source(of: "wishes") == "From the file")
        answers.write("wishes", "Work")
        #expect(answers.source(of: "wishes") == nil && answers["wishes"] == "Work")
        #expect(answers.ids == ["wishes"])
    }

    @Test("An answer that is not among those offered is refused with a sentence")
    func refused() throws {
        let level = try #require(Questionnaire.exploitation.question("level"))
        #expect(level.refusal(of: "active") == nil && level.refusal(of: "extreme") != nil && level.refusal(of: "") == nil)
        let signs = try #require(Questionnaire.exploitation.question("signs"))
        #expect(signs.refusal(of: "debt missing") == nil && signs.refusal(of: "debt bogus") != nil)
        let review = try #require(Questionnaire.exploitation.question("review"))
        #expect(review.refusal(of: "2026-02-31") != nil && review.words("2026-02-28") == "28 February 2026")
    }
}
