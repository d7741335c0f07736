import Casework
import HTML
import Records
import Reports
import Statistics

/// Which period a page of figures is asked for, and as known when: read from the address, with a sentence beside the box for what cannot be read.
struct FigureAsk: Sendable {
    let period: Period
    let asAt: Instant?
    /// As typed.
    let typed: (period: String, asAt: String)
    let problems: [ErrorItem]

    init(_ visit: Visit) {
        let typedPeriod = visit.query("period") ?? ""
        let typedMoment = visit.query("as_at") ?? ""
        var problems: [ErrorItem] = []
        // The last quarter that has ended: the one now running is no quarter yet.
        var period = Period.quarter(of: visit.service.today).previous
        if !typedPeriod.isEmpty {
            if let read = Period(typedPeriod) {
                period = read
            } else {
                problems.append(
                    ErrorItem(
                        field: "period",
                        "“\(typedPeriod)” is not a period. Type a quarter like 2026Q1, which is April to June 2026, for the first quarter begins in April; a year like 2026-27 or 2026; or two days like 2026-04-01..2026-06-30."
                    ))
            }
        }
        let asked = visit.asked
        if let problem = asked.problem { problems.append(ErrorItem(field: "as_at", problem)) }
        self.period = period
        asAt = asked.moment
        typed = (typedPeriod.isEmpty ? period.label : typedPeriod, typedMoment)
        self.problems = problems
    }

    /// The page of a period, asked again after a form of it was refused.
    init(_ visit: Visit, period: Period) {
        self.period = period
        asAt = nil
        typed = (period.label, "")
        problems = []
    }

    /// Where a reader who typed the moment in words is sent, so that the address says it exactly; nil when it already does.
    func exact(_ visit: Visit) -> Address? {
        guard problems.isEmpty, let asAt, typed.asAt != asAt.iso else { return nil }
        let query = visit.request.query.filter { $0.name != "as_at" && !$0.value.isEmpty }.map { ($0.name, $0.value) }
        return Address(visit.request.path, query: query + [("as_at", asAt.iso)])
    }

    /// What keeps another page at the same question.
    var query: [(String, String)] { [("period", period.label)] + (asAt.map { [("as_at", $0.iso)] } ?? []) }

    /// The boxes to ask again.
    func form(_ action: Address, keeping kept: [(String, String)] = [], also more: [FieldControl] = []) -> HTML {
        filterForm(
            action: action, label: "Period", button: "Show", kept.map { hidden($0.0, $0.1) }.joined() + fields(controls + more))
    }

    var controls: [FieldControl] {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        // Refused for another box, it stands as it was typed: an hour the clocks left out is read as the one after.
        let moment = problems.isEmpty ? asAt.map { "\($0.londonDay.typed) \($0.londonTime)" } ?? typed.asAt : typed.asAt
        return [
            FieldControl(
                id: "period", label: "Period",
                hint:
                    "A quarter like 2026Q1 (April to June 2026: the first quarter begins in April), a year like 2026-27 or 2026, or two days like 2026-04-01..2026-06-30",
                error: message("period"), value: typed.period, width: .w20),
            FieldControl(
                id: "as_at", label: "As it was known", hint: "Empty is now. A day alone is its end.", error: message("as_at"),
                value: moment, isRequired: false, width: .w20),
        ]
    }
}

extension At {
    static func figure(_ measure: Measure, _ part: String? = nil, _ query: [(String, String)] = []) -> Address {
        Address("/figures/\(measure.id)" + (part.map { "/\($0)" } ?? ""), query: query)
    }

    /// Who is in one figure.
    static func members(_ figure: Figure, _ query: [(String, String)]) -> Address {
        members(figure.measure, figure.part, figure.by, query)
    }
    static func members(_ measure: String, _ part: String, _ by: [String: String], _ query: [(String, String)]) -> Address {
        let cell = by.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
        return Address("/figures/\(measure)/members", query: [("part", part)] + (cell.isEmpty ? [] : [("by", cell)]) + query)
    }
    static func benchmark(_ measure: String) -> Address { Address("/benchmarks/\(measure)") }
}

extension Visit {
    /// The measure an address names.
    func measure() throws -> Measure {
        guard let measure = Measure.named(try request.parameter("measure")) else { throw NotFound() }
        return measure
    }
}

extension Measure {
    /// Whether it is a sheet of the summary template, which has a page of its own.
    var isTemplate: Bool { id.hasPrefix("template.") }
}

extension Access {
    /// Whether the children a measure counts may be named to this role: a figure of health needs names who has one.
    func mayName(_ measure: Measure) -> Bool {
        may(.openFile)
            && measure.needs.allSatisfy { need in
                sees(need.kind.sensitivity) && need.kind.fields.allSatisfy { !need.fields.contains($0.name) || sees($0.sensitivity) }
            }
    }
}
