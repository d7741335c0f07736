import Casework
import HTML
import Records

/// Where a sign-in leads: the page that was asked for, and the form that was sent after the session had ended, carried from page to page in hidden
/// fields. Nothing of it is kept on the server before somebody has signed in.
struct Onward: Sendable {
    private let to: String
    /// The address the form was sent to, and its body as it was sent.
    private let formAddress: String
    private let formBody: String

    init(to: String) { (self.to, formAddress, formBody) = (to, "", "") }

    /// As the form of a sign-in page brings it back.
    init(_ form: Form) { (to, formAddress, formBody) = (form["to"], form["form_address"], form["form_body"]) }

    /// What was sent by somebody who is signed out; nil where there is nothing to keep, or it is a form that holds a secret.
    init?(_ request: Request) {
        guard Onward.mayKeep(request), !request.body.isEmpty, request.body.count <= 256 << 10, Address(untrusted: request.path) != nil
        else { return nil }
        to = ""
        formAddress = Address(request.path, query: request.query.map { ($0.name, $0.value) }).path
        // The password given once more is not carried about: it is asked again.
        formBody = String(decoding: request.body, as: UTF8.self).split(separator: "&", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix(PasswordAgain.name + "=") }.joined(separator: "&")
    }

    /// Whether it is a form, and none that holds a secret.
    private static func mayKeep(_ request: Request) -> Bool {
        let secret = ["/account", "/staff", "/sign-", "/session", "/drafts"]
        return request.method == .post && request.contentType.lowercased().hasPrefix("application/x-www-form-urlencoded")
            && !secret.contains { request.pattern.hasPrefix($0) }
    }

    /// What was written in a form too large to be taken, as far as it was read: to copy.
    static func written(in request: Request) -> HTML {
        guard mayKeep(request), let sent = try? Form(urlencoded: request.body) else { return .empty }
        return written(in: sent)
    }

    /// The words of a form: what is one word, such as a token or the answer of a list, stays out.
    static func written(in sent: Form, isOpen: Bool = false) -> HTML {
        let written = sent.fields.filter { $0.name != PasswordAgain.name && $0.value.trimmed.contains { $0.isWhitespace } }
        guard !written.isEmpty else { return .empty }
        return details(
            "What you wrote", isOpen: isOpen,
            summaryList(
                written.map { ("\($0.name.prefix(1).uppercased())\($0.name.dropFirst().replacing("_", with: " "))", "\($0.value)") }))
    }

    var hasForm: Bool { !formBody.isEmpty }

    /// What the forms of signing in carry.
    var fields: HTML {
        hidden("to", to) + when(hasForm, hidden("form_address", formAddress) + hidden("form_body", formBody))
    }

    /// The page that was asked for.
    var address: Address { Address(untrusted: to) ?? At.home }

    /// The way on, after signing in.
    /// - Parameter showing: what must be seen before; nil leads straight on where nothing was typed.
    func reply(_ site: Site, showing: (title: String, body: HTML)? = nil) -> Reply {
        let sent = try? Form(urlencoded: Array(formBody.utf8))
        guard hasForm, let sent, let action = Address(untrusted: formAddress) else {
            guard let showing else { return .see(address) }
            return Shell.plain(site, title: showing.title, showing.body + buttonGroup([buttonLink(to: address, "Go on")]))
        }
        let isSearch = Searches.takes(action.path)
        let again: HTML =
            (isSearch
                ? "<p>What you looked for when you were signed out is still here.</p>"
                : "<p>What you typed before you were signed out is still here. It is not saved yet.</p>")
            + form(
                action: action,
                sent.fields.map { hidden($0.name, $0.value) }.joined()
                    + buttonGroup([
                        button(isSearch ? "Search for it again" : "Save what I typed"),
                        link(to: At.home, isSearch ? "Do not search" : "Do not save it"),
                    ]))
        let title = showing?.title ?? "You are signed in again"
        return Shell.plain(site, title: title, (showing?.body ?? heading(title)) + again)
    }

    /// What was sent and could not be taken: to be sent again as it was, and what was written in it, to read and to copy.
    var again: HTML { again(with: [], "Send it again") }

    /// The same, with fields added and the words on its button.
    func again(with more: [(String, String)], _ words: String) -> HTML {
        let sent = try? Form(urlencoded: Array(formBody.utf8))
        guard hasForm, let sent, let action = Address(untrusted: formAddress) else { return .empty }
        let fields = sent.fields.map { hidden($0.name, $0.value) } + more.map { hidden($0.0, $0.1) }
        return form(action: action, fields.joined() + buttonGroup([button(words)])) + Onward.written(in: sent)
    }
}
