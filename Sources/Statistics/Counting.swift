import Casework

/// Counts several measures in one pass over the case files, one child in memory at a time.
public struct Counting: Sendable {
    public let measures: [Measure]
    public let question: Question
    private var units: [[CountedUnit]]

    public init(_ measures: [Measure], _ question: Question) {
        self.measures = measures
        self.question = question
        units = Array(repeating: [], count: measures.count)
    }

    /// Everything the loader must fetch: every measure's needs, and what tells a withdrawn child. A kind may be named several times;
    /// its fields are then the union.
    public var needs: [Need] { [Need(Child.self, "deleted")] + measures.flatMap(\.needs) }

    /// Takes in one child. What a withdrawn child would have added is kept as left out, so that no measure needs to think of it.
    public mutating func add(_ file: CaseFile) {
        let deleted = file.child.deleted == true
        let file = measures.count > 1 ? file.withProceedings(question.reference) : file
        for (i, measure) in measures.enumerated() {
            let found = measure.units(file, question)
            if deleted {
                units[i] += found.map { $0.left(out: .deleted) }
            } else {
                units[i] += found
            }
        }
    }

    /// Takes in what another counted of the children that come after these, of the same measures and question.
    public mutating func append(_ later: Counting) {
        for i in units.indices { units[i] += later.units[i] }
    }

    /// The figures of every measure, in the order the measures were given.
    public func finish() -> [Figure] { measures.indices.flatMap(figures(at:)) }

    /// The figures of one measure, by its place among those given. None looks at another's.
    public func figures(at place: Int) -> [Figure] {
        measures[place].figures(Tabulation(measures[place], question, units[place]))
    }
}

/// Every measure there is, in the order they are listed. A new one is a file in Measures/ and its name here; MeasureTests then holds it to
/// the rules all of them keep, and its twin goes into TwinTests.
public let allMeasures: [Measure] = [
    .firstTimeEntrants, .custody, .reoffendingTracker, .provenReoffending, .reoffendingShared, .outcomes, .offences, .outOfCourt,
    .suitableAccommodation, .suitableEducation, .specialNeedsPlans, .mentalHealth, .substanceMisuse, .outOfCourtCompleted, .widerServices,
    .managementBoard, .seriousViolence, .victimsEngaged,
    .disparity, .timeliness, .remand, .cohortProfile, .board,
]

extension Measure {
    /// The measure of an id; nil when there is none.
    public static func named(_ id: String) -> Measure? {
        allMeasures.first { $0.id == id } ?? TemplateSheet.all.first { $0.measure.id == id }?.measure
    }
}
