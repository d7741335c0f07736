import ArgumentParser
import Casework
import Foundation
import Records

/// `waymark import`: brings in a case-level folder (interchange.md §1).
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings in a case-level folder of CSV files.",
        discussion:
            "Accepted rows are written in one transaction. Refused rows go to FOLDER/refused with a reason a column; the rest is still taken."
    )

    @Argument(help: "The folder; children.csv must be in it.") var folder: String
    @OptionGroup var place: Place
    @Option(help: "Whose references these are; the same reference from another source is another record.") var source = "folder"
    @Option(help: "The service's name, when this import is its first.") var name: String?
    @Flag(help: "Write nothing unless every row and every file of the folder is taken.") var strict = false
    @Flag(help: "Check only; write nothing anywhere.") var dryRun = false

    func run() async throws {
        let files = try CaseFolder(folder).read()
        let progress = Progress()
        let place = place
        do { try Importer.check(files, source: source) } catch let error as ImportError { throw Refusal(error.description) }
        // Refused rows go into the folder: where they cannot, an import with any of them is no import.
        let checksFirst = dryRun || strict || !FileManager.default.isWritableFile(atPath: folder)
        if checksFirst, try await !place.hasService() {
            // A service that is not there yet is made only once something will be kept in it.
            let report = try await Scratch.withService { try await stage(files, $0, progress).report }
            if dryRun { return try show(report) }
            if strict, !report.isWhole { return try refuse(report) }
            if report.refused > 0 { try CaseFolder(folder).writeRefused(report) }
        }
        let service = try await place.openOrMake(name: name)
        do {
            let staged = try await stage(files, service, progress)
            if dryRun {
                try show(staged.report)
            } else if strict, !staged.report.isWhole {
                try refuse(staged.report)
            } else {
                try CaseFolder(folder).writeRefused(staged.report)
                let report = try await staged.publish(onlyWhole: strict)
                // Somebody's work in the meantime can make a row wrong that was right when it was checked.
                if strict, !report.isWhole { return try refuse(report) }
                if report.refused != staged.report.refused { try CaseFolder(folder).writeRefused(report) }
                try show(report)
            }
        } catch {
            await service.close()
            throw error
        }
        await service.close()
    }

    private func stage(_ files: [(name: String, bytes: [UInt8])], _ service: Service, _ progress: Progress) async throws -> StagedImport {
        do {
            return try await Importer(service).stage(files, source: source) { at in
                progress.say(at.file.map { "\($0): \(at.rows) of \(at.of.counted("row")) checked" } ?? "writing \(at.of.counted("record"))")
            }
        } catch let error as ImportError {
            throw Refusal(error.description)
        }
    }

    private func refuse(_ report: ImportReport) throws {
        try CaseFolder(folder).writeRefused(report)
        try show(report)
        throw Refusal("Nothing was written: \(rows(report.refused)) refused (see \(folder)/refused).")
    }

    private func rows(_ count: Int) -> String { count == 1 ? "1 row was" : "\(count) rows were" }

    private func show(_ report: ImportReport) throws {
        let width = max(24, (report.files.map(\.name.count).max() ?? 0) + 2)
        func line(_ name: String, _ cells: [String]) {
            print(
                name.padding(toLength: width, withPad: " ", startingAt: 0)
                    + cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined())
        }
        line("file", ["read", "new", "changed", "unchanged", "refused"])
        for file in report.files {
            line(file.name, [file.read, file.new, file.changed, file.unchanged, file.refused.count].map(String.init))
        }
        for file in report.files where !file.unknownColumns.isEmpty {
            print("\(file.name): unknown columns ignored: \(file.unknownColumns.joined(separator: ", "))")
        }
        for file in report.files {
            for row in file.remarks.prefix(20) { note("\(file.name), line \(row.line), taken, but: \(row.words)") }
            if file.remarks.count > 20 { note("\(file.name): \(file.remarks.count - 20) more rows were taken with a remark") }
        }
        if !report.unknown.isEmpty { print("not part of the case-level folder, left alone: \(report.unknown.joined(separator: ", "))") }
        if dryRun {
            for file in report.files { for row in file.refused.prefix(20) { note("\(file.name), line \(row.line): \(row.words)") } }
            print("dry run: nothing was written")
        } else if report.refused > 0 {
            note("\(rows(report.refused)) refused: see \(folder)/refused")
        }
    }
}
