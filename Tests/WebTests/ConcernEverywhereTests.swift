import Casework
import Records
import TestSupport
import Testing

@testable import Web

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"

/// Where words about a child can be written, whether somebody is unsafe can be said.
@Suite("An urgent concern in any form")
struct ConcernEverywhereTests {
    /// Forms on a child's file that take words and do not ask, with the reason.
    private static let apart: [(part: String, why: String)] = [
        ("/withdrawal", "Says why an entry should not be there, not how the child is."),
        ("/urgent-concerns", "Its own question, or the end of one."),
        ("/step", "A line of a list: an action is done or chased. The action’s own form asks."),
        ("/chronology", "A search."),
        ("/wrong-file/", "Moves what was written on the wrong file."),
        ("/merges", "Says which of two entries of a child stays."),
        ("/former-identity", "Who the child was is opened and sealed; nothing is written of how they are."),
        ("/subject-access-requests/", "What a copy of the file holds for who asked for it."),
    ]

    /// A form that takes words: a box of several lines, or a line of full width.
    private func takesWords(_ form: Tag) -> Bool {
        Tag.all(in: form.inside).contains { tag in
            tag.name == "textarea" && tag["name"]?.hasPrefix("concern_") != true
                || tag.name == "input" && (tag["type"] ?? "text") == "text" && tag["class"] == "full"
        }
    }

