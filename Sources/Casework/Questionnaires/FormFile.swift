/// A questionnaire as a file: JSON, laid out as docs/forms.md says.
public enum FormFile {
    /// What is wrong with a file, and where: `line 12, sections 2, questions 3: “kind” must be …`.
    public struct Fault: Error, Equatable, CustomStringConvertible {
        public let line: Int
        public let place: String
        public let message: String
        public var description: String { "line \(line)\(place.isEmpty ? "" : ", \(place)"): \(message)" }
    }

    /// Names no file may take: what was answered under ours is read with ours.
    private static let ours = Set(Questionnaires.shipped.all.map(\.name))
    /// Parts every assessment that judges has beside its sections.
    private static let parts: Set<String> = ["all", "sign", "views", "risks", "contingencies", "judgements", "screens"]

    public static func read(_ bytes: [UInt8]) throws -> Questionnaire {
        let json: JSON
        do { json = try JSON(bytes) } catch let fault as JSON.Fault {
            throw Fault(line: fault.line, place: "", message: "this is not JSON: \(fault.message).")
        }
        let top = try Node(
            json, "", keys: ["name", "version", "title", "about", "types", "basis", "from", "to", "counts_as", "sections", "scores"])
        let name = try top.token("name", extra: "-", most: 40)
        guard !ours.contains(name) else { throw top.fault("name", "“\(name)” is one of Waymark's own forms: choose another name.") }
        let types = try top.list("types", some: true).map { node -> String in
            guard let type = node.json.text, Questionnaire.types.contains(type) else {
                throw node.fault("a type must be one of \(Questionnaire.types.joined(separator: ", ")).")
            }
            return type
        }
        let countsAs = try top.maybe("counts_as", most: 40)
        if let countsAs {
            guard let type = Questionnaire.counted[countsAs] else {
                throw top.fault("counts_as", "it must be one of \(Questionnaire.counted.keys.sorted().joined(separator: ", ")).")
            }
            guard types.contains(type) else { throw top.fault("counts_as", "what counts as \(countsAs) must be of type \(type).") }
        }
        let from = try top.day("from")
        let to = try top.day("to")
        if let from, let to, to < from { throw top.fault("to", "the form ends before it begins.") }
        var known: [String: Questionnaire.Question] = [:]
        var sections: [Questionnaire.Section] = []
        for node in try top.list("sections", some: true, most: 30) {
            let one = try Node(node.json, node.place, keys: ["id", "title", "note", "questions"])
            let id = try one.token("id", extra: "_", most: 20)
            guard !parts.contains(id), !sections.contains(where: { $0.id == id }) else {
                throw one.fault(
                    "id", "“\(id)” is taken: each section has a name of its own, and not \(parts.sorted().joined(separator: ", ")).")
            }
            let questions = try one.list("questions", some: true, most: 100).map { node in
                let question = try question(node, known)
                known[question.id] = question
                return question
            }
            sections.append(.init(id, try one.text("title", most: 200), note: try one.maybe("note", most: 1000), questions))
        }
        let scores = try top.list("scores", some: false, most: 20).map { try score($0, known) }
        return Questionnaire(
            name, version: try top.number("version", 1...9999), title: try top.text("title", most: 200),
            about: try top.maybe("about", most: 2000) ?? "", types: types, basis: try top.text("basis", most: 500), from: from, to: to,
            sections: sections, scores: scores, countsAs: countsAs)
    }

    private static let kinds = ["text", "long_text", "yes_no", "one", "several", "day"]

