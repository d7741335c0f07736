import Casework
import Records
import TestSupport
import Testing

@testable import Web

private func at(_ text: String) -> Instant { Instant(text) ?? .unset }
private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

extension TestSite {
    /// An appointment; the clock of every test stands at noon of 21 November 2026.
    fileprivate func meet(_ child: RecordID, _ when: String, _ method: String = "HOME", planned: Bool? = true) async throws {
        try await write { writer in
            var contact = Contact()
            (contact.at, contact.method, contact.planned) = (at(when), method, planned)
            try writer.create(contact, child: child)
        }
    }
}

/// What is known before one goes, where, and which appointments there are.
@Suite("Before a visit") struct BeforeVisitTests {
    @Test(
        "S-PEO-10: every alert that runs stands beside an appointment of today and of the days to come, and where the child lives beside a home visit",
        arguments: Engine.available)
    func alerts(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let quiet = try await site.service.makeCase("Kit", "Marsh")
            try await site.write { writer in
                for (type, end) in [("WEAPONS", nil), ("SUICIDE_RISK", nil), ("NRM", nil), ("MISSING", "2026-10-01")] as [(String, String?)]
                {
                    var alert = Alert()
                    (alert.type, alert.startDate, alert.endDate) = (type, on("2026-09-01"), end.flatMap { Day(iso: $0) })
                    try writer.create(alert, child: made.child)
                }
                for (line, from, to) in [("1 Gone Street", "2025-01-01", "2026-01-01"), ("9 Refuge Close", "2026-01-02", nil)]
                    as [(String, String, String?)]
                {
                    var home = HomeAddress()
                    (home.line, home.postcode, home.notToDisclose) = (line, "ZZ1 1AA", true)
                    (home.startDate, home.endDate) = (on(from), to.flatMap { Day(iso: $0) })
                    try writer.create(home, child: made.child)
                }
            }
            try await site.meet(made.child, "2026-11-21T16:30")
            try await site.meet(made.child, "2026-11-24T16:30")
            try await site.meet(quiet.child, "2026-11-21T17:30", "OFFICE")
            let day = try await (try await site.browser(.deliveryWorker)).get("/?of=everybody")
            for section in ["today", "appointments"] {
                let words = day.section(section)
                for alert in ["Weapons", "Risk of suicide", "National Referral Mechanism"] {
                    #expect(words.contains(alert), "\(alert) in \(section)")
                }
                #expect(!words.contains("Goes missing"), "an alert that has ended")
            }
            #expect(day.section("today").contains("Home visit 9 Refuge Close, ZZ1 1AA Not to be disclosed"))
            #expect(!day.section("today").contains("Gone Street"))
            #expect(day.section("today").contains("Office Nothing known"), "nobody goes to where Kit lives")
        }
    }

    @Test("S-PEO-10: a role that is not shown alerts is told so, and no address", arguments: [Engine.sqlite])
    func notShown(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let person = try await site.service.person(as: .panelPartner).id
            try await site.write { writer in
                var alert = Alert()
                (alert.type, alert.startDate) = ("WEAPONS", on("2026-09-01"))
                try writer.create(alert, child: made.child)
                var home = HomeAddress()
                (home.line, home.startDate) = ("9 Refuge Close", on("2026-01-02"))
                try writer.create(home, child: made.child)
                var partner = Professional()
                (partner.name, partner.startDate, partner.staff) = ("Ada Moor", on("2026-01-02"), person)
                try writer.create(partner, child: made.child)
            }
            try await site.meet(made.child, "2026-11-24T16:30")
            let day = try await (try await site.browser(.panelPartner)).get("/?of=everybody")
            #expect(day.section("appointments").contains("Robin Vale"), "\(day.text.prefix(400))")
            #expect(
                day.section("appointments").contains("Not shown to your role") && !day.section("appointments").contains("Nothing known"))
            #expect(!day.text.contains("Weapons") && !day.text.contains("Refuge"))
        }
    }

    @Test(
        "S-DEL-02: a call to come is an appointment: in the diary, no last contact, and asked about afterwards", arguments: Engine.available
    )
    func call(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.deliveryWorker)
            let form = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
            let saved = try await browser.submit(form, ["at": "22/11/2026 10:00", "method": "PHONE", "attendance": "", "content": "Ring"])
            #expect(saved.status == 200)
            let kept = try await site.service.all(Contact.self, of: made.child).filter { $0.content == "Ring" }
            #expect(kept.map(\.value.planned) == [true])
            #expect(try await browser.get("/?of=everybody").section("appointments").contains("Phone call at 10:00"))
            let line = try await site.service.read(.wholeService(reason: "test")) {
                try $0.lines(of: [made.child], on: site.service.today).first
            }
            #expect(line?.lastContact == on("2026-09-14"), "what is to come has not happened")
            site.clock.advance(milliseconds: 3 * 86_400_000)
            let due = try await site.service.read(.wholeService(reason: "test")) {
                try $0.tasks(
                    staff: nil, child: made.child, rules: ["appointment_unmarked"], visibleOn: site.service.today, limit: 9)
            }
            #expect(due.count == 1, "whether it was kept is asked")
        }
    }

    @Test("S-DEL-02: a child with no open case is met too, and the appointment stands in the diary", arguments: Engine.available)
    func closed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let child = try await site.service.write(.wholeService(reason: "test"), action: "test") { try $0.create(Fixtures.child()) }
            try await site.meet(child, "2026-11-23T10:00", "OFFICE")
            let day = try await (try await site.browser(.deliveryWorker)).get("/?of=everybody")
            #expect(day.section("appointments").contains("Robin Vale"))
        }
    }

    @Test(
        "S-DEL-09: five appointments to come hide nothing of what took place, on the child's file and on the programme's page",
        arguments: Engine.available)
    func tookPlace(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.write { writer in
                for day in 22...30 {
                    var contact = Contact()
                    (contact.at, contact.method, contact.planned) = (at("2026-11-\(day)T10:00"), "OFFICE", true)
                    contact.programme = made.programme
                    try writer.create(contact, child: made.child)
                }
            }
            let browser = try await site.browser(.caseManager)
            for page in ["/children/\(made.child)", "/children/\(made.child)/programmes/\(made.programme)"] {
                let shown = try await browser.get(page)
                #expect(shown.section("contacts").contains("Talked about college."), "\(page)")
                #expect(!shown.section("contacts").contains("No contact") && !shown.section("contacts").contains("22 November 2026"))
                #expect(shown.section("coming").contains("22 November 2026"), "\(page)")
                #expect(!shown.section("coming").contains("Incomplete"), "of an appointment nothing is written yet")
            }
            #expect(try await browser.get("/children/\(made.child)").section("contacts").contains("Last entry 68 days ago."))
        }
    }

    @Test("My day says of a list of what waits that it is cut, and how much there is", arguments: [Engine.sqlite])
    func cut(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await site.write { writer in
                for number in 0...HomePage.most {
                    let child = try writer.create(Fixtures.child("Kit", "Marsh \(number)"))
                    var referral = Referral()
                    (referral.receivedDate, referral.pathway) = (on("2026-11-01"), "OUT_OF_COURT")
                    var enquiry = Enquiry()
                    (enquiry.agency, enquiry.askedOn) = ("EDUCATION", on("2026-11-02"))
                    enquiry.referral = try writer.create(referral, child: child)
                    try writer.create(enquiry, child: child)
                }
            }
            let day = try await (try await site.browser(.teamManager)).get("/?of=everybody")
            #expect(day.section("waiting").contains("The first \(HomePage.most) of "))
        }
    }
}
