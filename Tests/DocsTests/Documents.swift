import Foundation

/// The repository's own files, found from where this one was compiled.
enum Documents {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    /// Set, the generated documents are written instead of compared.
    static let writes = ProcessInfo.processInfo.environment["WAYMARK_WRITE_DOCS"] == "1"
    static let howToWrite = "WAYMARK_WRITE_DOCS=1 swift test --filter DocsTests"

    static func text(_ path: String) throws -> String { try String(contentsOf: root.appending(path: path), encoding: .utf8) }

    static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: root.appending(path: path), options: .atomic)
    }

    /// Paths of the files under a folder that end so, sorted.
    static func paths(under folder: String, ending: String) throws -> [String] {
        let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        return (walk?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
    }

    /// README.md, CONTRIBUTING.md and everything written in docs.
    static func pages() throws -> [String] { ["README.md", "CONTRIBUTING.md"] + (try paths(under: "docs", ending: ".md")) }

    /// Where two texts first differ, as a person would look for it.
    static func firstDifference(_ a: String, _ b: String) -> String {
        let (a, b) = (a.components(separatedBy: "\n"), b.components(separatedBy: "\n"))
        let place = zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(a.count, b.count)
        func line(_ lines: [String]) -> String { place < lines.count ? lines[place] : "(no more lines)" }
        return "line \(place + 1): the file says “\(line(a))”, the definitions “\(line(b))”"
    }
}
