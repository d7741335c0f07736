import Foundation
import Testing

@Suite("Links and paths in the documents")
struct LinkTests {
    @Test("every relative link leads to a file that is there")
    func linksLead() throws {
        var checked = 0
        for page in try Documents.pages() {
            let folder = Documents.root.appending(path: page).deletingLastPathComponent()
            for match in try Documents.text(page).matches(of: /\]\(([^)#:]+)(#[^)]*)?\)/) {
                let target = folder.appending(path: String(match.output.1)).path
                #expect(FileManager.default.fileExists(atPath: target), "\(page) links to \(match.output.1)")
                checked += 1
            }
        }
        #expect(checked > 20)
    }

    @Test("every path of the source named in a document is there")
    func pathsAreThere() throws {
        var checked = 0
        for page in try Documents.pages() {
            for match in try Documents.text(page).matches(of: /`((?:Sources|Tests|scripts|docs|Benchmarks)\/[A-Za-z0-9_\/.\-]*)`/) {
                let target = Documents.root.appending(path: String(match.output.1)).path
                #expect(FileManager.default.fileExists(atPath: target), "\(page) names \(match.output.1)")
                checked += 1
            }
        }
        #expect(checked > 20)
    }

    @Test("every decision is numbered once, in a row, and listed")
    func decisionsAreListed() throws {
        let names = try Documents.paths(under: "docs/decisions", ending: ".md").map { String($0.split(separator: "/").last ?? "") }
        let decisions = names.filter { $0 != "README.md" }
        let list = try Documents.text("docs/decisions/README.md")
        for (place, name) in decisions.enumerated() {
            #expect(Int(name.prefix(4)) == place + 1, "\(name)")
            #expect(list.contains("](\(name))"), "\(name) is not in docs/decisions/README.md")
            let text = try Documents.text("docs/decisions/\(name)")
            for part in ["**Context.**", "**Decision.**", "**Consequence.**"] { #expect(text.contains(part), "\(name) has no \(part)") }
        }
    }

    @Test("a picture is smaller than 200 KB")
    func picturesAreSmall() throws {
        for path in try Documents.paths(under: "docs/images", ending: ".png") {
            let size = try Documents.root.appending(path: path).resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            #expect((1..<200_000).contains(size), "\(path) has \(size) bytes")
        }
    }
}
