import Foundation

/// What a postgres:// address says of the line to the database. libpq reads the rest of it.
struct DatabaseAddress {
    enum Line: Equatable {
        /// A socket or this machine itself.
        case here
        /// Encrypted, to a server that proves its name.
        case proven
        /// What the address asks for instead.
        case weaker(String)
        /// It asks for nothing, and then libpq takes an open line where the server offers no other.
        case unsaid
    }

    let line: Line

    init?(_ text: String) {
        guard let parts = URLComponents(string: text) else { return nil }
        func query(_ name: String) -> String? { parts.queryItems?.last { $0.name == name }?.value }
        let hosts = (query("hostaddr") ?? query("host") ?? parts.host ?? "").split(separator: ",")
        let near = ["localhost", "127.0.0.1", "::1", "[::1]"]
        if hosts.allSatisfy({ $0.hasPrefix("/") || $0.hasPrefix("@") || near.contains(String($0)) }) {
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
