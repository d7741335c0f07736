import Casework
import Records
import Reports
import Statistics
import Storage
import TestSupport
import Testing

/// Two services and their region on one store. (S-PER-08, promise 8)
@Suite("What a region holds")
struct RegionViewTests {
    private struct Made: Sendable {
        let ash, elm, region: Service
        let manager: Person
    }

    private nonisolated(nonsending) func withRegion(
        _ engine: Engine, _ body: nonisolated(nonsending) (Made, TestClock) async throws -> Void
    ) async throws {
        try await withStores(engine) { store, access in
            let clock = TestClock(TestClock.start)
            func open(_ code: String) async throws -> Service {
                try await Service.open(code, name: code, store: store, access: access, clock: { clock.now })
            }
            let (ash, elm) = (try await open("ASH"), try await open("ELM"))
            try await ash.hireOneOfEach()
            try await elm.hireOneOfEach()
            try await ash.join(region: "WEST", name: "The west")
            try await elm.join(region: "WEST", name: nil)
            let region = try await Service.open("WEST", store: store, access: access, clock: { clock.now })
            try await body(Made(ash: ash, elm: elm, region: region, manager: try await ash.person(as: .serviceManager)), clock)
        }
    }

    /// So many girls and boys cautioned in the quarter.
    private func fill(_ service: Service, girls: Int, boys: Int) async throws {
        try await MadeUp.population(service, 12_500, midYear: 2025, area: service.code)
        for number in 0..<girls { try await MadeUp.caution(service, "Dot\(number)", on: "2026-05-11", sex: "FEMALE") }
        for number in 0..<boys { try await MadeUp.caution(service, "Abe\(number)", on: "2026-04-10") }
    }

    private func issued(_ service: Service, _ period: String = "2026Q1") async throws -> RecordID {
        let whole = Scope.wholeService(reason: "test")
        let id = try await service.write(whole, action: "test.report") { writer in
            var report = Report()
            (report.period, report.introduction) = (period, "Written for the board alone.")
            return try writer.create(report)
        }
        let stored = try #require(try await service.read(whole) { try $0.serviceRecord(Report.self, id: id) })
        guard case .done? = try await service.issue(stored, whole, style: []) else { throw RegionFault("not issued") }
        return id
    }

    private func share(_ service: Service, _ period: String = "2026Q1") async throws -> RecordID {
        let id = try await issued(service, period)
        try await service.share(id, by: try await service.person(as: .serviceManager))
        return id
    }

    private func view(_ service: Service, _ period: String? = nil) async throws -> RegionView? {
        try await service.read(.wholeService(reason: "test")) { try RegionView($0, period: period) }
    }

    private func held(_ service: Service) async throws -> [Stored<RegionReport>] {
        try await service.read(.wholeService(reason: "test")) { try $0.serviceRecords(RegionReport.self) }
    }

    private func reason(_ total: RegionTotal?) -> String {
        if case .notGiven(let why)? = total { why } else { "given" }
    }

