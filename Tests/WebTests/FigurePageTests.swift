import Casework
import Records
import Reports
import Statistics
import TestSupport
import Testing

@testable import Web

/// The pages of figures say what `FigureSet` counts, and nothing to those who may not see figures. (promise 4)
@Suite struct FigurePageTests {
    private nonisolated(nonsending) func counted(_ service: Service, _ measures: [Measure] = allMeasures, asAt: Instant? = nil) async throws
        -> FigureSet
    {
        let period = try #require(Period(FigureCast.period))
        return try await FigureSet.read(service, [.init(period, measures)], asAt: asAt)
    }

    @Test("S-PER-01: each number of a measure's page is its figure's, and leads to what it is made of", arguments: Engine.available)
    func numbers(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            let set = try await counted(site.service)
            let overview = try await browser.get("/figures?period=\(FigureCast.period)").linked
            for measure in allMeasures {
                let page = try await browser.get("/figures/\(measure.id)?period=\(FigureCast.period)")
                #expect(page.status == 200)
                let linked = page.linked
                for figure in set.answers[0].of(measure) {
                    let address = FigureCast.members(figure)
                    let value = FigureWords.value(figure)
                    if figure.by.isEmpty {
                        #expect(linked[address]?.allSatisfy { $0 == value } == true, "\(address): \(linked[address] ?? [])")
                        #expect(overview[address]?.contains(value) == true, "\(address): \(overview[address] ?? [])")
                    } else if let shown = linked[address] {
                        #expect(shown.contains(value), "\(address): \(shown), not \(value)")
                    } else {
                        #expect(
                            (figure.numerator ?? 0) == 0 || measure.id == Measure.reoffendingTracker.id, "\(address) is not on the page")
                    }
                }
            }
            #expect(overview[FigureCast.members(try #require(set.answers[0].figure(.outOfCourt, "decided")))] == ["12"])
        }
    }

    @Test("WCAG 1.3.1: whatever parts a measure has, no two places of its page share an id, and no two of its landmarks a name")
    func landmarks() async throws {
        try await withSite(.sqlite) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            for period in [FigureCast.period, "2026-27"] {
                for measure in allMeasures where !measure.isTemplate {
                    let page = try await browser.get("/figures/\(measure.id)?period=\(period)")
                    let tags = Tag.all(in: page.main)
                    let ids = tags.compactMap { $0["id"] }
                    #expect(Set(ids).count == ids.count, "\(measure.id): \(Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys)")
                    let headings = Dictionary(tags.compactMap { tag in tag["id"].map { ($0, Page.text(of: tag.inside)) } }) { first, _ in
                        first
                    }
                    let names = tags.filter { $0.name == "section" }.compactMap { $0["aria-labelledby"].flatMap { headings[$0] } }
                    let twice = Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys.sorted()
                    #expect(twice == [] && !names.isEmpty, "\(measure.id) \(period)")
                }
            }
        }
    }

    @Test("S-PER-21: of a year the period before is the year before, and its number is said once")
    func once() async throws {
        try await withSite(.sqlite) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            let year = try await browser.get("/figures?period=2026-27").text
            #expect(year.contains("The year before ") && !year.contains("Last period ") && !year.contains("a year before "))
            #expect(year.contains("Figures of 1 April 2026 to 31 March 2027, with 1 April 2025 to 31 March 2026 "))
            let quarter = try await browser.get("/figures?period=2026Q1").text
            #expect(quarter.contains("Last period ") && quarter.contains(", a year before ") && !quarter.contains("The year before "))
            let three = ["2026Q1", "2025Q4", "2025Q1"].compactMap { Period($0) }
            #expect(three.eachPeriodOnce { $0 } == three)
        }
    }

    @Test("S-PER-03, S-PER-05, S-PER-21: the overview says what is not over, not yet known, and of whom a number is")
    func notYet() async throws {
        try await withSite(.sqlite) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            let quarter = try await browser.get("/figures?period=2026Q1").text
            let proven = Measure.provenReoffending.title
            #expect(quarter.contains("Not yet known \(proven) So far 0.0%, 0 of 12."), "its eighteen months run")
            #expect(quarter.contains("\(Measure.reoffendingShared.title): children of the cohort compared"))
            #expect(quarter.contains("Of these 0 offended again within twelve months so far."))
            #expect(!quarter.contains("not over"))
            let year = try await browser.get("/figures?period=2026-27").text
            #expect(year.contains("1 April 2026 to 31 March 2027 is not over") && year.contains("2026-27, not over"))
        }
    }

    @Test("S-PER-01: no source of a measure is a file, a section or a requirement of the project's own")
    func sources() {
        for measure in allMeasures {
            let source = measure.definition.source
            #expect(!source.contains(#/\.md\b|§|RECALLED|\bS\d\b|\bS-[A-Z]{3}-\d/#) && !source.isEmpty, "\(measure.id): \(source)")
        }
    }

    @Test("S-PER-01: the command's JSON and the pages tell the same values", arguments: Engine.available)
    func json(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            let set = try await counted(site.service)
            let lines = set.sheet().json.split(separator: "\n").dropFirst().filter { $0.hasPrefix("{") }
            #expect(lines.count == set.answers[0].figures.count)
            var pages: [String: [String: [String]]] = [:]
            for measure in allMeasures {
                pages[measure.id] = try await browser.get("/figures/\(measure.id)?period=\(FigureCast.period)").linked
            }
            var compared = 0
            for (line, figure) in zip(lines, set.answers[0].figures) {
                let told = try #require(line.firstMatch(of: /"value":(null|[-0-9.e]+),/)?.1)
                let name = try #require(line.firstMatch(of: /^\{"measure":"([^"]+)","part":"([^"]+)"/))
                #expect(name.1 == figure.measure && name.2 == figure.part)
                var read = figure
                read.value = Double(told)
                guard let shown = pages[figure.measure]?[FigureCast.members(figure)] else { continue }
                #expect(shown.contains(FigureWords.value(read)), "\(line.prefix(120)): \(shown)")
                compared += 1
            }
            #expect(compared > 60)
        }
    }

    @Test("promise 4: a figure opens to its value and to each of those it counts, with whoever was left out", arguments: Engine.available)
    func members(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let (manager, analyst) = (try await site.browser(.serviceManager), try await site.browser(.analyst))
            let set = try await counted(site.service)
            let asked: [(Measure, String, [String: String])] = [
                (.firstTimeEntrants, "count", [:]), (.firstTimeEntrants, "count", ["sex": "MALE"]), (.outOfCourt, "decided", [:]),
                (.outOfCourt, "within_target", ["outcome": "YOUTH_CAUTION"]), (.outOfCourtCompleted, "headline_published", [:]),
                (.outOfCourtCompleted, "6b", ["type": "YOUTH_CAUTION"]),
            ]
            for (measure, part, by) in asked {
                let figure = try #require(set.answers[0].figure(measure, part, by: by))
                let page = try await manager.get(FigureCast.members(figure))
                #expect(
                    page.text.contains("Value \(FigureWords.value(figure)) Made of \(FigureWords.base(figure))"), "\(part) \(page.text)")
                #expect(page.text.contains("Counted: \(figure.counted.count)"))
                let names = Set(page.cells.compactMap { $0.firstMatch(of: /\((ref-[A-Za-z]+)\)/).map { String($0.1) } })
                #expect(names == Set(figure.counted.map(\.childRef)), "\(measure.id) \(part)")
                let rest = try await manager.get(FigureCast.members(figure, FigureCast.period, [("show", "rest")]))
                #expect(rest.text.contains("In what it is out of, not counted \(figure.rest.count)"))
                #expect(try await site.accessEntries().last?.action == "figure")
                #expect(try await analyst.get(FigureCast.members(figure)).text.contains("Value \(FigureWords.value(figure))"))
            }
        }
    }

    @Test("promise 5: what moved a figure is the difference of the two counts, by name", arguments: Engine.available)
    func changes(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let then = site.service.now
            site.clock.advance(days: 2)
            try await FigureCast.decide(site.service, "Oz", "MALE", "2026-04-20", "YOUTH_CAUTION")
            let (before, after) = (try await counted(site.service, asAt: then), try await counted(site.service))
            let browser = try await site.browser(.serviceManager)
            for measure in [Measure.firstTimeEntrants, .outOfCourt, .outOfCourtCompleted] {
                let query = Browser.encode([("period", FigureCast.period), ("from", then.iso)])
                let page = try await browser.get("/figures/\(measure.id)/changes?\(String(decoding: query, as: UTF8.self))")
                #expect(page.status == 200)
                for part in measure.parts {
                    guard let was = before.answers[0].figure(measure, part.id), let now = after.answers[0].figure(measure, part.id) else {
                        continue
                    }
                    let line = "\(FigureCast.period) \(FigureWords.value(was)) \(FigureWords.value(now))"
                    #expect(page.text.contains(line), "\(measure.id) \(part.id): \(line)")
                }
                #expect(page.text.contains("Oz Larkspur (ref-Oz)") && page.text.contains("Counted now, not then"))
                #expect(!page.text.contains("Dot Larkspur"))
            }
        }
    }

    @Test("promise 5: every measure is compared at two moments, the version that moved it named with who wrote it and when")
    func everyChange() async throws {
        try await withSite(.sqlite) { site in
            try await FigureCast.fill(site.service)
            let then = site.service.now
            site.clock.advance(days: 2)
            let manager = try await site.service.person(as: .serviceManager)
            let population = try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(Population.self)[0] }
            try await site.service.write(.wholeService(reason: "test", for: manager), action: "test.late") { writer in
                let child = try #require(try writer.reader.child(ref: "ref-Dot"))
                var remand = Remand()
                (remand.startDate, remand.endDate, remand.type, remand.establishmentType) = (
                    Day(iso: "2026-05-01"), Day(iso: "2026-05-11"), "YDA", "YOI"
                )
                try writer.create(remand, child: child)
                try writer.correct(Population.self, child: nil, id: population.id, from: population.from) { $0.population = 10_000 }
            }
            let browser = try await site.browser(.serviceManager)
            for measure in allMeasures {
                let query = String(decoding: Browser.encode([("period", FigureCast.period), ("from", then.iso)]), as: UTF8.self)
                let page = try await browser.get("/figures/\(measure.id)/changes?\(query)")
                #expect(page.status == 200, "\(measure.id)")
                #expect(page.text.contains("changed (population) by \(manager.name)"), "\(measure.id)")
                if measure.id == Measure.remand.id {
                    #expect(page.text.contains("Remand: nights of the period spent on remand \(FigureCast.period) 0 nights 10 nights"))
                    #expect(page.text.contains("Dot Larkspur (ref-Dot)"))
                    #expect(page.text.contains("recorded by \(manager.name), \(site.service.today.words)"))
                }
            }
        }
    }

    @Test("promise 6: who may not see figures is refused every page of them", arguments: Engine.available)
    func refused(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let report = try await site.service.write(.wholeService(reason: "test"), action: "test.report") { writer in
                var report = Report()
                report.period = FigureCast.period
                return try writer.create(report)
            }
            let figures = ["", "/fte", "/fte/table.csv", "/fte/members?part=count", "/oocd/changes?from=2026-06-30"].map { "/figures\($0)" }
            let reports = ["/reports"] + ["", "/issue", "/issued", "/issued.csv", "/changes", "/edit"].map { "/reports/\(report)\($0)" }
            var turnedAway = 0
            for role in Role.allCases where !Access(role).may(.seeFigures) {
                let browser = try await site.browser(role)
                for path in figures + reports {
                    let page = try await browser.send("GET", path)
                    #expect(page.status == 403 && !page.html.contains("Larkspur") && !page.text.contains("2026Q1"), "\(role) \(path)")
                    turnedAway += 1
                }
            }
            #expect(turnedAway >= 60)
            let reader = try await site.browser(.caseManager)
            for path in figures + ["/reports", "/reports/\(report)"] { #expect(try await reader.get(path).status == 200, "\(path)") }
            for path in ["/issue", "/edit"] { #expect(try await reader.get("/reports/\(report)\(path)").status == 403) }
        }
    }
}
