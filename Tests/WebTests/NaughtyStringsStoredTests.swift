import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Naughty strings that are taken, and read again where they lie.
@Suite struct NaughtyStringsStoredTests {
    @Test(
        "S-INF-13: what is taken is shown back as it was typed, on the record's page escaped and in its form exactly",
        arguments: Engine.available)
    func stored(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let browser = try await site.browser(.serviceManager)
            let lines = NaughtyStrings.all.filter { bytes in
                let text = NaughtyStrings.read(bytes)
                return text.count < 60 && text.unicodeScalars.count < 300 && !text.isEmpty && !text.contains { $0.isNewline }
            }
            var (taken, turn): (Int, Int) = (0, 0)
            // Kinds whose boxes are all text once the rest is filled; each string stands in each of them once, several at a time.
            let kinds: [(path: String, fixed: [String: String], boxes: [String])] = [
                ("people-around-the-child", ["relation": "MOTHER"], ["name", "contact_note", "risk_note"]),
                ("professionals", [:], ["name", "profession", "agency"]),
                ("contacts", ["at": "14/10/2025 14:30", "method": "PHONE"], ["present", "aim", "content", "risk", "childs_words"]),
                ("addresses", [:], ["line"]),
                ("offences", ["offence_date": "1/5/2026"], ["description", "place"]),
            ]
            for kind in kinds {
                let form = try (try await browser.get("/children/\(made.case.child)/\(kind.path)/new")).form("/\(kind.path)")
                for start in lines.indices {
                    turn += 1
                    var typed = kind.fixed
                    for (place, box) in kind.boxes.enumerated() {
                        typed[box] = String(decoding: lines[(start + place) % lines.count], as: UTF8.self)
                    }
                    let fields = form.filled(typed).map { ($0.0, $0.0 == "once" ? "stored-\(turn)" : $0.1) }
                    let answer = try await browser.send("POST", form.action, body: Browser.encode(fields))
                    #expect(answer.status == 303, "\(kind.path): \(answer.errorSummary.map(\.message))")
                    guard let place = answer.location?.prefix(while: { $0 != "?" }) else { continue }
                    let page = try await browser.send("GET", String(place))
                    let edit = try (try await browser.send("GET", place + "/edit")).form("/\(kind.path)/")
                    for box in kind.boxes {
                        let text = NaughtyStrings.read(Array((typed[box] ?? "").utf8))
                        NaughtyStringsTests.expectHarmless(page, text, kind.path)
                        #expect(edit[box].map(NaughtyStrings.plain) == text, "\(kind.path) \(box)")
                        taken += 1
                    }
                }
            }
            #expect(taken > 300)
        }
    }
}
