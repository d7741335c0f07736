import ArgumentParser
import Casework
import Records

/// `waymark region join`.
struct RegionCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "region", abstract: "Brings services together in a region, which holds only figures they issued and shared.",
        subcommands: [JoinRegion.self])
}

struct JoinRegion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Makes a service a member of a region in the same store.",
        discussion: "A region has a code of its own, and people of its own: waymark staff add --service REGION --role regional_analyst.")

    @OptionGroup var place: Place
    @Option(help: "The region's code.") var region: String
    @Option(help: "The region's name: makes the region where there is none of that code.") var name: String?

    func validate() throws {
        guard !region.trimmed.isEmpty, region.utf8.count <= 40 else { throw ValidationError("--region is a short code.") }
        guard name.map({ !$0.trimmed.isEmpty && $0.count <= 200 }) ?? true else {
            throw ValidationError("--name is the region's name, of 200 characters or fewer.")
        }
    }

    func run() async throws {
        let service = try await place.open()
        do { try await service.join(region: region, name: name) } catch let fault as RegionFault {
            await service.close()
            throw Refusal(fault.message)
        }
        await service.close()
        print("\(service.name) is a member of \(region)")
    }
}
