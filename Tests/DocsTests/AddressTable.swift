import Casework
import Web

/// docs/addresses.md: every route of the site and which roles may use it, made from the routes themselves.
enum AddressTable {
    static var markdown: String {
        var lines = [
            "# Addresses", "",
            "Made from the site's routes (`Sources/Web/Site.swift`); a test compares. A role's column is marked where it may use the address;",
            "what it then sees is decided field by field (`Sources/Casework/Access/Access.swift`), and what it may write kind by kind.", "",
        ]
        lines += [
            "What begins with `/api/v1` is for programs: a token acts as a person, and the role is theirs ([security](security.md#programs)).",
            "",
        ]
        lines += Role.allCases.map { "- \(letters($0)): \($0.title.lowercased())" }
        lines += ["", "| address | signed out | " + Role.allCases.map(letters).joined(separator: " | ") + " |"]
        lines.append("|---|---|" + Role.allCases.map { _ in "---|" }.joined())
        for route in Routes.all {
            let open = route.access == .anyone ? "●" : ""
            let roles = Role.allCases.map { admits(route, $0) ? "●" : "" }
            lines.append("| `\(route.method.rawValue) \(route.pattern)` | \(open) | \(roles.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `CM` for a case manager.
    private static func letters(_ role: Role) -> String {
        role.title.split(separator: " ").compactMap(\.first).map(String.init).joined().uppercased()
    }

    private static func admits(_ route: Route, _ role: Role) -> Bool {
        switch route.access {
        case .anyone, .signedIn: true
        case .may(let permission): Access(role).may(permission)
        case .mayEither(let one, let other): Access(role).may(one) || Access(role).may(other)
        }
    }
}
