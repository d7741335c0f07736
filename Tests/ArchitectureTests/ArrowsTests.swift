import Testing

/// The arrows between targets, as docs/architecture.md draws them. A target may import those it names and no other of ours.
private let arrows: [String: Set<String>] = [
    "Casework": [],
    "HTML": [],
    "Storage": [],
    "CLibPQ": [],
    "StorageSQLite": ["Storage"],
    "StoragePostgres": ["Storage", "CLibPQ"],
    "Demo": ["Casework"],
    "Practice": ["Casework"],
    "Statistics": ["Casework"],
    "Records": ["Casework", "Practice", "Storage"],
    "Reports": ["Casework", "Statistics", "Records", "HTML"],
    "OpenID": [],
    "Web": ["Casework", "Practice", "Statistics", "Records", "Reports", "HTML", "OpenID"],
    "Waymark": [
        "Casework", "Demo", "Practice", "Statistics", "Records", "Reports", "HTML", "Web", "Storage", "StorageSQLite", "StoragePostgres",
    ],
]

/// Targets that work on values alone: no framework, no clock, no files, no output.
private let pure = ["Casework", "Demo", "HTML", "Practice", "Statistics"]

@Suite("Arrows between targets")
struct ArrowsTests {
    @Test("every target has its arrows written here")
    func everyTargetIsKnown() throws {
        #expect(try SourceTree.targets() == arrows.keys.sorted())
    }

    @Test("a target imports only what its arrows allow", arguments: arrows.keys.sorted())
    func importsFollowArrows(target: String) throws {
        let allowed = try #require(arrows[target]).union([target])
        let files = try SourceTree.files(under: "Sources/\(target)")
        #expect(!files.isEmpty || target == "CLibPQ")
        for file in files {
            let wrong = file.imports.filter { arrows[$0] != nil && !allowed.contains($0) }
            #expect(wrong.isEmpty, "\(file) imports \(wrong.joined(separator: ", "))")
        }
    }

    @Test("a pure target imports nothing but Foundation and its arrows", arguments: pure)
    func pureTargetsImportNoFramework(target: String) throws {
        let allowed = try #require(arrows[target]).union(["Foundation", "FoundationEssentials"])
        for file in try SourceTree.files(under: "Sources/\(target)") {
            let wrong = file.imports.filter { !allowed.contains($0) }
            #expect(wrong.isEmpty, "\(file) imports \(wrong.joined(separator: ", "))")
        }
    }

    @Test("a pure target reads no clock, file or environment and prints nothing", arguments: pure)
    func pureTargetsTouchNothing(target: String) throws {
        let impure =
            /\b(Date(\.now|\(\))|FileManager|FileHandle|ProcessInfo|(Continuous|Suspending)Clock|(print|readLine|getenv|fopen)\()/
        for file in try SourceTree.files(under: "Sources/\(target)") {
            for line in file.code where line.text.contains(impure) {
                Issue.record("\(file):\(line.number): \(line.text)")
            }
        }
    }

    // Casework makes ids from the system's randomness; whatever reckons must come out the same twice.
    @Test("what reckons leaves nothing to chance", arguments: pure.filter { $0 != "Casework" })
    func reckoningIsRepeatable(target: String) throws {
        let chance = /\b(UUID\(\)|SystemRandomNumberGenerator|RecordID\.new|randomElement\(\)|shuffled\(\)|random\((in: [^,]*)?\))/
        for file in try SourceTree.files(under: "Sources/\(target)") {
            for line in file.code where line.text.contains(chance) {
                Issue.record("\(file):\(line.number): \(line.text)")
            }
        }
    }

    @Test("the engines' own libraries, and the ones that talk to an identity provider, are imported in their adapters only")
    func enginesStayInTheirAdapters() throws {
        let homes = [
            "GRDB": "Sources/StorageSQLite/", "CLibPQ": "Sources/StoragePostgres/", "JWTKit": "Sources/OpenID/",
            "AsyncHTTPClient": "Sources/OpenID/",
        ]
        for file in try SourceTree.files(under: "Sources") {
            for (library, home) in homes where file.imports.contains(library) {
                #expect(file.path.hasPrefix(home), "\(file) imports \(library)")
            }
        }
    }

    @Test("S-INF-11: only what copies or checks a whole store asks for every service's rows")
    func wholeStoreIsRare() throws {
        let homes = ["Sources/Records/Backup/", "Sources/Records/Journal/Verify.swift", "Sources/Records/Schema/Upgrade.swift"]
        var found = 0
        for file in try SourceTree.files(under: "Sources") {
            for line in file.code where line.text.contains("reaching(.whole)") || line.text.contains("Reach.whole") {
                found += 1
                #expect(homes.contains { file.path.hasPrefix($0) }, "\(file):\(line.number): \(line.text)")
            }
        }
        #expect(found > 3)
    }

    @Test(
        "an import is read with its attributes, access and kind",
        arguments: [
            ("import Casework", "Casework"), ("@testable import Records", "Records"),
            ("public import struct Foundation.Date", "Foundation"),
            ("@preconcurrency internal import GRDB", "GRDB"),
        ])
    func readsImports(line: String, name: String) {
        #expect(SourceFile(path: "x.swift", lines: [line]).imports == [name])
    }

    @Test(
        "words about importing are not an import",
        arguments: ["// import Casework", "let line = \"import Casework\"", "func import(rows: Int) {"])
    func readsNoOtherLine(line: String) {
        #expect(SourceFile(path: "x.swift", lines: [line]).imports.isEmpty)
    }
}
