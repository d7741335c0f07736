import HTTPTypes

/// An answer as a person or a script reads it.
struct Page: Sendable {
    let path: String
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]
    var html: String { String(decoding: bytes, as: UTF8.self) }
    var location: String? { headers[.location] }
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    /// What a reader sees: no tags, white space as one space.
    var text: String { Page.text(of: main) }

    /// The page's main column, without header, navigation and footer; everything where there is none.
    var main: String {
        guard let start = html.firstRange(of: "<main"), let end = html.firstRange(of: "</main>") else { return html }
        return String(html[start.lowerBound..<end.lowerBound])
    }

    /// The forms that send something, without those that sign out and stay signed in, which every page has.
    var forms: [PageForm] { PageForm.all(in: html).filter { !["/sign-out", "/session"].contains($0.action) } }

    /// The one form whose address holds this.
    func form(_ part: String) throws -> PageForm {
        let found = forms.filter { $0.method == "post" && $0.action.contains(part) }
        guard let form = found.first, found.count == 1 else {
            throw NotOnThePage(what: "\(found.count) forms to \(part) on \(path) (\(status)): \(text.prefix(300))")
        }
        return form
    }

    /// The address of the link that reads so.
    func link(_ words: String) throws -> String {
        for tag in Tag.all(in: html) where tag.name == "a" {
            guard let href = tag["href"] else { continue }
            if Page.text(of: tag.inside).contains(words) { return href }
        }
        throw NotOnThePage(what: "a link “\(words)” on \(path)")
    }

    /// Every address the main column links to.
    var links: [String] { Tag.all(in: main).filter { $0.name == "a" }.compactMap { $0["href"] } }

    /// The part of the main column from an element's id to the next section of the same kind, as text.
    func section(_ id: String) -> String {
        guard let start = main.firstRange(of: "id=\"\(id)\"") else { return "" }
        let rest = main[start.upperBound...]
        let end = rest.firstRange(of: "</section>")?.lowerBound ?? rest.endIndex
        return Page.text(of: String(rest[..<end]))
    }

    /// The message beside a field, empty when there is none.
    func error(beside field: String) -> String {
        guard let start = html.firstRange(of: "id=\"\(field)-error\">"), let end = html[start.upperBound...].firstRange(of: "</p>") else {
            return ""
        }
        return Page.text(of: String(html[start.upperBound..<end.lowerBound])).replacing("Error: ", with: "")
    }

    /// The summary at the top: each fault with the id it leads to.
    var errorSummary: [(field: String, message: String)] {
        guard let start = html.firstRange(of: "data-errors"), let end = html[start.upperBound...].firstRange(of: "</ul>") else { return [] }
        return Tag.all(in: String(html[start.upperBound..<end.lowerBound])).filter { $0.name == "a" }.map {
            (String(($0["href"] ?? "").drop { $0 != "#" }.dropFirst()), Page.text(of: $0.inside))
        }
    }

    static func text(of html: String) -> String {
        var kept: [UInt8] = []
        var inTag = false
        for byte in html.utf8 {
            if byte == UInt8(ascii: "<") {
                inTag = true
                kept.append(0x20)
            } else if byte == UInt8(ascii: ">"), inTag {
                inTag = false
            } else if !inTag {
                kept.append(byte)
            }
        }
        let out = String(decoding: kept, as: UTF8.self)
        return unescaped(out).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    static func unescaped(_ text: String) -> String {
        guard text.contains("&") else { return text }
        return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&amp;", with: "&")
    }
}

/// One start tag with its attributes and what stands up to its end tag.
struct Tag {
    let name: String
    let attributes: [String: String]
    private let source: [UInt8]
    private let end: Int

    subscript(_ name: String) -> String? { attributes[name] }
    func has(_ name: String) -> Bool { attributes[name] != nil }

    /// The markup up to the next end tag of the name.
    var inside: String {
        let closing = Array("</\(name)>".utf8)
        var at = end
        while at + closing.count <= source.count {
            if source[at] == closing[0], source[at..<at + closing.count].elementsEqual(closing) { break }
            at += 1
        }
        return String(decoding: source[end..<at], as: UTF8.self)
    }

    /// Every start tag in order. Our own markup is well formed, which another test holds it to.
    static func all(in html: String) -> [Tag] {
        let bytes = Array(html.utf8)
        var tags: [Tag] = []
        var at = 0
        while at + 1 < bytes.count {
            guard bytes[at] == UInt8(ascii: "<"), (0x61...0x7A).contains(bytes[at + 1]) else {
                at += 1
                continue
            }
            let start = at + 1
            var quoted = false
            while at < bytes.count, quoted || bytes[at] != UInt8(ascii: ">") {
                if bytes[at] == UInt8(ascii: "\"") { quoted.toggle() }
                at += 1
            }
            let words = split(bytes[start..<min(at, bytes.count)])
            var attributes: [String: String] = [:]
            for word in words.dropFirst() {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                attributes[parts[0]] = parts.count > 1 ? Page.unescaped(inside(parts[1])) : ""
            }
            tags.append(Tag(name: words.first ?? "", attributes: attributes, source: bytes, end: min(at + 1, bytes.count)))
        }
        return tags
    }

    /// What stands between a value's quotes: by scalars, for an accent at its beginning is one character with the quote.
    private static func inside(_ quoted: String) -> String { String(quoted.unicodeScalars.dropFirst().dropLast()) }

    /// A tag's words: split at white space outside quotes.
    private static func split(_ bytes: ArraySlice<UInt8>) -> [String] {
        var words: [[UInt8]] = [[]]
        var quoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if !quoted, byte == 0x20 || byte == 0x0A { words.append([]) } else { words[words.count - 1].append(byte) }
        }
        return words.filter { !$0.isEmpty && $0 != [0x2F] }.map { String(decoding: $0, as: UTF8.self) }
    }
}
