import Casework
import Logging
import Records
import Storage
import Synchronization
@testable import TestSupport
import Testing

@testable import Web

@Suite("Clearing what was erased")
struct ScrubbingTests {
    @Test("S-PEO-14: what cannot be cleared at once is told, tried again until it is done, and done at the next start")
    func later() async throws {
        try await withStores(.sqlite) { store, access in
            let (clock, busy) = (TestClock(TestClock.start), BusyStore(store))
            let service = try await Service.open("SAN", name: "Sandholme", store: busy, access: access, clock: { clock.now })
            try await service.hireOneOfEach()
            let log = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let test = TestSite(
                site: Site(service: service, isSecure: false, log: log, passwordCost: .cheap), clock: clock, accessLine: AccessLine(access))
            await test.site.scrubRecent()
            #expect(busy.cleared == 0, "nothing was erased yet")
            let made = try await service.makeCase()
            let ref = try #require(
                try await service.read(.wholeService(reason: "test")) { try $0.record(Child.self, child: made.child, id: made.child)?.ref })
            let manager = try await test.browser(.serviceManager)
            let form = try (try await manager.get("/children/\(made.child)/retention")).form("/retention")
            _ = try await manager.submit(form, ["what": "file", "why": "WRONG_FILE", "ref": ref])
            let second = try await test.browser(.teamManager)
            busy.refuse(1)
            let done = try await second.submit(
                try (try await second.get("/children/\(made.child)/retention")).form("/answer"),
                ["answer": "CONFIRMED", "ref": ref, "password": testPassword])
            test.site.scrubbing.stop()
            #expect(done.status == 200 && done.text.contains("still to be cleared") && busy.cleared == 0)
            #expect(try await manager.send("GET", "/children/\(made.child)").status == 404)
            let scrubbing = Scrubbing(pause: .zero)
            busy.refuse(3)
            #expect(await !scrubbing.scrub(service, log))
            await scrubbing.rest()
            #expect(busy.cleared == 1)
            await test.site.scrubRecent()
            #expect(busy.cleared == 2)
            clock.now = Instant(milliseconds: clock.now.milliseconds + 2 * 86_400_000)
            await test.site.scrubRecent()
            #expect(busy.cleared == 2)
        }
    }
}

/// A store that something reads for so long that it cannot be cleared, as often as it was told.
private final class BusyStore: SQLStore {
    private let store: any SQLStore
    private let state = Mutex((refusals: 0, cleared: 0))

    init(_ store: any SQLStore) { self.store = store }

    var cleared: Int { state.withLock { $0.cleared } }
    func refuse(_ times: Int) { state.withLock { $0.refusals = times } }

    var dialect: Dialect { store.dialect }
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T { try await store.read(body) }
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T { try await store.write(body) }
    func close() async { await store.close() }

    func scrub() async throws {
        let isBusy = state.withLock { state -> Bool in
            guard state.refusals > 0 else { return false }
            state.refusals -= 1
            return true
        }
        if isBusy { throw StoreError.busy }
        try await store.scrub()
        state.withLock { $0.cleared += 1 }
    }
}
