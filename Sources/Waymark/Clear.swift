import ArgumentParser
import Records
import Storage

/// `waymark clear`: what the server does after an erasure, for whoever runs it: where the server may not, or was stopped before it was done.
struct Clear: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the records' files anew without what was erased, so that nothing of it lies in free places.")

    @OptionGroup var place: Place

    func run() async throws {
        let (records, access) = try await place.stores(mustExist: true)
        _ = try await Service.codes(in: records, access: access)
        do { try await records.scrub() } catch StoreError.busy {
            throw Refusal("Something reads an older state, such as a backup: nothing was cleared. Try again when it has ended.")
        } catch StoreError.other(code: "42501") {
            throw Refusal("The tables are another role's: give --data the address with that role.")
        }
        await records.close()
        if !place.isPostgres { await access.close() }
        print("cleared: nothing that was erased lies in free places of the \(place.isPostgres ? "tables" : "file")")
    }
}
