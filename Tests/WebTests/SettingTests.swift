import Casework
import TestSupport
import Testing

@testable import Web

@Suite("Settings")
struct SettingTests {
    @Test(
        "Promise 7: a clock is changed with its basis, its faults are said beside the box, and its default stays in sight",
        arguments: Engine.available)
    func clock(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let wrong = try await browser.post("/settings/clock.notice", [("from", ""), ("value", "soon"), ("basis", "")])
            #expect(wrong.status == 422)
            #expect(wrong.html.contains("must be a whole number from 0 to 90"))
            #expect(wrong.html.contains("value=\"soon\""))
            #expect(wrong.html.contains("Say what our own value rests on."))
            let typed = [("from", ""), ("value", "21"), ("basis", "Team practice note, May 2026")]
            let unproven = try await browser.post("/settings/clock.notice", typed)
            #expect(unproven.status == 422 && unproven.error(beside: "password") == "Enter your password.")
            #expect(unproven.html.contains("value=\"Team practice note, May 2026\""))
            let saved = try await browser.post("/settings/clock.notice", typed + [("password", testPassword)])
            #expect(saved.status == 303 || saved.status == 200)
            let list = try await browser.get("/settings")
            #expect(list.html.contains("21 days"))
            #expect(list.html.contains("Team practice note, May 2026"))
            // Each says what starts it and whose duty it is (S-ASM-15: one for each type of work).
            for words in [
                "the referral received", "the arrest or interview, else the offence", "Police", "Manager",
                "Assessment at the start of a court order", "Assessment at the start of prevention or Turnaround",
            ] { #expect(list.text.contains(words), "\(words)") }
            let stale = try await browser.post(
                "/settings/clock.notice", [("from", ""), ("value", "3"), ("basis", "Another note"), ("password", testPassword)])
            #expect(stale.status == 409 && stale.text.contains("Someone saved this first"))
            #expect(stale.text.contains("Saved by Service manager of Sandholme") && stale.text.contains("Another note"))
            // What is counted is said as people say it.
            #expect(list.text.contains("1 working day ") && !list.text.contains("1 working days"))
        }
    }
}
