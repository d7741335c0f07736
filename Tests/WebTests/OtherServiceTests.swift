import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Every route walked as the wrong service: two services share a store, as on a council's PostgreSQL, and neither is anything to the other.
@Suite("The wrong service")
struct OtherServiceTests {
    /// Words of the sample's file, and nobody else's.
    private static let seeded = ["Robin", "Vale", "Made-up Road", "Bo Field"]
    private static let nobody = "0199aaaa-0000-7000-8000-000000000000"

    /// The service whose records they are, and another on the same store with people of its own.
    private func withTwo(_ engine: Engine, _ body: (_ ours: TestSite, _ theirs: TestSite) async throws -> Void) async throws {
        try await withStores(engine) { store, access in
            let clock = TestClock(TestClock.start)
            func site(_ code: String, _ name: String) async throws -> TestSite {
                let line = AccessLine(access)
                let service = try await Service.open(code, name: name, store: store, access: line, clock: { clock.now })
                try await service.hireOneOfEach()
                return TestSite.over(service, clock: clock, line: line)
            }
            try await body(try await site("SAN", "Sandholme"), try await site("OTH", "Otherham"))
        }
    }

    private func head(_ site: TestSite) async throws -> Int64 {
        try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
    }

    @Test("S-INF-11: a cookie or token of another service is nobody's on any route", arguments: Engine.available)
    func cookie(_ engine: Engine) async throws {
        try await withTwo(engine) { ours, theirs in
            let made = try await Sample(ours)
            let before = try await head(ours)
            var (asked, answered) = (0, 0)
            for role in [Role.serviceManager, .systemAdministrator] {
                let (token, program) = (try await theirs.session(role), try await theirs.program(role).token)
                let browser = Browser(ours.site, cookies: [ours.site.cookieName: token]) { program ?? "" }
                for route in Routes.all {
                    if case .visitor = route.answer { continue }
                    asked += 1
                    let page = try await browser.send(route.method.rawValue, made.path(route))
                    let isRefused =
                        route.isAPI ? page.status == 401 : page.status == 303 && page.location?.hasPrefix("/sign-in") == true
                    if !isRefused || Self.seeded.contains(where: { page.html.contains($0) }) {
                        answered += 1
                        Issue.record("\(route.method.rawValue) \(route.pattern): \(page.status)")
                    }
                }
                // They are good ones, where they belong.
                let own = Browser(theirs.site, cookies: [theirs.site.cookieName: token]) { program ?? "" }
                #expect(try await own.send("GET", "/account").status == 200)
                #expect(try await own.send("GET", "/api/v1/children").status == (role == .serviceManager ? 200 : 403))
            }
            #expect(try await head(ours) == before)
            print("The wrong service (\(engine)): \(asked) requests with another service's cookie or token, \(answered) answered")
        }
    }

    @Test(
        "S-INF-11: whoever asks their own service for another's records is answered as for records that are nobody's, and finds no word of them",
        arguments: Engine.available)
    func ids(_ engine: Engine) async throws {
        try await withTwo(engine) { ours, theirs in
            let made = try await Sample(ours)
            let before = try await head(ours)
            var (asked, told) = (0, 0)
            for role in [Role.serviceManager, .systemAdministrator, .victimWorker] {
                for route in Routes.all {
                    if case .visitor = route.answer { continue }
                    let path = made.path(route)
                    let blank = path.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/, with: Self.nobody)
                    // Each a session of its own: some routes end it. A program sends JSON.
                    let (body, type): ([UInt8], String?) =
                        route.isAPI && route.method == .post ? (Array("{}".utf8), "application/json") : ([], nil)
                    func ask(_ path: String) async throws -> Page {
                        try await theirs.browser(role).send(route.method.rawValue, path, body: body, type: type)
                    }
                    let (page, other) = (try await ask(path), try await ask(blank))
                    asked += 1
                    // 503 where a document's program is not installed; 400 and 422 for a program's empty record.
                    let isNobodys =
                        page.status == other.status && (page.status < 500 || page.status == 503)
                        && (!route.pattern.contains("{child}") || [403, 404].contains(page.status)
                            || route.isAPI && [400, 422].contains(page.status))
                    if !isNobodys || Self.seeded.contains(where: { page.html.contains($0) }) {
                        told += 1
                        Issue.record("\(role) \(route.method.rawValue) \(route.pattern): \(page.status), for nobody's \(other.status)")
                    }
                }
            }
            #expect(try await head(ours) == before)
            // The walk has records to miss.
            #expect(try await ours.browser(.serviceManager).send("GET", "/children/\(made.case.child)").html.contains("Robin"))
            print(
                "The wrong service (\(engine)): \(asked) requests at one service for another's records, \(told) answered otherwise than for nobody's"
            )
        }
    }
}
