import Casework
import Foundation
import Records
import TestSupport
import Testing

@testable import Web

/// Questionnaires of a service's own, from file to page.
@Suite struct OwnFormTests {
    private static func example() throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/examples/wellbeing.json")
        return try String(contentsOf: folder, encoding: .utf8)
    }

    @discardableResult
    private func load(_ site: TestSite, _ texts: [String]) async throws -> FormFiles {
        try await site.service.load(forms: texts.enumerated().map { ("\($0).json", Array($1.utf8)) })
    }

    @Test(
        "S-ASM-09: a service's own form is begun, filled and saved on its pages, and shown under its version after a newer one is loaded and its file is gone",
        arguments: Engine.available)
    func whole(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let first = try Self.example()
            try await load(site, [first])
            let bench = try await AssessmentBench(site) { $0.strengths = "Boxing twice a week" }
            let choose = try await bench.browser.get("\(bench.base)/new")
            #expect(choose.text.contains("How the child is doing"))
            let path = try await bench.begin("SCREENING", "wellbeing")
            let page = try await bench.browser.get("\(path)/write/all")
            #expect(page.text.contains("Everyday life") && page.text.contains("Boxing twice a week"), "carried in")
            let bad = try await bench.browser.submit(try page.form("/write/all"), ["q_sleep": "badly"], press: ("action", "finish"))
            #expect(bad.status == 422 && bad.error(beside: "q_sleep_why").contains("What keeps them awake?"))
            let saved = try await bench.browser.submit(
                try bad.form("/write/all"), ["q_sleep_why": "Noise", "q_worries": "home", "q_talks": "no"], press: ("action", "finish"))
            #expect(saved.status == 200)
            func shown() async throws -> Page { try await bench.browser.get(path) }
            let answers = try await shown().section("answers")
            #expect(answers.contains("Badly on most nights") && answers.contains("6: Much: talk with the health worker"))
            #expect(try await shown().text.contains("How the child is doing, version 1"))

            let second = first.replacing("\"version\": 1", with: "\"version\": 2").replacing(
                "How does the child sleep?", with: "And at night?")
            try await load(site, [first, second])
            let newer = try await bench.begin("SCREENING", "wellbeing")
            #expect(try await bench.browser.get("\(newer)/write/all").text.contains("And at night?"))
            try await load(site, [second])
            #expect(try await shown().section("answers").contains("How does the child sleep?"), "its file is gone, its words are not")
            try await load(site, [])
            #expect(!(try await bench.browser.get("\(bench.base)/new").text.contains("How the child is doing")))
            #expect(try await shown().text.contains("How the child is doing, version 1"))
            #expect(try await site.service.verify().faults == [])
        }
    }

    @Test(
        "S-ASM-09: loading again writes nothing; other content under a used version is refused with the file's name, under an unused one taken",
        arguments: Engine.available)
    func versions(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let first = try Self.example()
            try await load(site, [first])
            let head = try await site.service.verify().head
            try await load(site, [first])
            #expect(try await site.service.verify().head == head)
            let changed = first.replacing("How does the child sleep?", with: "And at night?")
            try await load(site, [changed])
            let bench = try await AssessmentBench(site)
            let path = try await bench.begin("SCREENING", "wellbeing")
            #expect(try await bench.browser.get("\(path)/write/all").text.contains("And at night?"))
            let used = try await load(site, [first]).refused
            #expect(used.map(\.file) == ["0.json"] && used[0].why.hasPrefix("Version 1 of “wellbeing” has been used"))
            #expect(try await bench.browser.get("\(path)/write/all").text.contains("And at night?"))
            let twice = try await load(site, [changed, changed]).refused
            #expect(twice == [.init(file: "1.json", why: "Version 1 of “wellbeing” stands in 0.json already.")])
            let broken = try await load(site, [changed, "{\"name\": 1}"])
            #expect(broken.refused == [.init(file: "1.json", why: "Line 1, name: a text is needed here.")])
            #expect(broken.taken == ["wellbeing 1": "0.json"], "the others are taken")
            // Whose file is refused may be any: nothing is withdrawn meanwhile.
            let kept = try await load(site, ["{"]).refused
            #expect(kept.count == 1)
            #expect(try await bench.browser.get("\(bench.base)/new").text.contains("How the child is doing"))
        }
    }

    @Test(
        "S-SAF-01, S-ASM-12: a service's own screen that counts as ours is begun from the lists, and done wherever ours would be",
        arguments: Engine.available)
    func counts(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let own = try Self.example().replacing("\"version\": 1", with: "\"version\": 1, \"counts_as\": \"exploitation\"")
            try await load(site, [own])
            let bench = try await AssessmentBench(site)
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            let page = try await bench.browser.get(path)
            #expect(page.section("screens").contains("Exploitation screen Missing"))
            let press = try #require(page.forms.first { $0["form_name"] == "wellbeing" }, "the service's own is what begins")
            #expect(!page.forms.contains { $0["form_name"] == "exploitation" })
            let report = try await (try await site.browser(.teamManager)).get("/assessments")
            #expect(report.forms.contains { $0["form_name"] == "wellbeing" } && report.text.contains("Exploitation screen 0 of 1"))
            let screen = try await bench.browser.submit(press)
            _ = try await bench.browser.submit(
                try screen.form("/write/all"), ["q_sleep": "well", "q_talks": "no"], press: ("action", "finish"))
            #expect(try await bench.browser.get(path).section("screens").contains("Exploitation screen Done"))
            #expect(!(try await bench.browser.get("/children/\(bench.made.child)").section("due").contains("Screen for exploitation")))
            #expect(try await (try await site.browser(.teamManager)).get("/assessments").text.contains("Exploitation screen 1 of 1"))
            #expect(try await bench.browser.get("/questionnaires/wellbeing/1").text.contains("Counts as Exploitation screen"))
        }
    }
}
