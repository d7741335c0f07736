import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

/// One number wherever it is said, and behind it a list of just so many. The day is 21 November 2026.
@Suite struct NumbersAgreeTests {
    private static func day(_ text: String) -> Day { Day(iso: text) ?? .unset }

    @Test(
        "S-ASM-11, S-STF-05: what was sent waits so many days on every page, is late after the service's days, and stays after the work",
        arguments: Engine.available)
    func countersign(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let worker = try await site.service.person(as: .caseManager).id
            let ended = try await site.service.makeCase("Robin", "Vale")
            let running = try await site.service.makeCase("Kit", "Marsh")
            try await site.write { writer in
                for (made, sent) in [(ended, "2026-11-10"), (running, "2026-11-18")] {
                    var allocation = Allocation()
                    (allocation.staff, allocation.part, allocation.startDate) = (worker, "CASE_MANAGER", Self.day("2026-06-11"))
                    try writer.create(allocation, child: made.child)
                    var assessment = Assessment()
                    (assessment.type, assessment.completedOn, assessment.submittedOn) = (
                        "OUT_OF_COURT", Self.day("2026-11-09"), Self.day(sent)
                    )
                    try writer.create(assessment, child: made.child)
                }
                let programme = try #require(try writer.reader.record(Programme.self, child: ended.child, id: ended.programme))
                try writer.correct(Programme.self, child: ended.child, id: ended.programme, from: programme.from) {
                    $0.endDate = Self.day("2026-10-30")
                }
            }
            let manager = try await site.browser(.teamManager)
            let page = try await manager.get("/oversight")
            let signing = page.section("countersign")
            #expect(signing.contains("10 November 2026, 11 days waiting 4 days late"), "\(signing)")
            #expect(signing.contains("18 November 2026, 3 days waiting") && !signing.contains("3 days late"), "\(signing)")
            #expect(try await manager.get("/countersign").text.ranges(of: "Overdue").count == 1)
            let late = try await manager.get("/oversight/late?rule=countersign")
            #expect(late.text.contains("1 task.") && late.text.contains("Robin Vale"), "though the work has ended: \(late.text)")
            #expect(late.text.contains("4 days late a manager"), "\(late.text)")
            // What a manager is to do stands apart from what the worker is late with, each number with its list.
            let counts = try await site.service.read(.wholeService(reason: "test")) { try $0.lateCounts(before: site.service.today) }
            let ofManagers = Set(Tasks.tokens(of: .manager))
            let waiting = counts.filter { $0.staff == worker && ofManagers.contains($0.rule) }.map(\.count).reduce(0, +)
            let words = "waiting on a manager, Case manager of Sandholme"
            #expect(waiting > 0 && page.section("late").contains("\(waiting) \(words)"), "\(page.section("late"))")
            let list = try await manager.get(try page.link(words))
            #expect(list.text.contains("\(waiting.counted("task"))."), "\(list.text)")
            #expect(try await manager.get("/oversight/late?rule=countersign&waits=worker").text.contains("Nothing is late."))
        }
    }

    @Test(
        "S-OOC-04, S-STF-05: this week's panel is as complete on the oversight page as on the panel's own, whatever is ticked as ready",
        arguments: Engine.available)
    func panel(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase("Robin", "Vale")
            let panel = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID in
                var referral = Referral()
                (referral.receivedDate, referral.pathway) = (Self.day("2026-10-19"), "OUT_OF_COURT")
                var panel = Panel()
                (panel.heldOn, panel.place) = (Self.day("2026-11-25"), "The town hall")
                let sitting = try writer.create(panel)
                var item = PanelItem()
                (item.referral, item.panel, item.state) = (try writer.create(referral, child: made.child), sitting, "LISTED")
                item.reportOn = Self.day("2026-11-20")
                try writer.create(item, child: made.child)
                return sitting
            }
            let manager = try await site.browser(.teamManager)
            #expect(try await manager.get("/panels/\(panel)").text.contains("Missing: "))
            let tile = try await manager.get("/oversight").section("panel")
            #expect(tile.contains("1 of 1 incomplete") && !tile.contains("All complete"), "\(tile)")
        }
    }

    @Test(
        "S-VOC-02: closures and countersigning count the same exit interviews; a long list stands on one page, its number on both",
        arguments: Engine.available)
    func exits(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            for number in 1...6 {
                // Whether it was completed is not said of some, and of others the end is long past: the referral is open.
                _ = try await site.service.decide("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", from: "2026-03-01") {
                    ($0.endDate, $0.completed) = (Self.day(number < 4 ? "2026-11-18" : "2026-06-18"), number.isMultiple(of: 2) ? true : nil)
                }
            }
            let manager = try await site.browser(.teamManager)
            let closures = try await manager.get("/closures").section("interviews")
            #expect(closures.ranges(of: "With the child").count == 6 && closures.ranges(of: "With the parent or carer").count == 6)
            let queue = try await manager.get("/countersign")
            #expect(queue.section("exits").contains("12 exit interviews to hold") && !queue.section("exits").contains("With the child"))
            #expect(try queue.link("12 exit interviews to hold") == "/closures#interviews")
        }
    }

    @Test(
        "S-STF-05: of more tasks than My day lists it says how many are due and late in all, and that the list is cut",
        arguments: Engine.available)
    func due(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase("Robin", "Vale")
            let owner = try await site.service.person(as: .caseManager).id
            try await site.write { writer in
                for number in 1...(HomePage.most + 20) {
                    var action = Action()
                    (action.what, action.owner) = ("Ring the school", owner)
                    action.dueOn = Self.day(number <= HomePage.most + 10 ? "2026-11-02" : "2026-11-21")
                    try writer.create(action, child: made.child)
                }
            }
            let page = try await site.browser(.caseManager).get("/?of=me")
            #expect(page.text.contains("\(HomePage.most + 20) tasks due \(HomePage.most + 10) late"), "\(page.text.prefix(600))")
            #expect(page.section("due").contains("The first \(HomePage.most) of \(HomePage.most + 20)."))
        }
    }

    @Test(
        "S-PEO-14: of a file closed to whoever lists or finds it each cell says “Not shown”, not that there is nothing and nobody",
        arguments: Engine.available)
    func closed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            try await site.restrict(made.case.child, admitted: [.teamManager])
            let worker = try await site.browser(.deliveryWorker)
            for page in [try await worker.get("/children?status=all"), try await worker.find("robin vale")] {
                #expect(page.text.contains("Restricted file") && page.text.contains("Not shown Not shown Not shown"), "\(page.text)")
                #expect(page.text.ranges(of: "Not shown").count == 5, "age, alerts, worker, last contact, next due: \(page.text)")
            }
        }
    }
}
