import Casework
import Foundation
import Records
import Reports
import TestSupport
import Testing

@testable import Web

/// The page that lists every questionnaire.
@Suite struct QuestionnairePageTests {
    @Test(
        "S-ASM-01: every questionnaire is listed with version, dates, questions and where it is from; why a file was not taken is told to who sets the service up, and to no others",
        arguments: Engine.available)
    func pages(_ engine: Engine) async throws {
        try await withSite(engine) { made in
            let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/examples/wellbeing.json")
            let example = try Data(contentsOf: folder)
            let files = try await made.service.load(
                forms: [("wellbeing.json", Array(example)), ("broken.json", Array("{\"name\": 1}".utf8))], from: "/srv/forms")
            let site = TestSite(
                site: Site(service: made.service, isSecure: false, log: made.site.log, passwordCost: .cheap, forms: files),
                clock: made.clock,
                accessLine: made.accessLine)
            let manager = try await site.browser(.serviceManager)
            let list = try await manager.get(try (try await manager.get("/settings")).link("questionnaires"))
            #expect(
                list.section("own").contains("How the child is doing 1") && list.section("own").contains("In use The file wellbeing.json"))
            for form in Questionnaires.shipped.all { #expect(list.section("shipped").contains(form.title), "\(form.title)") }
            #expect(
                list.section("refused").contains("broken.json Line 1, name: a text is needed here.") && list.text.contains("/srv/forms"))
            let one = try await manager.get(try list.link("How the child is doing"))
            for words in ["How does the child sleep?", "One of: ", "Asked after “How does the child sleep?”", "must be answered"] {
                #expect(one.text.contains(words), "\(words)")
            }
            let worker = try await site.browser(.caseManager)
            let seen = try await worker.get("/questionnaires")
            #expect(seen.section("own").contains("How the child is doing") && !seen.text.contains("broken.json"))
            #expect(!seen.text.contains("/srv/forms"), "where the machine keeps its files is for who looks after it")
            for form in Questionnaires.shipped.all {
                let page = try await worker.get("/questionnaires/\(form.name)/\(form.version)")
                #expect(page.status == 200 && form.questions.allSatisfy { page.text.contains($0.label) }, "\(form.token)")
            }
            #expect(try await worker.get("/questionnaires/out-of-court/99").status == 404)
            #expect(try await site.browser(.victimWorker).get("/questionnaires").status == 403)
            // Its file is gone: it stays readable, and says so.
            _ = try await made.service.load(forms: [], from: "/srv/forms")
            let gone = try await withoutFiles(made).browser(.caseManager).get("/questionnaires")
            #expect(gone.section("own").contains("Its file is gone: only read") && gone.section("own").contains("no file here"))
        }
    }

    private func withoutFiles(_ made: TestSite) -> TestSite { made }
}
