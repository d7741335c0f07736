import Casework
import Records
import Reports
import TestSupport
import Testing

@testable import Web

/// The outage pack holds what a team manager may see of files that open to everybody, and is on record.
@Suite struct OutagePackTests {
    @Test("An open file is in the pack; a restricted one only counted", arguments: Engine.available)
    func restricted(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let pack = try await OutagePack.make(of: site.service, days: 4, style: Site.style)
            #expect(pack.children.contains(made.case.child) && pack.document.contains("Robin"))
            let last = try #require(try await site.accessEntries().last)
            #expect(last.action == "export" && last.page == "outage pack" && last.shown.contains(made.case.child.description))

            try await site.restrict(made.case.child)
            let after = try await OutagePack.make(of: site.service, days: 4, style: Site.style)
            #expect(!after.children.contains(made.case.child))
            #expect(!after.document.contains("Robin") && after.document.contains("1 restricted file is not in this pack"))
        }
    }
}
