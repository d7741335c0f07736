import Casework
import HTML
import Records
import Reports
import Statistics
import TestSupport
import Testing

@Suite("The board's report")
struct BoardReportTests {
    private static func report() -> Report {
        var report = Report()
        report.period = "2026Q1"
        report.introduction = "A quiet quarter.\n\nMore <next> time."
        return report
    }

    /// Three boys and nine girls cautioned in the quarter, two children before.
    private nonisolated(nonsending) func fill(_ service: Service) async throws {
        try await MadeUp.population(service, 12_500, midYear: 2025)
        for name in ["Abe", "Ben", "Cal"] { try await MadeUp.caution(service, name, on: "2026-04-10") }
        for name in ["Dot", "Eve", "Fay", "Gia", "Hal", "Ivy", "Joy", "Kim", "Liv"] {
            try await MadeUp.caution(service, name, on: "2026-05-11", sex: "FEMALE")
        }
        for name in ["Mo", "Ned"] { try await MadeUp.caution(service, name, on: "2026-03-03") }
    }

    @Test(
        "issued, it shows no count from 1 to 5, hides what would tell one, names nobody, and is the same to the byte",
        arguments: Engine.available)
    func issued(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            try await fill(service)
            let moment = service.now
            let board = try #require(try await BoardReport.read(service, Self.report(), asAt: moment))
            let day = service.today
            let copy = IssuedCopy(board, issuedOn: day, style: [])
            clock.advance(days: 3)
            try await MadeUp.caution(service, "Oz", on: "2026-04-20")
            let again = try #require(try await BoardReport.read(service, Self.report(), asAt: moment))
            #expect(IssuedCopy(again, issuedOn: day, style: []) == copy)
            #expect(copy.hash == sha256Hex(Array(copy.document.utf8)))
            #expect(copy.document.contains(sha256Hex(Array(copy.figures.utf8))))
            #expect(!copy.document.contains("ref-") && !copy.figures.contains("ref-"))
            #expect(copy.document.contains("More &lt;next&gt; time."))
            let rows = copy.figures.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            func cell(_ measure: String, _ by: String, _ from: String) -> [String] {
                rows.filter { $0[0] == measure && $0[1] == "count" && $0[2] == by && $0[4] == from }.map { $0[6] }
            }
            // The chart of entrants draws the 12 alone: the quarter before is 2 and is a gap, in drawing, sentence and table.
            let chart = try #require(copy.document.split(separator: "id=\"trend-fte-count\"").last?.split(separator: "</figure>").first)
            #expect(chart.contains("<svg") && chart.contains("2025Q4: fewer than 6; 2026Q1: 12."))
            #expect(chart.split(separator: "class=\"m0\"").count - 1 == 3, "the two quarters told and the line's own mark")
            #expect(cell("fte", "", "2026-04-01") == ["12"])
            #expect(cell("fte", "sex=MALE", "2026-04-01") == ["fewer than 6"])
            #expect(cell("fte", "sex=FEMALE", "2026-04-01") == ["hidden"])
            #expect(cell("fte", "sex=NOT_KNOWN", "2026-04-01") == ["0"])
            #expect(cell("fte", "", "2026-01-01") == ["fewer than 6"])
            // The year is 14, its quarters 12 and a hidden 2: shown, it would tell the 2.
            #expect(cell("fte", "", "2025-07-01") == ["hidden"])
            for row in rows.dropFirst() { #expect(!["1", "2", "3", "4", "5"].contains(row[6]), "\(row)") }
        }
    }

