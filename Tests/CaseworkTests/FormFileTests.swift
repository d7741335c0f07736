import Casework
import Testing

/// Files of a service's own questionnaires.
@Suite struct FormFileTests {
    private static let whole = """
        {"name": "own-form", "version": 2, "title": "Own", "types": ["SCREENING"], "basis": "Ours",
         "sections": [
          {"id": "one", "title": "One", "questions": [
            {"id": "a", "label": "A?", "kind": "one", "options": [{"token": "x", "label": "X", "score": 2}, {"token": "y", "label": "Y"}]},
            {"id": "b", "label": "B?", "kind": "yes_no", "score": {"yes": 3, "no": 0}, "shown": {"question": "a", "is": ["x"]}},
            {"id": "c", "label": "C?", "kind": "several", "required": {"any": ["substances", {"question": "b", "is": ["no"]}]},
             "options": [{"token": "p", "label": "P", "score": 1}, {"token": "q", "label": "Q", "score": 1}]},
            {"id": "d", "label": "D?", "kind": "long_text", "carry": "last", "plan": true}]}],
         "scores": [{"id": "sum", "title": "Sum", "questions": ["a", "b", "c"], "bands": [{"from": 0, "to": 3, "label": "Low"}, {"from": 4, "to": 9, "label": "High"}]}]}
        """

    @Test("S-ASM-09: a file becomes a questionnaire with branching, scoring and what is carried in")
    func read() throws {
        let form = try FormFile.read(Array(Self.whole.utf8))
        #expect(form.token == "own-form 2" && form.questions.map(\.id) == ["a", "b", "c", "d"] && form.question("d")?.feedsPlan == true)
        #expect(form.countsAs == nil)
        let screen = Self.whole.replacing("\"basis\": \"Ours\"", with: "\"basis\": \"Ours\", \"counts_as\": \"exploitation\"")
        #expect(try FormFile.read(Array(screen.utf8)).countsAs == "exploitation")
        let here = Questionnaire.Situation()
        #expect(form.sections[0].asked(Answers(["a": "y"]), here).map(\.id) == ["a", "c", "d"])
        #expect(form.missing(Answers(["a": "x", "b": "no"]), here).map(\.question.id) == ["c"])
        let score = try #require(form.scores.first)
        let full = form.result(score, Answers(["a": "x", "b": "yes", "c": "p q"]), here)
        #expect(full.sum == 7 && full.band == "High" && full.answered == 3 && full.asked == 3)
        // What is not asked does not count, whatever was answered before.
        let part = form.result(score, Answers(["a": "y", "b": "yes"]), here)
        #expect(part.sum == 0 && part.band == "Low" && part.answered == 1 && part.asked == 2)
    }

    @Test(
        "S-ASM-09: what is wrong with a file is told with its line and place",
        arguments: [
            ("\"name\": \"own-form\"", "\"name\": \"exploitation\"", "line 1, name: “exploitation” is one of Waymark's own forms"),
            ("\"version\": 2", "\"version\": 0", "line 1, version: a whole number from 1 to 9999"),
            ("\"version\": 2", "\"version\": 1.5", "line 1: this is not JSON: only whole numbers"),
            ("[\"SCREENING\"]", "[\"COURT\"]", "line 1, types 1: a type must be one of"),
            (
                "\"basis\": \"Ours\"", "\"basis\": \"Ours\", \"counts_as\": \"wellbeing\"",
                "line 1, counts_as: it must be one of communication"
            ),
            (
                "\"basis\": \"Ours\"", "\"basis\": \"Ours\", \"counts_as\": \"exit-child\"",
                "line 1, counts_as: what counts as exit-child must be of type EXIT"
            ),
            ("\"title\": \"One\"", "\"titel\": \"One\"", "line 3, sections 1: “titel” is not known here"),
            ("\"id\": \"one\"", "\"id\": \"views\"", "line 3, sections 1, id: “views” is taken"),
            ("\"id\": \"b\"", "\"id\": \"a\"", "line 5, sections 1, questions 2, id: “a” stands twice"),
            ("\"kind\": \"yes_no\"", "\"kind\": \"yesno\"", "line 5, sections 1, questions 2, score"),
            ("\"kind\": \"long_text\"", "\"kind\": \"essay\"", "line 8, sections 1, questions 4, kind: the kind must be one of"),
            ("\"is\": [\"x\"]", "\"is\": [\"z\"]", "line 5, sections 1, questions 2, shown, is 1: “a” has no such answer: it has x, y."),
            ("\"question\": \"a\"", "\"question\": \"d\"", "line 5, sections 1, questions 2, shown, question: no question before"),
            ("\"carry\": \"last\"", "\"carry\": \"first\"", "line 8, sections 1, questions 4, carry: it must be one of"),
            ("[\"a\", \"b\", \"c\"]", "[\"a\", \"d\"]", "line 9, scores 1, questions 2: “d” gives no points"),
            ("\"from\": 4", "\"from\": 3", "line 9, scores 1, bands: two bands hold one number"),
            ("\"label\": \"A?\"", "\"label\": \"\"", "line 4, sections 1, questions 1, label: a text is needed here"),
            ("\"basis\": \"Ours\",", "\"basis\": \"Ours\"", "line 2: this is not JSON: a comma or } is expected here"),
        ])
    func faults(_ old: String, _ new: String, _ message: String) throws {
        #expect(Self.whole.contains(old))
        let text = Self.whole.replacing(old, with: new, maxReplacements: 1)
        let fault = #expect(throws: FormFile.Fault.self) { try FormFile.read(Array(text.utf8)) }
        #expect(fault?.description.hasPrefix(message) == true, "\(fault?.description ?? "nothing")")
    }

    @Test("JSON is read as RFC 8259 says, with the line of what is wrong")
    func json() throws {
        let read = try JSON("{\"a\": [1, -2, true, null, \"x\\u00e9\\ud83d\\ude00\\n\\/\"]}\n")
        #expect(read["a"]?.list?.map(\.number) == [1, -2, nil, nil, nil] && read["a"]?.list?[4].text == "xé😀\n/")
        for bad in ["", "{", "[1,]", "{\"a\" 1}", "\"a", "\"\u{1}\"", "[1] 2", "{\"a\":1,\"a\":2}", "\"\\ud83d\"", "\"\\x\"", "nul"] {
            #expect(throws: JSON.Fault.self, "\(bad)") { try JSON(bad) }
        }
        let fault = #expect(throws: JSON.Fault.self) { try JSON("[\n1,\n2.5]") }
        #expect(fault?.line == 3)
        #expect(throws: JSON.Fault.self) { try JSON(String(repeating: "[", count: 5000)) }
        #expect(throws: JSON.Fault.self) { try JSON([0x22, 0xFF, 0x22]) }
        #expect(Answers(json: "{\"a\":\"b\"}")["a"] == "b" && Answers(json: "[").isEmpty && Answers(json: nil).isEmpty)
    }
}
