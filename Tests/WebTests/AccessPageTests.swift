import Casework
import TestSupport
import Testing

@testable import Web

/// The readable table at /access is the code's one table, word by word (decision 0064).
@Suite("The page of access")
struct AccessPageTests {
    @Test("S-PEO-12: the page of access says of every role and kind what the one table says, and of every tie that opens files")
    func page() async throws {
        try await withSite(.sqlite) { site in
            let page = try await site.browser(.systemAdministrator).get("/access")
            var rows = 0
            for role in Role.allCases {
                let access = Access(role)
                let section = page.section("role-\(role.rawValue.replacing("_", with: "-"))")
                let may = Permission.allCases.filter(access.may).map(\.words).joined(separator: "; ")
                #expect(section.contains("May \(may)."), "\(role)")
                for permission in Permission.allCases where !access.may(permission) {
                    #expect(!"\(may);".contains("\(permission.words);"), "\(role) \(permission)")
                }
                for row in access.table {
                    let words =
                        [row.kind.title, row.reads ? "Reads" : "No", row.writes ? "Writes" : "No"] + [
                            row.unread.map(\.words).joined(separator: ", ")
                        ]
                    #expect(section.contains(words.filter { !$0.isEmpty }.joined(separator: " ")), "\(role) \(row.kind.name)")
                    rows += 1
                }
            }
            #expect(rows == Role.allCases.count * allKinds.count)
            let files = page.section("files")
            for relation in Relation.allCases where relation != .excluded {
                #expect(files.contains(relation.because), "\(relation)")
            }
            #expect(files.contains("themselves never"))
        }
    }
}
