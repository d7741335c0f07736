import Casework
import HTML
import Records

/// What a page shows of children, to be written in the access log before the page is sent. There is no page reply without one.
public enum Shows: Sendable {
    /// Nobody's records.
    case nobody
    /// One child's file, at a journal position or now.
    case child(RecordID)
    /// One child's file shown in another way than opening it: `print`, `download`.
    case childAs(RecordID, action: String)
    /// A list or search, with the ids on it.
    case list(String, [RecordID])
}

/// An answer ready to send.
public struct Reply: Sendable {
    var status: Int = 200
    var headers: [(String, String)] = []
    var body: [UInt8] = []
    var shows: Shows = .nobody

    /// A page inside the site's shell.
    static func page(
        _ visit: Visit, title: String, shows: Shows, status: Int = 200, hasErrors: Bool = false, crumbs: [NavItem] = [], _ main: HTML
    ) -> Reply {
        var reply = html(Shell.page(visit, title: title, hasErrors: hasErrors, crumbs: crumbs, main), status: status)
        reply.shows = shows
        return reply
    }

    static func html(_ html: HTML, status: Int = 200) -> Reply {
        Reply(status: status, headers: [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")], body: html.bytes)
    }

    /// A file to keep: CSV and the like. `name` holds nothing personal.
    static func file(_ name: String, type: String, shows: Shows, _ body: [UInt8]) -> Reply {
        Reply(
            headers: [("Content-Type", type), ("Cache-Control", "no-store"), ("Content-Disposition", "attachment; filename=\"\(name)\"")],
            body: body,
            shows: shows)
    }

    /// Go and look there (303): what a form answers when it has done its work.
    static func see(_ address: Address) -> Reply {
        Reply(status: 303, headers: [("Location", address.path), ("Cache-Control", "no-store")])
    }

    static func text(_ text: String, status: Int = 200) -> Reply {
        Reply(
            status: status, headers: [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")], body: Array(text.utf8))
    }

    func with(_ name: String, _ value: String) -> Reply {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }
}
