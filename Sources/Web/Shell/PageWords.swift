import Casework
import HTML
import Records

/// What a page is called, where the access log has the pattern of its address: "Contact, to change" for `/children/{child}/contacts/{id}/edit`.
enum PageWords {
    private static let kinds = Dictionary(
        allKinds.map { ($0.path, (one: $0.title, many: $0.plural)) }, uniquingKeysWith: { first, _ in first })
    /// Addresses that do not read as what they are.
    private static let own = [
        "/": "My day", "/children/{child}": "The child's file", "/children": "Children", "/children/{child}/views": "Who has looked",
        "/children/{child}/access": "You see this because", "/children/{child}/merges": "Entered twice",
        "/exchange/files": "Files taken out", "/exchange/{file}": "Files taken out", "/**": "No such page",
    ]
    private static let parts = [
        "edit": "to change", "new": "to write", "withdrawal": "entered in error", "ete": "education", "csv": "as a spreadsheet",
    ]

    static func name(_ pattern: String) -> String {
        if let name = own[pattern] { return name }
        let isProgram = pattern.hasPrefix(API.base + "/")
        var path = isProgram ? String(pattern.dropFirst(API.base.count)) : pattern
        if isProgram, let name = own[path] { return name + ", by a program" }
        if path.hasPrefix("/children/{child}/") { path = String(path.dropFirst("/children/{child}".count)) }
        let words = path.split(separator: "/").map(String.init)
        var names: [String] = []
        for (place, word) in words.enumerated() where !word.hasPrefix("{") {
            // A kind followed by a record's id is one of them.
            let isOne = place + 1 < words.count && (words[place + 1].hasPrefix("{") || words[place + 1] == "new")
            if let kind = kinds[word] {
                names.append(isOne ? kind.one : kind.many)
            } else {
                names.append(parts[word] ?? word.replacing("-", with: " ").replacing(".", with: " as "))
            }
        }
        let first = names.first.map { $0.prefix(1).uppercased() + String($0.dropFirst()) } ?? "A page"
        let whole = ([first] + names.dropFirst().map(\.lowercasedFirst)).joined(separator: ", ")
        return whole + (isProgram ? ", by a program" : "")
    }

    private static let actions = [
        "open": "Opened", "list": "Seen in a list", "search": "Found in a search", "print": "Printed", "download": "Downloaded",
        "export": "Taken out", "refused": "Refused", "figure": "Counted in a figure", "report": "In a report", "papers": "In panel papers",
        "draft": "Draft taken over", "erased": "Erased",
    ]

    static func action(_ token: String) -> String { actions[token] ?? token.replacing("_", with: " ") }
}

extension SeenBy {
    /// The session or token that asked, by its number, and the request's number in the program's log.
    var whence: HTML {
        guard !request.isEmpty else { return "Not recorded" }
        let asker = session.map { "\($0.description), " } ?? ""
        return "\(asker)<code>\(request)</code>"
    }
}
