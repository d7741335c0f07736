import Casework
import HTML
import Records

/// Style, script, and the checks of health and readiness: the same for everybody.
enum AssetRoutes {
    static let all: [Route] = [
        .open(.get, "/assets/site.css") { _ in asset(PackageResources.site_css, "text/css; charset=utf-8") },
        .open(.get, "/assets/site.js") { _ in asset(PackageResources.site_js, "text/javascript; charset=utf-8") },
        .open(.get, "/favicon.ico") { _ in asset(Array(icon.utf8), "image/svg+xml; charset=utf-8") },
        .open(.get, "/health") { request in
            _ = try await request.site.service.read(.wholeService(reason: "health")) { try $0.headPosition() }
            return .text("ok\n")
        },
        .open(.get, "/ready") { request in
            if request.site.running.isStopping { return .text("stopping\n", status: 503) }
            return try await request.site.service.isUpToDate() ? .text("ready\n") : .text("tables not up to date\n", status: 503)
        },
    ]

    /// The style sheet, for documents that carry it in themselves.
    static var style: [UInt8] { PackageResources.site_css }

    /// Changes when style or script does, so that browsers fetch them anew.
    static let revision: String = {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in PackageResources.site_css + PackageResources.site_js { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }()

    /// A waymark: a post with an arm.
    private static let icon =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><path fill=\"#1d4f6e\" d=\"M7 1h2v14H7z M3 3h8l3 2.5L11 8H3z\"/></svg>"

    private static func asset(_ bytes: [UInt8], _ type: String) -> Reply {
        Reply(headers: [("Content-Type", type), ("Cache-Control", "public, max-age=31536000, immutable")], body: bytes)
    }
}
