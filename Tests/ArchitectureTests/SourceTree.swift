import Foundation

/// A Swift file of this repository, read once.
struct SourceFile: Sendable, CustomStringConvertible {
    /// From the root of the repository: `Sources/Practice/Clocks.swift`.
    let path: String
    let lines: [String]

    var description: String { path }

    /// What the file imports, whatever the access level or attribute before it: `Casework`, `Foundation`, …
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), words[..<at].allSatisfy(SourceFile.mayPrecedeImport) else { return nil }
            let name = words.dropFirst(at + 1).first { !["struct", "class", "enum", "protocol", "func", "typealias"].contains($0) }
            return name.map { String($0.prefix { $0 != "." && $0 != ";" }) }
        }
    }

    /// The lines without comments: what a rule about code looks at.
    var code: [(number: Int, text: String)] {
        lines.enumerated().compactMap { index, line in
            let text = line.trimmingPrefix { $0 == " " }
            return text.hasPrefix("//") ? nil : (index + 1, String(text))
        }
    }

    private static func mayPrecedeImport(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains(word)
    }
}

/// The Swift files under a folder of the repository.
struct SourceTree {
    /// The repository's root, found from where this file was compiled.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder names directly under `Sources`: one per target.
    static func targets() throws -> [String] {
        let sources = root.appending(path: "Sources")
        return try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: [.isDirectoryKey])
            .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
            .map(\.lastPathComponent).sorted()
    }

    /// Every `.swift` file under `folder`, in order of path.
    static func files(under folder: String) throws -> [SourceFile] {
        let start = root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
        let names = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
        return try names.map { name in
            let text = try String(contentsOf: start.appending(path: name), encoding: .utf8)
            return SourceFile(
                path: "\(folder)/\(name)", lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }
}
