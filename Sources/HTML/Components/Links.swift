/// A link within this site.
/// - Parameter about: heard after the text, where several links read alike: "Change" + "date of birth".
public func link(to address: Address, _ text: String, about: String? = nil) -> HTML {
    let more: HTML = about.map { "<span class=\"visually-hidden\"> \($0)</span>" } ?? .empty
    return "<a href=\"\(address)\">\(text)\(more)</a>"
}

/// A link around markup, such as a figure with its unit.
public func link(to address: Address, _ content: HTML) -> HTML { "<a href=\"\(address)\">\(content)</a>" }

/// A link that hands over a file; say its kind in the text: "Contacts (CSV)".
public func downloadLink(to address: Address, _ text: String) -> HTML {
    "<a class=\"download\" href=\"\(address)\" download>\(text)</a>"
}

/// A telephone number to ring with one touch. Spaces and brackets are shown, and left out of what is dialled.
public func phoneLink(_ number: String) -> HTML {
    let dialled = String(number.filter { ("0"..."9").contains($0) || $0 == "+" })
    return "<a class=\"phone\" href=\"tel:\(dialled)\">\(number)</a>"
}

/// An email address to write to; shown as plain text when it does not look like one.
public func emailLink(_ address: String) -> HTML {
    let isPlain = address.contains("@") && !address.contains { $0.isWhitespace || "<>\"'?&%:/\\".contains($0) }
    return isPlain ? "<a href=\"mailto:\(address)\">\(address)</a>" : HTML(escaping: address)
}

/// A moment or day, with the form machines read beside the one people read.
/// - Parameter machine: ISO 8601, such as "2026-11-21".
public func time(_ machine: String, _ text: String) -> HTML { "<time datetime=\"\(machine)\">\(text)</time>" }

/// A link that opens an authenticator on the same device with a key in it; shown as plain text when it is none.
public func authenticatorLink(_ address: String, _ text: String) -> HTML {
    address.hasPrefix("otpauth://") ? "<a href=\"\(address)\">\(text)</a>" : HTML(escaping: text)
}

/// A link to the identity provider this installation was told of; shown as plain text unless nobody can read along on the way there.
public func providerLink(_ address: String, _ text: String) -> HTML {
    let isGuarded = ["https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"].contains { address.hasPrefix($0) }
    return isGuarded ? "<a href=\"\(address)\">\(text)</a>" : HTML(escaping: text)
}
