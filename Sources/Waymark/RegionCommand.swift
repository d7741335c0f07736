import ArgumentParser
import Casework
import Foundation
import Records
import Reports
import Statistics

/// `waymark report region`: every service of a store counted as it counts itself, and added.
struct ReportRegion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "region", abstract: "Adds up the figures of every service in a store, and says who is known to more than one.")

    /// What a region is asked for first.
    static let headlines = ["fte", "custody", "oocd", "reoffending.tracker"]

    @OptionGroup var place: Place
    @Option(help: "A quarter 2026Q1, a financial year 2026-27, a calendar year 2026, or FROM..TO.") var period: String
    @OptionGroup var moment: Moment
    @Option(name: .customLong("measure"), help: "These measures instead of the headlines; repeat for several.") var measures: [String] =
        headlines

    func validate() throws {
        try ReportCommand.check(period: period, measures: measures)
    }

    func run() async throws {
        guard let asked = Period(period) else { return }
        // A region has no children of its own to count.
        var counted: [Service] = []
        for one in try await place.openAll() where try await !one.isRegion() { counted.append(one) }
        let services = counted
        // Each service's own log says that it was counted.
        for service in services { try await service.recordView(byProgram: View("figure", page: "waymark report region")) }
        let progress = Progress()
        let region = try await RegionFigures.read(
            services, FigureSet.Ask(asked, measures.compactMap(Measure.named)), asAt: moment.instant,
            atOnce: ProcessInfo.processInfo.activeProcessorCount
        ) { done in progress.say("\(done) of \(services.count) services") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        FileHandle.standardOutput.write(try encoder.encode(RegionSheet(region)) + Data("\n".utf8))
        await services.first?.close()
    }
}

/// The sums as a program reads them: no members, for those are each service's own.
private struct RegionSheet: Encodable {
    struct Span: Encodable { let label, from, to: String }
    struct Line: Encodable {
        let measure, part: String
        let by: [String: String]
        let unit: String
        let numerator: Double
        let denominator, value, lower, upper: Double?
        let services: Int
        let alsoElsewhere: Int?
    }
    struct Shared: Encodable {
        let by: String
        let people, files: Int
    }
    struct Figure: Encodable {
        let measure, part: String
        let numerator: Double
        let denominator: Double?
    }
    struct Contribution: Encodable {
        let service: String
        let children: Int
        let figures: [Figure]
    }

    let period: Span
    let figures: [Line]
    let sharedChildren: [Shared]
    let services: [Contribution]

    init(_ region: RegionFigures) {
        period = Span(label: region.period.label, from: region.period.from.iso, to: region.period.to.iso)
        figures = region.lines.map {
            Line(
                measure: $0.measure, part: $0.part, by: $0.by, unit: $0.unit.rawValue, numerator: $0.numerator, denominator: $0.denominator,
                value: $0.value, lower: $0.interval?.lower, upper: $0.interval?.upper, services: $0.services,
                alsoElsewhere: $0.alsoElsewhere)
        }
        sharedChildren = region.shared.map { Shared(by: $0.by.rawValue, people: $0.people, files: $0.files) }
        services = region.services.map { one in
            Contribution(
                service: one.service, children: one.children,
                figures: one.figures.map {
                    Figure(measure: $0.measure, part: $0.part, numerator: $0.numerator, denominator: $0.denominator)
                })
        }
    }
}
