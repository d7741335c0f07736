import ArgumentParser
import Casework
import Foundation
import Records

/// `waymark staff add|disable|reset`.
struct StaffCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "Takes on staff, stops them signing in, gives a new password.",
        subcommands: [AddStaff.self, DisableStaff.self, ResetStaff.self])
}

struct AddStaff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Takes on a member of staff and prints a one-time password.")

    @OptionGroup var place: Place
    @Option(help: "User name: small letters, figures, full stops and hyphens.") var user: String
    @Option(help: "Their name.") var name: String
    @Option(help: ArgumentHelp("\(Role.allCases.map(\.rawValue).joined(separator: ", ")).")) var role: String
    @Option(help: "Their team.") var team: String?
    @Option(help: "Where they live, to tell when they open a neighbour's file.") var homePostcode: String?
    @Option(help: "Makes the service of --service beside those a database holds, with this as its full name.") var newService: String?

    func validate() throws {
        guard newService == nil || place.service != nil else { throw ValidationError("--new-service needs its code: --service.") }
        guard newService == nil || place.isPostgres else {
            throw ValidationError("--new-service is for a PostgreSQL database: a folder holds one service.")
        }
        guard Role(rawValue: role) != nil else {
            throw ValidationError("There is no role “\(role)”: there are \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
    }

    func run() async throws {
        guard let role = Role(rawValue: role) else { return }
        if newService != nil, try await place.hasService() { throw Refusal("There is a service of that code already.") }
        let service = try await newService == nil ? place.openOrMakeFirst() : place.openOrMake(name: newService)
        var staff = Staff()
        (staff.user, staff.name, staff.team, staff.homePostcode) = (user, name, team, homePostcode)
        let password = Passphrase.make()
        do {
            try await service.addStaff(staff, role: role, password: password)
        } catch StaffError.taken {
            throw Refusal("Somebody has the user name \(user) already.")
        }
        await service.close()
        print("user \(user)\npassword \(password)")
    }
}

struct DisableStaff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Stops a member of staff signing in, and signs them out.")

    @OptionGroup var place: Place
    @Option(help: "User name.") var user: String

    func run() async throws {
        let service = try await place.open()
        do { try await service.disableStaff(user: user) } catch StaffError.unknown {
            throw Refusal("Nobody here has the user name \(user).")
        } catch StaffError.lastAdministrator {
            throw Refusal("\(user) is the only system administrator who may sign in: add another first.")
        }
        await service.close()
        print("\(user) may no longer sign in")
    }
}

struct ResetStaff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Gives a member of staff a one-time password and lets them sign in again.")

    @OptionGroup var place: Place
    @Option(help: "User name.") var user: String

    func run() async throws {
        let service = try await place.open()
        let password = Passphrase.make()
        do { try await service.resetPassword(user: user, to: password) } catch StaffError.unknown {
            throw Refusal("Nobody here has the user name \(user).")
        }
        await service.close()
        print("user \(user)\npassword \(password)")
    }
}
