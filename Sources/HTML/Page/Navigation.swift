/// One link among others: an area, a tab, a crumb.
public struct NavItem: Sendable {
    public let text: String
    public let address: Address
    public let isCurrent: Bool
    /// Shown after the text, such as the number of tasks waiting.
    public let count: Int?

    public init(_ text: String, _ address: Address, isCurrent: Bool = false, count: Int? = nil) {
        self.text = text
        self.address = address
        self.isCurrent = isCurrent
        self.count = count
    }
}

func linkList(_ items: [NavItem]) -> HTML {
    let rows: [HTML] = items.map { item in
        let count: HTML = item.count.map { " <span class=\"count\">\($0)</span>" } ?? .empty
        return "<li><a href=\"\(item.address)\"\(attribute("aria-current", item.isCurrent ? "page" : nil))>\(item.text)\(count)</a></li>\n"
    }
    return "<ul>\(rows)</ul>"
}

/// Tabs that are links: each opens a page of its own, so they work without script and can be bookmarked.
/// - Parameter label: what the tabs divide, such as "Parts of this file"; heard, not seen.
public func tabs(_ items: [NavItem], label: String) -> HTML {
    "<nav class=\"tabs\" aria-label=\"\(label)\">\(linkList(items))</nav>"
}

/// Links down the side of a long page or area.
public func sideNavigation(_ items: [NavItem], label: String) -> HTML {
    "<nav class=\"side\" aria-label=\"\(label)\">\(linkList(items))</nav>"
}

/// Links to the parts of a long page, with how many each holds, in a line that wraps.
public func sideways(_ items: [NavItem], label: String) -> HTML {
    "<nav class=\"jump\" aria-label=\"\(label)\">\(linkList(items))</nav>"
}

/// The way back up: outermost first, the page itself left out.
public func breadcrumbs(_ items: [NavItem]) -> HTML {
    "<nav class=\"crumbs\" aria-label=\"Breadcrumb\">\(linkList(items))</nav>"
}

/// Previous and next page of a list that is read by position.
/// - Parameter summary: where the reader is, such as "Children 51 to 100 of 312".
public func pagination(previous: Address?, next: Address?, summary: String) -> HTML {
    let back: HTML =
        previous.map { "<li><a rel=\"prev\" href=\"\($0)\">Previous<span class=\"visually-hidden\"> page</span></a></li>" } ?? .empty
    let on: HTML = next.map { "<li><a rel=\"next\" href=\"\($0)\">Next<span class=\"visually-hidden\"> page</span></a></li>" } ?? .empty
    let links = when(previous != nil || next != nil, "<ul>\(back)\(on)</ul>")
    return "<nav class=\"pages\" aria-label=\"Pages\"><p>\(summary)</p>\(links)</nav>"
}

/// Numbered pages: the first, the last and those beside the current one.
public func pagination(page current: Int, of count: Int, summary: String, address: (Int) -> Address) -> HTML {
    guard count > 1 else { return pagination(previous: nil, next: nil, summary: summary) }
    var items: [HTML] = []
    if current > 1 {
        items.append("<li><a rel=\"prev\" href=\"\(address(current - 1))\">Previous<span class=\"visually-hidden\"> page</span></a></li>")
    }
    var last = 0
    for number in 1...count where number == 1 || number == count || abs(number - current) <= 1 {
        if number > last + 1 { items.append("<li class=\"gap\">…</li>") }
        let mark = attribute("aria-current", number == current ? "page" : nil)
        items.append("<li><a href=\"\(address(number))\" aria-label=\"Page \(number)\"\(mark)>\(number)</a></li>")
        last = number
    }
    if current < count {
        items.append("<li><a rel=\"next\" href=\"\(address(current + 1))\">Next<span class=\"visually-hidden\"> page</span></a></li>")
    }
    return "<nav class=\"pages\" aria-label=\"Pages\"><p>\(summary)</p><ul>\(items)</ul></nav>"
}
