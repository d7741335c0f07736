import ArgumentParser
import Casework
import Demo
import Foundation
import Records

/// `waymark demo`: the made-up service of Sandholme in a new store, with someone to sign in as for every role.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Makes the made-up service of Sandholme in an empty store.")

    enum Format: String, ExpressibleByArgument { case text, json }

    @OptionGroup var place: Place
    @Option(parsing: .unconditional, help: "How many children.") var children = 400
    @Option(parsing: .unconditional, help: "Over how many years.") var years = 4
    @Option(parsing: .unconditional, help: "The same seed, with the same --until, gives the same service.") var seed: UInt64 = 7
    @Option(help: "The last day of the made-up past, such as 2026-11-21; today when left out.") var until: String?
    @Option(parsing: .unconditional, help: "How many people work there, at least 24.") var staff = 24
    @Option(parsing: .unconditional, help: "Contacts a child, on average.") var contactsPerChild = 12.0
    @Option(parsing: .unconditional, help: "Contacts of the first child, for trying long files.") var contactsOfFirstChild: Int?
    @Flag(help: "Makes the made-up region of Westmere too, with two small neighbours and figures all of them shared.") var region = false
    @Option(help: "json ends with one line for programs.") var format = Format.text

    /// What a newcomer is not to take for the way a service works.
    private static let noFactors =
        "Second factors are off here, so that a password is enough to look around. A service of your own requires one of everybody."

    func validate() throws {
        guard (1...1_000_000).contains(children) else { throw ValidationError("--children must be a number from 1 to 1000000.") }
        guard (1...30).contains(years) else { throw ValidationError("--years must be a number from 1 to 30.") }
        guard (24...10_000).contains(staff) else { throw ValidationError("--staff must be a number from 24 to 10000.") }
        guard (0...1000).contains(contactsPerChild) else { throw ValidationError("--contacts-per-child must be a number from 0 to 1000.") }
        guard (0...100_000).contains(contactsOfFirstChild ?? 0) else {
            throw ValidationError("--contacts-of-first-child must be a number from 0 to 100000.")
        }
        guard until.map({ Day(iso: $0) != nil }) ?? true else { throw ValidationError("--until must be a day like 2026-11-21.") }
    }

    func run() async throws {
        let today = Clock.now().londonDay
        let through = until.flatMap { Day(iso: $0) } ?? today
        let (records, access) = try await place.stores()
        guard try await Service.codes(in: records, access: access).isEmpty else {
            throw Refusal("There is a service here already: the demo is made only in an empty store.")
        }
        let made = DemoService.make(
            children: children, years: years, seed: seed, through: through, contactsPerChild: contactsPerChild, staff: staff,
            contactsOfFirstChild: contactsOfFirstChild)
        let loader = try await DemoLoader(made, records: records, access: access, isQuiet: format == .json)
        var signIns = try await loader.load()
        if region {
            signIns += try await DemoRegion(records: records, access: access, options: made.options).load(beside: loader.service)
        }
        await loader.service.close()
        try report(signIns)
    }

    private func line(_ one: SignIn) -> String {
        "  \(one.role.padding(toLength: 22, withPad: " ", startingAt: 0))\(one.user.padding(toLength: 24, withPad: " ", startingAt: 0))\(one.password)"
    }

    private func report(_ signIns: [SignIn]) throws {
        if !place.isPostgres {
            let path = place.data + "/sign-ins.txt"
            let text = signIns.map { "\($0.role)\t\($0.user)\t\($0.password)\($0.service.map { "\t\($0)" } ?? "")\n" }.joined()
            guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
                throw Refusal("The sign-ins could not be written beside the records.")
            }
        }
        switch format {
        case .text:
            print("Sandholme is made up: \(children.counted("child", "children")), nobody real. One sign-in for each role:\n")
            for one in signIns where one.service == nil { print(line(one)) }
            if region {
                print("\nWestmere is a made-up region: waymark serve --service \(DemoRegion.code), where these sign in:\n")
                for one in signIns where one.service != nil { print(line(one)) }
            }
            print("\n\(Self.noFactors)")
        case .json:
            struct Line: Encodable {
                let service: String
                let signIns: [SignIn]
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            print(String(decoding: try encoder.encode(Line(service: DemoService.code, signIns: signIns)), as: UTF8.self))
        }
    }
}

/// One made-up person to sign in as.
struct SignIn: Encodable, Sendable {
    let role: String
    let user: String
    let password: String
    /// The code of the region whose people they are; nil for Sandholme's own.
    var service: String?
}
