import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Forms keep what was typed: beside errors, in drafts, after a dropped line, and when two people save at once (promise 3).
@Suite struct FormTests {
    @Test("Errors stand beside their fields and are summed at the top, linked; nothing typed is lost", arguments: Engine.available)
    func errors(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let blank = try await browser.get("/children/\(made.child)/offences/new")
            let typed = [
                "offence_date": "31/02/2026", "description": "A <line> & \"more\"", "gravity": "nine", "seriousness": "12",
                "place": "The harbour",
            ]
            let page = try await browser.submit(try blank.form("/offences"), typed)
            #expect(page.status == 422)
            #expect(page.html.contains("<title>Error: "))
            #expect(page.error(beside: "offence_date") == "Date of the offence must be a real date, like 21/11/2026.")
            #expect(page.error(beside: "gravity") == "Final gravity score must be a whole number.")
            #expect(page.error(beside: "seriousness").contains("from 1 to 8"))
            let summary = page.errorSummary
            #expect(Set(summary.map(\.field)) == ["offence_date", "gravity", "seriousness"])
            for one in summary {
                #expect(page.error(beside: one.field) == one.message)
                #expect(page.html.contains("id=\"\(one.field)\""), "the summary leads to \(one.field)")
            }
            let form = try page.form("/offences")
            for (name, value) in typed { #expect(form[name] == value, "\(name)") }
            let mended = try await browser.submit(form, ["offence_date": "28/02/2026", "gravity": "3", "seriousness": "2"])
            #expect(mended.status == 200 && mended.text.contains("It is on the child's file."))
            #expect(mended.text.contains("A <line> & \"more\"") && mended.text.contains("The harbour"))
        }
    }

