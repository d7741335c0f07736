import Casework
import HTML
import Statistics

extension FigureTable {
    /// What else of the measure is better seen than read: nothing for most.
    public func charts(_ figures: [Figure]) -> HTML {
        let all = [flow(figures)] + measure.parts.map { pyramid($0, figures) }
        let drawn = all.filter { !$0.isEmpty }
        return drawn.isEmpty ? .empty : section("In pictures", id: "pictures", chartGroup(drawn))
    }

    /// What became of out-of-court referrals: whether decided, what was decided, and whether the programme was since completed. (S-PER-10)
    public func flow(_ figures: [Figure]) -> HTML {
        guard measure.id == Measure.outOfCourt.id else { return .empty }
        func whole(_ part: String) -> Figure? { figures.first { $0.part == part && $0.by.isEmpty } }
        guard let decided = whole("decided"), let waiting = whole("waiting") else { return .empty }
        let outcomes = figures.filter { $0.part == "decided" && $0.by.count == 1 && ($0.numerator ?? 0) > 0 }
        var links: [FlowLink] = []
        for outcome in outcomes {
            let name = outcome.by["outcome"] ?? ""
            let done = figures.first { $0.part == "completed" && $0.by == outcome.by }?.numerator ?? 0
            links.append(FlowLink("decided", name, outcome.numerator ?? 0))
            links.append(FlowLink(name, "done", done))
            links.append(FlowLink(name, "open", (outcome.numerator ?? 0) - done))
        }
        // Those who wait have no later step: a link of their own to the second step keeps them in the drawing and in the total.
        links.append(FlowLink("waiting", "still", waiting.numerator ?? 0))
        let decisions = outcomes.map { FlowNode($0.by["outcome"] ?? "", words.label($0.by), to: address($0)) }
        return flowChart(
            id: "flow", title: "From referral to decision to programme, \(period.words)", counting: "referrals",
            steps: [
                (
                    "Referral",
                    [FlowNode("decided", "Decided", to: address(decided)), FlowNode("waiting", "Not decided", to: address(waiting))]
                ),
                ("Decision", decisions + [FlowNode("still", "Still waiting")]),
                ("Programme", [FlowNode("done", "Completed since"), FlowNode("open", "None completed yet")]),
            ], links: links)
    }

    /// Ages by sex, where the measure gives both across each other. (S-PER-14)
    /// - Parameter day: said in the title, and sets two pyramids of one page apart.
    public func pyramid(_ part: Part, _ figures: [Figure], on day: Day? = nil) -> HTML {
        let cells = figures.filter { $0.part == part.id && Set($0.by.keys) == ["sex", "years"] }
        guard part.unit == .count, !cells.isEmpty else { return .empty }
        func count(_ age: String, _ sex: String) -> Figure? { cells.first { $0.by == ["years": age, "sex": sex] } }
        // The years between the youngest and the oldest stand there though nobody is of that age; those of no known age come last.
        let known = cells.compactMap { $0.by["years"].flatMap(Int.init) }
        let all = known.isEmpty ? [] : (min(known.min() ?? 10, 10)...max(known.max() ?? 17, 17)).map(String.init)
        let ages = all + (cells.contains { $0.by["years"] == "not known" } ? ["not known"] : [])
        let bands = ages.map { age in
            let (male, female) = (count(age, "MALE"), count(age, "FEMALE"))
            let rest = cells.filter { $0.by["years"] == age && !["MALE", "FEMALE"].contains($0.by["sex"] ?? "") }
            return PyramidBand(
                words.label("years", age), left: male?.numerator ?? 0, right: female?.numerator ?? 0,
                rest: rest.reduce(0) { $0 + ($1.numerator ?? 0) }, to: (male.flatMap(address), female.flatMap(address)))
        }
        let counting = measure.counts == .child ? "children" : "\(measure.counts.rawValue)s"
        return pyramidChart(
            id: "pyramid-\(part.id)\(day.map { "-\($0.iso)" } ?? "")",
            title: "\(part.words), by age and sex\(day.map { ", \($0.words)" } ?? "")", counting: counting, sides: ("Male", "Female"),
            bands: bands)
    }
}
