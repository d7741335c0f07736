import Casework
import Logging
import Records
import Reports
import Storage
import Synchronization
@testable import TestSupport

@testable import Web

/// A site on a fresh service, and who may sit down at it.
struct TestSite: Sendable {
    let site: Site
    let clock: TestClock
    /// The line to the access log, which a test may cut.
    let accessLine: AccessLine
    var service: Service { site.service }

    /// The access log as it is stored, oldest first.
    func accessEntries() async throws -> [(action: String, page: String, shown: String)] {
        try await accessLine.reaching(.whole).read { db in
            try db.rows("SELECT action, page, shown FROM access_entry ORDER BY position") {
                ($0.text(0) ?? "", $0.text(1) ?? "", $0.text(2) ?? "")
            }
        }
    }

    /// The children whose pages were refused, with the reason kept.
    func refusals() async throws -> [(child: String, shown: String)] {
        try await accessLine.reaching(.whole).read { db in
            try db.rows("SELECT child, shown FROM access_entry WHERE action = 'refused' AND child IS NOT NULL ORDER BY position") {
                ($0.id(0).map { RecordID($0).description } ?? "", $0.text(1) ?? "")
            }
        }
    }

    /// Somebody of that role, signed in; a visitor without one.
    func browser(_ role: Role?) async throws -> Browser {
        guard let role else { return Browser(site) }
        let token = try await service.startSession(staff: try await service.person(as: role).id)
        return Browser(site, cookies: [site.cookieName: token])
    }
}

/// Runs `body` on a site whose clock stands and whose log goes to `log`.
@discardableResult
nonisolated(nonsending) func withSite<T: Sendable>(
    _ engine: Engine, log: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), extras: Extras = Extras(),
    _ body: nonisolated(nonsending) (TestSite) async throws -> T
) async throws -> T {
    try await withStores(engine) { store, access in
        let clock = TestClock(TestClock.start)
        let line = AccessLine(access)
        let service = try await Service.open("SAN", name: "Sandholme", store: store, access: line, clock: { clock.now })
        try await service.hireOneOfEach()
        return try await body(
            TestSite(
                site: Site(service: service, isSecure: false, log: log, extras: extras, passwordCost: .cheap), clock: clock,
                accessLine: line))
    }
}

/// A store that can be made to refuse writing, as a full disk does.
final class AccessLine: SQLStore {
    private let store: any SQLStore
    private let cut: Cut

    private final class Cut: Sendable { let state = Mutex(false) }

    convenience init(_ store: any SQLStore) { self.init(store, Cut()) }

    private init(_ store: any SQLStore, _ cut: Cut) { (self.store, self.cut) = (store, cut) }

    var isCut: Bool {
        get { cut.state.withLock { $0 } }
        set { cut.state.withLock { $0 = newValue } }
    }
    var dialect: Dialect { store.dialect }

    func reaching(_ reach: Reach) -> any SQLStore { AccessLine(store.reaching(reach), cut) }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T { try await store.read(body) }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        if isCut { throw StoreError.connection }
        return try await store.write(body)
    }

    func close() async { await store.close() }
}
