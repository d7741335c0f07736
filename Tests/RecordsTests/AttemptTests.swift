import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Wrong tries at signing in")
struct AttemptTests {
    private func tried(_ service: Service, _ times: Int, _ name: String, browser: String? = nil, address: String = "192.0.2.1") async throws
    {
        for _ in 0..<times { try await service.noteTry(try await service.attempt(name: name, browser: browser, address: address)) }
    }

    private func wait(_ service: Service, _ name: String, browser: String? = nil, address: String = "192.0.2.1") async throws -> Int64 {
        try await service.secondsToWait(try await service.attempt(name: name, browser: browser, address: address))
    }

    @Test("After five wrong passwords each further one doubles the wait, and a right one forgets them", arguments: Engine.available)
    func throttle(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            try await tried(service, 4, "case-manager")
            #expect(try await wait(service, "case-manager") == 0)
            for seconds in [1, 2, 4] as [Int64] {
                try await tried(service, 1, "case-manager")
                #expect(try await wait(service, "case-manager") == seconds)
            }
            clock.advance(milliseconds: 3_000)
            #expect(try await wait(service, "case-manager") == 1)
            clock.advance(milliseconds: 1_000)
            #expect(try await wait(service, "case-manager") == 0)
            #expect(try await wait(service, "analyst") == 0)
            try await tried(service, 13, "case-manager")
            #expect(try await wait(service, "case-manager") == 256)
            try await service.noteRight(try await service.attempt(name: "case-manager", browser: nil, address: "192.0.2.1"))
            #expect(try await wait(service, "case-manager") == 0)
        }
    }

    @Test(
        "ASVS 6.3.1: a stranger's guesses slow the stranger, not the person on a browser that has signed in before",
        arguments: Engine.available)
    func strangers(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let staff = try await service.person(as: .caseManager).id
            let browser = try await service.remember(browser: nil, of: staff)
            // Everything a stranger can fill up: their own count, the name's and their address's, which here is the person's own too.
            try await tried(service, 70, "case-manager")
            #expect(try await wait(service, "case-manager") == 256)
            #expect(try await wait(service, "case-manager", browser: browser) == 0)
            // A browser is known to the one who signed in on it and to nobody else; what is made up is known to nobody.
            #expect(try await wait(service, "case-manager", browser: String(repeating: "0", count: 64)) == 256)
            #expect(try await wait(service, "analyst", browser: browser) > 0)
            // Its own wrong tries count, for a known browser may be stolen.
            try await tried(service, 7, "case-manager", browser: browser)
            #expect(try await wait(service, "case-manager", browser: browser) == 4)
            // Half a year later it is a stranger again.
            #expect(try await service.remember(browser: browser, of: staff) == browser)
            clock.advance(days: 181)
            _ = try await service.remember(browser: nil, of: try await service.person(as: .analyst).id)
            #expect(try await !service.knows(browser, staff))
        }
    }

    @Test(
        "One address that tries many names is slowed, by and by it is not, and an office that signs in rightly never is",
        arguments: Engine.available)
    func spraying(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            for number in 1...32 { try await tried(service, 1, "name\(number)") }
            #expect(try await wait(service, "another.name") == 4)
            #expect(try await wait(service, "another.name", address: "192.0.2.2") == 0)
            clock.advance(minutes: 3)
            #expect(try await wait(service, "another.name") == 0)
            for number in 1...60 {
                let attempt = try await service.attempt(name: "worker\(number)", browser: nil, address: "192.0.2.3")
                try await service.noteTry(attempt)
                try await service.noteRight(attempt)
            }
            #expect(try await wait(service, "another.name", address: "192.0.2.3") == 0)
        }
    }

    @Test("Many addresses that try one name are slowed together", arguments: Engine.available)
    func distributed(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            for number in 1...52 { try await tried(service, 1, "case-manager", address: "198.51.100.\(number)") }
            #expect(try await wait(service, "case-manager", address: "203.0.113.9") == 4)
            // Where a proxy does not say whose a line is, no address is slowed, for it would be everybody's.
            for number in 1...40 { try await tried(service, 1, "name\(number)", address: "") }
            #expect(try await wait(service, "another.name", address: "") == 0)
        }
    }

    @Test("What was typed as a name is kept as a hash only", arguments: Engine.available)
    func hashed(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await tried(service, 1, "my-password-by-mistake")
            let kept = try await service.accessStore.read { try $0.rows("SELECT name FROM attempt") { $0.text(0) ?? "" } }
            #expect(kept.count == 3 && kept.allSatisfy { !$0.contains("password") && !$0.contains("192.0") })
        }
    }

    @Test(
        "ASVS 6.3.1: a try from IPv6 is counted with all that share its first 64 bits",
        arguments: [
            ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"), ("2001:DB8:1:2:ffff:0:0:1", "2001:db8:1:2::/64"),
            ("2001:db8::1", "2001:db8:0:0::/64"),
            ("fe80::1%eth0", "fe80:0:0:0::/64"), ("::ffff:192.0.2.1", "192.0.2.1"), ("192.0.2.1", "192.0.2.1"), ("", ""), ("x:y", "x:y"),
        ])
    func place(_ address: String, _ place: String) { #expect(Attempt.place(address) == place) }
}
