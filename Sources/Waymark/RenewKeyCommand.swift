import ArgumentParser
import Casework
import Foundation
import Records

/// `waymark renew-sign-in-key`: another key for what is sealed under `sign-in.key`, and nobody sets anything up anew.
struct RenewKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew-sign-in-key", abstract: "Puts another key in the place of the one that seals second factors.",
        discussion:
            "Stop every server first; one that runs on --data’s folder is noticed, one on PostgreSQL is not. All services of the store are sealed anew, the old key stays beside the file as .old for backups made before. Broken off, run it again."
    )

    @OptionGroup var place: Place
    @Option(help: "The key's file; sign-in.key inside --data unless given. With PostgreSQL it must be given.") var signInKey: String?

    func validate() throws {
        guard signInKey != nil || place.folder != nil else { throw ValidationError("With PostgreSQL say which file: --sign-in-key.") }
        guard place.service == nil else { throw ValidationError("All services of the store are sealed anew: leave --service out.") }
    }

    func run() async throws {
        let path = signInKey ?? (place.folder ?? "") + "/sign-in.key"
        if let folder = place.folder, !ScratchFolder.hold(folder, alone: true) {
            throw Refusal("A server runs on \(folder), and would go on with the old key: stop it first.")
        }
        let services = try await place.openAll()
        let done: KeyRenewal.Renewed
        do { done = try await KeyRenewal.run(path, services: services) } catch {
            await services.first?.close()
            throw error
        }
        await services.first?.close()
        print("\(done.sealed.counted("second factor is", "second factors are")) sealed under the new key")
        if done.left > 0 {
            note("\(done.left) could be opened with neither key, and stay as they were: another server's file, or set up anew")
        }
        note(
            "keep a copy of \(path) apart from the backups, give it to every server, and start them; destroy the .old one with the last backup from before"
        )
    }
}
