import Casework
import Records
import Reports
import Statistics
import TestSupport
import Testing

@testable import Web

/// What the service types in the summary template, beside what its cases come to, until a manager signs the quarter off.
@Suite struct TemplateSigningTests {
    private static let quarter = FigureCast.period

    /// The first block of KPI 6 that anybody is counted under, with the cell of those who completed.
    private func completed(_ service: Service) async throws -> TemplateReturn.Cell {
        let made = try await TemplateReturn.read(service, try #require(Period(Self.quarter)))
        return try #require(made.cells.first { $0.sheet == 5 && $0.row.id == "COMPLETED" && $0.counted > 0 })
    }

    private static let differences = "/returns/template/differences?period=\(quarter)"

    /// The form of the differences page as it stands, with the name of its first box.
    private func explaining(_ browser: Browser) async throws -> (form: PageForm, why: String) {
        let form = try (try await browser.get(Self.differences)).form("/differences")
        return (form, try #require(form.filled([:]).map(\.0).first { $0.hasPrefix("why-") }))
    }

    /// Types one number into a form just opened.
    private func enter(_ browser: Browser, _ cell: TemplateReturn.Cell, _ number: Int) async throws -> Page {
        try await browser.submit(try (try await browser.get(address(cell))).form("/typed"), [box(cell): String(number)])
    }

    private func box(_ cell: TemplateReturn.Cell) -> String { "n-\(cell.row.id)-\(cell.column)".idSafe }
    private func address(_ cell: TemplateReturn.Cell) -> String {
        "/returns/template/typed?period=\(Self.quarter)&sheet=\(cell.sheet)&block=\(cell.block)"
    }

    @Test(
        "S-PER-11: a typed number that differs is explained before a manager signs; then nothing changes but what is said to have moved",
        arguments: Engine.available)
    func signed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let (analyst, manager) = (try await site.browser(.analyst), try await site.browser(.serviceManager))
            let shown = try await analyst.get(address(cell))
            #expect(shown.status == 200 && shown.text.contains("Counted \(cell.counted)"))
            let form = try shown.form("/typed")
            let wrong = try await analyst.submit(form, [box(cell): "many"])
            #expect(wrong.status == 422 && wrong.error(beside: box(cell)).contains("type a whole number"))
            // Two wrong boxes of a row are told apart.
            let period = try #require(Period(Self.quarter))
            let plans = try await TemplateReturn.read(site.service, period, sheets: [2]).cells.first { $0.row.id == "PLAN" }
            let needs = try (try await analyst.get(address(try #require(plans)))).form("/typed")
            let both = try await analyst.submit(needs, ["n-PLAN-start".idSafe: "x", "n-PLAN-end".idSafe: "y"])
            #expect(both.text.contains("in place, start: type a whole number") && both.text.contains("in place, end: type a whole number"))
            let typed = try await analyst.submit(form, [box(cell): String(cell.counted + 2)])
            #expect(typed.status == 200 && typed.section("state").contains("Differ from what was counted 1, 1 not explained yet"))
            #expect(typed.text.contains("typed \(cell.counted + 2) Differs"))

            // Not before it is explained, and not by whoever does not answer for the service.
            let sign = "/returns/template/sign-off?period=\(Self.quarter)"
            #expect(try await analyst.get(sign).status == 403)
            #expect(try await manager.get(sign).text.contains("1 typed number differs from what was counted and is not explained."))
            #expect(try await manager.post(sign, []).status == 409)

            let differences = try await analyst.get("/returns/template/differences?period=\(Self.quarter)")
            let why = try #require(try differences.form("/differences").filled([:]).map(\.0).first { $0.hasPrefix("why-") })
            let explained = try await analyst.submit(
                try differences.form("/differences"), [why: "Two paper files from before the system."])
            #expect(explained.text.contains("Explained") && explained.text.contains("Last written by"))
            let csv = String(
                decoding: try await analyst.get("/returns/template/table.csv?period=\(Self.quarter)").bytes, as: UTF8.self)
            #expect(csv.contains("\(cell.key),\(cell.counted + 2),Two paper files from before the system."))
            let history = try await analyst.get(try explained.link("Who typed what"))
            #expect(history.text.contains("Changed why it differs, counted number it was explained against"))

            let signed = try await manager.submit(try (try await manager.get(sign)).form("/sign-off"), ["note": "Agreed with the board."])
            #expect(
                signed.text.contains("Signed off by") && signed.text.contains("Intact") && signed.text.contains("Nothing has moved since."))
            let copy = try await manager.get("/returns/template/signed.csv?period=\(Self.quarter)").bytes
            let late = try await analyst.submit(form, [box(cell): "0"])
            #expect(late.status == 409 && late.text.contains("has been signed off"))

            // A record written later moves the count, not what was signed.
            site.clock.advance(days: 1)
            let next = try await site.browser(.serviceManager)
            try await FigureCast.decide(site.service, "Zed", "MALE", "2026-05-12", "YOUTH_CAUTION")
            let since = try await next.get("/returns/template/signed?period=\(Self.quarter)")
            let line = "\(cell.words(TemplatePages.words)) \(cell.counted) \(cell.counted + 1)"
            #expect(since.section("since").contains(line), "\(since.section("since"))")
            let moved = try await next.get(try since.link("What moved it"))
            #expect(moved.status == 200 && moved.text.contains("Zed"))
            #expect(try await next.get("/returns/template/signed.csv?period=\(Self.quarter)").bytes == copy)

            // Opened again with a reason, the explanation no longer holds for the new difference.
            let opening = try since.form("/withdrawal")
            #expect(try await next.submit(opening, ["reason": ""]).error(beside: "reason").contains("Say why"))
            let open = try await next.submit(opening, ["reason": "A child was recorded late."])
            #expect(open.section("state").contains("Not signed off"))
            let sheet = try await next.get("/returns/template?period=\(Self.quarter)&sheet=5")
            #expect(sheet.section("state").contains("1 not explained yet"))
            #expect(
                try await next.get("/returns/template/differences?period=\(Self.quarter)").text.contains(
                    "the records have changed since"))
        }
    }

    @Test("S-PER-11: an explanation goes with the number it was written for, on an open page as well", arguments: Engine.available)
    func anotherNumber(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let browser = try await site.browser(.analyst)
            _ = try await enter(browser, cell, cell.counted + 2)
            let (now, later) = (try await explaining(browser), try await explaining(browser))
            #expect(try await browser.submit(now.form, [now.why: "Two paper files."]).text.contains("Last written by"))
            let other = try await enter(browser, cell, cell.counted + 47)
            #expect(other.section("state").contains("1 not explained yet"), "\(other.section("state"))")
            let late = try await browser.submit(later.form, [later.why: "Two files on paper."])
            #expect(late.status == 409 && late.text.contains("Changed meanwhile") && late.text.contains("Two files on paper."))
            #expect(try await browser.get(Self.differences).text.contains("Not explained"))
        }
    }

