import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

extension TestSite {
    /// Restricts a file from today on.
    @discardableResult
    func restrict(_ child: RecordID, excluded: [Role] = [], admitted: [Role] = []) async throws -> RecordID {
        var restriction = Restriction()
        (restriction.reason, restriction.startDate) = ("STAFF_FAMILY", service.today)
        for role in excluded { restriction.excluded.append(try await service.person(as: role).id) }
        for role in admitted { restriction.admitted.append(try await service.person(as: role).id) }
        let made = restriction
        return try await service.write(.wholeService(reason: "test"), action: "test.restrict") { try $0.create(made, child: child) }
    }

    func set(_ setting: SettingDefinition, _ value: Int) async throws {
        var row = Setting()
        (row.name, row.text, row.basis) = (setting.name, String(value), "Test")
        let made = row
        try await service.write(.wholeService(reason: "test"), action: "test.setting") { try $0.create(made, ref: setting.name) }
    }

    func write(_ body: @escaping @Sendable (Writer) throws -> Void) async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.write", body)
    }
}

@Suite("Restricted files")
struct RestrictedFileTests {
    private static let names = ["Robin", "Vale", "Made-up Road"]

    /// Every page there is, and lists asked in the ways that find most.
    private static func paths(_ made: Sample) -> [String] {
        Routes.all.filter { $0.method == .get }.map(made.path)
            + [
                "/children?status=all", "/children?alert=MISSING",
                "/children?worker=\(made.case.child)", "/children.csv?status=all", "/?of=everybody", "/?of=me", "/referrals?state=all",
                "/actions?of=everybody", "/data-quality", "/returns", "/figures/fte/members", "/figures/outcomes/members?period=2026",
                "/reoffending", "/cohort", "/oversight/late", "/oversight/unseen", "/oversight/assessments", "/returns/files/return.json",
                "/figures/fte/changes?period=2026", "/figures/outcomes/changes?period=2026", "take out offences.csv",
                "take out contacts.csv", "/figures/fte?period=2026", "/panels/\(made.ids["panel"]?.description ?? "")",
                "/panels/\(made.ids["panel"]?.description ?? "")/papers?for=POLICE", "find 09/03/2011", "find robin", "find W2",
            ]
    }

    /// Where a page says what was typed or asked for, that is no news to who typed it.
    private static func said(_ page: Page, at path: String) -> String {
        path == "find robin" ? page.html.replacing("robin", with: "") : page.html
    }

    private static func ask(_ browser: Browser, _ path: String) async throws -> Page {
        if path.hasPrefix("take out ") { return try await browser.takeOut(String(path.dropFirst(9))) }
        return path.hasPrefix("find ") ? try await browser.find(String(path.dropFirst(5))) : try await browser.send("GET", path)
    }

    @Test(
        "S-PEO-14: kept out by name, nobody finds a word of the child on any page, list, file, search or warning",
        arguments: Engine.available)
    func walk(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            // Another child's file names this one: the link must not lead the name out.
            let other = try await site.service.makeCase("Jo", "Marsh", born: "2010-05-05")
            try await site.write { writer in
                var sibling = Relationship()
                (sibling.name, sibling.relation, sibling.knownChild) = ("A friend", "FRIEND", made.case.child)
                try writer.create(sibling, child: other.child)
            }
            let roles = Role.allCases.filter { Access($0).may(.findChildren) && $0 != .panelPartner }
            var before = 0
            for path in Self.paths(made) {
                let page = try await Self.ask(try await site.browser(.serviceManager), path)
                if Self.names.contains(where: { Self.said(page, at: path).contains($0) }) { before += 1 }
            }
            // The walk meets the child on many pages, so that finding none afterwards says something.
            #expect(before > 60)
            let figure = try await site.browser(.serviceManager).get("/figures/outcomes?period=2026").section("parts")
            try await site.restrict(made.case.child, excluded: Array(Role.allCases))
            for role in roles {
                let browser = try await site.browser(role)
                for path in Self.paths(made) + ["/children/\(other.child)/details", "/children/\(other.child)"] {
                    let page = try await Self.ask(browser, path)
                    #expect(page.status != 500, "\(role) \(path)")
                    for name in Self.names { #expect(!Self.said(page, at: path).contains(name), "\(role) \(path): \(name)") }
                    if path.contains("\(made.case.child)"), !path.contains("?") {
                        #expect(page.status == 404 || page.status == 403, "\(role) \(path) \(page.status)")
                        #expect(!page.html.contains("estricted"), "\(role) \(path)")
                    } else {
                        #expect(!page.html.contains("/children/\(made.case.child)"), "\(role) \(path)")
                        #expect(!page.html.contains("Restricted file"), "\(role) \(path)")
                    }
                }
            }
            #expect(try await site.browser(.serviceManager).get("/figures/outcomes?period=2026").section("parts") == figure)
        }
    }

