import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// A leaver's or absent worker's work in other hands.
@Suite struct HandoverTests {
    private func allocate(_ site: TestSite, _ made: MadeCase, to role: Role) async throws {
        let worker = try await site.service.person(as: role)
        try await site.write { writer in
            var allocation = Allocation()
            (allocation.staff, allocation.part, allocation.startDate) = (worker.id, "DELIVERY_WORKER", Day(iso: "2026-06-01") ?? .unset)
            try writer.create(allocation, child: made.child)
            var action = Action()
            (action.what, action.owner, action.dueOn) = ("Ring the school", worker.id, Day(iso: "2026-11-30") ?? .unset)
            try writer.create(action, child: made.child)
        }
    }

    @Test(
        "S-STF-02: a leaver's children and actions go to another worker in one command, with the reason; a child without a tick stays",
        arguments: Engine.available)
    func handOver(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (one, two) = (try await site.service.makeCase(), try await site.service.makeCase("Jo", "Marsh", born: "2010-05-05"))
            for made in [one, two] { try await allocate(site, made, to: .deliveryWorker) }
            let (from, to) = (try await site.service.person(as: .deliveryWorker), try await site.service.person(as: .caseManager))
            let manager = try await site.browser(.teamManager)
            let page = try await manager.get(try (try await manager.get("/workload")).link("Hand over"))
            #expect(page.text.contains("Hand over the work of \(from.name)") && page.text.contains("1 open action"))
            let blank = try await manager.submit(try page.form("/handover"))
            #expect(blank.status == 422 && blank.error(beside: "to") == "Choose who takes them on.")
            // Nobody who could not open the file is offered, or taken when sent.
            let partner = try await site.service.person(as: .panelPartner)
            #expect(page.html.contains("value=\"\(to.id)\"") && !page.html.contains("value=\"\(partner.id)\""))
            let closed = try await manager.submit(
                try page.form("/handover"), ["children": one.child.description, "to": partner.id.description, "reason": "On leave"])
            #expect(closed.status == 422 && closed.error(beside: "to") == "Choose who takes them on.")
            #expect(blank.error(beside: "reason") == "Say why the work changes hands.")
            _ = try await manager.post(
                "/workload/\(from.id)/handover",
                [("children", one.child.description), ("to", to.id.description), ("reason", "Left on Friday")])
            let held = try await site.service.all(Allocation.self, of: one.child).map(\.value)
            #expect(held.first { $0.staff == from.id }?.endDate == site.service.today - 1)
            let next = try #require(held.first { $0.staff == to.id })
            #expect(next.startDate == site.service.today && next.part == "DELIVERY_WORKER" && next.reason == "Left on Friday")
            #expect(try await site.service.all(Action.self, of: one.child).first?.owner == to.id)
            #expect(try await site.service.all(Allocation.self, of: two.child).first?.value.staff == from.id, "no tick")
            // Sent again: nothing is there any more to hand over.
            _ = try await manager.post(
                "/workload/\(from.id)/handover",
                [("children", one.child.description), ("to", to.id.description), ("reason", "Left on Friday")])
            #expect(try await site.service.all(Allocation.self, of: one.child).count == held.count)
            #expect(try await site.browser(.caseManager).get("/workload/\(from.id)/handover").status == 403)
        }
    }

    @Test(
        "Issue 5: a manager takes over an absent worker's draft; it is marked with who began it, stays marked, and is no part of any record until it is saved",
        arguments: Engine.available)
    func draft(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.browser(.deliveryWorker)
            let form = try (try await worker.get("/children/\(made.child)/contacts/new")).form("/contacts")
            _ = try await worker.submit(form, ["content": "Half a sentence"], press: ("action", "draft"))
            let from = try await site.service.person(as: .deliveryWorker)
            let manager = try await site.browser(.teamManager)
            let path = "/workload/\(from.id)/handover"
            #expect(try await manager.get(path).section("drafts").contains("None that was kept before today"))
            site.clock.advance(minutes: 60 * 24)
            let later = try await site.browser(.teamManager)
            let page = try await later.get(path)
            #expect(page.section("drafts").contains("Contact, Robin Vale") && !page.text.contains("Half a sentence"))
            let taken = try await later.submit(try page.form("/drafts"))
            #expect(taken.text.contains("is among your drafts"))
            let seen = try #require(try await site.accessEntries().last { $0.page == "/workload/{id}/drafts" })
            #expect(seen.action == "draft" && seen.shown == made.child.description)
            func begun() async throws -> Page { try await later.get("/children/\(made.child)/contacts/new") }
            let open = try await begun()
            #expect(open.text.contains("\(from.name) began this and you took it over.") && open.html.contains("Half a sentence"))
            // Typed over, it is still said who began it.
            _ = try await later.submit(try open.form("/contacts"), ["content": "Half a sentence more"], press: ("action", "draft"))
            #expect(try await begun().text.contains("\(from.name) began this"))
            #expect(try await site.service.drafts(of: from).isEmpty)
            #expect(try await site.service.all(Contact.self, of: made.child).count == 1, "no part of any record")
            #expect(try await site.browser(.caseManager).send("POST", "/workload/\(from.id)/drafts").status == 403)
        }
    }

    @Test(
        "S-STF-02: whoever left is listed with what they hold; a form the manager's role does not write is not offered, and no leaver takes work",
        arguments: Engine.available)
    func left(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await allocate(site, made, to: .deliveryWorker)
            let from = try await site.service.person(as: .victimWorker)
            let worker = try await site.browser(.victimWorker)
            let form = try (try await worker.get("/children/\(made.child)/victim-contacts/new")).form("/victim-contacts")
            _ = try await worker.submit(form, ["summary": "Half a sentence"], press: ("action", "draft"))
            try await site.service.disableStaff(user: Role.victimWorker.user)
            let manager = try await site.browser(.teamManager)
            let others = try await manager.get("/workload")
            #expect(others.section("others").contains("\(from.name) May not sign in 0 1 Hand over"))
            let page = try await manager.get("/workload/\(from.id)/handover")
            #expect(page.section("drafts").contains("Victim contact, Robin Vale"))
            #expect(page.text.contains("Your role does not write this form.") && !page.text.contains("Take it over"))
            let other = "/workload/\(try await site.service.person(as: .deliveryWorker).id)/handover"
            #expect(!(try await manager.get(other).html.contains(from.name)), "who left is not offered")
            let given = try await manager.post(
                other, [("children", made.child.description), ("to", from.id.description), ("reason", "Left on Friday")])
            #expect(given.status == 422 && given.error(beside: "to") == "Choose who takes them on.")
        }
    }
}
