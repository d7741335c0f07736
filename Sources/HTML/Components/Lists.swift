/// One line of a summary: what it is, its value, and a link that changes it.
public struct SummaryRow: Sendable {
    public let label: String
    public let value: HTML
    /// Where the value came from: "From the referral, 3 June 2026".
    public let source: String?
    public let change: Address?
    public let changeText: String

    public init(_ label: String, _ value: HTML, source: String? = nil, change: Address? = nil, changeText: String = "Change") {
        self.label = label
        self.value = value
        self.source = source
        self.change = change
        self.changeText = changeText
    }
}

/// What is known, line by line.
public func summaryList(_ rows: [SummaryRow]) -> HTML {
    let lines: [HTML] = rows.map { row in
        let source: HTML = row.source.map { " <span class=\"source\">\($0)</span>" } ?? .empty
        let change: HTML = row.change.map { "<dd class=\"change\">\(link(to: $0, row.changeText, about: row.label))</dd>" } ?? .empty
        return "<div><dt>\(row.label)</dt><dd>\(row.value)\(source)</dd>\(change)</div>\n"
    }
    return "<dl class=\"summary\">\(lines)</dl>"
}

/// What is known, line by line, with nothing to change.
public func summaryList(_ rows: [(String, HTML)]) -> HTML { summaryList(rows.map { SummaryRow($0.0, $0.1) }) }

/// One thing to do.
public struct TaskItem: Sendable {
    public let title: String
    public let address: Address?
    public let hint: HTML?
    public let status: HTML

    /// - Parameters:
    ///   - address: where it is done; `nil` when it cannot be started yet.
    ///   - hint: when it is due and why: "Due 24 November 2026, in 3 days".
    ///   - status: a `tag`.
    public init(_ title: String, to address: Address?, hint: HTML? = nil, status: HTML) {
        self.title = title
        self.address = address
        self.hint = hint
        self.status = status
    }
}

/// Things to do, the first in sight and the rest one press away.
/// - Parameter name: what they are, in the plural: "concerns" says "Show the other 4 concerns".
public func longTaskList(_ items: [TaskItem], first: Int, name: String) -> HTML {
    // Two or three more are no shorter behind a fold.
    guard items.count > first + 2 else { return taskList(items) }
    return taskList(Array(items.prefix(first)))
        + details("Show the other \(items.count - first) \(name)", taskList(Array(items.dropFirst(first))))
}

/// Things to do, each with its status.
public func taskList(_ items: [TaskItem]) -> HTML {
    let rows: [HTML] = items.map { item in
        let title: HTML = item.address.map { link(to: $0, item.title) } ?? HTML(escaping: item.title)
        let hint: HTML = item.hint.map { "<div class=\"hint\">\($0)</div>" } ?? .empty
        return "<li><div class=\"what\">\(title)\(hint)</div><div class=\"status\">\(item.status)</div></li>\n"
    }
    return "<ul class=\"tasks\">\(rows)</ul>"
}

/// One thing that happened.
public struct TimelineEntry: Sendable {
    public let title: HTML
    public let date: HTML
    public let by: String?
    public let status: HTML?
    public let body: HTML?

    /// - Parameters:
    ///   - title: a phrase or a `link`.
    ///   - date: a `time`, with the hour where it matters.
    ///   - by: who recorded it.
    public init(_ title: HTML, date: HTML, by: String? = nil, status: HTML? = nil, body: HTML? = nil) {
        self.title = title
        self.date = date
        self.by = by
        self.status = status
        self.body = body
    }
}

/// What happened, in the order given.
/// - Parameter level: of each entry's heading.
public func timeline(_ entries: [TimelineEntry], level: Int = 3) -> HTML {
    let rows: [HTML] = entries.map { entry in
        let by: HTML = entry.by.map { " <span class=\"by\">by \($0)</span>" } ?? .empty
        let status: HTML = entry.status.map { " \($0)" } ?? .empty
        let body: HTML = entry.body.map { "<div class=\"body\">\($0)</div>" } ?? .empty
        return """
            <li><h\(level)>\(entry.title)\(status)</h\(level)><p class="when">\(entry.date)\(by)</p>\(body)</li>

            """
    }
    return "<ol class=\"timeline\">\(rows)</ol>"
}

/// One figure of an overview: the number, what it counts, and the page that opens it.
public struct FigureTile: Sendable {
    public let label: String
    public let value: String
    public let note: String?
    public let address: Address?
    public let status: HTML?

    public init(_ label: String, _ value: String, note: String? = nil, to address: Address? = nil, status: HTML? = nil) {
        self.label = label
        self.value = value
        self.note = note
        self.address = address
        self.status = status
    }

    /// A number of things, in the word for one where there is one.
    public init(_ count: Int, _ one: String, _ many: String, note: String? = nil, to address: Address? = nil) {
        self.init(count == 1 ? one : many, String(count), note: note, to: address)
    }
}

/// Figures side by side, each a link to what it is made of.
public func figureTiles(_ tiles: [FigureTile]) -> HTML {
    let rows: [HTML] = tiles.map { tile in
        let words: HTML = "<span class=\"value\">\(tile.value)</span> <span class=\"label\">\(tile.label)</span>"
        let note: HTML = tile.note.map { "<p class=\"hint\">\($0)</p>" } ?? .empty
        return "<li>\(tile.address.map { link(to: $0, words) } ?? words)\(tile.status)\(note)</li>\n"
    }
    return "<ul class=\"tiles\">\(rows)</ul>"
}
