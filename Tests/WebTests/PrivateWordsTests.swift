import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Words that must not travel to somebody who may not read where they came from.
@Suite("Words that stay as closed as their source")
struct PrivateWordsTests {
    private static let told = ["Zebra drawing", "Wants a zebra farm", "Zebra dyslexia", "Zebra pictures"]

    @Test(
        "S-PEO-12, S-ASM-07: what an assessment's answers say is on the child's pages for the worker, and on no page for the police",
        arguments: Engine.available)
    func police(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            try await bench.beside()
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            _ = try await bench.writeAll(
                path,
                [
                    "q_strengths": Self.told[0], "q_wishes": Self.told[1], "q_diversity": Self.told[2], "q_communication": Self.told[3],
                ])
            #expect(try await bench.submit(path).status == 200)
            let worker = try await bench.browser.get("/children/\(bench.made.child)")
            for words in [Self.told[0], Self.told[1], Self.told[3]] {
                #expect(worker.section("about").contains(words) && worker.section("about").contains("From “Out-of-court assessment”"))
            }
            #expect(try await bench.browser.get("/children/\(bench.made.child)/needs").section("diversity").contains(Self.told[2]))
            let plan = try await bench.browser.get("/children/\(bench.made.child)/plans/new")
            #expect(plan.text.contains(Self.told[2]) || plan.html.contains(Self.told[2]), "S-PEO-13: carried into the plan")
            for role in [Role.policeOfficer, .businessSupport, .analyst, .victimWorker] {
                let browser = try await site.browser(role)
                for route in Routes.all
                where route.method == .get && route.pattern.contains("{child}") && !route.pattern.contains("{id}")
                    && route.access.admits(Access(role))
                {
                    let page = try await browser.send("GET", route.pattern.replacing("{child}", with: bench.made.child.description))
                    for words in Self.told { #expect(!page.html.contains(words), "\(role) \(route.pattern): \(words)") }
                }
                for ending in ["", "/print", "/changes"] {
                    let page = try await browser.send("GET", path + ending)
                    for words in Self.told { #expect(!page.html.contains(words), "\(role) \(ending): \(words)") }
                }
                let summary = try await browser.send("GET", "/children/\(bench.made.child)/summary?for=court")
                for words in Self.told { #expect(!summary.html.contains(words), "\(role): \(words)") }
            }
            #expect(try await bench.all(Child.self).allSatisfy { $0.strengths == nil && $0.communicationTip == nil })
        }
    }

    @Test(
        "S-SAF-09, S-SAF-07: business support raises a concern and refers it, and reads neither's free text afterwards; nor does an analyst",
        arguments: Engine.available)
    func concerns(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let office = try await site.browser(.businessSupport)
            let base = "/children/\(made.child)"
            let form = try (try await office.get("\(base)/urgent-concerns/new")).form("/urgent-concerns")
            let blank = try await office.submit(form, ["type": "SUICIDE"])
            #expect(blank.status == 422 && !blank.error(beside: "what").isEmpty)
            let raised = try await office.submit(try blank.form("/urgent-concerns"), ["what": "Zebra tablets", "done": "Zebra call"])
            #expect(raised.status == 200 && raised.text.contains("Urgent"))
            let referral = try (try await office.get("\(base)/safeguarding-referrals/new")).form("/safeguarding-referrals")
            #expect(try await office.submit(referral, ["sent_to": "SOCIAL_CARE", "why": "Zebra reasons"]).status == 200)
            let (concern, sent) = try await site.service.read(.wholeService(reason: "test")) { reader in
                (
                    try #require(try reader.records(Concern.self, child: made.child).first),
                    try #require(try reader.records(SafeguardingReferral.self, child: made.child).first)
                )
            }
            #expect(concern.what == "Zebra tablets" && concern.done == "Zebra call" && sent.why == "Zebra reasons")
            let pages = [
                base, "\(base)/urgent-concerns/\(concern.id)", "\(base)/safeguarding-referrals/\(sent.id)", "/concerns",
                "\(base)/chronology", "/",
                "\(base)/urgent-concerns/\(concern.id)/edit", "\(base)/urgent-concerns/\(concern.id)/closing",
                "\(base)/safeguarding-referrals/\(sent.id)/edit",
                "\(base)/safeguarding-referrals/new?concern=\(concern.id)", "\(base)/needs", "\(base)/print",
            ]
            for role in [Role.businessSupport, .analyst] {
                let browser = try await site.browser(role)
                for path in pages {
                    #expect(!(try await browser.send("GET", path).html.contains("Zebra")), "\(role) \(path)")
                }
                #expect(try await browser.get("/concerns").section("open").contains("Not for your role"))
                #expect(try await browser.send("GET", "\(base)/urgent-concerns/\(concern.id)/edit").status == 403)
            }
            for role in [Role.teamManager, .policeOfficer, .victimWorker, .deliveryWorker] {
                #expect(
                    try await site.browser(role).get("\(base)/urgent-concerns/\(concern.id)").text.contains("Zebra tablets"), "\(role)")
            }
        }
    }

    @Test("A form's one-time token says nothing of another child's file: the record is saved there", arguments: Engine.available)
    func once(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (made, other) = (try await site.service.makeCase(), try await site.service.makeCase("Kit", "Marsh"))
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/professionals/new")).form("/professionals")
            let fields = form.filled(["name": "Pat Dene"])
            let first = try await browser.post("/children/\(made.child)/professionals", fields)
            let again = try await browser.post("/children/\(made.child)/professionals", fields)
            #expect(first.status == 200 && again.path == first.path)
            let there = try await browser.post("/children/\(other.child)/professionals", fields)
            #expect(there.status == 200 && there.path.hasPrefix("/children/\(other.child)/professionals/"), "\(there.path)")
            for child in [made.child, other.child] { #expect(try await site.records(Professional.self, child).count == 1) }
        }
    }

    @Test("S-SAF-09, S-OOC-04: somebody who is not here, named for duty or the panel, is told beside the box", arguments: Engine.available)
    func nobody(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let browser = try await site.browser(.teamManager)
            let stranger = made.child.description
            let duty = try await browser.post("/duty", [("staff", stranger), ("start_date", "21/11/2026"), ("end_date", "22/11/2026")])
            #expect(duty.status == 422 && duty.error(beside: "staff").contains("not here any more"))
            #expect(try duty.form("/duty")["end_date"] == "22/11/2026")
            let member = try await browser.post(
                "/panels/\(made.panel)/members", [("name", "Kit Dale"), ("agency", "YJS"), ("staff", stranger)])
            #expect(member.status == 422 && member.error(beside: "staff").contains("not here any more"))
            #expect(try member.form("/members")["name"] == "Kit Dale")
        }
    }
}
