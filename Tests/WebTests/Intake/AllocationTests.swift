import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Allocation and workload through their pages.
@Suite struct AllocationTests {
    private func allocate(
        _ site: TestSite, _ child: RecordID, _ role: Role, part: String = "CASE_MANAGER", from: String = "2026-10-01", to: String? = nil
    )
        async throws
    {
        let staff = try await site.service.person(as: role).id
        try await site.service.write(.wholeService(reason: "test"), action: "test.allocate") { writer in
            var allocation = Allocation()
            (allocation.staff, allocation.part, allocation.startDate) = (staff, part, Day(iso: from) ?? .unset)
            allocation.endDate = to.flatMap { Day(iso: $0) }
            try writer.create(allocation, child: child)
        }
    }

    /// The form that asks everything; each worker's row has a press of its own.
    private func asked(_ page: Page) throws -> PageForm {
        try #require(page.forms.first { $0.action.hasSuffix("/allocations") && $0.names.contains("reason") })
    }

    private func refer(_ site: TestSite, _ child: RecordID, offences: [RecordID] = [], knife: Bool = false) async throws -> RecordID {
        try await site.service.write(.wholeService(reason: "test"), action: "test.referral") { writer in
            var referral = Referral()
            (referral.receivedDate, referral.pathway, referral.offences) = (Day(iso: "2026-11-01") ?? .unset, "OUT_OF_COURT", offences)
            if knife, let id = offences.first, let stored = try writer.reader.record(Offence.self, child: child, id: id) {
                try writer.correct(Offence.self, child: child, id: id, from: stored.from) { $0.knife = true }
            }
            return try writer.create(referral, child: child)
        }
    }

