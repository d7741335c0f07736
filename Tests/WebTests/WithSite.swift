import Casework
import Hummingbird
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
    let responder: RouterResponder<SiteContext>
    let clock: TestClock
    /// The line to the access log, which a test may cut.
    let accessLine: AccessLine
    var service: Service { site.service }

    init(site: Site, clock: TestClock, accessLine: AccessLine) {
        (self.site, self.clock, self.accessLine) = (site, clock, accessLine)
        responder = site.router().buildResponder()
    }

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

    static func over(
        _ service: Service, log: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), extras: Extras = Extras(),
        clock: TestClock, line: AccessLine
    ) -> TestSite {
        TestSite(
            site: Site(service: service, isSecure: false, log: log, extras: extras, passwordCost: .cheap), clock: clock, accessLine: line)
    }

    /// A new session of somebody of that role: the token of its cookie.
    func session(_ role: Role) async throws -> String {
        try await service.startSession(staff: try await service.person(as: role).id)
    }

    /// Somebody of that role, signed in; a visitor without one.
    func browser(_ role: Role?) async throws -> Browser {
        guard let role else { return Browser(site, responder) }
        let token = try await session(role)
        return Browser(site, responder, cookies: [site.cookieName: token]) { try await self.token(role, Set(TokenScope.allCases)) }
    }
}

extension TestSite {
    /// A program with a token that acts as somebody of that role; one without a token for nobody.
    func program(_ role: Role?, _ scopes: Set<TokenScope> = Set(TokenScope.allCases)) async throws -> Program {
        guard let role else { return Program(browser: Browser(site, responder), token: nil) }
        return Program(browser: Browser(site, responder), token: try await token(role, scopes))
    }

    private func token(_ role: Role, _ scopes: Set<TokenScope>) async throws -> String {
        let person = try await service.person(as: role)
        let end = Instant(milliseconds: clock.now.milliseconds + 30 * 86_400_000)
        return try await service.makeToken(name: "Test", scopes: scopes, of: person.id, until: end, by: person, page: "/account/tokens")
    }
}

/// A program at the API: no cookies, a token.
struct Program: Sendable {
    let browser: Browser
    let token: String?

    /// - Parameter body: JSON as written.
    func send(_ method: String, _ path: String, _ body: String = "", headers: [String: String] = [:]) async throws -> Page {
        var all = ["Origin": "", "Sec-Fetch-Site": ""]
        if let token { all["Authorization"] = "Bearer \(token)" }
        return try await browser.send(
            method, path, body: Array(body.utf8), type: "application/json", headers: all.merging(headers) { $1 })
    }
    func get(_ path: String) async throws -> Page { try await send("GET", path) }
    func post(_ path: String, _ body: String, headers: [String: String] = [:]) async throws -> Page {
        try await send("POST", path, body, headers: headers)
    }
}

/// Runs `body` on a site whose clock stands and whose log goes to `log`.
@discardableResult
nonisolated(nonsending) func withSite<T: Sendable>(
    _ engine: Engine, log: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), extras: Extras = Extras(),
    _ body: nonisolated(nonsending) (TestSite) async throws -> T
) async throws -> T {
    try await withMadeStores(engine) { store, access in
        let clock = TestClock(TestClock.start)
        let line = AccessLine(access)
        let service = try await Service.open("SAN", store: store, access: line, clock: { clock.now })
        return try await body(TestSite.over(service, log: log, extras: extras, clock: clock, line: line))
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
