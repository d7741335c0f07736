import Casework

/// The budget and staffing forms as they are laid out: which lines and headings each has on a day, and what is written in them. (S-PER-22)
public struct ResourceForms: Sendable {
    /// One of the forms.
    public struct Sheet: Sendable {
        public let id: String
        public let title: String
        public let lines: [CodeValue]
        public let headings: [CodeValue]
        /// Whether its numbers are pounds.
        public var isMoney: Bool { id == "BUDGET" }
    }

    private let resources: [Resource]
    private let codes: Codes

    public init(_ resources: [Resource], _ codes: Codes) { (self.resources, self.codes) = (resources, codes) }

    /// The forms of a year: what is in force on its last day, and what was written under a code that has since ended.
    public static func sheets(_ codes: Codes, yearEnding day: Day, _ written: [Resource] = []) -> [Sheet] {
        let used = Set(written.filter { $0.periodEnding == day }.flatMap { [$0.line, $0.heading] })
        func those(_ list: String, _ sheet: String) -> [CodeValue] {
            codes.all(list).filter { $0.group == sheet && ($0.isInForce(on: day) || used.contains($0.token)) }
        }
        return codes.inForce("resource_sheet", on: day).map {
            Sheet(
                id: $0.token, title: $0.label, lines: those("resource_line", $0.token), headings: those("resource_heading", $0.token))
        }
    }

    /// A number each, by year, form, line and heading in the forms' order.
    var entities: [ReturnEntity] {
        func place(_ list: String, _ token: String) -> Int { codes.all(list).firstIndex { $0.token == token } ?? .max }
        let keyed = resources.map { one in
            (
                key: [
                    one.periodEnding.number, place("resource_sheet", one.sheet), place("resource_line", one.line),
                    place("resource_heading", one.heading),
                ], one: one
            )
        }
        return keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, one in
            var entity = ReturnEntity("budget_or_staffing_number")
            entity.put("form", one.sheet)
            entity.put("period_ending", one.periodEnding)
            entity.put("line", one.line)
            entity.put("heading", one.heading)
            entity.put("number", one.number)
            return entity
        }
    }
}
