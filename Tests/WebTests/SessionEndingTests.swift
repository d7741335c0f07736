import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Ending sign-ins by their number.
@Suite struct SessionEndingTests {
    @Test("Nobody is told that somebody else's sign-in ended, or one that never was; one's own says so twice", arguments: Engine.available)
    func foreign(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            func signIn(_ role: Role) async throws -> Int64 {
                let staff = try await site.service.person(as: role).id
                _ = try await site.service.startSession(staff: staff)
                return try #require(try await site.service.sessions(of: staff).map(\.entry).max())
            }
            let browser = try await site.browser(.caseManager)
            let (own, others) = (try await signIn(.caseManager), try await signIn(.teamManager))
            for number in [others, 999_999, 0, -1] {
                let page = try await browser.send("POST", "/account/sessions/\(number)/ending")
                #expect(page.status == 404 && !page.text.contains("ended"), "\(number)")
            }
            #expect(try await site.service.sessions(of: try await site.service.person(as: .teamManager).id).count == 1)
            for _ in 0..<2 {
                #expect(try await browser.post("/account/sessions/\(own)/ending", []).text.contains("That sign-in has ended."))
            }
            #expect(try await site.service.sessions(of: try await site.service.person(as: .caseManager).id).count == 1)
        }
    }
}