    @Test(
        "promise 8: what a region holds is the issued cells and nothing else: no small count, no child, no words",
        arguments: Engine.available)
    func protectedCellsOnly(engine: Engine) async throws {
        try await withRegion(engine) { made, _ in
            try await fill(made.ash, girls: 9, boys: 3)
            let id = try await share(made.ash)
            let whole = Scope.wholeService(reason: "test")
            let report = try #require(try await made.ash.read(whole) { try $0.serviceRecord(Report.self, id: id) })
            let all = try await held(made.region)
            #expect(all.count == 1)
            let row = try #require(all.first)
            #expect(row.value.figures == report.issuedFigures && row.reportHash == report.issuedHash && row.asAt == report.asAt)
            #expect(row.member == "ASH" && row.period == "2026Q1" && row.issuedOn == made.ash.today)
            // The true three boys are in no cell, and neither are the children or what was written for the board.
            let rows = (row.figures ?? "").split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            #expect(rows.count > 20)
            for cells in rows.dropFirst() {
                #expect(!["1", "2", "3", "4", "5"].contains(cells[6]) && !["1", "2", "3", "4", "5"].contains(cells[7]))
            }
            let exact = try await FigureSet.read(made.ash, [.init(MadeUp.quarter, [.firstTimeEntrants])])
            #expect(exact.answers[0].figures.contains { $0.by == ["sex": "MALE"] && $0.numerator == 3 }, "there is a three to leak")
            let children = try await made.ash.read(whole) { reader in
                var ids: [RecordID] = []
                try reader.identities { child, _ in ids.append(child) }
                return ids
            }
            let text = RegionReport.kind.fields.map { "\($0.get(row.value))" }.joined(separator: "\n")
            #expect(children.count == 12 && !children.contains { text.contains($0.description) })
            for word in ["Dot", "Abe", "ref-", "Written for the board"] { #expect(!text.contains(word), "\(word)") }
            // Nor has the region anybody of its own to list.
            let own = try await made.region.read(whole) { reader in
                var count = 0
                try reader.identities { _, _ in count += 1 }
                return count
            }
            #expect(own == 0)
        }
    }

    @Test(
        "promise 8: a figure of all services is given where every one shows its own, and never beside a hidden one",
        arguments: Engine.available)
    func totals(engine: Engine) async throws {
        try await withRegion(engine) { made, _ in
            try await fill(made.ash, girls: 9, boys: 3)
            try await fill(made.elm, girls: 7, boys: 7)
            _ = try await share(made.ash)
            func line(_ title: String) async throws -> RegionView.Line? {
                try await view(made.region)?.headlines.first { $0.title == title }
            }
            #expect(reason(try await line("First-time entrants")?.total) == "not shared by 1 service")
            #expect(try await view(made.region)?.missing.map(\.member) == ["ELM"])
            _ = try await share(made.elm)
            let entrants = try #require(try await line("First-time entrants"))
            guard case .given(let sum) = entrants.total else { throw RegionFault(reason(entrants.total)) }
            #expect(sum.valueText == "26" && entrants.cells.map { $0?.figure.valueText } == ["12", "14"])
            let rate = try #require(try await line("First-time entrants, rate for 12 months"))
            guard case .given(let all) = rate.total else { throw RegionFault(reason(rate.total)) }
            #expect(all.value == 26 * 100_000 / 25_000 && all.interval != nil && all.baseText == "26 for 25,000 people")
            let text = String(decoding: try #require(try await view(made.region)).csv, as: UTF8.self)
            #expect(text.contains(",The west,fte,count,,All,2026-04-01,2026-06-30,26,"))
            #expect(text.contains("ASH,ASH,fte,count,sex=MALE,Male,2026-04-01,2026-06-30,fewer than 6,"))
        }
        try await withRegion(engine) { made, _ in
            // Two boys alone: the whole is hidden at one service, and so is the sum.
            try await fill(made.ash, girls: 0, boys: 2)
            try await fill(made.elm, girls: 7, boys: 7)
            _ = try await share(made.ash)
            _ = try await share(made.elm)
            let seen = try #require(try await view(made.region))
            let entrants = try #require(seen.headlines.first { $0.title == "First-time entrants" })
            #expect(entrants.cells.map { $0?.figure.valueText } == ["Fewer than 6", "14"])
            #expect(reason(entrants.total) == "hidden in 1 service")
            for line in seen.lines() where line.cells.contains(where: { $0?.figure.isHeldBack == true }) {
                #expect(reason(line.total) != "given", "\(line.measure) \(line.title)")
            }
            let text = String(decoding: seen.csv, as: UTF8.self)
            #expect(!text.contains(",The west,fte,count,,All,2026-04-01,"))
            #expect(seen.lines(.outOfCourt).filter { $0.cells[0]?.figure.unit == .days }.allSatisfy { reason($0.total) != "given" })
        }
    }

    @Test("a report is taken back, replaced by a newer one, and goes with a service that leaves", arguments: Engine.available)
    func takenBack(engine: Engine) async throws {
        try await withRegion(engine) { made, clock in
            try await fill(made.ash, girls: 9, boys: 3)
            let first = try await share(made.ash)
            try await made.ash.share(first, by: made.manager)
            #expect(try await held(made.region).count == 1, "the same twice is shared once")
            clock.advance(days: 1)
            _ = try await share(made.ash)
            var all = try await held(made.region).sorted { $0.sharedOn < $1.sharedOn }
            #expect(all.map { $0.figures == nil } == [true, false])
            #expect(all[0].reason == .replaced)
            try await made.ash.withdrawFromRegion(all[1].id, reason: .wrong, by: made.manager)
            all = try await held(made.region).sorted { $0.sharedOn < $1.sharedOn }
            #expect(all.allSatisfy { $0.figures == nil && $0.withdrawnOn != nil } && all[1].reason == .wrong)
            #expect(try await view(made.region)?.period == nil)
            #expect(try await view(made.region)?.withdrawn.count == 2)

            _ = try await share(made.ash, "2025Q4")
            #expect(try await view(made.region)?.shared.map(\.report.member) == ["ASH"])
            try await made.ash.leaveRegion(note: "Another region from April.", by: made.manager)
            #expect(try await view(made.region)?.members.map(\.member) == ["ELM"])
            #expect(try await held(made.region).allSatisfy { $0.figures == nil })
            await #expect(throws: RegionFault.self) { try await made.ash.share(first, by: made.manager) }
            for service in [made.ash, made.region] { #expect(try await service.verify().faults == []) }
            // Another time in the same region is another membership.
            try await made.ash.join(region: "WEST", name: nil)
            #expect(try await view(made.region)?.members.map(\.member) == ["ASH", "ELM"])
            #expect(try await held(made.region).allSatisfy { $0.figures == nil }, "what was taken back stays so")
        }
    }

    @Test("what was broken off between a service and its region is made good, in whatever order", arguments: Engine.available)
    func brokenOff(engine: Engine) async throws {
        try await withRegion(engine) { made, _ in
            try await fill(made.ash, girls: 9, boys: 3)
            let id = try await share(made.ash)
            let own = try #require(try await held(made.ash).first)
            // The service's half of taking it back, and no more: as after a power cut.
            try await made.ash.write(.wholeService(reason: "test"), action: "test") { writer in
                try writer.withdraw(own, on: writer.recordedAt.londonDay, reason: .wrong)
            }
            #expect(try await held(made.region).first?.figures != nil)
            #expect(try await !made.ash.isCarried())
            for _ in 1...2 { try await made.ash.carryToRegion() }
            #expect(try await made.ash.isCarried())
            #expect(try await held(made.region).map(\.value.reason) == [.wrong])
            // Shared anew it is another row.
            try await made.ash.share(id, by: made.manager)
            #expect(try await held(made.region).map { $0.figures != nil }.sorted { !$0 && $1 } == [false, true])
            // The service's half of leaving: before it joins anew the region is told that it left.
            let member = try #require(try await made.ash.read(.wholeService(reason: "test")) { try $0.membership() })
            try await made.ash.write(.wholeService(reason: "test"), action: "test") { writer in
                for one in try writer.reader.serviceRecords(RegionReport.self) where one.withdrawnOn == nil {
                    try writer.withdraw(one, on: writer.recordedAt.londonDay, reason: .left)
                }
                try writer.correct(RegionMember.self, child: nil, id: member.id, from: member.from) {
                    $0.leftOn = writer.recordedAt.londonDay
                }
            }
            #expect(try await !made.ash.isCarried())
            try await made.ash.join(region: "WEST", name: nil)
            #expect(try await made.ash.isCarried())
            #expect(try await held(made.region).allSatisfy { $0.figures == nil })
            #expect(try await view(made.region)?.members.map(\.member) == ["ASH", "ELM"])
        }
    }

    @Test("only services join, one region at a time; only what was issued is shared, and never a small count", arguments: Engine.available)
    func refusals(engine: Engine) async throws {
        try await withRegion(engine) { made, _ in
            func refusal(_ body: @Sendable () async throws -> Void) async throws -> String {
                do { try await body() } catch let fault as RegionFault { return fault.message }
                return "done"
            }
            #expect(
                try await refusal { try await made.region.join(region: "EAST", name: "East") }
                    == "WEST is a region: only services join one.")
            #expect(
                try await refusal { try await made.ash.join(region: "EAST", name: "East") }
                    == "ASH is a member of WEST: it leaves that first.")
            try await made.ash.join(region: "WEST", name: nil)
            #expect(try await view(made.region)?.members.count == 2)
            try await made.ash.leaveRegion(note: "Made up.", by: made.manager)
            #expect(try await refusal { try await made.ash.join(region: "ELM", name: nil) } == "ELM is a service, not a region.")
            #expect(
                try await refusal { try await made.ash.join(region: "ASH", name: nil) }
                    == "ASH is the service itself: a region has a code of its own.")
            #expect(
                try await refusal { try await made.ash.join(region: "EAST", name: nil) }
                    == "There is no region of the code EAST yet: give its name, and it is made.")
            try await made.ash.join(region: "WEST", name: nil)
            let begun = try await made.ash.write(.wholeService(reason: "test"), action: "test") { writer in
                var report = Report()
                report.period = "2026Q1"
                return try writer.create(report)
            }
            #expect(
                try await refusal { try await made.ash.share(begun, by: made.manager) } == "Only a report that has been issued is shared.")
            // As a report issued before small counts were hidden might say.
            func hold(_ line: String, _ hash: String) async throws -> RecordID {
                try await made.ash.write(.wholeService(reason: "test"), action: "test") { writer in
                    var report = Report()
                    (report.period, report.asAt, report.issuedOn) = ("2025Q4", writer.recordedAt, writer.recordedAt.londonDay)
                    (report.issuedCopy, report.issuedHash) = ("x", hash)
                    report.issuedFigures = "measure,part,by,of,from,to,number,base,value,unit\n\(line)"
                    return try writer.create(report)
                }
            }
            let old = try await hold("fte,count,,All,2026-01-01,2026-03-31,3,,3,count\n", "0")
            #expect(
                try await refusal { try await made.ash.share(old, by: made.manager) }
                    == "The report shows a count from 1 to 5, which does not leave the service any more. Issue it anew.")
            // Hidden when counts from 1 to 3 were small, which tells more than is told today.
            let narrow = try await hold("fte,count,,All,2026-01-01,2026-03-31,fewer than 4,,,count\n", "1")
            #expect(
                try await refusal { try await made.ash.share(narrow, by: made.manager) }
                    == "The report shows a count from 1 to 5, which does not leave the service any more. Issue it anew.")
            let unread = try await hold("fte,count,,All,some day,2026-03-31,30,,30,count\n", "2")
            #expect(
                try await refusal { try await made.ash.share(unread, by: made.manager) }
                    == "The report’s figures cannot be read. Issue it anew.")
            #expect(try await held(made.region).isEmpty)
            // Whoever may not issue reports may not share them.
            let id = try await issued(made.ash)
            let worker = try await made.ash.person(as: .caseManager)
            await #expect(throws: NotAllowed.self) { try await made.ash.share(id, by: worker) }
        }
    }
}