    @Test(
        "promise 3: two people who explain the same difference see both; a box nobody touched takes nothing back",
        arguments: Engine.available)
    func bothExplain(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let (one, other) = (try await site.browser(.analyst), try await site.browser(.teamManager))
            _ = try await enter(one, cell, cell.counted + 2)
            let first = try await explaining(one)
            let (untouched, second) = (try await explaining(other), try await explaining(other))
            #expect(try await one.submit(first.form, [first.why: "Two paper files."]).text.contains("Last written by"))
            #expect(try await other.submit(untouched.form).text.contains("Last written by"))
            let both = try await other.submit(second.form, [second.why: "Two late forms."])
            #expect(both.status == 409 && both.text.contains("Two paper files. Two late forms."), "\(both.text)")
            let again = try both.form("/differences")
            #expect(again[second.why] == "Two late forms.")
            let saved = try await other.submit(again)
            #expect(saved.status == 200)
            #expect(try await explaining(one).form[second.why] == "Two late forms.")
        }
    }

    @Test("S-PER-22: numbers pasted from a spreadsheet are all taken or none, each wrong line is named", arguments: Engine.available)
    func pasted(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let browser = try await site.browser(.analyst)
            let page = try await browser.get("/returns/template/pasted?period=\(Self.quarter)")
            let form = try page.form("/pasted")
            let wrong = try await browser.submit(form, ["rows": "cell\ttyped\n\(cell.key)\tsome\nkpi99 X Y Z\t1\n\(cell.key)\t3"])
            #expect(wrong.status == 422 && wrong.text.contains("Line 2: “some” is not a whole number."))
            #expect(wrong.text.contains("Line 3: the form has no cell “kpi99 X Y Z”.") && wrong.text.contains("is there twice"))
            #expect(try await browser.submit(form, ["rows": "a,b\n1,2"]).text.contains("must name the columns cell and typed"))
            // The template's own file, filled in, goes back whole.
            let own = String(
                decoding: try await browser.get("/returns/template/table.csv?period=\(Self.quarter)").bytes, as: UTF8.self)
            let filled = own.replacing("\(cell.key),,", with: "\(cell.key),\(cell.counted + 1),counted on paper")
            #expect(filled != own)
            let taken = try await browser.submit(form, ["rows": filled])
            #expect(taken.section("state").contains("Typed 1 of") && taken.section("state").contains("1, all explained"))
            let tabs = try await browser.submit(
                try (try await browser.get("/returns/template/pasted?period=\(Self.quarter)")).form("/pasted"),
                ["rows": "typed\tcell\n\(cell.counted)\t\(cell.key)\n"])
            #expect(tabs.section("state").contains("Differ from what was counted None"))
        }
    }

    @Test(
        "S-PER-22: a manager signs the numbers the page stood for; where others stand by then it is shown again",
        arguments: Engine.available)
    func shown(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let (analyst, manager) = (try await site.browser(.analyst), try await site.browser(.serviceManager))
            let sign = "/returns/template/sign-off?period=\(Self.quarter)"
            let form = try (try await manager.get(sign)).form("/sign-off")
            // As many as counted, so nothing is left to explain.
            _ = try await enter(analyst, cell, cell.counted)
            let again = try await manager.submit(form, ["note": "Agreed."])
            #expect(again.status == 409 && again.text.contains("The numbers have changed since this page was shown."))
            let next = try again.form("/sign-off")
            #expect(next["note"] == "Agreed.")
            try await FigureCast.decide(site.service, "Zed", "MALE", "2026-05-12", "YOUTH_CAUTION")
            _ = try await enter(analyst, cell, cell.counted + 1)
            #expect(try await manager.submit(next).status == 409)
            #expect(try await manager.submit(try (try await manager.get(sign)).form("/sign-off")).text.contains("Signed off by"))
        }
    }

    @Test("S-PER-22: an explanation of an earlier count is not in the file, nor taken from one", arguments: Engine.available)
    func staleFile(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let browser = try await site.browser(.analyst)
            let file = "/returns/template/table.csv?period=\(Self.quarter)"
            _ = try await enter(browser, cell, cell.counted + 5)
            let open = try await explaining(browser)
            _ = try await browser.submit(open.form, [open.why: "Paper files."])
            let earlier = String(decoding: try await browser.get(file).bytes, as: UTF8.self)
            #expect(earlier.contains("\(cell.key),\(cell.counted + 5),Paper files."))
            try await FigureCast.decide(site.service, "Zed", "MALE", "2026-05-12", "YOUTH_CAUTION")
            let now = String(decoding: try await browser.get(file).bytes, as: UTF8.self)
            #expect(now.contains("\(cell.key),\(cell.counted + 5),,") && !now.contains("Paper files."))
            let paste = try (try await browser.get("/returns/template/pasted?period=\(Self.quarter)")).form("/pasted")
            // Sent back as it was, the earlier file renews nothing; with words of its own it is refused.
            #expect(try await browser.submit(paste, ["rows": earlier]).section("state").contains("1 not explained yet"))
            let said = try await browser.submit(paste, ["rows": earlier.replacing("Paper files.", with: "More paper.")])
            #expect(said.status == 409 && said.text.contains("\(cell.counted + 1) are counted now, not \(cell.counted) as in the file"))
            let bare = try await browser.submit(paste, ["rows": "cell,typed,why\n\(cell.key),\(cell.counted + 5),More paper."])
            #expect(bare.status == 409 && bare.text.contains("in the column “number”"))
        }
    }

    @Test("S-PER-22: a form filled to its last cell, each explained at length, is signed with every word", arguments: Engine.available)
    func full(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let period = try #require(Period(Self.quarter))
            let cells = try await TemplateReturn.read(site.service, period).cells
            #expect(cells.count > 1500)
            try await site.service.write(.wholeService(reason: "test"), action: "test.typed") { writer in
                for (place, cell) in cells.enumerated() {
                    var value = TemplateValue()
                    (value.period, value.cell, value.number) = (period.label, cell.key, cell.counted + 1)
                    (value.explanation, value.explainedCount) = ("=\(place) " + String(repeating: "paper", count: 190), cell.counted)
                    try writer.create(value)
                }
            }
            let manager = try await site.browser(.serviceManager)
            let sign = try (try await manager.get("/returns/template/sign-off?period=\(Self.quarter)")).form("/sign-off")
            #expect(try await manager.submit(sign).text.contains("Intact"))
            func file() async throws -> String {
                String(decoding: try await manager.get("/returns/template/signed.csv?period=\(Self.quarter)").bytes, as: UTF8.self)
            }
            let signed = try await file()
            let lines = signed.split(whereSeparator: \.isNewline).dropFirst()
            #expect(lines.count == cells.count)
            for (place, line) in lines.enumerated() {
                let cell = cells[place]
                // A formula is text.
                let whole = "\(cell.key),\(cell.counted + 1),\(cell.counted),'=\(place) \(String(repeating: "paper", count: 190))"
                #expect(line == whole)
            }
            // Another's words since, in the record itself past every page, do not change what was signed.
            try await site.service.write(.wholeService(reason: "test"), action: "test.typed") { writer in
                let value = try #require(try writer.reader.serviceRecords(TemplateValue.self).first)
                try writer.correct(TemplateValue.self, child: nil, id: value.id, from: value.from) { $0.explanation = "Something else." }
            }
            #expect(try await file() == signed)
        }
    }

    @Test("S-PER-22: the whole form filled in in a spreadsheet is taken in one paste", arguments: Engine.available)
    func pastedWhole(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.analyst)
            let own = String(
                decoding: try await browser.get("/returns/template/table.csv?period=\(Self.quarter)").bytes, as: UTF8.self)
            let rows = own.split(whereSeparator: \.isNewline)
            // `typed` and the four columns after the cell are empty.
            let filled = rows.prefix(1) + rows.dropFirst().map { $0.dropLast(4) + ",7,said at the desk,," }
            let form = try (try await browser.get("/returns/template/pasted?period=\(Self.quarter)")).form("/pasted")
            let taken = try await browser.submit(form, ["rows": filled.joined(separator: "\n")])
            #expect(taken.status == 200, "\(taken.text.prefix(400))")
            let period = try #require(Period(Self.quarter))
            let cells = try await TemplateReturn.read(site.service, period).cells
            #expect(cells.count > 1500 && taken.section("state").contains("\(cells.count) on all ten sheets"), "\(taken.section("state"))")
        }
    }

    @Test("S-PER-22: a quarter signed by an earlier program, its explanations in the record, stands as it was", arguments: Engine.available)
    func earlierCopy(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let copy = "cell,typed,counted,why\n\(cell.key),9,\(cell.counted + 4),Paper files.\n"
            try await site.service.write(.wholeService(reason: "test"), action: "test.sign") { writer in
                var record = TemplateSignOff()
                (record.period, record.asAt, record.copy) = (Self.quarter, site.clock.now, copy)
                record.hash = TemplateReturn.hash(of: copy)
                try writer.create(record)
            }
            let manager = try await site.browser(.serviceManager)
            let page = try await manager.get("/returns/template/signed?period=\(Self.quarter)")
            #expect(page.text.contains("Intact") && page.text.contains("Where an explanation in it ends in “…”"))
            #expect(!page.text.contains("with every explanation"))
            #expect(page.section("since").contains("\(cell.words(TemplatePages.words)) \(cell.counted + 4) \(cell.counted)"))
            #expect(
                String(decoding: try await manager.get("/returns/template/signed.csv?period=\(Self.quarter)").bytes, as: UTF8.self) == copy)
        }
    }

    @Test("S-PER-22: a sheet asked for by itself has the cells it has in the whole form", arguments: Engine.available)
    func oneSheet(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let period = try #require(Period(Self.quarter))
            let whole = try await TemplateReturn.read(site.service, period)
            let one = try await TemplateReturn.read(site.service, period, sheets: [5])
            #expect(!one.cells.isEmpty && one.cells.allSatisfy { $0.sheet == 5 })
            func told(_ cells: [TemplateReturn.Cell]) -> [String] { cells.map { "\($0.key) \($0.counted)" } }
            #expect(told(one.cells) == told(whole.cells.filter { $0.sheet == 5 }))
        }
    }

    @Test("promise 3: a paste takes nothing back, and names each cell somebody typed since its file was made", arguments: Engine.available)
    func pastedLate(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let file = "/returns/template/table.csv?period=\(Self.quarter)"
            let first = try await site.browser(.analyst)
            _ = try await enter(first, cell, 40)
            let bytes = try await first.get(file).bytes
            let made = String(decoding: bytes, as: UTF8.self)
            let page = "/returns/template/pasted?period=\(Self.quarter)"
            // Without the moment of the file, what was typed since the page was opened is told.
            let before = try (try await first.get(page)).form("/pasted")
            site.clock.advance(minutes: 1)
            let (one, other) = (try await site.browser(.analyst), try await site.browser(.teamManager))
            _ = try await enter(other, cell, 41)
            let form = try (try await one.get(page)).form("/pasted")
            // The very file changes nothing back, and an empty cell neither.
            #expect(try await one.submit(form, ["rows": made]).text.contains("typed 41"))
            let empty = try await one.submit(form, ["rows": "cell,typed\n\(cell.key),\n"])
            #expect(empty.status == 422 && empty.text.contains("no number is there"))
            let mine = made.replacing("\(cell.key),40,", with: "\(cell.key),42,")
            let told = "somebody typed 41 for “\(cell.key)” since the file was made"
            let both = try await one.submit(form, ["rows": mine])
            #expect(both.status == 409 && both.text.contains(told))
            #expect(try await first.submit(before, ["rows": "cell,typed\n\(cell.key),42"]).text.contains(told))
            #expect(try await one.submit(form, ["rows": "cell,typed\n\(cell.key),42"]).text.contains("typed 42"))
        }
    }

    @Test(
        "S-PER-22: business support types and pastes, sees what came of it, and is led nowhere closed to them", arguments: Engine.available)
    func support(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let browser = try await site.browser(.businessSupport)
            let form = try (try await browser.get(address(cell))).form("/typed")
            let typed = try await browser.submit(form, [box(cell): String(cell.counted + 2)])
            #expect(typed.status == 200 && typed.section("state").contains("Typed 1 of"))
            #expect(!typed.links.contains { $0.hasPrefix("/figures") }, "\(typed.links)")
            let paste = try await browser.get("/returns/template/pasted?period=\(Self.quarter)")
            #expect(try await browser.get(try paste.link("template of the quarter")).status == 200)
            let pasted = try await browser.submit(try paste.form("/pasted"), ["rows": "cell\ttyped\n\(cell.key)\t\(cell.counted)"])
            #expect(pasted.status == 200 && pasted.section("state").contains("Differ from what was counted None"))
        }
    }

    @Test("promise 3: two people who type the same cell see both numbers; a half-typed table is kept", arguments: Engine.available)
    func both(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let cell = try await completed(site.service)
            let (one, other) = (try await site.browser(.analyst), try await site.browser(.teamManager))
            let (first, second) = (
                try (try await one.get(address(cell))).form("/typed"), try (try await other.get(address(cell))).form("/typed")
            )
            #expect(try await one.submit(first, [box(cell): "41"]).status == 200)
            let kept = try await other.submit(second, [box(cell): "42"])
            #expect(kept.status == 409 && kept.text.contains("Someone saved this first") && kept.text.contains("41 42"))
            #expect(try await other.submit(try kept.form("/typed")).text.contains("typed 42"))
            // A form whose box nobody touched takes nothing back.
            #expect(try await other.submit(second, [:]).text.contains("typed 42"))

            // Nor does one that comes back because of another box: it holds what stands by then.
            let made = try await TemplateReturn.read(site.service, try #require(Period(Self.quarter)))
            let beside = try #require(made.cells(cell.sheet, cell.block).first { $0.row.id == "NOT_COMPLETED" })
            let third = try (try await one.get(address(cell))).form("/typed")
            let theirs = try (try await other.get(address(cell))).form("/typed")
            #expect(try await other.submit(theirs, [box(cell): "43", box(beside): "17"]).text.contains("typed 17"))
            let again = try await one.submit(third, [box(cell): "44"])
            #expect(again.status == 409 && again.text.contains("43 44"))
            let last = try await one.submit(try again.form("/typed"))
            #expect(last.text.contains("typed 44") && last.text.contains("typed 17"))

            let half = try await one.submit(
                try (try await one.get(address(cell))).form("/typed"), [box(cell): "x7"], press: ("action", "draft"))
            #expect(half.text.contains("This is your draft") && half.bytes.count > 0)
            #expect(try half.form("/typed").filled([:]).contains { $0.0 == box(cell) && $0.1 == "x7" })
        }
    }
}
