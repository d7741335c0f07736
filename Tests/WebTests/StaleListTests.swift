import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Two people at one entry of the service's own lists.
@Suite struct StaleListTests {
    @Test(
        "S-GOV-03, S-INF-04: whoever saves second in any of the service's own lists sees who saved first and both versions; the same twice is no clash",
        arguments: Engine.available)
    func both(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let ids = try await Sample(site).ids
            let made = try await site.service.write(.wholeService(reason: "test"), action: "test.lists") { writer in
                var (type, score, option, rule) = (DisposalType(), GravityScore(), PanelOption(), RetentionRule())
                (type.outcome, type.basis) = ("YOUTH_CAUTION", "A made-up policy")
                let codes = try writer.reader.codes()
                func first(_ list: String) -> String { codes.all(list).first?.token ?? "" }
                (score.matrix, score.score, score.basis) = (first("gravity_matrix"), 3, "A made-up table")
                option.title = "Made-up course"
                (rule.recordClass, rule.after, rule.basis) = (first("retention_class"), first("retention_start"), "A made-up schedule")
                return try (writer.create(type), writer.create(score), writer.create(option), writer.create(rule))
            }
            func sample(_ name: String) -> String { ids[name]?.description ?? "" }
            let browser = try await site.browser(.serviceManager)
            for (path, field) in [
                ("/agreements/\(sample("agreement"))", "paper"), ("/panels/\(sample("panel"))", "place"),
                ("/options/types/\(made.0)", "basis"), ("/options/gravity/\(made.1)", "basis"), ("/options/menu/\(made.2)", "note"),
                ("/retention/rules/\(made.3)", "basis"), ("/breaches/\(sample("breach"))", "affected"),
                ("/board/members/\(sample("member"))", "agency"), ("/board/raisings/\(sample("raising"))", "result"),
                ("/codes/contact_method/TEXT", "basis"),
            ] {
                let form = try (try await browser.get("\(path)/edit")).form(path)
                #expect(try await browser.submit(form, [field: "What they wrote"]).status == 200, "\(path)")
                #expect(try await browser.submit(form, [field: "What they wrote"]).status == 200, "a second copy: \(path)")
                let late = try await browser.submit(form, [field: "What I wrote"])
                #expect(late.status == 409 && late.text.contains("Someone saved this first"), "\(path)")
                #expect(late.text.contains("Saved by Service manager of Sandholme"), "\(path): \(late.text.prefix(600))")
                #expect(late.text.contains("What they wrote What I wrote"), "side by side: \(path)")
                let again = try late.form(path)
                #expect(again[field] == "What I wrote", "what was typed stays: \(path)")
                #expect(try await browser.submit(again).status == 200, "\(path)")
            }
        }
    }

    @Test("S-GOV-03: what somebody changed meanwhile, or what is in use, is not taken out without a word", arguments: Engine.available)
    func removal(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let ids = try await Sample(site).ids
            let browser = try await site.browser(.serviceManager)
            for path in ["/agreements/\(ids["agreement"] ?? .unset)", "/board/members/\(ids["member"] ?? .unset)"] {
                let refused = try await browser.post("\(path)/removal", [("from", "1")])
                #expect(refused.status == 409 && refused.text.contains("Somebody changed it first"), "\(path)")
                #expect(try await browser.get("\(path)/edit").status == 200, "still there: \(path)")
            }
            let none = try await browser.post("/board/raisings/0199aaaa-0000-7000-8000-000000000000/removal", [("from", "1")])
            #expect(none.status == 404)
        }
    }
}
