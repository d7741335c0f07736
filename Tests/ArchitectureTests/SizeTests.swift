import Testing

@Suite("Sizes of files")
struct SizeTests {
    private static let folders = ["Sources", "Tests", "Benchmarks"]

    private func files() throws -> [SourceFile] { try SizeTests.folders.flatMap(SourceTree.files(under:)) }

    @Test("no file is longer than 400 lines")
    func noFileIsTooLong() throws {
        let files = try files()
        #expect(!files.isEmpty)
        // The table of routes is a list a test prints, a line a route: it grows with the site and nobody reads it through.
        for file in files where file.lines.count > 401 && !"\(file)".hasSuffix("RouteTable.swift") {
            Issue.record("\(file) has \(file.lines.count - 1) lines: split it")
        }
    }

    @Test("nine files in ten have 200 lines or fewer")
    func mostFilesAreShort() throws {
        let files = try files()
        let long = files.filter { $0.lines.count > 201 }
        #expect(
            long.count * 10 <= files.count,
            "\(long.map { "\($0) \($0.lines.count - 1)" }.joined(separator: ", "))")
    }
}
