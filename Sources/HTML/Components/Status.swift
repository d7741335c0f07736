/// How a status is coloured; the word always says it too.
public enum Tone: String, Sendable, CaseIterable {
    /// Not begun, nothing to say.
    case neutral
    /// Under way, for information.
    case info
    /// Done, met.
    case good
    /// Soon due, look at this.
    case warning
    /// Overdue, missed, refused.
    case bad
}

/// A status: a word in its colour.
public func tag(_ word: String, _ tone: Tone = .neutral) -> HTML { "<strong class=\"tag \(tone.rawValue)\">\(word)</strong>" }

/// What the reader must know before the rest of the page, such as a marker on the child's file.
/// - Parameter word: names the kind of alert in a word or two, since colour alone says nothing: "Safety", "Restricted".
public func alertBanner(_ word: String, _ tone: Tone = .warning, _ body: HTML) -> HTML {
    "<div class=\"banner \(tone.rawValue)\" role=\"region\" aria-label=\"\(word)\"><p class=\"word\">\(word)</p><div>\(body)</div></div>"
}

/// What the last action did: "Saved", with what was saved and where to go on.
public func notification(_ title: String, tone: Tone = .good, _ body: HTML) -> HTML {
    "<div class=\"banner \(tone.rawValue)\" role=\"status\"><p class=\"word\">\(title)</p><div>\(body)</div></div>"
}

/// A consequence to weigh before going on.
public func warningText(_ text: String) -> HTML {
    "<p class=\"warn\"><span class=\"mark\" aria-hidden=\"true\">!</span><strong><span class=\"visually-hidden\">Warning: </span>\(text)</strong></p>"
}

/// One problem with what was sent: the id of the field to mend, `nil` when it is about the whole form.
public struct ErrorItem: Sendable, Hashable {
    public let field: String?
    public let message: String

    public init(field: String?, _ message: String) {
        self.field = field
        self.message = message
    }
}

/// All problems of a form, each a link to its field; nothing when there are none.
public func errorSummary(_ problems: [ErrorItem]) -> HTML {
    let rows: [HTML] = problems.map { problem in
        guard let field = problem.field else { return "<li>\(problem.message)</li>" }
        return "<li><a href=\"\(Address.id(field))\">\(problem.message)</a></li>"
    }
    return when(
        !problems.isEmpty,
        """
        <div class="errors" role="alert" tabindex="-1" data-errors><h2>There is a problem</h2><ul>\(rows)</ul></div>
        """)
}

/// Hidden until shortly before a sign-in ends; the script then says when, with a button that goes on. Without script nothing is said, and
/// nothing is lost: what is sent afterwards goes with the next sign-in.
///
/// - Parameters:
///   - idle: seconds until it ends for want of use.
///   - longest: seconds until it ends however much it is used.
///   - warning: how many seconds before the end it is said.
///   - stay: takes a POST and answers the two numbers anew.
///   - who: whose sign-in it is: a page covered at its end is shown again to nobody else.
///   - again: where to sign in again.
public func endingNotice(idle: Int64, longest: Int64, warning: Int64, stay: Address, who: String, again: Address) -> HTML {
    let times = [idle, longest, warning].map { String($0) }.joined(separator: " ")
    return """
        <div class="banner warning ending" role="alert" data-ending="\(times)" data-who="\(who)" hidden><p class="word">You will be signed out soon</p>\
        <p data-ending-words></p><form method="post" action="\(stay)">\(button("Stay signed in", style: .secondary))</form>\
        <p data-ending-again hidden><a href="\(again)" target="_blank">Sign in again in another tab</a></p></div>
        """
}
