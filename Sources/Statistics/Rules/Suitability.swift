import Casework

/// A moment of an order at which homes and education are looked at (interchange.md §4).
enum Moment: String, Sendable, CaseIterable {
    case start, end
}

extension EndedOrder {
    func covers(_ moment: Moment, _ from: Day?, _ to: Day?) -> Bool {
        moment == .start ? isAtStart(from, to) : isAtEnd(from, to)
    }
}

extension CountedUnit {
    /// Marks whether all stretches that cover a moment are suitable; none says nothing. UNKNOWN counts as unsuitable (regulation.md §1.3, §2.3).
    mutating func mark(_ moment: Moment, suitabilities: [Bool]) {
        guard !suitabilities.isEmpty else { return }
        marks.insert((suitabilities.allSatisfy { $0 } ? suitable : unsuitable)(moment))
    }
}

func suitable(_ moment: Moment) -> String { "suitable at \(moment.rawValue)" }
func unsuitable(_ moment: Moment) -> String { "unsuitable at \(moment.rawValue)" }

/// The six parts KPI 1 and KPI 2 share: suitable at the end, and how that changed since the start.
struct SuitabilityParts {
    let headline: Part
    let suitable: [Moment: Part]
    let unsuitable: [Moment: Part]
    let change: Part

    init(_ number: Int, _ place: String) {
        headline = Part("headline", .percent, "Children in suitable \(place) at the end, of those with an order ending")
        suitable = [
            .start: Part("\(number)a_start_suitable", .percent, "In suitable \(place) at the start"),
            .end: Part("\(number)a_end_suitable", .percent, "In suitable \(place) at the end"),
        ]
        unsuitable = [
            .start: Part("\(number)a_start_unsuitable", .percent, "In \(place) that is not suitable, or not known to be, at the start"),
            .end: Part("\(number)a_end_unsuitable", .percent, "In \(place) that is not suitable, or not known to be, at the end"),
        ]
        change = Part("\(number)a_change", .percent, "In suitable \(place): those at the end less those at the start, of all")
    }

    var all: [Part] { [headline] + Moment.allCases.compactMap { suitable[$0] } + Moment.allCases.compactMap { unsuitable[$0] } + [change] }

    func figures(_ tabulation: Tabulation) -> [Figure] {
        let all = tabulation.whole
        func share(_ part: Part, _ mark: String) -> Figure { all.share(part) { $0.marks.contains(mark) } }
        return [share(headline, Statistics.suitable(.end))]
            + Moment.allCases.flatMap { moment in
                [
                    suitable[moment].map { share($0, Statistics.suitable(moment)) },
                    unsuitable[moment].map { share($0, Statistics.unsuitable(moment)) },
                ]
                .compactMap { $0 }
            } + [all.change(change, from: Statistics.suitable(.start), to: Statistics.suitable(.end))]
    }
}

extension Cell {
    /// How many more bear one mark than another, of all: negative when fewer do. What is counted are those who bear one of the two.
    func change(_ part: Part, from before: String, to after: String) -> Figure {
        let came = counted.filter { $0.marks.contains(after) && !$0.marks.contains(before) }
        let went = counted.filter { $0.marks.contains(before) && !$0.marks.contains(after) }
        let net = came.count - went.count
        var figure = figure(
            part, numerator: net, denominator: counted.count, value: quotient(net, counted.count, part.unit.multiplier), members: members,
            counted: (came + went).map { Member($0) })
        figure.extras["came"] = .number(Double(came.count))
        figure.extras["went"] = .number(Double(went.count))
        return figure
    }
}
