/// A form that changes something, sent by POST.
///
/// - Parameters:
///   - draft: the address that keeps what is typed as it is typed; a line in the form says when it was last kept.
///   - once: a token new with each form shown, sent back as the field `once`; with it the page sends the form again by
///     itself after a lost connection, and the server answers the second copy as it did the first.
///   - hasFiles: whether a file field is among the fields.
///   - isSignIn: marks the sign-in form, by which a page in use knows that its session has ended.
///   - opensTab: the answer opens in a new tab, and the page stays; say so on its button.
///   - label: names the form for screen readers where a page has several.
public func form(
    action: Address, draft: Address? = nil, once: String? = nil, hasFiles: Bool = false, isSignIn: Bool = false, opensTab: Bool = false,
    label: String? = nil, _ body: HTML
) -> HTML {
    let type = attribute("enctype", hasFiles ? "multipart/form-data" : nil)
    let keeps = attribute("data-draft", draft?.path)
    let marks =
        flag("data-resend", once != nil) + flag("data-sign-in", isSignIn) + attribute("target", opensTab ? "_blank" : nil)
        + attribute("aria-label", label)
    let token: HTML = once.map { hidden("once", $0) } ?? .empty
    let state = when(draft != nil, "<p class=\"draft\" role=\"status\" data-draft-state></p>")
    return """
        <form method="post" action="\(action)" novalidate\(type)\(keeps)\(marks)>\(token)
        \(body)
        \(state)</form>
        """
}

/// A form that asks, sent by GET: what was asked is in the address and can be kept.
/// - Parameter hasWords: whether a field of it takes words, which may be about a person: then it is sent by POST, and no address holds them.
/// - Parameter clear: the address without any filter, shown while `applied` holds something.
/// - Parameter applied: the filters now in force, each with the address that takes it away.
public func filterForm(
    action: Address, label: String = "Filter", hasWords: Bool = false, applied: [(String, Address)] = [], clear: Address? = nil,
    button text: String = "Apply filter",
    _ body: HTML
) -> HTML {
    let chips: [HTML] = applied.map {
        "<li><a href=\"\($0.1)\">\($0.0) <span aria-hidden=\"true\">×</span><span class=\"visually-hidden\"> (remove this filter)</span></a></li>"
    }
    let clearing: HTML = clear.map { "<p>\(link(to: $0, "Clear filter"))</p>" } ?? .empty
    let force = when(!applied.isEmpty, "<div class=\"applied\"><h3>In force</h3><ul>\(chips)</ul>\(clearing)</div>")
    return """
        <form class="filter" method="\(hasWords ? "post" : "get")" action="\(action)" role="search" aria-label="\(label)">\(force)
        \(body)
        \(button(text, style: .secondary))</form>
        """
}

/// A box to look for somebody by name or number, with its button. Sent by POST: a name has no place in an address.
public func searchForm(action: Address, name: String = "q", label: String, value: String = "") -> HTML {
    """
    <form class="find" method="post" action="\(action)" role="search"><label for="find-\(name)">\(label)</label>
    <div class="pair"><input type="search" id="find-\(name)" name="\(name)" value="\(value)" autocomplete="off">\
    \(button("Search", style: .secondary))</div></form>
    """
}

/// A value that goes with the form and is not shown.
public func hidden(_ name: String, _ value: String) -> HTML { "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">" }
