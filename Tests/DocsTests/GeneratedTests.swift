import Casework
import Statistics
import Testing
import Web

/// A document made from code: where it lies and what it must say.
struct Generated: Sendable, CustomTestStringConvertible {
    let path: String
    let text: @Sendable () -> String
    var testDescription: String { path }

    static let all = [
        Generated(path: "docs/data-dictionary.md") { DataDictionary.markdown },
        Generated(path: "docs/indicators.md") { Indicators.markdown },
        Generated(path: "docs/openapi.json") { OpenAPI.document },
        Generated(path: "docs/addresses.md") { AddressTable.markdown },
    ]
}

@Suite("Documents made from the definitions")
struct GeneratedTests {
    @Test("the file says what the definitions say", arguments: Generated.all)
    func isUpToDate(document: Generated) throws {
        let wanted = document.text()
        if Documents.writes { try Documents.write(wanted, to: document.path) }
        let found = try Documents.text(document.path)
        if found != wanted {
            Issue.record("\(document.path) is behind: \(Documents.firstDifference(found, wanted)). Write it anew: \(Documents.howToWrite)")
        }
    }

    @Test("the first difference of two texts is named")
    func namesTheDifference() {
        #expect(Documents.firstDifference("a\nb", "a\nc").hasPrefix("line 2:"))
        #expect(Documents.firstDifference("a", "a\nb").contains("(no more lines)"))
    }
}
