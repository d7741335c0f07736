// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// The arrows between targets are design.md's; Tests/ArchitectureTests reads this file's graph and holds it to them.
let package = Package(
    name: "Waymark",
    products: [.executable(name: "waymark", targets: ["Waymark"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ],
    targets: [
        .target(name: "Casework", swiftSettings: strict),
        .target(name: "HTML", swiftSettings: strict),
        .target(name: "Storage", swiftSettings: strict),
        .target(name: "Demo", dependencies: ["Casework"], swiftSettings: strict),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "StorageSQLite",
            dependencies: ["Storage", .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(name: "StoragePostgres", dependencies: ["Storage", "CLibPQ"], swiftSettings: strict),
        .target(name: "Practice", dependencies: ["Casework"], swiftSettings: strict),
        .target(name: "Statistics", dependencies: ["Casework"], swiftSettings: strict),
        .target(
            name: "Records",
            dependencies: [
                "Casework", "Practice", "Storage", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            resources: [.embedInCode("SignIn/common-passwords.txt")], swiftSettings: strict),
        .target(
            name: "Reports", dependencies: ["Casework", "Statistics", "Records", "HTML"],
            resources: [.embedInCode("Documents/pdf.py")], swiftSettings: strict),
        .target(
            name: "OpenID",
            dependencies: [
                .product(name: "JWTKit", package: "jwt-kit"), .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(
            name: "Web",
            dependencies: [
                "Casework", "Practice", "Statistics", "Records", "Reports", "HTML", "OpenID",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Assets/site.css"), .embedInCode("Assets/site.js")],
            swiftSettings: strict),
        .executableTarget(
            name: "Waymark",
            dependencies: [
                "Casework", "Demo", "Practice", "Statistics", "Records", "Reports", "Storage", "StorageSQLite", "StoragePostgres", "Web",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(
            name: "TestSupport",
            dependencies: [
                "Casework", "OpenID", "Storage", "StorageSQLite", "StoragePostgres", "Records",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            path: "Tests/Support", swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(name: "CaseworkTests", dependencies: ["Casework"], swiftSettings: strict),
        .testTarget(name: "HTMLTests", dependencies: ["HTML"], swiftSettings: strict),
        .testTarget(
            name: "StorageTests", dependencies: ["Storage", "StorageSQLite", "StoragePostgres", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "DemoTests", dependencies: ["Demo", "Casework", "Practice"], swiftSettings: strict),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "Casework"], exclude: ["Published"], swiftSettings: strict),
        .testTarget(name: "PracticeTests", dependencies: ["Practice", "Casework", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "RecordsTests",
            dependencies: [
                "Casework", "Demo", "Practice", "Records", "Storage", "StoragePostgres", "TestSupport",
                .product(name: "Crypto", package: "swift-crypto"),
            ], swiftSettings: strict),
        .testTarget(
            name: "ReportsTests", dependencies: ["Casework", "HTML", "Records", "Reports", "Statistics", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Casework", "OpenID", "Practice", "Records", "Reports", "Statistics", "Storage", "TestSupport", "Web",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .testTarget(name: "OpenIDTests", dependencies: ["OpenID", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "DocsTests", dependencies: ["Casework", "Statistics", "Practice", "Web"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
