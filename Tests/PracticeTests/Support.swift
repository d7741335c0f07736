import Casework
import Practice
import Testing

/// A day written as in a table; a day that does not exist fails the test that asked for it.
func day(_ iso: String, sourceLocation: SourceLocation = #_sourceLocation) -> Day {
    guard let day = Day(iso: iso) else {
        Issue.record("\(iso) is not a day", sourceLocation: sourceLocation)
        return Day(number: 0)
    }
    return day
}

func child(_ given: String?, _ family: String?, born: String? = nil, _ change: (inout Child) -> Void = { _ in }) -> Child {
    var child = Child()
    child.givenName = given
    child.familyName = family
    child.dateOfBirth = born.map { day($0) }
    change(&child)
    return child
}

/// Made-up ids that differ by their number.
func id(_ number: Int) -> RecordID {
    var random = Counting(value: UInt64(number))
    return RecordID(at: Instant(milliseconds: Int64(number)), random: &random)
}

/// Counts instead of choosing at random.
struct Counting: RandomNumberGenerator {
    var value: UInt64
    mutating func next() -> UInt64 {
        value = value &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return value ^ (value >> 29)
    }
}

/// A file of a child known by name and birth, to which tests add records.
func file(_ child: Child = child("Jan", "Kowalski", born: "2011-09-03") { $0.characteristicsAskedOn = Day(number: 0) }) -> CaseFile {
    CaseFile(child: Entry(id: id(1), ref: "W1", value: child))
}

extension CaseFile {
    /// Adds a record; its id is its place in the file.
    mutating func add<R: RecordKind>(_ record: R, _ change: (inout R) -> Void) {
        var record = record
        change(&record)
        let number = 100 + self[R.self].count
        self[R.self].append(Entry(id: id(number), ref: "\(number)", value: record))
    }

    mutating func programme(_ from: String, _ to: String? = nil) {
        add(Programme()) {
            $0.startDate = day(from)
            $0.endDate = to.map { day($0) }
        }
    }

    mutating func contact(_ at: String, _ attendance: String?, _ change: (inout Contact) -> Void = { _ in }) {
        add(Contact()) {
            $0.at = Instant("\(at)T11:00") ?? Instant(milliseconds: 0)
            $0.attendance = attendance
            ($0.aim, $0.content, $0.outcome, $0.risk, $0.nextSteps, $0.safeguarding) = ("a", "b", "c", "d", "e", "f")
            change(&$0)
        }
    }
}

/// The tasks of one rule.
func tasks(_ rule: String, _ file: CaseFile, _ on: String = "2026-11-21", _ settings: [String: String] = [:]) -> [Practice.Task] {
    Tasks.due(file, settings: Settings(settings), on: day(on)).filter { $0.rule == rule }
}

/// The lists as shipped, for tests of what does not hang on them.
extension Tasks {
    static func due(_ file: CaseFile, settings: Settings, panels: [RecordID: Day] = [:], on day: Day) -> [Practice.Task] {
        due(file, settings: settings, lists: .shipped, panels: panels, on: day)
    }
}

extension ServiceLists {
    static let shipped = ServiceLists(options: OutOfCourtOptions(), codes: ShippedCodes.codes, forms: .shipped)
}
