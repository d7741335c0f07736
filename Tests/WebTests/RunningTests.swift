import Casework
import TestSupport
import Testing

@testable import Web

@Suite("Running")
struct RunningTests {
    @Test("Readiness is 200 until the server is told to stop; then 503, and every answer closes its line", arguments: Engine.available)
    func readiness(engine: Engine) async throws {
        try await withSite(engine) { site in
            let visitor = try await site.browser(nil)
            let before = try await visitor.send("GET", "/ready")
            #expect(before.status == 200)
            #expect(before.header("Connection") == nil)
            site.site.running.stop()
            let after = try await visitor.send("GET", "/ready")
            #expect(after.status == 503)
            #expect(after.header("Connection") == "close")
            // Whoever is at work is still answered.
            let page = try await visitor.send("GET", "/sign-in")
            #expect(page.status == 200)
            #expect(page.header("Connection") == "close")
        }
    }

    @Test("Metrics count requests by pattern, kind of answer and time, and name nobody", arguments: Engine.available)
    func metrics(engine: Engine) async throws {
        try await withSite(engine) { site in
            let worker = try await site.browser(.caseManager)
            _ = try await worker.find("Rowan")
            _ = try await worker.find("Rowan")
            _ = try await worker.send("GET", "/children/not-an-id")
            _ = try await worker.send("GET", "/nowhere/Rowan")
            let text = await site.site.metricsText()
            let lines = Set(text.split(separator: "\n").map(String.init))
            for line in [
                "waymark_requests_total{method=\"GET\",route=\"/children\",status=\"2xx\"} 2",
                "waymark_requests_total{method=\"GET\",route=\"/children/{child}\",status=\"4xx\"} 1",
                "waymark_request_duration_seconds_count{route=\"/children\"} 2",
                "waymark_request_duration_seconds_bucket{route=\"/children\",le=\"+Inf\"} 2", "waymark_requests_in_flight 0",
                "waymark_database_up 1", "waymark_stopping 0",
            ] { #expect(lines.contains(line), "\(line)") }
            #expect(lines.contains { $0.hasPrefix("waymark_journal_head ") })
            #expect(text.contains("waymark_database_waits_total") == (engine == .postgres))
            #expect(!text.contains("Rowan") && !text.contains("not-an-id") && !text.contains("case-manager"))
            // Every line is a comment or a name, labels and a number.
            let form = /waymark_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+/
            #expect(lines.filter { !$0.hasPrefix("# ") && $0.wholeMatch(of: form) == nil } == [])
        }
    }

    @Test("An address that is none of ours is answered in one way, however it begins, and tells a visitor nothing")
    func nowhere() async throws {
        try await withSite(.sqlite) { site in
            let (worker, visitor) = (try await site.browser(.caseManager), try await site.browser(nil))
            for path in ["/nowhere", "/guide/more", "/children/a/b/c/d", "/board/members/a/b/c"] {
                let page = try await worker.send("GET", path)
                #expect(page.status == 404 && page.html.contains("<h1") && page.header("Content-Security-Policy") != nil, "\(path)")
                #expect(page.text == (try await worker.send("GET", "/nowhere/else")).text, "\(path)")
                let sent = try await visitor.send("GET", path)
                #expect(sent.status == 303 && sent.location?.hasPrefix("/sign-in") == true, "\(path)")
            }
            let program = try await visitor.send("GET", "/api/v1/nothing/here")
            #expect(program.status == 404 && program.header("Content-Type")?.contains("json") == true)
        }
    }

    @Test("Each answer has a number of its own")
    func numbers() async throws {
        try await withSite(.sqlite) { site in
            let visitor = try await site.browser(nil)
            var seen: Set<String> = []
            for _ in 1...5 {
                let page = try await visitor.send("GET", "/sign-in")
                if let number = page.header("X-Request-Id") { seen.insert(number) }
            }
            #expect(seen.count == 5)
        }
    }
}
