import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The work on a child's file: one test for each requirement of the area.
@Suite struct FileTests {
    @Test("S-REF-06: an offence with its dates, weight, place, police reference, co-defendants and victims", arguments: Engine.available)
    func offence(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let other = try await site.service.makeCase("Kit", "Marsh")
            let ref = try await site.service.read(.wholeService(reason: "test")) {
                try $0.record(Child.self, child: other.child, id: other.child)?.ref ?? ""
            }
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/offences/new")).form("/offences")
            let values = [
                "offence_date": "2 May 2026", "arrest_date": "3/5/2026", "interview_date": "3/5/2026", "charge_date": "4/5/2026",
                "first_hearing_date": "20/5/2026",
                "description": "Theft of a bicycle", "category": "THEFT_AND_HANDLING", "cjs_code": "TH68001", "seriousness": "3",
                "gravity_matrix": "CHILD_2025", "gravity_base": "2",
                "gravity": "3", "knife": "no", "place": "The station", "police_ref": "SAN/1/26", "co_defendants": ref, "victims": "ONE",
            ]
            let saved = try await browser.submit(form, values)
            #expect(saved.status == 200)
            for words in [
                "2 May 2026", "3 May 2026", "4 May 2026", "20 May 2026", "Theft and handling stolen goods", "TH68001",
                "Child gravity matrix, February 2025", "The station", "SAN/1/26",
                "Kit Marsh (\(ref))", "One victim",
            ] { #expect(saved.text.contains(words), "\(words)") }
            // What cannot be is told.
            func blank() async throws -> PageForm { try (try await browser.get("/children/\(made.child)/offences/new")).form("/offences") }
            let early = try await browser.submit(try await blank(), ["offence_date": "2/5/2026", "arrest_date": "1/5/2026"])
            #expect(early.error(beside: "arrest_date") == "The arrest cannot come before the offence.")
            let unborn = try await browser.submit(try await blank(), ["offence_date": "1/1/2010"])
            #expect(unborn.error(beside: "offence_date") == "The offence cannot come before the child was born.")
            let nobody = try await browser.submit(try await blank(), ["offence_date": "2/5/2026", "co_defendants": "W99999"])
            #expect(nobody.error(beside: "co_defendants").contains("W99999"))
        }
    }

