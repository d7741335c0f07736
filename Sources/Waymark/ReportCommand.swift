import ArgumentParser
import Casework
import Foundation
import Records
import Reports
import Statistics

/// `waymark report NAME`.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Prints figures.",
        subcommands: [ReportFigures.self, ReportBoard.self, ReportRegion.self, ReportReturn.self])

    /// What each report asks of the period and the measures it is given.
    static func check(period: String, measures: [String] = []) throws {
        guard Period(period) != nil else {
            throw ValidationError("“\(period)” is no period: try 2026Q1, 2026-27, 2026 or 2026-04-01..2026-06-30.")
        }
        for id in measures where Measure.named(id) == nil {
            throw ValidationError("There is no measure “\(id)”: there are \(allMeasures.map(\.id).joined(separator: ", ")).")
        }
    }
}

/// `waymark report figures` (interchange.md §2).
struct ReportFigures: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv }

    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Prints the service's figures for a period, exact and with who is counted: for its own staff, not to leave it.")

    @OptionGroup var place: Place
    @Option(help: "A quarter 2026Q1, a financial year 2026-27, a calendar year 2026, or FROM..TO.") var period: String
    @OptionGroup var moment: Moment
    @Option(name: .customLong("measure"), help: "Only these measures; repeat for several.") var measures: [String] = []
    @Option(help: "json has every member; csv is a row a figure.") var format = Format.json

    func validate() throws {
        try ReportCommand.check(period: period, measures: measures)
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

/// `waymark report board`: what may leave.
struct ReportBoard: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case html, csv }

    static let configuration = CommandConfiguration(
        commandName: "board", abstract: "Prints a board report as it was issued, with small numbers hidden: this may leave the service.")

    @OptionGroup var place: Place
    @Option(help: "The report's period, as it was begun for: 2026Q1 or 2026-27. Of several the one issued last.") var period: String
    @Option(help: "html is the document; csv its figures.") var format = Format.html

    func run() async throws {
        let service = try await place.open()
        let issued = try await service.read(.wholeService(reason: "report")) { try $0.serviceRecords(Report.self) }
            .filter { $0.value.period == period && $0.value.issuedOn != nil }.max { $0.from < $1.from }
        try await service.recordView(byProgram: View("report", page: "waymark report board"))
        await service.close()
        guard let report = issued?.value, let copy = report.issuedCopy, let figures = report.issuedFigures else {
            throw Refusal("No report for \(period) has been issued: it is issued on the page of board reports.")
        }
        FileHandle.standardOutput.write(Data((format == .html ? copy : figures).utf8))
    }
}

/// `waymark report return`: the national return of a period, in a form of our own (docs/return.md).
struct ReportReturn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Writes the national return of a period, and says what its rules refuse.")

    @OptionGroup var place: Place
    @Option(help: "A quarter 2026Q1, a financial year 2026-27, a calendar year 2026, or FROM..TO.") var period: String
    @OptionGroup var moment: Moment
    @Option(help: "json or xml: names of our own, for the national schema is not public.") var format = NationalReturn.Form.json
    @Option(
        help:
            "A file with the receiver's names, what it must have and the values it takes: written under them, or refused (docs/return.md).")
    var schema: String?
    @Flag(name: .customLong("receivers-names"), help: "Under the receiver's schema that is loaded for the period (/returns/schemas).")
    var isLoaded = false
    @Option(name: .customLong("to"), help: "The file to write, readable by its owner only; otherwise it is printed.") var file: String?

    func validate() throws {
        try ReportCommand.check(period: period)
        if isLoaded, schema != nil { throw ValidationError("--schema and --receivers-names say two things: give one of them.") }
    }

    func run() async throws {
        guard let asked = Period(period) else { return }
        var schema = try schema.map(ReportReturn.schema)
        var xsd: String?
        let service = try await place.open()
        if isLoaded {
            let loaded = try await service.read(.wholeService(reason: "return")) { try $0.returnSchema(for: asked) }
            (schema, xsd) = (loaded?.schema, loaded?.stored.xsd)
            guard schema != nil else {
                await service.close()
                let why =
                    loaded?.fault.map { "the one that is cannot be read, line \($0.line): \($0.message)" } ?? "load one at /returns/schemas"
                throw Refusal("No receiver's schema is loaded for a return that ends on \(asked.to.iso): \(why).")
            }
        }
        let made = try await NationalReturn.read(service, asked, asAt: moment.instant)
        let children = (made.documents + made.withdrawn).map(\.child)
        try await service.recordView(byProgram: View("export", page: "waymark report return", shown: children))
        var whole = made.entity
        if let schema {
            let applied = schema.applied(to: whole)
            for place in applied.unmet { note("“\(schema.name)” names \(place): nothing of that sort is in this return.") }
            guard applied.faults.isEmpty else {
                await service.close()
                let faults = applied.faults.prefix(50).joined(separator: "\n")
                throw Refusal("The return does not fit “\(schema.name)”; nothing is written.\n\(faults)")
            }
            whole = applied.entity
        }
        let bytes = NationalReturn.bytes(whole, format)
        if format == .xml, let xsd {
            do { try await ReportReturn.hold(bytes, to: xsd) } catch {
                await service.close()
                throw error
            }
        }
        if let file {
            guard Files.write(bytes, to: file) else { throw Refusal("\(file) cannot be written.") }
        } else {
            FileHandle.standardOutput.write(Data(bytes))
        }
        note(
            "\(made.documents.count.counted("child", "children")), \(made.withdrawn.count) withdrawn; refused \(made.refusals.count), warnings \(made.findings.count - made.refusals.count)"
        )
        if case .overtaken(let day, _) = made.signing {
            note("signed off on \(day.iso) and changed since: the file does not say that it is signed off, until it is again")
        }
        for (rule, _) in ReturnRule.inForce(made.ask) {
            let count = made.refusals.count { $0.rule.id == rule.id }
            if count > 0 { note("refused: \(rule.title) (\(count))") }
        }
        await service.close()
    }
}

extension ReportReturn {
    /// Refuses XML that is not as the receiver's XSD says, or that could not be held to it; without xmllint it says that nothing was checked.
    fileprivate static func hold(_ bytes: [UInt8], to xsd: String) async throws {
        guard let validator = XMLValidator.find() else { return note("This machine has no xmllint: the XML was not held to the XSD.") }
        let faults: [String]
        do { faults = try await validator.faults(of: bytes, under: xsd) } catch {
            throw Refusal("\(error.sentence) Nothing is written.")
        }
        guard faults.isEmpty else {
            throw Refusal("The XML is not as the XSD says; nothing is written.\n\(faults.prefix(50).joined(separator: "\n"))")
        }
    }

    fileprivate static func schema(_ path: String) throws -> ReturnSchema {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw Refusal("\(path) cannot be read.") }
        do { return try ReturnSchema(Array(bytes)) } catch let fault as ReturnSchema.Fault {
            throw Refusal("\(path), line \(fault.line): \(fault.message).")
        }
    }
}

extension NationalReturn.Form: ExpressibleByArgument {}