    @Test(
        "S-PEO-14: kept out by name, nobody writes on the file or opens it with a reason, and is told what of no child is told",
        arguments: Engine.available)
    func writes(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            try await site.restrict(made.case.child, excluded: [.serviceManager])
            let browser = try await site.browser(.serviceManager)
            let nobody = "0199aaaa-0000-7000-8000-000000000000"
            let head = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            for route in Routes.all where route.method == .post && route.pattern.contains("{child}") {
                let page = try await browser.send("POST", made.path(route), body: Browser.encode([("reason", "x"), ("what", "x")]))
                let other = try await browser.send(
                    "POST", made.path(route).replacing(made.case.child.description, with: nobody),
                    body: Browser.encode([("reason", "x"), ("what", "x")]))
                #expect(page.status == other.status, "\(route.pattern): \(page.status) \(other.status)")
                for name in Self.names { #expect(!page.html.contains(name), "\(route.pattern)") }
            }
            #expect(try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() } == head)
            // They are told nothing, but the log is.
            let refusals = try await site.refusals()
            #expect(refusals.count { $0.child == made.case.child.description && $0.shown == "hidden" } > 50)
            #expect(!refusals.contains { $0.child == nobody }, "what is not there is nobody's file")
            // Entering the child again warns of nothing.
            let again = try await browser.send(
                "POST", "/children",
                body: Browser.encode([("given_name", "Robin"), ("family_name", "Vale"), ("date_of_birth", "09/03/2011")]))
            #expect(again.status == 303)
        }
    }