    @Test(
        "A draft is kept by its button and while typing, shown again, can be thrown away, and is gone once saved",
        arguments: Engine.available)
    func drafts(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let manager = try await site.service.person(as: .caseManager)
            let browser = try await site.browser(.caseManager)
            let new = "/children/\(made.child)/contacts/new"
            let page = try await browser.get(new)
            let form = try page.form("/contacts")
            // What is demanded of some is not called optional, and says of which.
            #expect(!form.optional.contains("attendance") && !form.optional.contains("content") && form.optional.contains("childs_words"))
            #expect(page.text.contains("Attendance Needed where the time of a meeting is past."))
            // Without script: the button.
            let kept = try await browser.submit(form, ["content": "Half a sen"], press: ("action", "draft"))
            #expect(kept.status == 200 && kept.text.contains("This is your draft, kept on 21 November 2026"))
            #expect(try kept.form("/contacts")["content"] == "Half a sen")
            #expect(try await site.service.contacts(of: made.child).count == 1, "a draft is no part of the file")
            // With script: the same fields to the draft's address.
            let address = try #require(form.draft)
            let answer = try await browser.post(address, form.filled(["content": "Half a sentence"]))
            #expect(answer.status == 200 && answer.html.hasPrefix("Draft saved 10:00"))
            let list = try await browser.get("/drafts")
            #expect(list.text.contains("Contact, Robin Vale"))
            let again = try await browser.get(try list.link("Contact, Robin Vale"))
            #expect(try again.form("/contacts")["content"] == "Half a sentence")
            // Nobody else sees it.
            #expect(try (try await site.browser(.teamManager).get(new)).form("/contacts")["content"] == "")
            let saved = try await browser.submit(try again.form("/contacts"), ["content": "A whole sentence.", "attendance": "ATTENDED"])
            #expect(saved.status == 200)
            #expect(try await site.service.drafts(of: manager).isEmpty)
            #expect(try await site.service.contacts(of: made.child).count == 2)
            // Thrown away.
            _ = try await browser.post(address, form.filled(["content": "Not this"]))
            let third = try await browser.get(new)
            let gone = try await browser.submit(try third.form("/drafts/"))
            #expect(gone.status == 200)
            #expect(try (try await browser.get(new)).form("/contacts")["content"] == "")
            #expect(try await site.service.contacts(of: made.child).count == 2)
        }
    }

    @Test("A refused save keeps its draft, and what a draft emptied stays empty", arguments: Engine.available)
    func refusedKeepsDraft(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let manager = try await site.service.person(as: .caseManager)
            let browser = try await site.browser(.caseManager)
            let edit = "/children/\(made.child)/contacts/\(made.contact)/edit"
            let form = try (try await browser.get(edit)).form("/contacts/\(made.contact)")
            #expect(form["content"] == "Talked about college.")
            _ = try await browser.post(try #require(form.draft), form.filled(["content": "", "aim": "See how college goes"]))
            let again = try (try await browser.get(edit)).form("/contacts/\(made.contact)")
            #expect(again["content"] == "" && again["aim"] == "See how college goes")
            let refused = try await browser.submit(again, ["at": "yesterday"])
            #expect(refused.status == 422)
            #expect(try await site.service.drafts(of: manager).count == 1, "only a save consumes a draft")
            let saved = try await browser.submit(try refused.form("/contacts/\(made.contact)"), ["at": "14/9/2026 15:30"])
            #expect(saved.status == 200)
            #expect(try await site.service.drafts(of: manager).isEmpty)
            let contact = try #require(try await site.service.contacts(of: made.child).first)
            #expect(contact.content == nil && contact.aim == "See how college goes")
        }
    }

    @Test("A new record that is refused comes back with what may be chosen, the choice kept", arguments: Engine.available)
    func refusedChoices(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
            let refused = try await browser.submit(form, ["at": "yesterday", "programme_ref": made.programme.description])
            #expect(refused.status == 422)
            #expect(refused.html.contains("<option value=\"\(made.programme)\" selected>"))
            #expect(!refused.html.contains("no longer in use"))
        }
    }

    @Test("A form sent twice after a dropped line saves once and answers alike", arguments: Engine.available)
    func once(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
            let values = ["content": "On the phone", "method": "PHONE"]
            let first = try await browser.send(form: form, values)
            let second = try await browser.send(form: form, values)
            #expect(first.status == 303 && second.status == 303 && first.location == second.location)
            #expect(try await site.service.contacts(of: made.child).count == 2)
            // Typed over after going back: neither dropped nor a second contact.
            let over = try await browser.send(form: form, ["content": "On the phone, twice", "method": "PHONE"])
            #expect(over.status == 409 && over.text.contains("already saved"))
            #expect(try await browser.submit(try over.form("/contacts/")).text.contains("On the phone, twice"))
            #expect(try await site.service.contacts(of: made.child).count == 2)
            let child = try (try await browser.get("/children/new")).form("/children")
            let answers = [
                try await browser.send(form: child, ["given_name": "Wren", "family_name": "Ashdown"]),
                try await browser.send(form: child, ["given_name": "Wren", "family_name": "Ashdown"]),
            ]
            #expect(answers[0].status == 303 && answers[0].location == answers[1].location)
        }
    }

    @Test("Two people saving one record: the second sees both versions and can save again", arguments: Engine.available)
    func conflict(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let (one, two) = (try await site.browser(.caseManager), try await site.browser(.teamManager))
            let edit = "/children/\(made.child)/contacts/\(made.contact)/edit"
            let (mine, theirs) = (
                try (try await one.get(edit)).form("/contacts/\(made.contact)"),
                try (try await two.get(edit)).form("/contacts/\(made.contact)")
            )
            site.clock.advance(minutes: 1)
            #expect(try await two.submit(theirs, ["content": "What the manager wrote"]).status == 200)
            let clash = try await one.submit(mine, ["content": "What the worker wrote"])
            #expect(clash.status == 409)
            #expect(clash.text.contains("Someone saved this first"))
            #expect(clash.text.contains("What the manager wrote") && clash.text.contains("What the worker wrote"))
            #expect(clash.text.contains("Saved by Team manager of Sandholme"))
            let form = try clash.form("/contacts/\(made.contact)")
            #expect(form["content"] == "What the worker wrote")
            let saved = try await one.submit(form)
            #expect(saved.status == 200 && saved.text.contains("What the worker wrote"))
            // Theirs is in the history.
            let history = try await site.service.history(of: made)
            #expect(history == ["Talked about college.", "What the manager wrote", "What the worker wrote"])
            // The same twice is no conflict.
            #expect(try await one.submit(form).status == 200)
            #expect(try await site.service.history(of: made).count == 3)
        }
    }

    @Test("Two people changing the details of one child: the second sees both versions", arguments: Engine.available)
    func childConflict(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let (one, two) = (try await site.browser(.caseManager), try await site.browser(.teamManager))
            let page = try await one.get("/children/\(made.child)/edit")
            let mine = try page.form("/children/\(made.child)")
            _ = try await two.submit(
                try (try await two.get("/children/\(made.child)/edit")).form("/children/\(made.child)"), ["strengths": "Draws well"])
            let clash = try await one.submit(mine, ["what_they_want": "To be a joiner"])
            #expect(clash.status == 409 && clash.text.contains("Draws well") && clash.text.contains("To be a joiner"))
        }
    }

    @Test("A question the form did not ask keeps what is recorded", arguments: Engine.available)
    func notAsked(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let id = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var contact = Fixtures.contact(content: "See you at four")
                (contact.method, contact.minutes, contact.risk, contact.statutory) = ("TEXT", 5, "None known", true)
                return try writer.create(contact, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/contacts/\(id)/edit")).form("/contacts/\(id)")
            #expect(!form.names.contains("minutes") && !form.names.contains("risk"))
            #expect(try await browser.submit(form, ["content": "See you at five"]).status == 200)
            let contact = try #require(try await site.service.contacts(of: made.child).first { $0.method == "TEXT" })
            #expect(contact.content == "See you at five")
            #expect(contact.minutes == 5 && contact.risk == "None known" && contact.statutory == true)
        }
    }
}

extension Service {
    /// The contacts of a file, oldest first.
    func contacts(of child: RecordID) async throws -> [Contact] {
        try await read(.wholeService(reason: "test")) { try $0.records(Contact.self, child: child).map(\.value) }.sorted { $0.at < $1.at }
    }

    /// What each version of the made contact said.
    func history(of made: MadeCase) async throws -> [String?] {
        try await read(.wholeService(reason: "test")) {
            try $0.history(Contact.self, child: made.child, id: made.contact).map(\.value.content)
        }
    }
}
