import Foundation

/// What a postgres:// address says of the line to the database. libpq reads the rest of it, and from the environment what it leaves out.
struct DatabaseAddress {
    enum Line: Equatable {
        /// A socket or this machine itself.
        case here
        /// Encrypted, to a server that proves its name.
        case proven
        /// Less than that, as the address asks for it.
        case weaker(String)
        /// It asks for nothing, and then libpq takes an open line where the server offers no other.
        case unsaid
    }

    let line: Line

    /// Nil where it cannot be read, or where libpq could read it otherwise: it knows no part behind a #.
    init?(_ text: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let parts = URLComponents(string: text), parts.fragment == nil else { return nil }
        func query(_ name: String) -> String? { parts.queryItems?.last { $0.name == name }?.value }
        func first(_ said: String?...) -> String? { said.compactMap { $0 }.first { !$0.isEmpty } }
        let address = first(query("hostaddr"), environment["PGHOSTADDR"])
        let hosts = (address ?? first(query("host"), parts.host, environment["PGHOST"]) ?? "").split(separator: ",")
        // A service's file gives any host the address does not.
        let hasService = first(query("service"), environment["PGSERVICE"]) != nil && first(query("hostaddr")) == nil
        let near = ["localhost", "127.0.0.1", "::1", "[::1]"]
        if !hasService, hosts.allSatisfy({ $0.hasPrefix("/") || $0.hasPrefix("@") || near.contains(String($0)) }) {
            line = .here
        } else {
            switch query("sslmode") {
            case "verify-full": line = .proven
            case let mode?: line = .weaker(mode)
            case nil: line = .unsaid
            }
        }
    }
}
