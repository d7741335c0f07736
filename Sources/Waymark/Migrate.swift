import ArgumentParser
import Casework
import Foundation
import Records
import Storage

/// `waymark migrate`: brings the tables up to date apart from serving, or rehearses it.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings the tables up to date, as every command does that opens them; or says what that would do.",
        discussion: "On PostgreSQL the role that owns the tables runs it, and names with --program-role the one that serves.")

    @Option(help: "A folder for SQLite, or a postgres:// URL.") var data: String
    @Flag(help: "Try every step on the records themselves, check the journal after them, and take it all back.") var dryRun = false
    @Option(help: "PostgreSQL: a role that may read and write what the program does, and own or alter nothing.") var programRole: String?

    func validate() throws {
        if programRole != nil, try !Place.at(data).isPostgres { throw ValidationError("--program-role is for PostgreSQL.") }
        if programRole != nil, dryRun { throw ValidationError("--dry-run gives no rights: leave --program-role out.") }
    }

    func run() async throws {
        let place = try Place.at(data)
        let (records, access) = try await place.stores(mustExist: true)
        if dryRun {
            let found = try await Upgrade.rehearse(records: records, access: access, clock: Clock.now)
            await place.close(records, access)
            return try tell(found)
        }
        let pending = try await Upgrade.pending(records: records, access: access)
        try await Upgrade.run(records: records, access: access)
        for id in pending { print("ran \(id)") }
        if let programRole {
            do { try await Upgrade.grant(to: programRole, records) } catch let StoreError.other(code) where code.hasPrefix("42704") {
                throw Refusal("There is no role \(programRole) in that database: CREATE ROLE it first (docs/operations.md).")
            }
            print("\(programRole) may read and write what the program does, and alter nothing")
        }
        await place.close(records, access)
        print("up to date")
    }

    private func tell(_ found: Upgrade.Rehearsal) throws {
        for id in found.ran { print("would run \(id)") }
        for service in found.services {
            print("service \(service.code): \(service.entries) entries, \(service.faults.isEmpty ? "whole" : "not whole")")
        }
        let faults = found.services.flatMap { service in service.faults.prefix(10).map { "service \(service.code): \($0)" } }
        guard faults.isEmpty else {
            throw Refusal((["The journal does not check after these steps; nothing was kept:"] + faults).joined(separator: "\n"))
        }
        print(found.ran.isEmpty ? "nothing to do" : "all of it was taken back; the records are as they were")
    }
}
