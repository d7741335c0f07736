import Casework
import HTML
import Records

/// Words somebody looks for, which may be a child's name or birth date: sent by POST, kept with the session, and named in addresses by a key
/// that says nothing, so that neither browser history nor a proxy's log holds them (ASVS 14.2.1).
enum Searches {
    /// What the key is called in an address.
    static let name = "search"

    /// What a page is asked to look for.
    enum Asked: Sendable {
        case nothing
        case words(String)
        /// The address has a key that is not, or no longer, one of this sign-in's.
        case gone

        var words: String? {
            if case .words(let text) = self { return text }
            return nil
        }
    }

    /// The box for children.
    static func box(_ text: String = "") -> HTML {
        searchForm(action: At.childSearch, label: "Name however spelled, date of birth or reference", value: text)
    }

    /// The part of an address that stands for words just sent; none where none were.
    static func query(_ visit: Visit, _ text: String) async throws -> [(String, String)] {
        guard !text.isEmpty, let token = AccountPages.token(visit),
            let key = try await visit.service.keepSearch(text, session: token)
        else { return [] }
        return [(name, key)]
    }

    static func asked(_ visit: Visit) async throws -> Asked {
        guard let key = visit.query(name) else { return .nothing }
        guard let token = AccountPages.token(visit), let words = try await visit.service.search(key, session: token) else { return .gone }
        return .words(words)
    }

    /// What a key of another sign-in leads to.
    static func gone(_ visit: Visit, shows: Shows = .nobody, crumbs: [NavItem], _ again: HTML) -> Reply {
        .page(visit, title: "Search again", shows: shows, status: 404, crumbs: crumbs) {
            heading("That search is gone")
                + "<p>What you look for is kept only until you sign out, and only for the sign-in that asked. Type it again.</p>" + again
        }
    }

    /// Whether a form was sent to look for something: nothing of it is to be saved.
    static func takes(_ path: String) -> Bool { path == At.childSearch.path || path.hasSuffix("/chronology") }
}
