import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The service's code lists on pages.
@Suite struct CodePageTests {
    private static let new = [
        "label": "Reprimand by the school", "token": "SCHOOL_REPRIMAND", "in_group": "Diversion", "basis": "Circular 12 of 3 June 2026",
    ]

    @Test("S-PER-01: what a shipped code rests on is told by publisher and document, never by a file of the project's own")
    func basis() {
        for (written, shown) in [
            ("YJB reporting code (S1), regulation.md §1.3", "Youth Justice Board reporting code"),
            ("RECALLED, regulation.md §1.3: check before relying on it", "Not checked against the source"),
            ("UK GDPR art. 12 (RECALLED: check before relying on it)", "UK GDPR art. 12 (not checked against the source)"),
            ("regulation.md §2.2 and §2.3: what the ten read", "Waymark’s reading of the published rules: what the ten read"),
            ("Access Group help, S4 in regulation.md §1.1: until Schema 12", "Access Group help: until Schema 12"),
            ("Circular 12 of 3 June 2026", "Circular 12 of 3 June 2026"),
        ] { #expect(basisWords(written) == shown) }
        for code in ShippedCodes.all {
            #expect(!basisWords(code.basis).contains(#/\.md\b|RECALLED|INFERRED|\bS\d\b/#), "\(basisWords(code.basis))")
        }
    }

    @Test(
        "S-OOC-08: a new outcome code is added on a page with its tier, dates and basis, and forms offer it at once",
        arguments: Engine.available)
    func added(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let manager = try await site.browser(.serviceManager)
            let worker = try await site.browser(.caseManager)
            let outcomes = "/children/\(made.child)/outcomes/new"
            #expect(!(try await worker.get(outcomes)).html.contains("SCHOOL_REPRIMAND"))
            let settings = try await manager.get("/settings")
            let index = try await manager.get(try settings.link("code lists"))
            let list = try await manager.get(try index.link("Outcome"))
            #expect(list.text.contains("Youth caution") && list.text.contains("YOUTH_CAUTION") && list.text.contains("Pre-Court"))
            let page = try await manager.get(try list.link("Add a code"))
            #expect(page.text.contains("first-time entrants"), "what follows for figures is said")
            let saved = try await manager.submit(try page.form("/codes/outcome"), Self.new)
            #expect(saved.status == 200 && saved.text.contains("Reprimand by the school") && saved.text.contains("From 21 November 2026"))
            #expect(try await worker.get(outcomes).html.contains("SCHOOL_REPRIMAND"))
            let tier = try await site.service.read(.wholeService(reason: "test")) { try $0.codes().group("outcome", "SCHOOL_REPRIMAND") }
            #expect(tier == "Diversion")
            // Sent twice is added once, and verify holds.
            #expect(try await manager.submit(try page.form("/codes/outcome"), Self.new).status == 200)
            #expect(try await site.service.verify().faults == [])
        }
    }

    @Test(
        "A code is ended by a day, stays readable, is never given again; its history and earlier state are there",
        arguments: Engine.available)
    func ended(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let manager = try await site.browser(.serviceManager)
            func add(_ values: [String: String]) async throws -> Page {
                try await manager.submit(try (try await manager.get("/codes/contact_method/new")).form("/codes/contact_method"), values)
            }
            let values = ["label": "By drone", "token": "DRONE", "basis": "A trial, November 2026"]
            #expect(try await add(values).text.contains("By drone"))
            let before = site.clock.now
            site.clock.advance(minutes: 60 * 24 * 3)
            let later = try await site.browser(.serviceManager)
            let form = try (try await later.get("/codes/contact_method/DRONE/edit")).form("/codes/contact_method/DRONE")
            #expect(!form.names.contains("token") && !form.names.contains("from_date"))
            let wrong = try await later.submit(form, ["to_date": "1/1/2020"])
            #expect(wrong.status == 422 && wrong.error(beside: "to_date").contains("cannot come before"))
            let saved = try await later.submit(form, ["to_date": "23/11/2026", "basis": "The trial ended"])
            #expect(saved.text.contains("21 November 2026 to 23 November 2026") && saved.text.contains("Ended"))
            let made = try await site.service.makeCase()
            #expect(!(try await later.get("/children/\(made.child)/contacts/new")).html.contains("DRONE"))
            let again = try await later.submit(
                try (try await later.get("/codes/contact_method/new")).form("/codes/contact_method"), values)
            #expect(again.status == 422 && again.error(beside: "token").contains("never given again"))
            #expect(try again.form("/codes/contact_method")["basis"] == "A trial, November 2026", "what was typed stays")
            // A form that was opened before the change.
            let stale = try await later.submit(form, ["to_date": "30/11/2026"])
            #expect(stale.status == 409)
            #expect(stale.text.contains("Someone saved this first") && stale.text.contains("Saved by Service manager of Sandholme"))
            let history = try await later.get("/codes/contact_method/DRONE/edit").section("history")
            #expect(
                history.contains("The trial ended") && history.contains("A trial, November 2026") && history.contains("Service manager"))
            let then = try await later.get("/codes/contact_method?as_at=\(before.iso)")
            #expect(
                then.text.contains("From 21 November 2026") && !then.text.contains("The trial ended") && !then.text.contains("Add a code"))
        }
    }

    @Test("What is wrong with a code is told beside its box; lists Waymark's own rules read take none", arguments: Engine.available)
    func refused(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let manager = try await site.browser(.serviceManager)
            let form = try (try await manager.get("/codes/outcome/new")).form("/codes/outcome")
            for (values, box, words) in [
                (["token": "lower case"], "token", "capital letter"), (["token": "YOUTH_CAUTION"], "token", "already"),
                (["label": "youth CAUTION"], "label", "already"), (["in_group": ""], "in_group", "Choose what it counts as"),
                (["basis": ""], "basis", "rests on"), (["from_date": "31/2/2026"], "from_date", "real date"),
                (["label": String(repeating: "x", count: 201)], "label", "200 characters"), (["in_group": "Made up"], "in_group", "Choose"),
            ] {
                let page = try await manager.submit(form, Self.new.merging(values) { $1 })
                #expect(page.status == 422 && page.error(beside: box).contains(words), "\(values): \(page.error(beside: box))")
            }
            #expect(try await manager.send("GET", "/codes/return_rule/new").status == 404)
            #expect(try await manager.get("/codes/return_rule").text.contains("No form asks this list"))
            #expect(try await manager.send("GET", "/codes/no_such_list").status == 404)
            let analyst = try await site.browser(.analyst)
            #expect(!(try await analyst.get("/codes/outcome")).text.contains("Add a code"))
            #expect(try await analyst.send("POST", "/codes/outcome", body: Array("label=x".utf8)).status == 403)
        }
    }
}