    @Test("S-DEL-02: a contact still to come has no attendance; an appointment to come is taken", arguments: Engine.available)
    func toCome(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.deliveryWorker)
            let form = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
            let today = site.service.today
            let far = try await browser.submit(form, ["at": "\((today + 400).typed) 10:00", "method": "HOME"])
            #expect(far.status == 422 && far.error(beside: "at") == "That is more than a year away. Check the year.")
            let later = try await browser.submit(form, ["at": "\(today.typed) 11.59pm", "method": "HOME", "attendance": "ATTENDED"])
            #expect(later.status == 422 && later.error(beside: "at").contains("that time is still to come"))
            let next = "\((today + 364).typed) 10:00"
            let refused = try await browser.submit(form, ["at": next, "method": "HOME", "attendance": "ATTENDED", "content": "Seen"])
            #expect(refused.status == 422 && refused.error(beside: "at").hasPrefix("That day is still to come"))
            let saved = try await browser.submit(try refused.form("/contacts"), ["attendance": ""])
            #expect(saved.status == 200)
            let kept = try await site.service.read(.wholeService(reason: "test")) {
                try $0.records(Contact.self, child: made.child).filter { $0.value.content == "Seen" }
            }
            #expect(kept.map(\.value.planned) == [true], "nobody ticked “Planned”, and it is an appointment")
        }
    }

    @Test(
        "S-DEL-02: an appointment stands in the diary however many tasks are late, and later today is still to come",
        arguments: Engine.available)
    func inTheDiary(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let today = site.service.today
            try await site.service.write(.wholeService(reason: "test"), action: "test.actions") { writer in
                for number in 0...HomePage.most {
                    var action = Action()
                    (action.what, action.ownerName, action.dueOn) = ("Ring the school \(number)", "The school", today - 30)
                    try writer.create(action, child: made.child)
                }
            }
            let browser = try await site.browser(.deliveryWorker)
            for (at, place) in [("\(today.typed) 23:59", "today"), ("\((today + 3).typed) 10:00", "appointments")] {
                let form = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
                let saved = try await browser.submit(form, ["at": at, "method": "HOME", "attendance": ""])
                #expect(saved.status == 200, "\(at)")
                let day = try await browser.get("/?of=everybody")
                #expect(day.section(place).contains("Robin Vale"), "\(place)")
                #expect(day.section("due").contains("Ring the school") || day.section("due").contains("agreed"))
            }
        }
    }

    @Test("S-PEO-03: a home to come is not where the child lives; nor is somebody to come at work with them", arguments: Engine.available)
    func homeToCome(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let today = site.service.today
            try await site.service.write(.wholeService(reason: "test"), action: "test.homes") { writer in
                for (line, from) in [("1 Now Street", today - 400), ("2 Later Lane", today + 90)] {
                    var home = HomeAddress()
                    (home.line, home.startDate) = (line, from)
                    try writer.create(home, child: made.child)
                }
                var later = Professional()
                (later.name, later.startDate) = ("Ada Later", today + 90)
                try writer.create(later, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let people = (try await browser.get("/children/\(made.child)")).section("people")
            #expect(people.contains("1 Now Street") && !people.contains("2 Later Lane") && !people.contains("Ada Later"))
            let homes = (try await browser.get("/children/\(made.child)/details")).section("homes")
            #expect(homes.contains("0 moves") && homes.contains("Not moved in yet") && homes.contains("Lives there"))
        }
    }

    @Test("The seconded police officer reads no child's own words of a contact, and finds nothing by them", arguments: Engine.available)
    func ownWordsClosed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.service.write(.wholeService(reason: "test"), action: "test.words") { writer in
                var contact = Contact()
                (contact.at, contact.content, contact.childsWords) = (writer.recordedAt, "We met at the rink", "Zanzibar is where I hide")
                try writer.create(contact, child: made.child)
            }
            for (role, reads) in [(Role.policeOfficer, false), (.caseManager, true)] {
                let browser = try await site.browser(role)
                let whole = try await browser.get("/children/\(made.child)/chronology")
                #expect(whole.text.contains("We met at the rink") && whole.text.contains("Zanzibar") == reads, "\(role)")
                let asked = try (try await browser.get("/children/\(made.child)/chronology")).form("/chronology")
                let found = try await browser.submit(asked, ["q": "zanzibar"])
                #expect(found.text.contains("We met at the rink") == reads, "\(role)")
            }
        }
    }

    @Test(
        "S-DEL-01: a contact by ACORNS with the child's words; headings left blank are flagged, never blocked", arguments: Engine.available)
    func acorns(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.deliveryWorker)
            let form = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
            for heading in ["aim", "content", "outcome", "risk", "next_steps", "safeguarding", "childs_words"] {
                #expect(form.names.contains(heading), "\(heading)")
            }
            let saved = try await browser.submit(
                form,
                [
                    "method": "HOME", "attendance": "ATTENDED", "aim": "See the new flat", "content": "We looked round",
                    "childs_words": "I like it here",
                ])
            #expect(saved.status == 200)
            let chronology = try await browser.get("/children/\(made.child)/chronology?kind=contact")
            #expect(chronology.text.contains("Not yet written: outcome, risk, next steps, safeguarding."))
            #expect(chronology.text.contains("I like it here") && chronology.text.contains("See the new flat"))
            let edit = try (try await browser.get(try saved.link("Change"))).form("/contacts/")
            _ = try await browser.submit(
                edit, ["outcome": "Settled", "risk": "Lower", "next_steps": "Ring on Monday", "safeguarding": "None new"])
            // The made case's own contact still lacks some; this one no longer does.
            let after = try await browser.get("/children/\(made.child)/chronology?kind=contact&from=21/11/2026")
            #expect(after.text.contains("Settled") && !after.text.contains("Not yet written"))
        }
    }

    @Test("S-DEL-02: contact facts; a text message needs one box, and the chronology counts it a contact", arguments: Engine.available)
    func contactFacts(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let file = try await browser.get("/children/\(made.child)")
            let message = try await browser.get(try file.link("Record a text message"))
            let open = message.main.prefix(upTo: message.main.firstRange(of: "<details")?.lowerBound ?? message.main.endIndex)
            let boxes = Tag.all(in: String(open)).filter {
                ["textarea", "select"].contains($0.name) || ($0.name == "input" && $0["type"] != "hidden")
            }
            #expect(boxes.map { $0["name"] } == ["content"])
            let sent = try await browser.submit(try message.form("/contacts"), ["content": "See you at 4?"])
            #expect(sent.status == 200 && sent.text.contains("Text message") && sent.text.contains("21 November 2026"))
            let full = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
            let values = [
                "at": "20/11/2026 16:30", "method": "DOORSTEP", "planned": "yes", "attendance": "MISSED_ACCEPTABLE", "minutes": "10",
                "present": "Mother", "statutory": "yes",
            ]
            let missed = try await browser.submit(full, values)
            for words in ["Doorstep", "20 November 2026", "16:30", "Missed, acceptable reason", "10", "Mother"] {
                #expect(missed.text.contains(words), "\(words)")
            }
            let chronology = try await browser.get("/children/\(made.child)/chronology?kind=contact")
            #expect(chronology.text.contains("See you at 4?") && chronology.text.contains("Missed, acceptable reason"))
            #expect(!chronology.text.contains("Not yet written: content"))
            #expect(chronology.text.contains("3 entries"))
        }
    }

    @Test(
        "S-DEL-09: one chronology over all records, filtered by kind, words and dates; late entries marked; days since the last",
        arguments: Engine.available)
    func chronology(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let manager = try await site.service.person(as: .caseManager)
            let made = try await site.service.makeCase("Robin", "Vale", by: manager)
            let browser = try await site.browser(.teamManager)
            let base = "/children/\(made.child)/chronology"
            let all = try await browser.get(base)
            for part in [
                "/offences/\(made.offence)", "/outcomes/\(made.outcome)", "/programmes/\(made.programme)", "/contacts/\(made.contact)",
            ] { #expect(all.main.contains(part), "\(part)") }
            // Newest first.
            let order = [
                "/contacts/\(made.contact)", "/programmes/\(made.programme)", "/outcomes/\(made.outcome)", "/offences/\(made.offence)",
            ].compactMap { all.main.firstRange(of: $0)?.lowerBound }
            #expect(order.count == 4 && order == order.sorted())
            // The offence of 2 May was entered on 21 November.
            #expect(all.text.contains("Recorded 203 days later"))
            #expect(all.text.contains("68 days later"), "the contact of 14 September was entered late too")
            let contacts = try await browser.get(base + "?kind=contact")
            #expect(contacts.main.contains("/contacts/\(made.contact)") && !contacts.main.contains("/offences/\(made.offence)"))
            for (words, count) in [("college", "1 entry"), ("COLLEGE", "1 entry"), ("harbour", "0 entries")] {
                #expect(try await browser.post(base, [("q", words)]).text.contains(count), "\(words)")
            }
            let dated = try await browser.get(base + "?from=1/6/2026&to=30/6/2026")
            #expect(dated.text.contains("2 entries") && dated.main.contains("/outcomes/") && !dated.main.contains("/offences/"))
            #expect(try await browser.get("/children/\(made.child)").section("contacts").contains("Last entry 68 days ago"))
            #expect(try await browser.get("/children?status=all").text.contains("14 September 2026"), "the last entry stands in the list")
        }
    }

    @Test("S-DEL-09: a chronology of many entries goes by pages that leave none out", arguments: Engine.available)
    func pages(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for number in 0..<250 {
                    let day = (Day(iso: "2026-01-01") ?? .unset) + number
                    try writer.create(Fixtures.contact(at: "\(day.iso)T10:00", content: "Number \(number)."), child: made.child)
                }
            }
            let browser = try await site.browser(.caseManager)
            var seen: Set<String> = []
            for page in 1...3 {
                seen.formUnion(
                    try await browser.get("/children/\(made.child)/chronology?kind=contact&page=\(page)").links.filter {
                        $0.contains("/contacts/")
                    })
            }
            #expect(seen.count == 251)
        }
    }

    @Test(
        "S-PEO-12: a file, a record and a chronology are read as they were known at a moment, and two moments compared",
        arguments: Engine.available)
    func asKnown(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let before = site.clock.now
            site.clock.advance(days: 3)
            var browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/contacts/\(made.contact)/edit")).form(
                "/contacts/\(made.contact)")
            let saved = try await browser.submit(form, ["content": "Talked about work.", "reason_for_change": "Wrong note"])
            let child = try (try await browser.get("/children/\(made.child)/edit")).form("/children/\(made.child)")
            _ = try await browser.submit(child, ["known_as": "Bobbin"])
            _ = try await browser.submit(
                try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts"),
                ["content": "A later talk", "attendance": "ATTENDED"])
            site.clock.advance(days: 1)
            browser = try await site.browser(.caseManager)
            let then = "as_at=\(before.iso)"
            let record = "/children/\(made.child)/contacts/\(made.contact)"
            let old = try await browser.get("\(record)?\(then)")
            #expect(old.text.contains("Talked about college.") && !old.text.contains("Talked about work."))
            #expect(old.html.contains("As it was known") && old.html.contains("21 November 2026"))
            #expect(!old.links.contains("\(record)/edit"), "the past is not changed")
            #expect(try await browser.get("/children/\(made.child)?\(then)").text.contains("Robin Vale"))
            #expect(try await browser.get("/children/\(made.child)").text.contains("Bobbin Vale"))
            let chronology = try await browser.get("/children/\(made.child)/chronology?kind=contact&\(then)")
            #expect(chronology.text.contains("1 entry") && chronology.text.contains("college") && !chronology.text.contains("A later talk"))
            // The way people type it.
            #expect(try await browser.get("\(record)?as_at=22/11/2026+09:00").text.contains("Talked about college."))
            // Every link of a page read in the past stays there.
            for link in try await browser.get("/children/\(made.child)?\(then)").links where link.contains("/chronology") {
                #expect(link.contains("as_at="), "\(link)")
            }
            // Two moments.
            let compared = try await browser.get(try saved.link("Compare with the version before"))
            #expect(compared.text.contains("As known 21 November 2026") && compared.text.contains("As known 24 November 2026"))
            #expect(compared.text.contains("Talked about college.") && compared.text.contains("Talked about work."))
            #expect(compared.text.contains("Reason: Wrong note") && compared.text.contains("Changed content"))
        }
    }

    @Test(
        "A record entered in error leaves the file with a reason, stays readable, and is refused while others point at it",
        arguments: Engine.available)
    func withdrawal(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let refused = try await browser.submit(
                try (try await browser.get("/children/\(made.child)/offences/\(made.offence)/withdrawal")).form("/withdrawal"),
                ["reason": "Wrong child"])
            #expect(refused.status == 422 && !refused.errorSummary.isEmpty || refused.text.contains("There is a problem"))
            let path = "/children/\(made.child)/contacts/\(made.contact)"
            let open = try (try await browser.get("\(path)/edit")).form("/contacts/")
            let unsaid = try await browser.submit(try (try await browser.get("\(path)/withdrawal")).form("/withdrawal"))
            #expect(unsaid.status == 422 && unsaid.error(beside: "reason") == "Say why it should not be here.")
            let done = try await browser.submit(try unsaid.form("/withdrawal"), ["reason": "Wrong child's file"])
            #expect(done.status == 200 && done.text.contains("Entered in error") && done.text.contains("Wrong child's file"))
            #expect(!(try await browser.get("/children/\(made.child)/chronology")).main.contains(path))
            #expect(try await browser.send("GET", "\(path)/edit").status == 404)
            // A window that still holds it open is told who took it out, and loses nothing; neither does a draft.
            let late = try await browser.send(form: open, ["content": "We walked to the weir and back"])
            #expect(late.status == 409 && late.text.contains("marked this as entered in error meanwhile"))
            #expect(late.text.contains("We walked to the weir and back"))
            let draft = "/drafts/contact/\(made.contact)?child=\(made.child)"
            _ = try await browser.post(draft, [("content", "Kept of the weir")])
            #expect(try await browser.get("\(path)/edit").text.contains("Kept of the weir"))
            _ = try await browser.post(draft, [("action", "drop")])
            #expect(try await browser.send("GET", "\(path)/edit").status == 404)
            // What was sent to an address that is not there is shown again too.
            let nowhere = try await browser.post("/children/\(made.child)/contacts/\(made.child)", [("content", "Typed to nowhere at all")])
            #expect(nowhere.status == 404 && nowhere.text.contains("Typed to nowhere at all"))
        }
    }

    @Test("S-INF-05: the list as a spreadsheet, the same children as the page, formulas made harmless", arguments: Engine.available)
    func csv(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let formula = "=HYPERLINK(\"http://x.test\",\"a\")"
            try await site.service.makeCase(formula, "+Vale")
            try await site.service.makeCase("Kit, called \"K\"", "Marsh")
            let browser = try await site.browser(.teamManager)
            let list = try await browser.get("/children?status=all")
            let file = try await browser.send("GET", try list.link("This list as a spreadsheet"))
            #expect(file.header("Content-Type") == "text/csv; charset=utf-8")
            #expect(file.header("Content-Disposition")?.contains("attachment") == true)
            let lines = file.html.split(separator: "\n").map(String.init)
            #expect(lines.first?.hasPrefix("\u{FEFF}Reference,Name,Date of birth") == true)
            #expect(lines.count == 3)
            for line in lines.dropFirst() {
                for cell in line.split(separator: ",") { #expect(cell.first.map { "=+-@".contains($0) } != true, "\(line)") }
            }
            #expect(file.html.contains("\"'=HYPERLINK(\"\"http://x.test\"\",\"\"a\"\") +Vale\""))
            #expect(file.html.contains("\"Kit, called \"\"K\"\" Marsh\""))
            let made = spreadsheet([["=\u{301}1", "a\r\nb", "-1.5", "-1+2", "-A1", "+1"]])
            #expect(
                String(decoding: made, as: UTF8.self) == "\u{FEFF}'=\u{301}1,\"a\r\nb\",-1.5,'-1+2,'-A1,'+1\n",
                "a number below nought is no formula")
            let one = try await browser.send("GET", "/children.csv?status=all&team=Nowhere")
            #expect(one.html.split(separator: "\n").count == 1, "filtered like the page")
        }
    }
}
