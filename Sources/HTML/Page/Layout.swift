/// The page's one `h1`, with what it belongs to above it and its status beside it.
public func heading(_ title: String, caption: String? = nil, status: HTML? = nil) -> HTML {
    let above: HTML = caption.map { "<span class=\"caption\">\($0)</span>" } ?? .empty
    let beside: HTML = status.map { " \($0)" } ?? .empty
    return "<h1>\(above)\(title)\(beside)</h1>"
}

/// A part of a page under its own heading.
/// - Parameters:
///   - id: names the part so that links and the region's label can point at it.
///   - level: 2 to 4.
///   - action: a link or button beside the heading.
public func section(_ title: String, id: String, level: Int = 2, action: HTML? = nil, _ body: HTML) -> HTML {
    let beside: HTML = action.map { "<div class=\"beside\">\($0)</div>" } ?? .empty
    return """
        <section id="\(id)" aria-labelledby="\(id)-heading"><div class="titled"><h\(level) id="\(id)-heading">\(title)</h\(level)>\(beside)</div>
        \(body)
        </section>
        """
}

/// The two columns of a file: who the child is and what is due on the left, the work on the right; one column on a phone, left first.
public func fileLayout(left: HTML, right: HTML) -> HTML {
    "<div class=\"file\"><div class=\"left\">\(left)</div><div class=\"right\">\(right)</div></div>"
}

/// A quiet panel, used in a file's left column.
public func panel(_ body: HTML) -> HTML { "<div class=\"panel\">\(body)</div>" }

/// Set apart from the text around it: an extract, a note on a figure.
public func inset(_ body: HTML) -> HTML { "<div class=\"inset\">\(body)</div>" }

/// Something to open when wanted.
public func details(_ summary: String, isOpen: Bool = false, _ body: HTML) -> HTML {
    "<details\(flag("open", isOpen))><summary>\(summary)</summary><div class=\"opened\">\(body)</div></details>"
}

/// What a person typed, as paragraphs: an empty line parts them, a line end stays a line end.
public func paragraphs(_ text: String) -> HTML {
    var out = HTML.empty
    var lines: [HTML] = []
    func close() -> HTML {
        defer { lines = [] }
        return when(!lines.isEmpty, "<p>\(lines.joined(separator: "<br>"))</p>")
    }
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
        if line.allSatisfy(\.isWhitespace) {
            out += close()
        } else {
            lines.append(HTML(escaping: String(line)))
        }
    }
    return out + close()
}

/// A list of short things in no order.
public func list(_ items: [HTML]) -> HTML {
    let rows: [HTML] = items.map { "<li>\($0)</li>" }
    return "<ul class=\"list\">\(rows)</ul>"
}

/// Text heard but not seen, for what the layout says to the eye.
public func hiddenText(_ text: String) -> HTML { "<span class=\"visually-hidden\">\(text)</span>" }
