/// A form of questions as data: sections, questions, when each is asked and must be answered. It has a name and a version; what was
/// written under a version is read with that version for ever (`Assessment.form`).
public struct Questionnaire: Sendable {
    public let name: String
    public let version: Int
    public let title: String
    /// What to know before beginning, in the words of whoever fills it in.
    public let about: String
    /// The types of assessment it serves.
    public let types: [String]
    /// What it rests on, in a plain sentence.
    public let basis: String
    /// From when a new one may be begun under this version, and until when; a version that ended stays readable.
    public let from: Day?
    public let to: Day?
    public let sections: [Section]
    /// Sums of points, each over some of its questions.
    public let scores: [Score]
    /// The screen or interview of ours that one by this form is as good as; nil when it stands for itself.
    public let countsAs: String?
    /// False for one whose file is gone: it is read, and not begun.
    public var isOffered = true

    /// The types of assessment that are begun here by a questionnaire; court assessments are done elsewhere and attached.
    public static let types = ["OUT_OF_COURT", "REVIEW", "SELF_CHILD", "SELF_PARENT", "SCREENING", "EXIT"]

    /// The screens and interviews a form of a service's own may count as, with the type each is of.
    public static let counted = [
        "exploitation": "SCREENING", "communication": "SCREENING", "exit-child": "EXIT", "exit-parent": "EXIT",
    ]

    public init(
        _ name: String, version: Int, title: String, about: String, types: [String], basis: String, from: Day? = nil, to: Day? = nil,
        sections: [Section], scores: [Score] = [], countsAs: String? = nil
    ) {
        self.countsAs = countsAs
        self.name = name
        self.version = version
        self.title = title
        self.about = about
        self.types = types
        self.basis = basis
        self.from = from
        self.to = to
        self.sections = sections
        self.scores = scores
    }

    /// As `Assessment.form` keeps it: `out-of-court 1`.
    public var token: String { "\(name) \(version)" }

