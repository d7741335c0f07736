/// A strict reader of our own markup, enough to hold components to: balanced tags, quoted attributes, unique ids.
struct Markup {
    struct Element {
        let name: String
        let attributes: [String: String]
    }

    private(set) var elements: [Element] = []
    /// Element text in order, still escaped.
    private(set) var texts: [String] = []
    private(set) var faults: [String] = []

    private static let void: Set<String> = ["meta", "link", "input", "br", "hr", "img", "option-end"]
    private static let unclosed: Set<String> = ["!DOCTYPE"]

    init(_ text: String) {
        var open: [String] = []
        var rest = Array(text.utf8)[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            keep(rest[..<start])
            rest = rest[(start + 1)...]
            let tag = readTag(&rest)
            let name = String(tag.prefix { !$0.isWhitespace && $0 != "/" || $0 == "/" && tag.first == "/" })
            if name.hasPrefix("/") {
                let last = open.popLast()
                if last.map({ "/" + $0 }) != name { faults.append("\(name) closes \(last ?? "nothing")") }
                continue
            }
            elements.append(Element(name: name, attributes: attributes(String(tag.dropFirst(name.count)))))
            let isVoid = Markup.void.contains(name) || Markup.unclosed.contains(name) || tag.hasSuffix("/") || isListedOption(open, name)
            if !isVoid { open.append(name) }
        }
        keep(rest)
        if !open.isEmpty { faults.append("left open: \(open)") }
        let ids = elements.compactMap { $0.attributes["id"] }
        for id in Set(ids) where ids.filter({ $0 == id }).count > 1 { faults.append("id twice: \(id)") }
    }

    private func isListedOption(_ open: [String], _ name: String) -> Bool { name == "option" && open.last == "datalist" }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains(where: { "\"'>".contains($0) }) { faults.append("raw sign in text: \(text)") }
        texts.append(text)
    }

    /// Up to the `>` that ends the tag; one inside quotes is a fault, since ours are escaped.
    private mutating func readTag(_ rest: inout ArraySlice<UInt8>) -> String {
        let end = rest.firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex
        let tag = String(decoding: rest[..<end], as: UTF8.self)
        rest = end < rest.endIndex ? rest[(end + 1)...] : []
        if tag.contains("<") || tag.contains("'") { faults.append("raw sign in a tag: \(tag)") }
        if !tag.filter({ $0 == "\"" }).count.isMultiple(of: 2) { faults.append("unbalanced quotes: \(tag)") }
        return tag
    }

    private mutating func attributes(_ text: String) -> [String: String] {
        var found: [String: String] = [:]
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            let words = parts[index].split(whereSeparator: \.isWhitespace).map(String.init)
            for word in words.dropLast() { found[word] = "" }
            guard let name = words.last, name.hasSuffix("=") else {
                faults.append("a value without a name: \(text)")
                continue
            }
            if found.updateValue(parts[index + 1], forKey: String(name.dropLast())) != nil { faults.append("\(name) twice") }
        }
        for word in parts.last?.split(whereSeparator: \.isWhitespace).map(String.init) ?? [] where word != "/" { found[word] = "" }
        return found
    }

    /// Values of one attribute wherever it stands.
    func values(of name: String) -> [String] { elements.compactMap { $0.attributes[name] } }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }
}