    @Test(
        "promise 8: a report takes account of those issued before, says so, and follows the service's own largest small count",
        arguments: Engine.available)
    func issuedBefore(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await fill(service)
            let analyst = try await service.person(as: .analyst)
            nonisolated(nonsending) func issue(_ period: String) async throws -> (copy: IssuedCopy, position: Int64, report: Report) {
                var report = Report()
                report.period = period
                let moment = service.now
                let board = try #require(try await BoardReport.read(service, report, asAt: moment))
                let copy = IssuedCopy(board, issuedOn: service.today, style: [])
                (report.asAt, report.issuedOn) = (moment, service.today)
                (report.issuedCopy, report.issuedFigures, report.issuedHash) = (copy.document, copy.figures, copy.hash)
                let kept = report
                let id = try await service.write(Scope(analyst), action: "report.issue") { try $0.create(kept) }
                let stored = try await service.read(Scope(analyst)) { try $0.serviceRecord(Report.self, id: id) }
                return (copy, try #require(stored).from, kept)
            }
            func entrants(_ copy: IssuedCopy, from: String, to: String) -> String? {
                copy.figures.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
                    .first { $0[0] == "fte" && $0[1] == "count" && $0[2].isEmpty && $0[4] == from && $0[5] == to }?[6]
            }
            // Twelve in the quarter and two in the one before: a report for both together is 14, and would tell the two.
            let quarter = try await issue("2026Q1")
            #expect(!quarter.copy.document.contains("What was issued before"))
            let half = try await issue("2026-01-01..2026-06-30")
            #expect(entrants(quarter.copy, from: "2026-01-01", to: "2026-03-31") == "fewer than 6")
            #expect(entrants(half.copy, from: "2026-01-01", to: "2026-06-30") == "hidden")
            #expect(half.copy.document.contains("What was issued before (1 report) was read together with this:"))
            #expect(!half.copy.document.contains(": 0 figures more"))
            // The first, made again as of its issue, knows nothing of the second.
            let again = try #require(
                try await BoardReport.read(service, quarter.report, asAt: quarter.report.asAt, issuedAt: quarter.position))
            #expect(IssuedCopy(again, issuedOn: service.today, style: []) == quarter.copy)
            let pair = try await service.read(Scope(analyst)) { try (again.before.isCurrent($0), IssuedBefore($0).isCurrent($0)) }
            #expect(pair == (false, true))
            try await service.write(.wholeService(reason: "test"), action: "test.setting") { writer in
                var setting = Setting()
                (setting.name, setting.text, setting.basis) = ("disclosure.small", "9", "Agreed by the board.")
                try writer.create(setting)
            }
            let wider = try await issue("2025Q4")
            #expect(["fewer than 10", "hidden"].contains(entrants(wider.copy, from: "2026-01-01", to: "2026-03-31")))
            #expect(!wider.copy.figures.contains("fewer than 6"))
            #expect(wider.copy.document.contains("Counts from 1 to 9 are shown as “fewer than 10”."))
        }
    }

    @Test("inside, every number is there and leads to what it is made of", arguments: Engine.available)
    func inside(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await fill(service)
            let board = try #require(try await BoardReport.read(service, Self.report(), asAt: nil))
            let page = board.inside { figure, period in Address("/figures/\(figure.measure)/members", query: [("period", period.label)]) }
                .text
            #expect(page.contains("<a href=\"/figures/fte/members?period=2026Q1\">12</a>"))
            #expect(page.contains("<a href=\"/figures/fte/members?period=2025Q4\">2</a>"))
            #expect(page.contains("1 July 2025 to 30 June 2026"))
            #expect(page.contains("id=\"trend-fte-count\"") && page.contains("2025Q4: 2; 2026Q1: 12."))
            #expect(page.contains("id=\"trend-custody-rate\"") && page.contains("id=\"trend-reoffending-proven-binary\""))
            #expect(!page.contains("Fewer than 6"))
            var year = Self.report()
            year.period = "2025-26"
            let yearly = try #require(try await BoardReport.read(service, year, asAt: nil)).inside { _, _ in nil }.text
            #expect(yearly.contains("2024-25: 0; 2025-26: 2.") && !yearly.contains("2024-25: 0; 2024-25: 0"), "a stretch is drawn once")
        }
    }

    /// Of 2026Q1: nine cautions and three conditional cautions decided, one of them not completed, three waiting; of the quarter before, two.
    private nonisolated(nonsending) func refer(_ service: Service) async throws {
        for (place, name) in ["Dot", "Eve", "Fay", "Gia", "Hal", "Ivy", "Joy", "Kim", "Liv"].enumerated() {
            try await MadeUp.referral(service, name, received: "2026-04-01", days: 10 + place, completed: name != "Liv")
        }
        for name in ["Abe", "Ben", "Cal"] {
            try await MadeUp.referral(service, name, received: "2026-04-01", days: 35, decision: "YOUTH_CONDITIONAL_CAUTION")
        }
        for name in ["Pia", "Quin", "Rae"] { try await MadeUp.referral(service, name, received: "2026-06-01", days: nil) }
        for (name, days) in [("Mo", 20), ("Ned", 35)] {
            try await MadeUp.referral(service, name, received: "2026-02-01", days: days, completed: days < 28)
        }
    }

    @Test(
        "S-OOC-05, S-PER-20: out of court, inside the numbers are whole; issued, few referrals, their days and what would tell them are hidden",
        arguments: Engine.available)
    func outOfCourt(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await refer(service)
            var report = Self.report()
            report.onOutOfCourt = "Decisions were quick."
            let board = try #require(try await BoardReport.read(service, report, asAt: service.now))
            let inside = board.inside { figure, period in
                Address("/figures/\(figure.measure)/members", query: [("part", figure.part), ("period", period.label)])
            }.text
            func cell(_ measure: String, _ part: String, _ value: String, _ period: String = "2026Q1") -> Bool {
                inside.contains("<a href=\"/figures/\(measure)/members?part=\(part)&amp;period=\(period)\">\(value)</a>")
            }
            #expect(inside.contains("<p>Decisions were quick.</p>"))
            #expect(cell("oocd", "decided", "12") && cell("oocd", "decided", "2", "2025Q4") && cell("oocd", "days_median", "15.5 days"))
            #expect(cell("oocd", "within_target", "75.0%") && inside.contains("service&#39;s clock of 28 days"))
            #expect(cell("oocd", "waiting", "3") && inside.contains("Half have waited 29 days or longer, the longest 29 days."))
            #expect(cell("kpi6", "headline_published", "91.7%") && cell("kpi6", "headline_case_level", "91.7%"))
            #expect(inside.contains("KPI 6, published wording") && inside.contains("KPI 6, case-level code"))
            // S-PER-21: the quarters between are missing, and the points stand as far apart as their days.
            let chart = try #require(inside.firstRange(of: "id=\"trend-oocd-decided\""))
            let drawn = inside[chart.upperBound...].matches(of: #/cx="([0-9.]+)"/#).prefix(3)
            let x = drawn.compactMap { Double($0.output.1) }
            try #require(x.count == 3)
            #expect((x[1] - x[0]) / (x[2] - x[1]) > 2.5, "2025Q1, 2025Q4 and 2026Q1 at \(x)")
            #expect(inside.contains("The types are those of the case-level code"))
            for chart in ["oocd-decided", "oocd-days_median", "oocd-within_target", "kpi6-headline_case_level"] {
                #expect(inside.contains("id=\"trend-\(chart)\""), "\(chart)")
            }

            let copy = IssuedCopy(board, issuedOn: service.today, style: [])
            let rows = copy.figures.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            func issued(_ measure: String, _ part: String, _ by: String = "", from: String = "2026-04-01") -> [String]? {
                rows.first { $0[0] == measure && $0[1] == part && $0[2] == by && $0[4] == from }.map { Array($0[6...8]) }
            }
            #expect(issued("oocd", "decided") == ["12", "", "12"])
            #expect(issued("oocd", "decided", from: "2026-01-01") == ["fewer than 6", "", ""])
            #expect(issued("oocd", "days_median") == ["12", "", "15.5"])
            #expect(issued("oocd", "days_median", from: "2026-01-01") == ["fewer than 6", "", ""])
            #expect(issued("oocd", "decided", "outcome=YOUTH_CAUTION") == ["hidden", "", ""])
            #expect(issued("oocd", "decided", "outcome=YOUTH_CONDITIONAL_CAUTION") == ["fewer than 6", "", ""])
            #expect(issued("oocd", "within_target") == ["hidden", "12", ""], "3 of 12 were late")
            #expect(issued("oocd", "completed") == ["hidden", "", ""], "1 of 12 was not completed")
            #expect(issued("oocd", "completed", "outcome=YOUTH_CAUTION") == nil)
            #expect(issued("oocd", "waiting") == ["fewer than 6", "", ""])
            #expect(issued("kpi6", "6b", "type=YOUTH_CONDITIONAL_CAUTION") == ["hidden", "fewer than 6", ""])
            for row in rows.dropFirst() { #expect(!["1", "2", "3", "4", "5"].contains(row[6]), "\(row)") }
            #expect(!copy.document.contains("Half have waited") && !copy.document.contains("ref-"))
            #expect(copy.document.contains("<p>Decisions were quick.</p>"))
            for measure in [Measure.outOfCourt, .outOfCourtCompleted] {
                #expect(
                    copy.document.contains("Version \(measure.definition.version).") && copy.document.contains(measure.definition.source))
            }
            #expect(copy.document.utf8.count < 100_000)
        }
    }

    @Test(
        "figures issued before a measure was in the report agree with those counted again; a changed one does not",
        arguments: Engine.available)
    func agreement(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await refer(service)
            let board = try #require(try await BoardReport.read(service, Self.report(), asAt: service.now))
            let copy = IssuedCopy(board, issuedOn: service.today, style: [])
            let earlier = copy.figures.split(separator: "\n").filter { !$0.hasPrefix("oocd,") && !$0.hasPrefix("kpi6,") }.joined(
                separator: "\n")
            #expect(copy.agrees(with: copy.figures) && copy.agrees(with: earlier))
            #expect(
                !copy.agrees(
                    with: earlier.replacing("fte,count,,All,2026-04-01,2026-06-30,12", with: "fte,count,,All,2026-04-01,2026-06-30,13")))
            #expect(!copy.agrees(with: copy.figures.split(separator: "\n").dropLast().joined(separator: "\n")))
            #expect(!copy.agrees(with: nil) && !copy.agrees(with: ""))
        }
    }

    @Test("as one version of the report's record it can be kept, and read back to the byte", arguments: Engine.available)
    func kept(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await fill(service)
            let analyst = try await service.person(as: .analyst)
            let id = try await service.write(Scope(analyst), action: "report.begin") { try $0.create(Self.report()) }
            let moment = service.now
            let board = try #require(try await BoardReport.read(service, Self.report(), asAt: moment))
            let copy = IssuedCopy(board, issuedOn: service.today, style: [])
            #expect(copy.document.utf8.count < 100_000)
            let today = service.today
            try await service.write(Scope(analyst), action: "report.issue") { writer in
                guard let stored = try writer.reader.serviceRecord(Report.self, id: id) else { throw NotAllowed() }
                try writer.correct(Report.self, child: nil, id: id, from: stored.from) { report in
                    (report.asAt, report.issuedOn) = (moment, today)
                    (report.issuedCopy, report.issuedFigures, report.issuedHash) = (copy.document, copy.figures, copy.hash)
                }
            }
            let stored = try await service.read(Scope(analyst)) { try $0.serviceRecord(Report.self, id: id) }
            #expect(stored?.value.issuedCopy == copy.document)
            #expect(stored?.value.issuedHash == copy.hash)
        }
    }
}
