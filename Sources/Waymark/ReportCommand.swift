import ArgumentParser
import Casework
import Foundation
import Records
import Reports
import Statistics

/// `waymark report NAME`.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "report", abstract: "Prints figures.", subcommands: [ReportFigures.self])
}

/// `waymark report figures` (interchange.md §2).
struct ReportFigures: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv }

    static let configuration = CommandConfiguration(commandName: "figures", abstract: "Prints the service's figures for a period.")

    @OptionGroup var place: Place
    @Option(help: "A quarter 2026Q1, a financial year 2026-27, a calendar year 2026, or FROM..TO.") var period: String
    @OptionGroup var moment: Moment
    @Option(name: .customLong("measure"), help: "Only these measures; repeat for several.") var measures: [String] = []
    @Option(help: "json has every member; csv is a row a figure.") var format = Format.json

    func validate() throws {
        guard Period(period) != nil else {
            throw ValidationError("“\(period)” is no period: try 2026Q1, 2026-27, 2026 or 2026-04-01..2026-06-30.")
        }
        for id in measures where Measure.named(id) == nil {
            throw ValidationError("There is no measure “\(id)”: there are \(allMeasures.map(\.id).joined(separator: ", ")).")
        }
    }

    func run() async throws {
        guard let asked = Period(period) else { return }
        let service = try await place.open()
        let wanted = measures.isEmpty ? allMeasures : measures.compactMap(Measure.named)
        try await service.recordView(byProgram: View("figure", page: "waymark report figures"))
        let sheet = try await FigureSet.read(service, [FigureSet.Ask(asked, wanted)], asAt: moment.instant).sheet()
        let text = format == .json ? sheet.json : sheet.csv
        FileHandle.standardOutput.write(Data(text.utf8))
        await service.close()
    }
}
