import Casework
import Records
import Storage
import Synchronization

/// A clock a test sets: the service reads it, nothing moves it but the test.
public final class TestClock: Sendable {
    private let moment: Mutex<Instant>

    public init(_ now: Instant) { moment = Mutex(now) }

    public var now: Instant {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }

    public func advance(milliseconds: Int64) { moment.withLock { $0 = Instant(milliseconds: $0.milliseconds + milliseconds) } }
    public func advance(minutes: Int64) { advance(milliseconds: minutes * 60_000) }
    public func advance(days: Int64) { advance(milliseconds: days * 86_400_000) }

    /// Saturday 21 November 2026, ten in the morning.
    public static let start = Instant(milliseconds: 1_795_255_200_000)
}

/// A service on a fresh store with a member of staff in every role, each with `testPassword`; all of it is deleted afterwards.
///
/// ```swift
/// try await withService(engine) { service, clock in
///     let manager = try await service.person(as: .caseManager)
/// ```
@discardableResult
public nonisolated(nonsending) func withService<T: Sendable>(
    _ engine: Engine, _ body: nonisolated(nonsending) (Service, TestClock) async throws -> T
) async throws -> T {
    try await withMadeStores(engine) { store, access in
        let clock = TestClock(TestClock.start)
        return try await body(try await Service.open("SAN", store: store, access: access, clock: { clock.now }), clock)
    }
}

/// Stores that hold the service of `withService` already.
@discardableResult
public nonisolated(nonsending) func withMadeStores<T: Sendable>(
    _ engine: Engine, _ body: nonisolated(nonsending) (any SQLStore, any SQLStore) async throws -> T
) async throws -> T {
    try await Template.copied(engine, body)
}

/// A fresh store and the one its access log goes to: a file of its own on SQLite, the same database on PostgreSQL.
@discardableResult
public nonisolated(nonsending) func withStores<T: Sendable>(
    _ engine: Engine, _ body: nonisolated(nonsending) (any SQLStore, any SQLStore) async throws -> T
) async throws -> T {
    try await withStore(engine) { store in
        if engine == .postgres { return try await body(store, store) }
        return try await withStore(engine) { access in try await body(store, access) }
    }
}

/// What everyone of `withService` signs in with.
public let testPassword = "correct horse battery"

extension Service {
    /// The member of staff of `withService` who holds a role.
    public func person(as role: Role) async throws -> Person {
        let day = today
        let found = try await read(.wholeService(reason: "test")) { reader in
            try reader.serviceRecords(Staff.self).first { $0.user == role.user }.flatMap { try reader.person(staff: $0.id, on: day) }
        }
        guard let found else { throw NobodyThere(role: role) }
        return found
    }

    /// - Parameter asNew: leaves every setting at its default, as a new service has it.
    public func hireOneOfEach(asNew: Bool = false) async throws {
        let hash = try await Password.hash(testPassword, cost: .cheap)
        let from = today - 400
        try await write(.wholeService(reason: "test"), action: "staff.add") { writer in
            for role in Role.allCases {
                var staff = Staff()
                (staff.user, staff.name) = (role.user, "\(role.title) of Sandholme")
                let id = try writer.create(staff)
                var holding = RoleHolding()
                (holding.staff, holding.role, holding.startDate) = (id, role.rawValue, from)
                try writer.create(holding)
                var credential = Credential()
                (credential.staff, credential.hash) = (id, hash)
                try writer.create(credential)
                // Tests sign in with a password alone, but those that say otherwise.
                if asNew { continue }
                var factor = Setting()
                (factor.name, factor.text, factor.basis) = ("sign_in.second_factor.\(role.rawValue)", "0", "A test")
                try writer.create(factor, ref: factor.name)
            }
        }
    }
}

extension Role {
    /// The user name of `withService`'s holder: `case-manager`.
    public var user: String { rawValue.replacing("_", with: "-") }
}

struct NobodyThere: Error {
    let role: Role
}