    private static func question(_ node: Node, _ known: [String: Questionnaire.Question]) throws -> Questionnaire.Question {
        let one = try Node(
            node.json, node.place,
            keys: ["id", "label", "kind", "hint", "required", "shown", "carry", "tells", "plan", "options", "score"])
        let id = try one.token("id", extra: "_", most: 40)
        guard known[id] == nil else { throw one.fault("id", "“\(id)” stands twice: each question has a name of its own.") }
        let name = try one.text("kind", most: 20)
        var points: [String: Int] = [:]
        var options: [Questionnaire.Option] = []
        if name == "one" || name == "several" {
            for node in try one.list("options", some: true, most: 60) {
                let option = try Node(node.json, node.place, keys: ["token", "label", "score"])
                let token = try option.token("token", extra: "_", most: 40)
                guard !options.contains(where: { $0.token == token }) else { throw option.fault("token", "“\(token)” stands twice.") }
                options.append(.init(token, try option.text("label", most: 300)))
                if node.json["score"] != nil { points[token] = try option.number("score", -1000...1000) }
            }
        } else if one.json["options"] != nil {
            throw one.fault("options", "only a question of kind one or several has options.")
        }
        if let score = one.json["score"] {
            guard name == "yes_no" else { throw one.fault("score", "only a yes_no question has it; options of the others carry theirs.") }
            let node = try Node(score, one.place + ", score", keys: ["yes", "no"])
            points = ["yes": try node.number("yes", -1000...1000), "no": try node.number("no", -1000...1000)]
        }
        let kind: Questionnaire.Kind
        switch name {
        case "text": kind = .text
        case "long_text": kind = .longText
        case "yes_no": kind = .yesNo
        case "one": kind = .one(options)
        case "several": kind = .several(options)
        case "day": kind = .day
        default: throw one.fault("kind", "the kind must be one of \(kinds.joined(separator: ", ")).")
        }
        let carry = try one.maybe("carry", most: 40).map { text in
            guard let carry = Questionnaire.Carried(rawValue: text) else {
                throw one.fault("carry", "it must be one of \(Questionnaire.Carried.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return carry
        }
        let tells = try (one.maybe("tells", most: 200) ?? "").split(separator: " ").map { text in
            guard let told = Questionnaire.Carried(rawValue: String(text)), told != .last else {
                throw one.fault("tells", "each word must be one that carry takes, and not last.")
            }
            return told
        }
        return Questionnaire.Question(
            id, try one.text("label", most: 500), kind, hint: try one.maybe("hint", most: 1000),
            required: try when(one, "required", .never, known), shown: try when(one, "shown", .always, known), carry: carry,
            tells: tells, feedsPlan: try one.flag("plan"), points: points)
    }

    private static func when(
        _ node: Node, _ key: String, _ usual: Questionnaire.When, _ known: [String: Questionnaire.Question]
    ) throws -> Questionnaire.When {
        try node.json[key].map { try when($0, node.place + ", \(key)", known) } ?? usual
    }

    private static func when(_ json: JSON, _ place: String, _ known: [String: Questionnaire.Question]) throws -> Questionnaire.When {
        func fault(_ message: String) -> Fault { Fault(line: json.line, place: Node.plain(place), message: message) }
        switch json.text {
        case "always": return .always
        case "never": return .never
        case "admitted": return .admitted
        case "not_admitted": return .notAdmitted
        case "substances": return .substances
        default: break
        }
        if json["any"] != nil {
            let node = try Node(json, place, keys: ["any"])
            return .any(try node.list("any", some: true, most: 20).map { try when($0.json, $0.place, known) })
        }
        guard json.members != nil else {
            throw fault("say always, never, admitted, not_admitted, substances, {\"question\": …, \"is\": […]} or {\"any\": […]}.")
        }
        let node = try Node(json, place, keys: ["question", "is"])
        let id = try node.text("question", most: 40)
        guard let question = known[id] else { throw node.fault("question", "no question before this one is called “\(id)”.") }
        let tokens = question.tokens
        guard !tokens.isEmpty else { throw node.fault("question", "“\(id)” has no answers to choose, so nothing can hang on them.") }
        return .answer(
            id,
            try node.list("is", some: true).map { one in
                guard let token = one.json.text, tokens.contains(token) else {
                    throw one.fault("“\(id)” has no such answer: it has \(tokens.joined(separator: ", ")).")
                }
                return token
            })
    }

    private static func score(_ node: Node, _ known: [String: Questionnaire.Question]) throws -> Questionnaire.Score {
        let one = try Node(node.json, node.place, keys: ["id", "title", "questions", "bands"])
        let questions = try one.list("questions", some: true).map { node -> String in
            guard let id = node.json.text, let question = known[id] else { throw node.fault("there is no such question.") }
            guard !question.points.isEmpty else { throw node.fault("“\(id)” gives no points.") }
            return id
        }
        let bands = try one.list("bands", some: false, most: 20).map { node -> Questionnaire.Score.Band in
            let band = try Node(node.json, node.place, keys: ["from", "to", "label"])
            let (from, to) = (try band.number("from", -10_000...10_000), try band.number("to", -10_000...10_000))
            guard from <= to else { throw band.fault("to", "the band ends before it begins.") }
            return .init(from: from, to: to, label: try band.text("label", most: 200))
        }
        for (index, band) in bands.enumerated()
        where bands.dropFirst(index + 1).contains(where: { $0.from <= band.to && band.from <= $0.to }) {
            throw one.fault("bands", "two bands hold one number.")
        }
        return .init(
            id: try one.token("id", extra: "_", most: 40), title: try one.text("title", most: 200), questions: questions, bands: bands)
    }

    /// A value with where it stands, to say what is wrong with it.
    private struct Node {
        let json: JSON
        let place: String

        init(_ json: JSON, _ place: String) { (self.json, self.place) = (json, place) }

        /// An object that knows only these names: a slip in one is told, not passed over.
        init(_ json: JSON, _ place: String, keys: [String]) throws {
            self.init(json, place)
            guard let members = json.members else { throw fault("an object in { } is expected.") }
            if let odd = members.first(where: { !keys.contains($0.key) }) {
                throw Fault(
                    line: odd.value.line, place: Node.plain(place),
                    message: "“\(odd.key)” is not known here: there are \(keys.joined(separator: ", ")).")
            }
        }

        static func plain(_ place: String) -> String { place.hasPrefix(", ") ? String(place.dropFirst(2)) : place }

        func fault(_ message: String) -> Fault { Fault(line: json.line, place: Node.plain(place), message: message) }
        func fault(_ key: String, _ message: String) -> Fault {
            Fault(line: json[key]?.line ?? json.line, place: Node.plain(place + ", \(key)"), message: message)
        }

        func text(_ key: String, most: Int) throws -> String {
            guard let text = json[key]?.text?.trimmed, !text.isEmpty else { throw fault(key, "a text is needed here.") }
            guard text.count <= most else { throw fault(key, "this may have at most \(most) characters.") }
            return text
        }
        func maybe(_ key: String, most: Int) throws -> String? { json[key] == nil ? nil : try text(key, most: most) }

        func token(_ key: String, extra: Character, most: Int) throws -> String {
            let text = try text(key, most: most)
            guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isLowercase) || $0 == extra }) else {
                throw fault(key, "only small letters, figures and \(extra) may stand here.")
            }
            return text
        }

        func number(_ key: String, _ range: ClosedRange<Int>) throws -> Int {
            guard let number = json[key]?.number, range.contains(number) else {
                throw fault(key, "a whole number from \(range.lowerBound) to \(range.upperBound) is needed here.")
            }
            return number
        }

        func flag(_ key: String) throws -> Bool {
            guard let value = json[key] else { return false }
            guard let flag = value.flag else { throw fault(key, "this must be true or false.") }
            return flag
        }

        func day(_ key: String) throws -> Day? {
            guard json[key] != nil else { return nil }
            guard let day = json[key]?.text.flatMap({ Day(iso: $0) }) else { throw fault(key, "a day like 2026-11-21 is needed here.") }
            return day
        }

        func list(_ key: String, some: Bool, most: Int = 300) throws -> [Node] {
            guard let value = json[key] else {
                if some { throw fault(key, "a list is needed here.") }
                return []
            }
            guard let items = value.list, !some || !items.isEmpty else {
                throw fault(key, "a list in [ ] with something in it is needed here.")
            }
            guard items.count <= most else { throw fault(key, "at most \(most) may stand here.") }
            return items.enumerated().map { Node($1, place + ", \(key) \($0 + 1)") }
        }
    }
}
