import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("A limit on calls")
struct CallLimitTests {
    private func later(_ milliseconds: Int64) -> Instant { Instant(milliseconds: TestClock.start.milliseconds + milliseconds) }

    @Test("ASVS 2.4.1: a bucket gives what it holds at once, then what has come since, and never more than it holds")
    func bucket() {
        var bucket = Bucket(perMinute: 60, at: later(0))
        for _ in 0..<60 { #expect(bucket.take(at: later(0)) == 0) }
        #expect(bucket.take(at: later(0)) == 1)
        #expect(bucket.take(at: later(999)) == 1, "a refused call costs nothing and brings nothing nearer")
        #expect(bucket.take(at: later(1000)) == 0)
        #expect(bucket.take(at: later(1000)) == 1)
        // Half a minute brings half of them.
        for _ in 0..<30 { #expect(bucket.take(at: later(31_000)) == 0) }
        #expect(bucket.take(at: later(31_000)) == 1)
        // However long the rest, no more than it holds.
        for _ in 0..<60 { #expect(bucket.take(at: later(86_400_000)) == 0) }
        #expect(bucket.take(at: later(86_400_000)) == 1)
        var rested = Bucket(perMinute: 60, at: later(0))
        for _ in 0..<60 { #expect(rested.take(at: later(60_000)) == 0) }
        #expect(rested.take(at: later(60_000)) == 1, "a full one does not fill further")
        // A clock set back brings nothing and takes nothing.
        #expect(bucket.take(at: later(0)) == 1)
        #expect(bucket.take(at: later(1000)) == 0)

        var slow = Bucket(perMinute: 2, at: later(0))
        #expect(slow.take(at: later(0)) == 0 && slow.take(at: later(0)) == 0)
        #expect(slow.take(at: later(0)) == 30 && slow.take(at: later(29_001)) == 1 && slow.take(at: later(30_000)) == 0)
    }

    @Test("ASVS 2.4.1: each asker has a bucket of their own, however many there are; 0 sets no limit")
    func askers() {
        let limit = CallLimit(perMinute: 1)
        let (one, two) = (RecordID.new(at: later(0)), RecordID.new(at: later(0)))
        #expect(limit.wait(.person(one), at: later(0)) == 0 && limit.wait(.person(two), at: later(0)) == 0)
        #expect(limit.wait(.person(one), at: later(0)) == 60 && limit.wait(.token(1), at: later(0)) == 0)
        for number in 2..<3000 { #expect(limit.wait(.token(Int64(number)), at: later(0)) == 0) }
        #expect(limit.wait(.token(1), at: later(0)) == 60 && limit.wait(.person(two), at: later(0)) == 60)
        let none = CallLimit(perMinute: 0)
        for _ in 0..<3000 { #expect(none.wait(.person(one), at: later(0)) == 0) }
    }

    private func limited(_ test: TestSite, _ calls: Int) -> Site {
        Site(service: test.service, isSecure: false, log: test.site.log, passwordCost: .cheap, callsPerMinute: calls)
    }

    private func entries(_ test: TestSite) async throws -> [String] {
        try await test.accessEntries().filter { $0.action == "refused_too_many" }.map(\.page)
    }

    @Test(
        "ASVS 2.4.1: who asks for more than anybody does by hand waits, over all their sessions; what they typed stays; others do not",
        arguments: Engine.available)
    func person(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let made = try await Sample(test)
            let site = limited(test, 3)
            let worker = try await test.service.person(as: .caseManager)
            func browser() async throws -> Browser {
                Browser(site, cookies: [site.cookieName: try await test.service.startSession(staff: worker.id)])
            }
            let (here, there) = (try await browser(), try await browser())
            let address = "/children/\(made.case.child)/contacts"
            let form = try (try await here.get("\(address)/new")).form(address)
            #expect(try await there.send("GET", "/children").status == 200)
            #expect(try await here.send("GET", "/drafts").status == 200)
            let count = try await test.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            let refused = try await there.submit(form, ["content": "Robin rang back", "method": "HOME"])
            #expect(refused.status == 429 && refused.header("Retry-After") == "20")
            #expect(refused.text.contains("Wait 20 seconds, then send it again: what you typed is still here"))
            let again = try refused.form(address)
            #expect(again["content"] == "Robin rang back" && again["once"] == form["once"])
            #expect(try await here.send("GET", "/").text.contains("load this page again"))
            #expect(try await test.service.read(.wholeService(reason: "test")) { try $0.headPosition() } == count)
            // Once a minute, under their name, with the page and nothing of what was sent.
            #expect(try await entries(test) == ["/children/{child}/contacts"])
            #expect(try await test.service.accessLines(after: 0).last?.line.contains("\"staff\":\"\(worker.id)\"") == true)
            // Others are served, and so is who waited.
            let other = Browser(
                site, cookies: [site.cookieName: try await test.service.startSession(staff: try await test.service.person(as: .analyst).id)]
            )
            #expect(try await other.send("GET", "/drafts").status == 200)
            test.clock.advance(milliseconds: 20_000)
            #expect(try await here.send("GET", "/children").status == 200)
            #expect(try await here.send("GET", "/children").status == 429)
            #expect(try await entries(test).count == 1)
            test.clock.advance(minutes: 1)
            for _ in 0..<3 { #expect(try await here.send("GET", "/children").status == 200) }
            #expect(try await here.send("GET", "/children").status == 429)
            #expect(try await entries(test) == ["/children/{child}/contacts", "/children"])
            #expect(await site.metricsText().contains("waymark_calls_refused_total 4\n"))
            #expect(try await test.service.verify().isWhole)
        }
    }

    @Test("ASVS 2.4.1: a token has a limit of its own, apart from its owner's pages", arguments: Engine.available)
    func token(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let site = limited(test, 2)
            let programs = [try await test.program(.caseManager), try await test.program(.caseManager)].map {
                Program(browser: Browser(site), token: $0.token)
            }
            for _ in 0..<2 { #expect(try await programs[0].get("\(API.base)/children").status == 200) }
            let refused = try await programs[0].get("\(API.base)/children")
            #expect(refused.status == 429 && refused.header("Content-Type") == "application/problem+json")
            #expect(refused.header("Retry-After") == "30" && refused.html.contains("Wait 30 seconds."))
            #expect(try await programs[1].get("\(API.base)/children").status == 200)
            let page = Browser(site, cookies: [site.cookieName: try await test.session(.caseManager)])
            #expect(try await page.send("GET", "/children").status == 200)
            #expect(try await entries(test) == ["\(API.base)/children"])
            test.clock.advance(milliseconds: 30_000)
            #expect(try await programs[0].get("\(API.base)/children").status == 200)
        }
    }

    @Test("ASVS 2.4.1: as tests and measurements are served, there is no limit")
    func none() async throws {
        try await withSite(.sqlite) { test in
            let browser = try await test.browser(.analyst)
            for _ in 0..<50 { #expect(try await browser.send("GET", "/drafts").status == 200) }
        }
    }
}
