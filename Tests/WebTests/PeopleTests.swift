import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Finding children and knowing who they are: one test for each requirement of the area.
@Suite struct PeopleTests {
    @Test(
        "S-PEO-01: a child is found by a misspelt name, a date of birth as people type it, and the reference", arguments: Engine.available)
    func search(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let wren = try await site.service.makeCase("Stephen", "O'Connor", born: "2011-09-03")
            try await site.service.makeCase("Mohammed", "Hussain", born: "2010-01-31")
            let browser = try await site.browser(.caseManager)
            let ref = try await site.service.read(.wholeService(reason: "test")) {
                try $0.record(Child.self, child: wren.child, id: wren.child)?.ref ?? ""
            }
            let typed = [
                "Stephen O'Connor", "steven oconnor", "o connor", "Stefen Oconor", "O’Connor, Stephen", "connor", "3/9/2011", "03.09.2011",
                "3 Sep 2011", "3rd September 2011", "2011-09-03",
                "stephen 3/9/2011", ref, ref.lowercased(),
            ]
            for text in typed {
                let page = try await browser.submit(try found(try await browser.get("/children"), "q"), ["q": text])
                #expect(page.main.contains("/children/\(wren.child)\""), "\(text)")
                #expect(!page.main.contains("Hussain"), "\(text)")
            }
            let nobody = try await browser.find("Featherstonehaugh")
            #expect(nobody.text.contains("Nobody found"))
        }
    }

    @Test("S-PEO-01: a likely duplicate is shown before a child is added, and a different child can still be", arguments: Engine.available)
    func duplicates(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase("Catherine", "Bell", born: "2011-09-03")
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/new")).form("/children")
            let warned = try await browser.submit(form, ["given_name": "Kathryn", "family_name": "Bell", "date_of_birth": "3/9/2011"])
            #expect(warned.status == 409)
            #expect(warned.main.contains("/children/\(made.child)\"") && warned.text.contains("Same date of birth"))
            #expect(try await site.service.childCount() == 1)
            let again = try warned.form("/children")
            #expect(again["given_name"] == "Kathryn" && again["date_of_birth"] == "3/9/2011")
            let added = try await browser.submit(again)
            #expect(added.status == 200 && added.text.contains("Kathryn Bell"))
            #expect(try await site.service.childCount() == 2)
        }
    }

    @Test("S-PEO-01: two entries of one child are brought together on one chronology, and taken apart again", arguments: Engine.available)
    func merge(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let kept = try await site.service.makeCase("Robin", "Vale")
            let twin = try await site.service.makeCase("Robyn", "Vale")
            let browser = try await site.browser(.teamManager)
            let ref = try await site.service.read(.wholeService(reason: "test")) {
                try $0.record(Child.self, child: twin.child, id: twin.child)?.ref ?? ""
            }
            let page = try await browser.get("/children/\(kept.child)/merges")
            #expect(page.text.contains("Robyn Vale"), "the likely one is offered")
            let wrong = try await browser.submit(try page.form("/merges"), ["ref": "W999", "reason": ""])
            #expect(wrong.status == 422 && wrong.error(beside: "ref").contains("no one child") && !wrong.error(beside: "reason").isEmpty)
            site.clock.advance(minutes: 1)
            let merged = try await browser.submit(try wrong.form("/merges"), ["ref": ref, "reason": "Same school and mother"])
            #expect(merged.text.contains("Same school and mother"))
            let file = try await browser.get("/children/\(kept.child)/chronology")
            #expect(file.main.contains("/contacts/\(kept.contact)\"") && file.main.contains("/contacts/\(twin.contact)\""))
            #expect(try await browser.get("/children/\(twin.child)").text.contains("Robin Vale"), "the old address opens the one file")
            #expect(try await browser.get("/children/\(kept.child)/contacts/\(twin.contact)").status == 200)
            let lists = try await browser.get("/children?status=all")
            #expect(!lists.text.contains("Robyn Vale") && lists.text.contains("1 child"))
            // A record of the other entry can be changed through the one file.
            let edited = try await browser.submit(
                try (try await browser.get("/children/\(kept.child)/contacts/\(twin.contact)/edit")).form("/contacts/\(twin.contact)"),
                ["content": "After"])
            #expect(edited.status == 200 && edited.text.contains("After"))
            let undoing = try merged.form("/undoing")
            let stale = try await browser.post(undoing.action, [("from", "1")])
            #expect(stale.status == 422 && stale.text.contains("This merge was changed meanwhile"))
            // A form that lost its hidden field undoes the merge that stands.
            let undone = try await browser.post(undoing.action, [])
            #expect(undone.status == 200)
            let again = try await browser.submit(undoing)
            #expect(again.status == 422 && again.text.contains("it may be undone already"))
            #expect(try await browser.get("/children/\(twin.child)").text.contains("Robyn Vale"))
            let apart = try await browser.get("/children/\(kept.child)/chronology")
            #expect(!apart.main.contains("/contacts/\(twin.contact)\""))
            #expect(try await browser.get("/children/\(twin.child)/contacts/\(twin.contact)").text.contains("After"))
        }
    }

    @Test("S-PEO-01: age stands beside every date that counts, and the list goes by worker, team and status", arguments: Engine.available)
    func lists(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            try await site.service.makeCase("Kit", "Marsh")
            let browser = try await site.browser(.caseManager)
            let file = try await browser.get("/children/\(made.case.child)")
            #expect(file.text.contains("15 years 8 months, born 9 March 2011"))
            #expect(file.section("offences").contains("15 years 1 month"), "the age at the offence")
            let mine = try await browser.get("/children?worker=me&status=all")
            #expect(mine.text.contains("Robin Vale") && !mine.text.contains("Kit Marsh"))
            let closed = try await browser.get("/children?status=closed")
            let open = try await browser.get("/children?status=open")
            let all = try await browser.get("/children?status=all")
            for name in ["Robin Vale", "Kit Marsh"] {
                #expect(all.text.contains(name))
                #expect(open.text.contains(name) != closed.text.contains(name))
            }
        }
    }

    @Test(
        "S-PEO-02: characteristics keep “not known” and “not stated” apart, with when and who asked; census groups roll up",
        arguments: Engine.available)
    func characteristics(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/edit")).form("/children/\(made.child)")
            let saved = try await browser.submit(
                form,
                [
                    "ethnicity": "B1", "religion": "NOT_STATED", "disability": "NOT_KNOWN", "sexual_orientation": "NOT_STATED",
                    "nationality": "British", "first_language": "Polish",
                    "characteristics_asked_on": "20/11/2026", "characteristics_asked_by": "A. Worker",
                ])
            for words in [
                "White and Black Caribbean", "Asked, not stated", "Not known: not asked", "British", "Polish", "20 November 2026",
                "A. Worker",
            ] {
                #expect(saved.text.contains(words), "\(words)")
            }
            let codes = try await site.service.read(.wholeService(reason: "test")) { try $0.codes() }
            #expect(codes.code("ethnicity", "B1")?.group == "MIXED")
            // A victim worker does not read them.
            #expect(
                !(try await site.browser(.victimWorker).get("/children/\(made.child)/details")).text.contains("White and Black Caribbean"))
        }
    }

    @Test("S-PEO-03: dated addresses of a type, ward, locality, LSOA and deprivation looked up, moves counted", arguments: Engine.available)
    func addresses(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var place = Postcode()
                (place.postcode, place.ward, place.locality, place.imdDecile, place.idaciDecile) = ("ZZ1 1AA", "Harbour", "North", 2, 1)
                place.lsoa = "E01099999"
                try writer.create(place)
            }
            let browser = try await site.browser(.caseManager)
            for (line, type, from, to) in [("1 Quay Street", "HOME", "1/1/2020", "31/5/2026"), ("2 Hill Road", "FOSTER", "1/6/2026", "")] {
                let form = try (try await browser.get("/children/\(made.child)/addresses/new")).form("/addresses")
                let saved = try await browser.submit(
                    form, ["line": line, "postcode": "ZZ1 1AA", "type": type, "start_date": from, "end_date": to])
                #expect(saved.status == 200, "\(saved.text)")
            }
            let homes = try await browser.get("/children/\(made.child)/details").section("homes")
            let words = [
                "1 Quay Street, ZZ1 1AA", "Foster care", "Family home", "1 June 2026", "Lives there", "Harbour, North E01099999 2 1",
                "1 move",
            ]
            for words in words { #expect(homes.contains(words), "\(words)") }
            let file = try await browser.get("/children/\(made.child)")
            #expect(file.text.contains("2 Hill Road") && !file.text.contains("1 Quay Street"))
            #expect(try await browser.get("/children?status=all").text.contains("Robin Vale"))
        }
    }

    @Test(
        "S-PEO-04: people around the child: parental responsibility, who to ring and who not, risk, a sibling known to the service",
        arguments: Engine.available)
    func people(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let sibling = try await site.service.makeCase("Kit", "Marsh")
            let ref = try await site.service.read(.wholeService(reason: "test")) {
                try $0.record(Child.self, child: sibling.child, id: sibling.child)?.ref ?? ""
            }
            let browser = try await site.browser(.caseManager)
            func add(_ values: [String: String]) async throws -> Page {
                let new = try await browser.get("/children/\(made.child)/people-around-the-child/new")
                return try await browser.submit(try new.form("/people-around-the-child"), values)
            }
            let unsaid = try await add(["name": "Ash Vale", "relation": "FATHER", "contact_allowed": "DO_NOT_CONTACT"])
            #expect(unsaid.status == 422 && unsaid.error(beside: "contact_note") == "Say why this person is not to be contacted.")
            let barred = try await browser.submit(
                try unsaid.form("/people-around-the-child"), ["contact_note": "Court order", "phone": "01632 960001"])
            #expect(barred.status == 200)
            #expect(
                try await add([
                    "name": "Jo Vale", "relation": "MOTHER", "contact_allowed": "RING_FIRST", "parental_responsibility": "yes",
                    "phone": "01632 960002", "social_care_involved": "yes",
                ]).status == 200)
            let kit = try await add(["name": "Kit Marsh", "relation": "SIBLING", "known_child": ref, "risk_note": "They fight"])
            #expect(kit.status == 200 && kit.text.contains("Kit Marsh (\(ref))"))
            let panel = try await browser.get("/children/\(made.child)").section("people")
            let first = try #require(panel.firstRange(of: "Jo Vale")), last = try #require(panel.firstRange(of: "Ash Vale"))
            #expect(first.lowerBound < last.lowerBound, "ring first stands first")
            #expect(
                panel.contains("Ring first") && panel.contains("Do not contact") && panel.contains("Has parental responsibility")
                    && panel.contains("01632 960002"))
            #expect(!panel.contains("01632 960001"), "no number to ring by mistake")
            #expect(panel.contains("They fight"))
            // A child that is a parent, or to be one.
            let own = try await add(["name": "Baby", "relation": "EXPECTED_CHILD"])
            #expect(own.text.contains("A baby the child is expecting"))
        }
    }

    @Test("S-PEO-10: an alert heads the file and stands in lists with its dates, until it ends", arguments: Engine.available)
    func alerts(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/alerts/new")).form("/alerts")
            let saved = try await browser.submit(
                form, ["type": "EXPLOITATION", "detail": "See the plan", "start_date": "1/11/2026", "review_date": "1/12/2026"])
            #expect(saved.status == 200 && saved.text.contains("Case manager of Sandholme"), "who wrote it")
            let file = try await browser.get("/children/\(made.child)")
            #expect(
                file.text.contains("Exploitation") && file.text.contains("Since 1 November 2026")
                    && file.text.contains("Review on 1 December 2026"))
            #expect(try await browser.get("/children?status=all").text.contains("Exploitation"))
            #expect(try await browser.find("vale").text.contains("Exploitation"))
            #expect(try await browser.get("/children?status=all&alert=EXPLOITATION").main.contains("/children/\(made.child)\""))
            #expect(!(try await browser.get("/children?status=all&alert=NRM")).main.contains("/children/\(made.child)\""))
            let edit = try await browser.get(try saved.link("Change"))
            _ = try await browser.submit(try edit.form("/alerts/"), ["end_date": "20/11/2026"])
            let after = try await browser.get("/children/\(made.child)")
            #expect(!after.main.contains("Since 1 November 2026"))
            #expect(!(try await browser.find("vale")).main.contains("tag warning"))
        }
    }

    private func found(_ page: Page, _ name: String) throws -> PageForm {
        guard let form = page.forms.first(where: { $0.names.contains(name) }) else { throw NotOnThePage(what: name) }
        return form
    }
}

extension Service {
    func childCount() async throws -> Int {
        let today = today
        return try await read(.wholeService(reason: "test")) { try $0.children(ChildFilter(), on: today, offset: 0, limit: 1).count }
    }
}
