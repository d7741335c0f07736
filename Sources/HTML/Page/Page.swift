/// Who is signed in, shown in the header beside the button that signs out.
public struct SignedIn: Sendable {
    public let name: String
    public let role: String?
    public let signOut: Address
    /// Their own password and sign-ins, behind their name.
    public let account: Address?

    /// - Parameter signOut: takes a POST.
    public init(name: String, role: String? = nil, signOut: Address, account: Address? = nil) {
        self.name = name
        self.role = role
        self.signOut = signOut
        self.account = account
    }
}

/// A whole page: header, navigation, one main column and footer, all readable without style or script.
///
/// - Parameters:
///   - title: what the page is, first in the browser's tab; the page's own `h1` says the same.
///   - service: the service's name, such as "Sandholme Youth Justice Service".
///   - nav: the site's areas; the current one is marked.
///   - banner: something that holds for every page now, such as reading the records as they stood earlier.
///   - hasErrors: puts "Error:" first in the title, which is what a screen reader says first.
///   - revision: a mark of the style and script in use, so browsers fetch them again when they change.
public func page(
    title: String, service: String, home: Address = Address("/"), nav: [NavItem] = [], signedIn: SignedIn? = nil, banner: HTML? = nil,
    breadcrumbs: HTML? = nil, main: HTML, footer: [NavItem] = [], hasErrors: Bool = false, revision: String = "1"
) -> HTML {
    """
    <!DOCTYPE html>
    <html lang="en-GB">
    <head>
    <meta charset="utf-8">
    <title>\(hasErrors ? "Error: " : "")\(title) – \(service) – Waymark</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="format-detection" content="telephone=no">
    <link rel="stylesheet" href="\(Address("/assets/site.css", query: [("v", revision)]))">
    <script src="\(Address("/assets/site.js", query: [("v", revision)]))" defer></script>
    </head>
    <body>
    <a class="skip" href="#main-column">Skip to main content</a>
    \(header(service: service, home: home, nav: nav, signedIn: signedIn))
    <div class="wrap">
    \(banner)\(breadcrumbs)<main id="main-column" tabindex="-1">
    \(main)
    </main>
    </div>
    \(pageFooter(footer))
    </body>
    </html>
    """
}

private func header(service: String, home: Address, nav: [NavItem], signedIn: SignedIn?) -> HTML {
    var account = HTML.empty
    if let signedIn {
        let role: HTML = signedIn.role.map { " <span class=\"role\">\($0)</span>" } ?? .empty
        let name: HTML = signedIn.account.map { link(to: $0, signedIn.name, about: "(your account)") } ?? HTML(escaping: signedIn.name)
        account = """
            <div class="account"><span>\(name)\(role)</span>
            <form method="post" action="\(signedIn.signOut)"><button class="plain" type="submit">Sign out</button></form></div>
            """
    }
    // On a phone the areas fold behind one line that says which is open; on a desk the style shows them whatever is folded.
    let here: HTML = nav.first(where: \.isCurrent).map { ": \($0.text)" } ?? .empty
    // The first page of the day stands beside it, and both stay in sight while a long page is read.
    let day: HTML =
        nav.first.flatMap { $0.address == home ? $0 : nil }.map { first in
            "<a class=\"day\" href=\"\(home)\"\(attribute("aria-current", first.isCurrent ? "page" : nil))>\(first.text)</a>"
        } ?? .empty
    let areas = when(
        !nav.isEmpty,
        "<nav class=\"areas\" aria-label=\"Areas\"><div class=\"wrap\"><details><summary>Menu\(here)</summary>\(linkList(nav))</details>\(day)</div></nav>"
    )
    return """
        <header class="top"><div class="wrap bar">
        <a class="product" href="\(home)"><span class="name">Waymark</span> <span class="service">\(service)</span></a>
        \(account)</div></header>\(areas)
        """
}

private func pageFooter(_ items: [NavItem]) -> HTML {
    let list = when(!items.isEmpty, "<nav aria-label=\"About this site\">\(linkList(items))</nav>")
    return
        "<footer class=\"foot\"><div class=\"wrap\">\(list)<p>Waymark is open-source software for youth justice services.</p></div></footer>"
}