    public func isInForce(on day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true) }

    public var questions: [Question] { sections.flatMap(\.questions) }
    public func question(_ id: String) -> Question? { questions.first { $0.id == id } }
    public func section(_ id: String) -> Section? { sections.first { $0.id == id } }

    /// Questions that belong on one page.
    public struct Section: Sendable {
        public let id: String
        public let title: String
        public let note: String?
        public let questions: [Question]

        public init(_ id: String, _ title: String, note: String? = nil, _ questions: [Question]) {
            self.id = id
            self.title = title
            self.note = note
            self.questions = questions
        }

        /// The questions asked, given what was answered so far.
        public func asked(_ answers: Answers, _ situation: Situation) -> [Question] {
            questions.filter { $0.shown.holds(answers, situation) }
        }
    }

    /// One question.
    public struct Question: Sendable {
        public let id: String
        public let label: String
        public let hint: String?
        public let kind: Kind
        /// When it must be answered before the form is done; a half-written form is kept whatever is blank.
        public let required: When
        /// When it is asked at all.
        public let shown: When
        /// What is already known and is carried in instead of being asked again.
        public let carry: Carried?
        /// What its answer tells other forms, which begins nothing here: what a child writes of themselves is always asked afresh.
        public let tells: [Carried]
        /// Whether the plan takes it over.
        public let feedsPlan: Bool
        /// What each answer to choose counts in a score; one that is not here counts nothing.
        public let points: [String: Int]

        public init(
            _ id: String, _ label: String, _ kind: Kind = .longText, hint: String? = nil, required: When = .never, shown: When = .always,
            carry: Carried? = nil, tells: [Carried] = [], feedsPlan: Bool = false, points: [String: Int] = [:]
        ) {
            self.id = id
            self.label = label
            self.kind = kind
            self.hint = hint
            self.required = required
            self.shown = shown
            self.carry = carry
            self.tells = tells
            self.feedsPlan = feedsPlan
            self.points = points
        }

        /// The answers there are to choose.
        public var tokens: [String] {
            switch kind {
            case .text, .longText, .day: []
            case .yesNo: ["yes", "no"]
            case .one(let options), .several(let options): options.map(\.token)
            }
        }

        /// Why what was typed cannot stand, in a sentence; nil when it may.
        public func refusal(of text: String) -> String? {
            if text.isEmpty { return nil }
            switch kind {
            case .text: return text.count > 300 ? "This must be 300 characters or fewer." : nil
            case .longText: return text.unicodeScalars.count > 20_000 ? "This must be 20,000 characters or fewer." : nil
            case .yesNo: return ["yes", "no"].contains(text) ? nil : "Choose yes or no."
            case .one(let options): return options.contains { $0.token == text } ? nil : "Choose one of the answers."
            case .several(let options):
                let known = Set(options.map(\.token))
                return text.split(separator: " ").allSatisfy { known.contains(String($0)) } ? nil : "Choose from the answers."
            case .day: return Day(iso: text) == nil ? "This must be a real date, like 21/11/2026." : nil
            }
        }

        /// An answer as people read it.
        public func words(_ answer: String) -> String {
            switch kind {
            case .text, .longText: answer
            case .yesNo: answer == "yes" ? "Yes" : answer == "no" ? "No" : answer
            case .one(let options), .several(let options):
                answer.split(separator: " ").map { token in options.first { $0.token == token }?.label ?? String(token) }
                    .joined(separator: "; ")
            case .day: Day(iso: answer)?.words ?? answer
            }
        }
    }

    public enum Kind: Sendable {
        case text
        case longText
        case yesNo
        case one([Option])
        case several([Option])
        case day
    }

    /// One answer to choose.
    public struct Option: Sendable {
        public let token: String
        public let label: String
        public init(_ token: String, _ label: String) {
            self.token = token
            self.label = label
        }
    }

    /// What is known of the child before the form is begun, by which questions are asked or not.
    public struct Situation: Sendable {
        /// Whether the child has admitted the offence: if not, needs are asked about, not the offence.
        public let isAdmitted: Bool
        /// Whether a drug offence or use of substances is on the file already.
        public let isSubstanceKnown: Bool
        public init(isAdmitted: Bool = true, isSubstanceKnown: Bool = false) {
            self.isAdmitted = isAdmitted
            self.isSubstanceKnown = isSubstanceKnown
        }
    }

    /// When something holds.
    public indirect enum When: Sendable {
        case always
        case never
        /// Another question was answered with one of these.
        case answer(String, [String])
        case admitted
        case notAdmitted
        case substances
        case any([When])

        public func holds(_ answers: Answers, _ situation: Situation) -> Bool {
            switch self {
            case .always: true
            case .never: false
            case .answer(let id, let tokens): answers[id].split(separator: " ").contains { tokens.contains(String($0)) }
            case .admitted: situation.isAdmitted
            case .notAdmitted: !situation.isAdmitted
            case .substances: situation.isSubstanceKnown
            case .any(let some): some.contains { $0.holds(answers, situation) }
            }
        }
    }

    /// A known thing that a question begins with.
    public enum Carried: String, Sendable, CaseIterable {
        case wishes = "child.what_they_want"
        case strengths = "child.strengths"
        case communication = "child.communication_tip"
        case diversity = "child.diversity_needs"
        case care, education, health
        /// What the child says they want to change.
        case change
        /// What a child or parent says in their own words, which the assessment may take over as their view.
        case view
        /// What the last assessment by this form said.
        case last
    }

    /// A sum of points over some questions, and what it means.
    public struct Score: Sendable {
        public struct Band: Sendable {
            public let from: Int
            public let to: Int
            public let label: String
            public init(from: Int, to: Int, label: String) { (self.from, self.to, self.label) = (from, to, label) }
        }

        public let id: String
        public let title: String
        public let questions: [String]
        public let bands: [Band]

        public init(id: String, title: String, questions: [String], bands: [Band]) {
            (self.id, self.title, self.questions, self.bands) = (id, title, questions, bands)
        }
    }

    /// A score of what was answered: the sum, the band it falls in, and of how many questions asked how many were answered.
    public func result(_ score: Score, _ answers: Answers, _ situation: Situation) -> (sum: Int, band: String?, answered: Int, asked: Int) {
        let asked = questions.filter { score.questions.contains($0.id) && $0.shown.holds(answers, situation) }
        let answered = asked.filter { !answers[$0.id].isEmpty }
        let sum = answered.reduce(0) { sum, question in
            answers[question.id].split(separator: " ").reduce(sum) { $0 + (question.points[String($1)] ?? 0) }
        }
        return (sum, score.bands.first { ($0.from...$0.to).contains(sum) }?.label, answered.count, asked.count)
    }

    /// The questions a finished form must answer and does not.
    public func missing(_ answers: Answers, _ situation: Situation) -> [(section: Section, question: Question)] {
        sections.flatMap { section in
            section.asked(answers, situation)
                .filter { $0.required.holds(answers, situation) && answers[$0.id].isEmpty }
                .map { (section: section, question: $0) }
        }
    }
}