    @Test(
        "S-PEO-14: who cannot see that another child is named in a record does not take them out by correcting it",
        arguments: Engine.available)
    func unseen(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let others = [try await site.service.makeCase("Kit", "Marsh").child, try await site.service.makeCase("Robin", "Vale").child]
            func offence() async throws -> Stored<Offence> {
                try #require(
                    try await site.service.read(.wholeService(reason: "test")) {
                        try $0.record(Offence.self, child: made.child, id: made.offence)
                    })
            }
            let before = try await offence()
            try await site.write { writer in
                try writer.correct(Offence.self, child: made.child, id: made.offence, from: before.from) {
                    $0.coDefendants = others.reversed()
                }
            }
            try await site.restrict(others[1], excluded: [.caseManager])
            let browser = try await site.browser(.caseManager)
            func form() async throws -> PageForm {
                try (try await browser.get("/children/\(made.child)/offences/\(made.offence)/edit")).form("/offences")
            }
            let page = try await form()
            #expect(page["co_defendants"]?.isEmpty == false)
            #expect(try await browser.submit(page, ["place": "The station"]).status == 200)
            #expect(try await offence().value.coDefendants == others.reversed(), "both, in their order")
            // The one they see is theirs to take out.
            #expect(try await browser.submit(try await form(), ["co_defendants": ""]).status == 200)
            #expect(try await offence().value.coDefendants == [others[1]])
        }
    }

    @Test(
        "S-PEO-14: a manager restricts a file on its page; a worker allocated to it keeps it, a colleague does not",
        arguments: Engine.available)
    func restricting(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let child = made.case.child
            let manager = try await site.browser(.teamManager)
            let page = try await manager.get("/children/\(child)/access")
            #expect(page.text.contains("you open every file of the service that is not restricted"))
            let form = try await manager.get(try page.link("Restrict this file"))
            let police = try await site.service.person(as: .policeOfficer).id
            let saved = try await manager.submit(
                try form.form("/restrictions"), ["reason": "KNOWN_TO_WORKER", "excluded": police.description])
            #expect(saved.status == 200 && saved.text.contains("Known to a member of staff"))
            // The form began with whoever sets it among those admitted.
            #expect(try await manager.get("/children/\(child)/access").text.contains("You are admitted to this restricted file by name."))
            let worker = try await site.browser(.caseManager).get("/children/\(child)/access")
            #expect(worker.text.contains("You are allocated to this child.") && worker.text.contains("This file is restricted."))
            #expect(!worker.text.contains("Seconded police officer"))
            #expect(try await site.browser(.deliveryWorker).send("GET", "/children/\(child)").status == 403)
            #expect(try await site.browser(.policeOfficer).send("GET", "/children/\(child)").status == 404)
            #expect(try await site.browser(.caseManager).send("GET", "/children/\(child)/restrictions/new").status == 403)
        }
    }

    @Test("S-INF-03: where the service says so, casework opens files it has a tie to; on duty all of them", arguments: Engine.available)
    func byRelation(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let child = made.case.child
            let worker = try await site.browser(.deliveryWorker)
            #expect(try await worker.get("/children/\(child)").text.contains("Robin"))
            try await site.set(Settings.openToService, 0)
            #expect(try await worker.send("GET", "/children/\(child)").status == 403)
            // Nothing is kept of a form on a file that closed meanwhile, and nothing is said to be.
            let draft = try await worker.send("POST", "/drafts/contact/new-\(child)?child=\(child)", body: Array("content=Half".utf8))
            #expect(draft.status == 404 && !draft.html.contains("Draft saved"))
            #expect(try await site.service.drafts(of: try await site.service.person(as: .deliveryWorker)).isEmpty)
            #expect(try await site.browser(.caseManager).send("GET", "/children/\(child)").status == 200)
            #expect(try await site.browser(.businessSupport).send("GET", "/children/\(child)").status == 200)
            #expect(!(try await worker.get("/children?status=all").text.contains("Robin")))
            #expect(try await worker.find("robin vale").text.contains("Restricted file"))
            // Nobody holds a new child yet, so whoever takes it in goes on.
            let fresh = try await worker.get("/children/\(try await site.service.makeCase("Jo", "Marsh", born: "2010-05-05").child)/access")
            #expect(fresh.text.contains("Nobody has been allocated"))
            let staff = try await site.service.person(as: .deliveryWorker).id
            try await site.write { writer in
                var duty = Duty()
                (duty.staff, duty.startDate, duty.endDate) = (staff, writer.recordedAt.londonDay, writer.recordedAt.londonDay)
                try writer.create(duty)
            }
            let onDuty = try await worker.get("/children/\(child)/access")
            #expect(onDuty.status == 200 && onDuty.text.contains("You are on the duty rota today."))
        }
    }

    @Test("S-INF-03: a panel partner opens the panel's children until its minutes are signed, and nobody else", arguments: Engine.available)
    func panelPartner(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let child = made.case.child
            _ = try await site.service.makeCase("Jo", "Marsh", born: "2010-05-05")
            let browser = try await site.browser(.panelPartner)
            #expect(try await browser.send("GET", "/children/\(child)").status == 404)
            #expect(!(try await browser.get("/children?status=all").text.contains("Vale")))
            let staff = try await site.service.person(as: .panelPartner).id
            let panel = try #require(made.ids["panel"])
            try await site.write { writer in
                var member = PanelMember()
                (member.panel, member.name, member.agency, member.staff) = (panel, "Bo Field", "EDUCATION", staff)
                try writer.create(member)
            }
            let list = try await browser.get("/children?status=all")
            #expect(list.text.contains("Vale") && !list.text.contains("Marsh") && !list.text.contains("Restricted file"))
            let page = try await browser.get("/children/\(child)")
            #expect(page.status == 200)
            // What casework and health write is not the panel's.
            #expect(!page.text.contains("Talked about college") && !page.text.contains("Made-up Road"))
            #expect(try await browser.get("/children/\(child)/access").text.contains("You are a member of a panel"))
            try await site.write { writer in
                let sat = try #require(try writer.reader.serviceRecord(Panel.self, id: panel))
                try writer.correct(Panel.self, child: nil, id: panel, from: sat.from) { $0.minutesSignedOn = writer.recordedAt.londonDay }
            }
            #expect(try await browser.send("GET", "/children/\(child)").status == 404)
        }
    }
}