    @Test(
        "S-STF-02: who has room and who knows the family stand beside the choice; the referral is allocated in the same command",
        arguments: Engine.available)
    func choice(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase("Robin", "Vale")
            let sibling = try await site.service.makeCase("Kit", "Vale", born: "2013-01-01")
            let referral = try await refer(site, made.child)
            try await site.service.write(.wholeService(reason: "test"), action: "test.sibling") { writer in
                var person = Relationship()
                (person.name, person.relation, person.knownChild) = ("Kit Vale", "SIBLING", sibling.child)
                try writer.create(person, child: made.child)
            }
            try await allocate(site, sibling.child, .deliveryWorker, part: "DELIVERY_WORKER")
            try await allocate(site, made.child, .caseManager, from: "2025-01-01", to: "2025-06-30")
            let browser = try await site.browser(.teamManager)
            let page = try await browser.get("/children/\(made.child)/allocations/new")
            let table = page.section("workload")
            #expect(table.contains("Works with a brother or sister"))
            #expect(table.contains("Worked with this child until 30 June 2025"))
            let chosen = try await browser.get(try page.link("Case manager of Sandholme"))
            let worker = try await site.service.person(as: .caseManager).id
            let form = try asked(chosen)
            #expect(form["staff"] == worker.description && form["part"] == "CASE_MANAGER")
            let before = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            let saved = try await browser.submit(form)
            #expect(saved.status == 200)
            try await site.service.read(.wholeService(reason: "test")) { reader in
                let stored = try reader.record(Referral.self, child: made.child, id: referral)
                #expect(stored?.allocatedDate == site.service.today)
                #expect(try reader.headPosition() == before + 1, "one command")
            }
        }
    }

    @Test(
        "S-OOC-19: a knife case goes to a case manager, or a reason is stored; a delivery worker beside one needs none",
        arguments: Engine.available)
    func rule(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            _ = try await refer(site, made.child, offences: [made.offence], knife: true)
            let delivery = try await site.service.person(as: .deliveryWorker).id.description
            let manager = try await site.service.person(as: .caseManager).id.description
            let browser = try await site.browser(.teamManager)
            func form() async throws -> PageForm {
                try asked(try await browser.get("/children/\(made.child)/allocations/new"))
            }
            #expect(try await browser.get("/children/\(made.child)/allocations/new").text.contains("A case manager's case"))
            for part in ["CASE_MANAGER", "DELIVERY_WORKER", "COVERING"] {
                let refused = try await browser.submit(try await form(), ["staff": delivery, "part": part])
                #expect(refused.status == 422, "\(part)")
                #expect(refused.error(beside: "reason").contains("goes to a case manager: a knife was part of the offence"))
            }
            let taken = try await browser.submit(
                try await form(), ["staff": delivery, "part": "DELIVERY_WORKER", "reason": "Knows the family; supervised weekly"])
            #expect(taken.status == 200 && taken.text.contains("Knows the family; supervised weekly"))
            let stored = try await site.service.read(.wholeService(reason: "test")) {
                try $0.records(Allocation.self, child: made.child).map(\.value)
            }
            #expect(stored.map(\.reason) == ["Knows the family; supervised weekly"])
            #expect(try await browser.submit(try await form(), ["staff": manager, "part": "CASE_MANAGER"]).status == 200)
            #expect(try await browser.submit(try await form(), ["staff": delivery, "part": "DELIVERY_WORKER"]).status == 200)
        }
    }

    @Test("Allocating anew ends the part of who had it, when asked", arguments: Engine.available)
    func handOver(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await allocate(site, made.child, .caseManager)
            let browser = try await site.browser(.teamManager)
            let form = try asked(try await browser.get("/children/\(made.child)/allocations/new"))
            let other = try await site.service.person(as: .serviceManager).id.description
            _ = try await browser.submit(form, ["staff": other, "part": "CASE_MANAGER", "start_date": "10/11/2026", "end_others": "yes"])
            let ends = try await site.service.read(.wholeService(reason: "test")) { reader in
                try reader.records(Allocation.self, child: made.child).map { $0.endDate?.iso }
            }
            #expect(ends == ["2026-11-09", nil])
        }
    }

    @Test("S-STF-03: caseload by worker, per full-time post, threshold, trend", arguments: Engine.available)
    func workload(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let worker = try await site.service.person(as: .caseManager).id
            try await site.service.write(.wholeService(reason: "test"), action: "test.share") { writer in
                guard let staff = try writer.reader.serviceRecord(Staff.self, id: worker) else { return }
                try writer.correct(Staff.self, child: nil, id: worker, from: staff.from) { $0.fullTimePercent = 40 }
            }
            for number in 0..<4 {
                let made = try await site.service.makeCase("Child\(number)", "Vale")
                try await allocate(site, made.child, .caseManager, from: number < 2 ? "2026-08-15" : "2026-11-02")
                if number == 0 { try await allocate(site, made.child, .deliveryWorker, part: "DELIVERY_WORKER") }
            }
            let browser = try await site.browser(.teamManager)
            let page = try await browser.get("/workload")
            // Four cautions at 1.25: 5 over two fifths of a post is 12.5, above 10.
            #expect(page.section("workers").contains("Sandholme 5 12.5 Above the threshold 0, 0, 0, 2, 2, 2, 4"))
            // A child with two workers is a case of each: the head says so, and each number opens to a list of as many.
            #expect(page.text.contains("5 allocations of 4 children") && page.text.contains("1 of 2 is above 10"))
            for (role, words) in [("Case manager", "4 children"), ("Delivery worker", "1 child")] {
                let about = "\(words.prefix(1)) open, allocated to \(role) of Sandholme"
                let list = try await browser.get(try page.link(about))
                #expect(page.section("workers").contains(about) && list.text.contains(words), "\(about): \(list.text)")
            }
            #expect(page.text.contains("How a case is weighted"))
            #expect(try await (try await site.browser(.caseManager)).get("/workload").status == 403)
        }
    }

    @Test(
        "S-STF-02: one press gives the child to a worker from today; where the rule asks why, the form comes back and asks it",
        arguments: Engine.available)
    func onePress(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase("Robin", "Vale")
            let referral = try await refer(site, made.child, offences: [made.offence], knife: true)
            let manager = try await site.browser(.teamManager)
            let page = try await manager.get("/children/\(made.child)/allocations/new?referral=\(referral)")
            func press(_ role: Role) async throws -> PageForm {
                let staff = try await site.service.person(as: role).id.description
                return try #require(
                    page.forms.first { $0.fields.contains { $0.name == "staff" && $0.value == staff } && !$0.names.contains("reason") })
            }
            let refused = try await manager.submit(try await press(.deliveryWorker))
            #expect(refused.status == 422 && refused.error(beside: "reason").contains("goes to a case manager"), "S-OOC-19")
            let none = try await site.service.read(.wholeService(reason: "test")) {
                try $0.records(Allocation.self, child: made.child).count
            }
            #expect(none == 0)
            let given = try await manager.submit(try await press(.caseManager))
            #expect(given.status == 200 && given.text.contains("It is on the child's file."))
            let kept = try await site.service.read(.wholeService(reason: "test")) {
                try $0.records(Allocation.self, child: made.child).map(\.value)
            }
            #expect(kept.count == 1 && kept.first?.part == "CASE_MANAGER" && kept.first?.startDate == site.service.today)
            let allocated = try await site.service.read(.wholeService(reason: "test")) {
                try $0.records(Referral.self, child: made.child).first?.allocatedDate
            }
            #expect(allocated == site.service.today)
        }
    }
}
