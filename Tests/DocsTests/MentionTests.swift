import Casework
import Foundation
import Practice
import Statistics
import Testing
import Web

@Suite("What there is, is in the documents")
struct MentionTests {
    @Test("every record kind has its section, with every field", arguments: allKinds.map(\.name))
    func kinds(name: String) throws {
        let text = try Documents.text("docs/data-dictionary.md")
        let section = try #require(text.components(separatedBy: "\n## ").first { $0.contains("(`\(name)`)\n") })
        for field in anyKind(name)?.fields ?? [] where !section.contains("| `\(field.name)` |") {
            Issue.record("\(name).\(field.name) is not in its section")
        }
    }

    @Test("S-PEO-12: how many roles there are is said as it is where access is explained")
    func roles() throws {
        let count = try #require([10: "ten", 11: "eleven", 12: "twelve"][Role.allCases.count])
        let decision = try Documents.text("docs/decisions/0064-roles-are-shipped.md")
        let security = try Documents.text("docs/security.md")
        #expect(decision.contains("The \(count) roles") && security.contains("for each of \(count) roles"))
    }

    @Test("every measure has its section", arguments: allMeasures.map(\.id))
    func measures(id: String) throws {
        let isThere = try Documents.text("docs/indicators.md").contains("(`\(id)`)\n")
        #expect(isThere)
    }

    @Test("S-PER-11: every part of the ten indicators stands in the table of their readings, and no other")
    func readings() throws {
        let text = try Documents.text("docs/indicator-readings.md")
        let named = Set(text.matches(of: /`(kpi[0-9]+ [0-9a-z_]+)`/).map { String($0.1) })
        let parts = allMeasures.filter { $0.id.hasPrefix("kpi") }.flatMap { measure in measure.parts.map { "\(measure.id) \($0.id)" } }
        #expect(Set(parts).subtracting(named).sorted() == [])
        #expect(named.subtracting(parts).sorted() == [])
    }

    @Test("every route has its line", arguments: Routes.all.map { "\($0.method.rawValue) \($0.pattern)" })
    func routes(route: String) throws {
        let isThere = try Documents.text("docs/addresses.md").contains("`\(route)`")
        #expect(isThere)
    }

    @Test("every setting is in operations with its standard value", arguments: Settings.all.map(\.name))
    func settings(name: String) throws {
        let setting = try #require(Settings.definition(name))
        let row =
            "| `\(name)` | \(setting.title) | \(setting.standard) \(setting.unit) | \(setting.allowed.lowerBound)–\(setting.allowed.upperBound) |"
        let isThere = try Documents.text("docs/operations.md").contains(row)
        #expect(isThere, "expected a row that begins: \(row)")
    }

    // The program cannot be imported here, so its commands are read from its source.
    @Test("every command of the program is in operations")
    func commands() throws {
        let commands = try Commands.read()
        #expect(commands.contains("serve") && commands.contains("staff add"), "\(commands)")
        let text = try Documents.text("docs/operations.md")
        // Asked one by one: an expectation over the whole text would print it.
        for command in commands where !text.contains("waymark \(command)") {
            Issue.record("waymark \(command) is not in docs/operations.md")
        }
    }

    @Test("a command is named as the program would name it")
    func namesCommands() {
        #expect(Commands.name("Serve") == "serve")
        #expect(Commands.name("ReportFigures") == "report-figures")
    }

    @Test("no document names a command of the program that is not there")
    func noOtherCommands() throws {
        let known = Set(try Commands.read() + ["help"])
        for page in try Documents.pages() where !page.hasPrefix("docs/decisions") {
            for match in try Documents.text(page).matches(of: /`waymark ([a-z][a-z-]*)/) {
                #expect(known.contains(String(match.output.1)), "\(page) names waymark \(match.output.1)")
            }
        }
    }
}

/// The program's commands and theirs, from `commandName:` and `subcommands: […]` in its source.
enum Commands {
    /// `serve`, `staff`, `staff add`, ….
    static func read() throws -> [String] {
        let source = try Documents.paths(under: "Sources/Waymark", ending: ".swift").map(Documents.text).joined(separator: "\n")
        return try under("Program", in: source)
    }

    private static func under(_ type: String, in source: String) throws -> [String] {
        let list = try Regex("struct \(type)\\b(?:(?!\nstruct )[\\s\\S])*?subcommands: \\[([^\\]]*)\\]", as: (Substring, Substring).self)
        guard let found = source.firstMatch(of: list) else { return [] }
        let types = found.output.1.split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines).replacing(".self", with: "")
        }
        return try types.filter { !$0.isEmpty }.flatMap { type in
            let named = try Regex(
                "struct \(type)\\b[\\s\\S]*?CommandConfiguration\\(\\s*(?:commandName: \"([a-z-]+)\")?", as: (Substring, Substring?).self)
            let own = source.firstMatch(of: named)?.output.1.map(String.init) ?? name(type)
            return [own] + (try under(type, in: source).map { "\(own) \($0)" })
        }
    }

    /// `ReportFigures` is `report-figures`.
    static func name(_ type: String) -> String {
        type.replacing(/([a-z])([A-Z])/) { "\($0.output.1)-\($0.output.2)" }.lowercased()
    }
}
