import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("The moment a page is read at")
struct MomentTests {
    @Test(
        "Promise 5: a moment that cannot be read or has not come is refused beside its field, with nothing of the file",
        arguments: Engine.available)
    func refused(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase("Robin", "Vale")
            let browser = try await site.browser(.caseManager)
            let pages = ["", "/chronology", "/details", "/contacts/\(made.contact)"].map { "/children/\(made.child)\($0)" }
            for path in pages + ["/figures", "/figures/fte", "/reports"] {
                for (typed, sentence) in [
                    ("soon", "is not a day or a moment"), ("2099-01-01", "has not come yet"), ("31/02/2026", "is not a day"),
                ] {
                    let entries = try await site.accessEntries().count
                    let manager = path.hasPrefix("/children") ? browser : try await site.browser(.serviceManager)
                    let page = try await manager.send("GET", "\(path)?as_at=\(typed)")
                    #expect(page.status == 422 && page.html.contains(sentence), "\(path) \(typed): \(page.status)")
                    #expect(
                        page.html.contains("as_at-error") && !page.html.contains("Robin") && !page.html.contains("Vale"), "\(path) \(typed)"
                    )
                    #expect(try await site.accessEntries().filter { $0.action == "open" }.isEmpty || entries > 0)
                }
            }
        }
    }

    @Test(
        "Promise 5: a day alone is its end, today alone is now, and before the file there is a page that says so",
        arguments: Engine.available)
    func days(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase("Robin", "Vale")
            let day = site.service.today
            site.clock.advance(days: 2)
            let browser = try await site.browser(.caseManager)
            #expect(try await browser.get("/children/\(made.child)?as_at=\(day.iso)").text.contains("Robin Vale"))
            #expect(try await browser.get("/children/\(made.child)?as_at=\(site.service.today.iso)").text.contains("Robin Vale"))
            for part in ["", "/chronology", "/contacts/\(made.contact)"] {
                let page = try await browser.send("GET", "/children/\(made.child)\(part)?as_at=\((day - 1).iso)")
                #expect(page.status == 200 && page.text.contains("Nothing was known of this child then"), "\(part)")
                #expect(!page.html.contains("Robin") && page.links.contains("/children/\(made.child)"))
                #expect(try await site.accessEntries().last?.action == "open")
            }
            let nobody = "0199aaaa-0000-7000-8000-000000000000"
            #expect(try await browser.send("GET", "/children/\(nobody)?as_at=\((day - 1).iso)").status == 404)
        }
    }
}
