import ArgumentParser
import Casework
import Foundation
import Records
import Storage
import StoragePostgres
import StorageSQLite

/// Where the records are: the two options every command takes.
struct Place: ParsableArguments {
    @Option(help: "A folder for SQLite, or a postgres:// URL.") var data: String
    @Option(help: "The service's code; needed only where the store holds several.") var service: String?

    /// A place a command names by another option than `--data`.
    static func at(_ data: String) throws -> Place {
        var place = Place()
        (place.data, place.service) = (data, nil)
        try place.validate()
        return place
    }

    /// An address with a slip in it (`postgres:/x`) must not become a folder of that name.
    func validate() throws {
        if !isPostgres, data.contains(":/") || data.hasPrefix("postgres:") {
            throw ValidationError("This is neither a folder nor a postgres:// address: \(data)")
        }
        guard isPostgres else { return }
        guard let address = DatabaseAddress(data) else {
            throw ValidationError(
                "The postgres:// address cannot be read: several machines go behind the question mark (?host=a,b&port=1,2), and a sign such as # is written %23."
            )
        }
        switch address.line {
        case .here, .proven: break
        case .unsaid:
            throw ValidationError(
                "The database is on another machine, or may be where PGHOST, PGHOSTADDR or a service names it, and its address does not say how the line is kept: add sslmode=verify-full, or the line may be open without a word."
            )
        case .weaker(let mode):
            throw ValidationError(
                "sslmode=\(mode) does not prove whose machine the database is on, so anybody between could read along: say sslmode=verify-full, and name the certificate that vouches for it with sslrootcert."
            )
        }
    }

    var isPostgres: Bool { data.hasPrefix("postgres://") || data.hasPrefix("postgresql://") }

    /// The folder without a slash at its end; nil where the records are in a database.
    var folder: String? { isPostgres ? nil : data.count > 1 && data.hasSuffix("/") ? String(data.dropLast()) : data }
    private var recordsFile: String { (folder ?? "") + "/records.sqlite" }
    /// The public keys backups are encrypted to; nil where there is no data folder.
    var recipientsFile: String? { folder.map { $0 + "/backup-keys.txt" } }

    /// What seals the keys of second factors: a file beside the records on SQLite, one that is named on PostgreSQL; nil where there is none.
    func secretBox(_ named: String?) throws -> SecretBox? {
        guard let path = named ?? folder.map({ $0 + "/sign-in.key" }) else { return nil }
        if named == nil, !FileManager.default.fileExists(atPath: recordsFile) { return nil }
        do { return try SecretBox(file: path) } catch let error as SecretBox.Unusable {
            throw Refusal("The key file \(named ?? "sign-in.key in the data folder") \(error.why).")
        }
    }

    /// Opens the stores, choosing the engine: the only place that does.
    /// - Parameter mustExist: refuses rather than making a folder where there is none.
    func stores(mustExist: Bool = false, synchronous: String = "FULL") async throws -> (records: any SQLStore, access: any SQLStore) {
        guard let folder else {
            do {
                let store = try await PostgresStore(url: data)
                return (store, store)
            } catch StoreError.connection {
                throw Refusal("The database cannot be reached, or does not let this program in.")
            }
        }
        if mustExist, !FileManager.default.fileExists(atPath: recordsFile) { throw Refusal("There is no service in \(data) yet.") }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let setting: SQLiteStore.Synchronous = synchronous == "OFF" ? .off : .full
            return (
                try await SQLiteStore(path: recordsFile, synchronous: setting),
                try await SQLiteStore(path: folder + "/access.sqlite", synchronous: setting)
            )
        } catch {
            throw Refusal("The records in \(data) cannot be opened.")
        }
    }

    /// Opens the service asked for, or the only one there is.
    func open(synchronous: String = "FULL") async throws -> Service {
        let (records, access) = try await stores(mustExist: true, synchronous: synchronous)
        return try await open(records, access)
    }

    /// The same, on stores that are open.
    func open(_ records: any SQLStore, _ access: any SQLStore) async throws -> Service {
        let codes = try await Service.codes(in: records, access: access)
        guard let code = service ?? (codes.count == 1 ? codes.first : nil) else {
            throw Refusal(
                codes.isEmpty
                    ? "There is no service in \(isPostgres ? "that database" : data) yet."
                    : "Say which service with --service: \(codes.joined(separator: ", ")).")
        }
        do {
            return try await Service.open(code, store: records, access: access, clock: Clock.now)
        } catch is UnknownService {
            let others = codes.isEmpty ? "." : ": there is \(codes.joined(separator: ", "))."
            throw Refusal("There is no service of the code \(code) here\(others)")
        }
    }

    /// Opens the service asked for, else every one there is, on the same stores.
    func openAll() async throws -> [Service] {
        if service != nil { return [try await open()] }
        let (records, access) = try await stores(mustExist: true)
        let codes = try await Service.codes(in: records, access: access)
        guard !codes.isEmpty else { throw Refusal("There is no service in \(isPostgres ? "that database" : data) yet.") }
        var all: [Service] = []
        for code in codes { all.append(try await Service.open(code, store: records, access: access, clock: Clock.now)) }
        return all
    }

    /// Whether the service asked for is there.
    func hasService() async throws -> Bool {
        if !isPostgres, !FileManager.default.fileExists(atPath: recordsFile) { return false }
        let (records, access) = try await stores()
        let codes = try await Service.codes(in: records, access: access)
        await close(records, access)
        return service.map { codes.contains($0) } ?? !codes.isEmpty
    }

    /// Opens the service asked for, making it when `--service` names one that is not there yet.
    func openOrMake(name: String?) async throws -> Service {
        guard let service, try await !hasService() else { return try await open() }
        guard !service.trimmed.isEmpty, service.utf8.count <= 40 else { throw ValidationError("--service is a short code.") }
        let (records, access) = try await stores()
        let made = try await Service.open(service, name: name ?? service, store: records, access: access, clock: Clock.now)
        note("made the service \(service)")
        return made
    }

    /// Opens the service asked for, making it only where there is none at all: a slip in `--service` must not make a second one.
    func openOrMakeFirst() async throws -> Service {
        if try await isEmpty() { return try await openOrMake(name: nil) }
        return try await open()
    }

    private func isEmpty() async throws -> Bool {
        if !isPostgres, !FileManager.default.fileExists(atPath: recordsFile) { return true }
        let (records, access) = try await stores()
        let codes = try await Service.codes(in: records, access: access)
        await close(records, access)
        return codes.isEmpty
    }

    func close(_ records: any SQLStore, _ access: any SQLStore) async {
        await records.close()
        if !isPostgres { await access.close() }
    }
}

/// A service in a folder of its own that is thrown away: what a folder is checked against before there is anything else.
enum Scratch {
    static func withService<T>(_ body: (Service) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let records = try await SQLiteStore(path: folder.appending(path: "records.sqlite").path)
        let access = try await SQLiteStore(path: folder.appending(path: "access.sqlite").path)
        let service = try await Service.open("SCRATCH", name: "Scratch", store: records, access: access, clock: Clock.now)
        do {
            let value = try await body(service)
            await service.close()
            return value
        } catch {
            await service.close()
            throw error
        }
    }
}

/// The program's clock: the only reading of the time there is.
enum Clock {
    static let now: @Sendable () -> Instant = { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
