/// How much a button asks for: a page has one `primary`, and one of many lines is `plain`, which reads like a link.
public enum ButtonStyle: String, Sendable {
    case primary, secondary, warning, plain
}

/// A button that sends its form.
/// - Parameters:
///   - name: with `value`, tells the server which button was pressed, such as `action=draft`.
///   - about: heard after the text, where several buttons read alike.
public func button(
    _ text: String, name: String? = nil, value: String? = nil, style: ButtonStyle = .primary, about: String? = nil
) -> HTML {
    let more: HTML = about.map { "<span class=\"visually-hidden\"> \($0)</span>" } ?? .empty
    return """
        <button type="submit" class="button \(style.rawValue)"\(attribute("name", name))\(attribute("value", value))>\(text)\(more)</button>
        """
}

/// A link that looks like a button: it starts something, and changes nothing by itself.
public func buttonLink(to address: Address, _ text: String, style: ButtonStyle = .primary) -> HTML {
    "<a class=\"button \(style.rawValue)\" href=\"\(address)\">\(text)</a>"
}

/// Buttons and links that belong together, the main one first.
public func buttonGroup(_ items: [HTML]) -> HTML { "<div class=\"buttons\">\(items.joined(separator: "\n"))</div>" }