    @Test(
        "S-SAF-09: every form of a child's file that takes words asks whether anyone is unsafe; those that need not are named",
        arguments: [Engine.sqlite])
    func asked(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let sample = try await Sample(site)
            let open = try await site.service.decide(outcome22)
            let conditional = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION")
            let decided = try await PanelMade(site, decision: outcome22)
            let listed = try await PanelMade(site, given: "Kit")
            let signing = try await AssessmentBench(site).sent()
            let manager = try await site.browser(.teamManager)
            let item = try await listed.list(manager)
            var pages = Routes.all.filter { $0.method == .get && $0.pattern.hasPrefix("/children/{child}") }.map { sample.path($0) }
            pages += [
                "\(open.page)/end", open.page, conditional.page, "\(signing)/sign",
                "/children/\(decided.child)/referrals/\(decided.referral)/outcome",
                "/children/\(decided.child)/referrals/\(decided.referral)/decision",
                "/children/\(listed.child)/panel-items/\(item)/hearing",
            ]
            var (asking, seen) = (Set<String>(), Set<String>())
            for role in [Role.teamManager, .victimWorker, .policeOfficer] {
                let browser = try await site.browser(role)
                for path in pages {
                    let page = try await browser.get(path)
                    guard page.status == 200 else { continue }
                    for form in Tag.all(in: page.main) where form.name == "form" && form["method"] == "post" && takesWords(form) {
                        let action = form["action"] ?? ""
                        if form.inside.contains("name=\"concern_what\"") {
                            asking.insert(action.split(separator: "/").last.map(String.init) ?? "")
                        } else if let one = Self.apart.first(where: { action.contains($0.part) }) {
                            seen.insert(one.part)
                        } else {
                            Issue.record("\(action) on \(path) takes words and does not ask whether anyone is unsafe")
                        }
                    }
                }
            }
            // Those a walk could pass by unnoticed, if their page were no longer reached.
            let certain: Set<String> = [
                "end", "hearing", "deferral", "decision", "outcome", "acceptance", "feedback", "answers", "documents",
                "elsewhere",
                "sign", "risks", "contingencies", "compliance-steps", "conditions", "targets", "contacts", sample.case.child.description,
            ]
            #expect(certain.subtracting(asking).isEmpty, "not met with the question: \(certain.subtracting(asking).sorted())")
            #expect(seen == Set(Self.apart.map(\.part)), "named and not met: \(Set(Self.apart.map(\.part)).subtracting(seen).sorted())")
        }
    }

    private static let concern = ["concern_type": "EXPLOITATION", "concern_what": "Two men wait for him at the gate"]

    /// Sends a form with half a concern, which is told beside its box, then whole; answers where the concern says it was entered.
    private func raise(
        _ site: TestSite, _ browser: Browser, _ child: RecordID, at path: String, form part: String, _ values: [String: String] = [:],
        press: (String, String)? = nil
    ) async throws -> String? {
        let page = try await browser.get(path)
        let half = try await browser.submit(
            try page.form(part), values.merging(["concern_what": "Two men wait for him at the gate"]) { $1 }, press: press)
        #expect(half.status == 422 && half.error(beside: "concern_type") == "Say what sort of concern it is.", "\(path) \(half.status)")
        #expect(half.html.contains("Two men wait for him at the gate"), "\(path)")
        #expect(try await site.service.all(Concern.self, of: child).isEmpty, "\(path)")
        let before = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
        let saved = try await browser.submit(try half.form(part), values.merging(Self.concern) { $1 }, press: press)
        #expect(saved.status == 200, "\(path): \(saved.status) \(saved.text.prefix(400))")
        let after = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
        #expect(after == before + 1, "\(path): one command")
        return try await site.service.all(Concern.self, of: child).first?.raisedIn
    }

    @Test(
        "S-SAF-09: the forms of the pathway that are written by hand raise what is entered in them, in the command that saves them",
        arguments: Engine.available)
    func raised(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (worker, manager) = (try await site.browser(.caseManager), try await site.browser(.teamManager))
            let open = try await site.service.decide(outcome22)
            #expect(
                try await raise(
                    site, worker, open.child, at: "\(open.page)/end", form: "/end",
                    ["completed": "yes", "end_date": "21/11/2026", "end_reason": "Came to all"]) == "End of a programme")
            let warned = try await site.service.decide(outcome22)
            #expect(
                try await raise(
                    site, worker, warned.child, at: "\(warned.page)", form: "/compliance-steps",
                    ["type": "WARNING", "on_date": "20/11/2026", "what": "Did not come"]) == "Compliance step")
            let told = try await site.service.decide(outcome22)
            let referral = "/children/\(told.child)/referrals/\(told.referral)"
            #expect(
                try await raise(
                    site, worker, told.child, at: "\(referral)/feedback", form: "/feedback",
                    ["feedback_from": "Ash", "feedback_due": "20/11/2026", "feedback": "Going well", "feedback_on": "20/11/2026"])
                    == "Referral, feedback")
            let asked = try await PanelMade(site, given: "Nico")
            #expect(
                try await raise(
                    site, worker, asked.child, at: "/children/\(asked.child)/referrals/\(asked.referral)/acceptance", form: "/acceptance",
                    ["answer": "DECLINE", "not_accepted_reason": "Lives in Northport"]) == "Referral, acceptance")
            let changed = try await site.service.makeCase()
            #expect(
                try await raise(
                    site, worker, changed.child, at: "/children/\(changed.child)/edit", form: "/children/\(changed.child)",
                    ["strengths": "Boxing"]) == "Child’s details")
            let listed = try await PanelMade(site, given: "Kit")
            let item = try await listed.list(manager)
            #expect(
                try await raise(
                    site, manager, listed.child, at: "/children/\(listed.child)/panel-items/\(item)/hearing", form: "/deferral",
                    ["deferred_reason": "Nobody from health"]) == "Deferral at panel")
            let decided = try await PanelMade(site, decision: outcome22, given: "Sam")
            #expect(
                try await raise(
                    site, worker, decided.child, at: "/children/\(decided.child)/referrals/\(decided.referral)/outcome", form: "/outcome",
                    ["start_date": "20/11/2026"]) == "Outcome")
            let police = try await site.browser(.policeOfficer)
            let waiting = try await PanelMade(site, given: "Lou")
            #expect(
                try await raise(
                    site, police, waiting.child, at: "/children/\(waiting.child)/referrals/\(waiting.referral)/decision", form: "/decision",
                    ["decision": "NO_FURTHER_ACTION", "decision_rank": "Inspector"]) == "Police decision")
            let sent = try await site.service.makeCase("Mo", "Dale")
            let form = try (try await worker.get("/children/\(sent.child)/documents/new")).form("/documents")
            let half = try await worker.upload(
                form, DocumentTests.pdf, ["type": "LETTER", "concern_what": "Two men wait for him at the gate"])
            #expect(half.status == 422 && half.error(beside: "concern_type") == "Say what sort of concern it is.")
            #expect(try await worker.upload(try half.form("/documents"), DocumentTests.pdf, Self.concern).status == 200)
            #expect(try await site.service.all(Concern.self, of: sent.child).map(\.value.raisedIn) == ["Document"])
        }
    }
}
