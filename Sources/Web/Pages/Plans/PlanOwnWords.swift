import Casework
import HTML
import Practice
import Records

/// What the child wrote of themselves that the plan has a place for: offered over its boxes, and taken over by a tick.
///
/// It is not filled in: a plan is read by police and others who may not read what a child wrote of themselves (decision 0093).
struct PlanOwnWords {
    private struct Place {
        let field: String
        let path: any WritableKeyPath<Plan, String?> & Sendable
        let told: Questionnaire.Carried
        var name: String { "\(field)_own" }
    }

    private static let places = [
        Place(field: "childs_words", path: \.childsWords, told: .wishes), Place(field: "how_to_help", path: \.howToHelp, told: .strengths),
        Place(field: "diversity", path: \.diversity, told: .diversity),
    ]

    private let child: RecordID
    private let words: [(place: Place, text: String, source: String)]

    /// Nil while the child wrote nothing of it, or what they wrote is closed to this person.
    init?(_ reader: Reader, _ file: FileHead) throws {
        let told = try ToldInAssessment(reader, child: file.id, own: true)
        words = Self.places.compactMap { place in
            told[place.told].flatMap { $0.source.hasSuffix(ToldInAssessment.ownWords) ? (place, $0.text, $0.source) : nil }
        }
        guard !words.isEmpty else { return nil }
        child = file.id
    }

    /// The words with the boxes that take them over; those that stand in the plan already are not offered again.
    func offer(_ reader: Reader, _ visit: Visit) throws -> HTML {
        let plan = try visit.request.parameters["id"].flatMap(RecordID.init).flatMap {
            try reader.record(Plan.self, child: child, id: $0)
        }
        let offers = words.compactMap { place, text, source -> HTML? in
            guard let box = Plan.kind.field(place.field), visit.person.access.mayWrite(box, of: Plan.kind) else { return nil }
            let written = visit.form.has(place.field) ? visit.form[place.field] : plan.flatMap { $0.value[keyPath: place.path] } ?? ""
            guard !written.contains(text) else { return nil }
            return OwnWords.offer(
                text, source: source, box: place.name, label: "Take these words over into “\(box.label)”",
                hint: "A plan is read by police and others at work with the child. Leave the box empty if they were for you alone.",
                value: visit.form[place.name])
        }
        return when(!offers.isEmpty, "<h2>In the child’s own words</h2>" + offers.joined())
    }

    /// Takes over what was ticked, in front of what was typed.
    func take(_ plan: inout Plan, _ form: RecordForm<Plan>) {
        for (place, text, _) in words where form.other[place.name] == "yes" {
            guard let field = Plan.kind.field(place.field), form.access.mayWrite(field, of: Plan.kind) else { continue }
            plan[keyPath: place.path] = OwnWords.taken(text, over: plan[keyPath: place.path])
        }
    }
}
