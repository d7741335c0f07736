import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Lists of the API page by page, and its description.
@Suite struct APIDescriptionTests {
    private static let base = "/api/v1"

    @Test("S-INF-12: pages of a list give everybody once, though somebody is added meanwhile", arguments: Engine.available)
    func paging(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            var all: Set<String> = []
            for name in ["Ash", "Bell", "Cole", "Dean", "Ellis"] {
                all.insert(try await site.service.makeCase("Robin", name).child.description)
            }
            let program = try await site.program(.caseManager)
            var (next, got, steps) = (Optional("\(APIDescriptionTests.base)/children?status=all&limit=2"), [String](), 0)
            while let path = next, steps < 9 {
                let page = try await program.get(path)
                let body = try JSON(page.bytes)
                let ids = body["items"]?.list?.compactMap { $0["id"]?.text } ?? []
                #expect(ids.count <= 2)
                got += ids
                next = body["next"]?.text
                #expect(page.header("Link") == next.map { "<\($0)>; rel=\"next\"" })
                // No name stands in the address of the next page.
                #expect(next?.contains("Bell") != true)
                if steps == 0 { _ = try await site.service.makeCase("Robin", "Aaron") }
                steps += 1
            }
            #expect(got.count == 5 && Set(got) == all)
            let contacts = "\(APIDescriptionTests.base)/children/\(try #require(got.first))/contacts?limit=1"
            let one = try JSON(try await program.get(contacts).bytes)
            #expect(one["items"]?.list?.count == 1 && one["next"]?.text == nil)
        }
    }

    @Test("S-INF-12: the description names every address of the API, and nothing else")
    func described() throws {
        let document = try JSON(OpenAPI.document)
        let paths = try #require(document["paths"]?.members)
        var described: Set<String> = []
        for (path, item) in paths {
            for (method, _) in item.members ?? [] {
                let line = "\(method.uppercased()) \(OpenAPIPaths.pattern(path))"
                #expect(Routes.all.contains { "\($0.method.rawValue) \($0.pattern)" == line }, "\(line)")
                described.insert(line)
            }
        }
        #expect(described == Set(Routes.all.filter(\.isAPI).map { "\($0.method.rawValue) \($0.pattern)" }))
        // Every kind a page shows one by one is there, and what a page writes is too.
        #expect(APIRecords.kinds.count >= 40 && APIRecords.creating.count >= 35 && APIRecords.correcting.count >= 36)
        let names = paths.map(\.key)
        for kind in APIRecords.kinds { #expect(names.contains("/children/{child}/\(kind.path)"), "\(kind.name)") }
        // Every reference leads somewhere.
        for match in OpenAPI.document.matches(of: /"#\/components\/([a-z]+)\/([A-Za-z_-]+)"/) {
            #expect(document["components"]?[String(match.output.1)]?[String(match.output.2)] != nil, "\(match.output.0)")
        }
    }
}
