import Testing

@Suite("Lists of the service's own")
struct ListsTests {
    /// Where the options and codes as shipped may be named: where they are defined and seeded, in what is made up, in national sheets, and as
    /// examples in the description of the API, which is one for every service.
    private static let may = [
        "Sources/Casework/", "Sources/Demo/", "Sources/Records/Service.swift", "Sources/Statistics/",
        "Sources/Web/API/OpenAPISchemas.swift",
    ]

    @Test("S-OOC-01: rules, tasks and pages ask for the options and codes the service works with, never for those as shipped")
    func shipped() throws {
        for file in try SourceTree.files(under: "Sources") where !Self.may.contains(where: { "\(file)".hasPrefix($0) }) {
            for name in ["ShippedOptions", "ShippedCodes"] {
                #expect(!file.code.contains { $0.text.contains(name) }, "\(file) names \(name)")
            }
        }
    }
}
