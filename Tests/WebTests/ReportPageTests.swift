import Casework
import Records
import Reports
import Statistics
import TestSupport
import Testing

@testable import Web

/// The board's report from its first line to what has changed since it was issued. (S-PER-20)
@Suite struct ReportPageTests {
    /// A report begun by the manager through the page.
    private nonisolated(nonsending) func begun(_ site: TestSite, _ browser: Browser) async throws -> String {
        try await FigureCast.fill(site.service)
        let page = try await browser.submit(try (try await browser.get("/reports")).form("/reports"), ["period": FigureCast.period])
        #expect(page.status == 200 && page.path.hasPrefix("/reports/"))
        return page.path
    }

    @Test("S-PER-20: inside, every number is its figure's and leads to what it is made of", arguments: Engine.available)
    func inside(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let page = try await browser.get(try await begun(site, browser))
            var report = Report()
            report.period = FigureCast.period
            let board = try #require(try await BoardReport.read(site.service, report, asAt: nil))
            var expected: [String: String] = [:]
            for answer in board.set.answers {
                for figure in answer.figures { expected[FigureCast.members(figure, answer.period.label)] = FigureWords.value(figure) }
            }
            let linked = page.linked.filter { $0.key.hasPrefix("/figures/") }
            #expect(linked.count > 60)
            for (address, shown) in linked {
                let value = try #require(expected[address], "\(address)")
                #expect(shown.allSatisfy { $0 == value }, "\(address): \(shown), not \(value)")
            }
            let answers = board.set.answers
            for (answer, measure, part) in [
                (answers[0], Measure.firstTimeEntrants, "count"), (answers[1], .firstTimeEntrants, "count"),
                (answers[0], .outOfCourt, "decided"), (answers[0], .outOfCourt, "days_median"), (answers[0], .outOfCourt, "within_target"),
                (answers[0], .outOfCourt, "waiting"), (answers[0], .outOfCourtCompleted, "headline_published"),
                (answers[0], .outOfCourtCompleted, "headline_case_level"), (answers[5], .provenReoffending, "binary"),
            ] {
                let figure = try #require(answer.figure(measure, part))
                #expect(linked[FigureCast.members(figure, answer.period.label)] != nil, "\(measure.id) \(part)")
            }
            // And each leads there: the number again, with the children.
            for address in [Measure.firstTimeEntrants, .outOfCourt, .outOfCourtCompleted].compactMap({ measure in
                linked.keys.sorted().first { $0.hasPrefix("/figures/\(measure.id)/members") }
            }) {
                #expect(try await browser.get(address).text.contains("Value \(expected[address] ?? "")"), "\(address)")
            }
        }
    }

    @Test("S-PER-20: what the manager writes of each part stands in it, and what was typed is kept", arguments: Engine.available)
    func written(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let path = try await begun(site, browser)
            let words = [
                "introduction": "A quiet quarter.", "on_entrants": "Fewer at school.", "on_reoffending": "As before.",
                "on_custody": "None at all.", "on_outcomes": "Mostly cautions.", "on_out_of_court": "Decided <quickly>.",
            ]
            var form = try (try await browser.get("\(path)/edit")).form(path)
            let refused = try await browser.submit(form, words.merging(["as_at": "2099-01-01"]) { $1 })
            #expect(refused.status == 422 && refused.html.contains("Decided &lt;quickly&gt;."))
            form = try (try await browser.get("\(path)/edit")).form(path)
            let saved = try await browser.submit(form, words)
            #expect(saved.status == 200 && saved.path == path)
            for text in words.values { #expect(saved.text.contains(text), "\(text)") }
            #expect(saved.section("out-of-court").contains("Out of court Decided <quickly>."))
        }
    }

    /// What a copy must not hold: a count from 1 to 5 in any cell, sentence or drawing, or anybody.
    private func isClean(_ page: Page) {
        for cell in page.cells {
            #expect(!cell.contains(#/^[1-5]$/#) && !cell.contains(#/^[1-5] (of|for)\b/#) && !cell.contains(#/\bof [1-5]( |$)/#), "\(cell)")
        }
        for tag in Tag.all(in: page.main) where tag.name == "desc" || tag.name == "text" && (tag["class"] ?? "").contains("strong") {
            let words = Page.text(of: tag.inside)
            #expect(!words.contains(#/: [1-5][;.]( |$)/#) && !words.contains(#/^[1-5]$/#), "\(words)")
        }
        #expect(!page.html.contains("ref-") && !page.html.contains("Larkspur") && !page.main.contains("href=\"/figures"))
        #expect(!page.links.contains { $0.hasPrefix("/children") })
        for name in FigureCast.girls + FigureCast.boys { #expect(!page.cells.contains(name)) }
    }

    @Test(
        "promise 8: before it is issued the page shows the masked copy; issued, no count from 1 to 5 and no member is in it",
        arguments: Engine.available)
    func issued(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let path = try await begun(site, browser)
            let ask = try await browser.get("\(path)/issue")
            #expect(ask.status == 200 && ask.text.contains("Before it is issued"))
            isClean(ask)
            // S-PER-20: whoever issues it comes to the inside page, which leads to the copy and its files, and back to the others.
            let inside = try await browser.submit(try ask.form("\(path)/issue"))
            #expect(inside.status == 200 && inside.path == path)
            for way in ["\(path)/issued", "\(path)/issued.csv", "\(path)/changes"] { #expect(inside.links.contains(way), "\(way)") }
            #expect(inside.html.contains("href=\"/reports\""))
            let copy = try await browser.get("\(path)/issued")
            #expect(copy.status == 200 && copy.text.contains("a file of their own, performance-\(FigureCast.period).csv, with SHA-256"))
            isClean(copy)
            #expect(copy.section("headlines").contains("Fewer than 6") && copy.section("out-of-court").contains("fewer than 6"))
            // What may stand is the figure's own number.
            var report = Report()
            report.period = FigureCast.period
            let set = try #require(try await BoardReport.read(site.service, report, asAt: nil)).set
            for (measure, part) in [(Measure.firstTimeEntrants, "count"), (.outOfCourt, "decided"), (.outOfCourt, "days_median")] {
                let value = FigureWords.value(try #require(set.answers[0].figure(measure, part)))
                #expect(copy.cells.contains(value), "\(measure.id) \(part) \(value)")
            }
            let csv = try await browser.get("\(path)/issued.csv")
            for row in csv.html.split(separator: "\n").dropFirst() {
                let cells = row.split(separator: ",", omittingEmptySubsequences: false)
                #expect(!cells[6].contains(#/^[1-5]$/#) && !cells[7].contains(#/^[1-5]$/#), "\(row)")
            }
            #expect(!csv.html.contains("ref-"))
            // Once only: the copy stands, and the form to write is gone.
            #expect(try await browser.post("\(path)/issue", [("from", "1")]).path == path)
            #expect(try await browser.get("\(path)/issued").bytes == copy.bytes)
        }
    }

    @Test(
        "S-PER-20: to whom an issued report was sent is a log, which is the list the next report begins with", arguments: Engine.available)
    func sent(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let path = try await begun(site, browser)
            #expect(!(try await browser.get(path)).html.contains("/sendings"), "nothing is sent before it is issued")
            let begun = try await browser.send(
                "POST", path + "/sendings", body: Browser.encode([("recipients", "Board"), ("sent_on", "21/11/2026")]))
            #expect(begun.location == path)
            _ = try await browser.submit(try (try await browser.get(path + "/issue")).form("/issue"))
            let page = try await browser.get(path)
            #expect(page.section("sent").contains("Nobody is recorded as having been sent it."))
            let form = try page.form("/sendings")
            let wrong = try await browser.submit(form, ["recipients": " ", "sent_on": "20/11/2026", "way": "By email"])
            #expect(wrong.status == 422 && wrong.error(beside: "recipients") == "Enter to whom it was sent.")
            #expect(wrong.error(beside: "sent_on").contains("It was issued on 21 November 2026"))
            #expect(try wrong.form("/sendings")["way"] == "By email")
            let list = "Management board\r\nSafer communities <b>\r\n\r\nManagement board"
            for _ in 1...2 {
                let done = try await browser.submit(form, ["recipients": list, "sent_on": "21/11/2026", "way": "By email"])
                #expect(done.status == 200 && done.section("sent").contains("Management board 21 November 2026 By email Service manager"))
            }
            let rows = try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(ReportSending.self) }
            #expect(Set(rows.map(\.recipient)) == ["Management board", "Safer communities <b>"] && rows.count == 2)
            // The copy that was issued is untouched, and the page of what changed since still proves it.
            #expect(try await browser.get(path + "/changes").text.contains("The same figures"))
            let next = try await browser.submit(try (try await browser.get("/reports")).form("/reports"), ["period": "2025Q4"])
            _ = try await browser.submit(try (try await browser.get(next.path + "/issue")).form("/issue"))
            let begins = try await browser.get(next.path)
            #expect(try begins.form("/sendings")["recipients"] == "Management board\nSafer communities <b>")
            #expect(begins.text.contains("To whom the report before was sent."))
            let reader = try await site.browser(.caseManager).get(path)
            #expect(reader.section("sent").contains("Management board") && !reader.html.contains("/sendings\""))
        }
    }

    @Test("S-PER-20: a report in which much is written can be issued, and is whole", arguments: Engine.available)
    func long(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let path = try await begun(site, browser)
            let words = String(repeating: "More children were met than before. ", count: 900).trimmed
            let names = ["introduction", "on_entrants", "on_reoffending", "on_custody", "on_outcomes", "on_out_of_court"]
            let form = (try await browser.get(path + "/edit")).forms.first { $0.names.contains("introduction") }
            let written = try await browser.submit(
                try #require(form), Dictionary(uniqueKeysWithValues: names.map { ($0, "\($0) \(words)") }))
            #expect(written.status == 200)
            let issued = try await browser.submit(try (try await browser.get(path + "/issue")).form("/issue"))
            #expect(issued.status == 200 && issued.path == path, "\(issued.text.prefix(200))")
            let copy = try await browser.get(path + "/issued")
            #expect(copy.bytes.count > 190_000)
            for name in names { #expect(copy.text.contains("\(name) More children")) }
            #expect(try await browser.get(path + "/changes").text.contains("Intact"))
        }
    }

    @Test("promise 5: what changed since a report was issued is told, and the copy is proved", arguments: Engine.available)
    func changed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let path = try await begun(site, browser)
            _ = try await browser.submit(try (try await browser.get("\(path)/issue")).form("\(path)/issue"))
            let copy = try await browser.get("\(path)/issued")
            site.clock.advance(days: 2)
            try await FigureCast.decide(site.service, "Oz", "MALE", "2026-04-20", "YOUTH_CAUTION")
            // Two days on, the first session has ended.
            let later = try await site.browser(.serviceManager)
            let page = try await later.get("\(path)/changes")
            #expect(page.text.contains("Intact") && page.text.contains("The same figures"))
            #expect(page.text.contains("Oz Larkspur (ref-Oz)") && !page.text.contains("Dot Larkspur"))
            #expect(page.text.contains("decided in the period 2026Q1 12 13"))
            #expect(try await later.get("\(path)/issued").bytes == copy.bytes, "the copy does not follow")
            #expect(try await later.get(path).text.contains("This is the inside page"))
        }
    }
}
