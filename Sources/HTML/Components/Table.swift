/// A column's heading and how its cells are set.
public struct Column: Sendable {
    public enum Sorted: String, Sendable { case ascending, descending }

    public let heading: String
    public let isNumeric: Bool
    /// Left out on a narrow screen, where the page says it another way.
    public let isWide: Bool
    /// The same page in the order of this column.
    public let sort: Address?
    public let sorted: Sorted?
    /// Where rows are cards, beside the row's name and without its heading: a state, or what is to be done.
    public let isLead: Bool

    public init(
        _ heading: String, isNumeric: Bool = false, isWide: Bool = false, isLead: Bool = false, sort: Address? = nil, sorted: Sorted? = nil
    ) {
        self.heading = heading
        self.isNumeric = isNumeric
        self.isWide = isWide
        self.isLead = isLead
        self.sort = sort
        self.sorted = sorted
    }
}

/// A table with its caption, in a region that can be reached by keyboard. On a narrow screen one of few columns, or of numbers to compare,
/// scrolls sideways; any other shows each row as a card, so that what is to be done with it is never past the edge.
///
/// - Parameters:
///   - rows: as many cells as there are columns; a short row is filled with empty cells.
///   - firstIsHeader: whether each row's first cell names the row.
///   - foot: a last row of totals.
///   - captionHidden: heard, not seen, where the heading above says the same.
///   - isStacked: whether a row is a card on a narrow screen; nil leaves it to the columns.
///   - empty: shown in place of the table when there are no rows.
public func table(
    caption: String, columns: [Column], rows: [[HTML]], firstIsHeader: Bool = true, foot: [HTML]? = nil, captionHidden: Bool = false,
    isStacked: Bool? = nil, empty: String? = nil
) -> HTML {
    if rows.isEmpty, let empty { return "<p class=\"none\">\(empty)</p>" }
    let cards = isStacked ?? stacks(columns)
    let row: HTML = cards ? " role=\"row\"" : .empty
    let group: HTML = cards ? " role=\"rowgroup\"" : .empty
    let head: [HTML] = columns.map { headCell($0, isCard: cards) }
    let body: [HTML] = rows.map { "<tr\(row)>\(cells($0, columns, firstIsHeader, isCard: cards))</tr>\n" }
    let total: HTML =
        foot.map { "<tfoot\(group)><tr\(row)>\(cells($0, columns, firstIsHeader, isCard: cards))</tr></tfoot>" } ?? .empty
    // Laid out as cards a table is none to some browsers: its roles are said.
    let open: HTML = cards ? "<div class=\"scroll stack\"" : "<div class=\"scroll\""
    return """
        \(open) role="region" aria-label="\(caption)" tabindex="0"><table\(attribute("role", cards ? "table" : nil))>
        <caption\(attribute("class", captionHidden ? "visually-hidden" : nil))>\(caption)</caption>
        <thead\(group)><tr\(row)>\(head)</tr></thead>
        <tbody\(group)>\(body)</tbody>\(total)
        </table></div>
        """
}

/// Four columns that are mostly words do not fit a phone. Numbers are compared down a column: they stay one.
private func stacks(_ columns: [Column]) -> Bool {
    guard columns.count > 3 else { return false }
    let rest = columns.dropFirst()
    return rest.count { !$0.isNumeric } * 2 >= rest.count
}

/// A table of which the first rows are in sight and the rest are one press away, so that a long list is no long page.
///
/// - Parameters:
///   - first: how many rows stay in sight.
///   - name: what the rows are, in the plural, for the line that opens the rest: "tasks" says "Show the other 34 tasks".
public func longTable(
    caption: String, columns: [Column], rows: [[HTML]], first: Int = 6, name: String, captionHidden: Bool = false,
    isStacked: Bool? = nil, empty: String? = nil
) -> HTML {
    // Two or three more are no shorter behind a fold.
    guard rows.count > first + 3 else {
        return table(caption: caption, columns: columns, rows: rows, captionHidden: captionHidden, isStacked: isStacked, empty: empty)
    }
    let rest = rows.count - first
    return table(
        caption: caption, columns: columns, rows: Array(rows.prefix(first)), captionHidden: captionHidden, isStacked: isStacked)
        + details(
            "Show the other \(rest) \(name)",
            table(
                caption: "\(caption), the other \(rest)", columns: columns, rows: Array(rows.dropFirst(first)), captionHidden: true,
                isStacked: isStacked))
}

private func headCell(_ column: Column, isCard: Bool) -> HTML {
    let order = attribute("aria-sort", column.sorted?.rawValue)
    let role = attribute("role", isCard ? "columnheader" : nil)
    let arrow: HTML =
        column.sorted.map { $0 == .ascending ? " <span aria-hidden=\"true\">▲</span>" : " <span aria-hidden=\"true\">▼</span>" } ?? .empty
    let words: HTML = "\(column.heading)\(arrow)"
    return "<th scope=\"col\"\(role)\(classes(column, isCard: isCard))\(order)>\(column.sort.map { link(to: $0, words) } ?? words)</th>"
}

private func cells(_ row: [HTML], _ columns: [Column], _ firstIsHeader: Bool, isCard: Bool) -> HTML {
    precondition(row.count <= columns.count, "a table row has more cells than the table has columns")
    var out = HTML.empty
    for (index, column) in columns.enumerated() {
        let cell = index < row.count ? row[index] : .empty
        if index == 0, firstIsHeader {
            out += "<th scope=\"row\"\(attribute("role", isCard ? "rowheader" : nil))>\(cell)</th>"
        } else if isCard {
            // The style sheet writes the heading before the cell.
            let label = attribute("data-label", column.isLead ? nil : column.heading)
            out += "<td role=\"cell\"\(label)\(classes(column, isCard: true))>\(cell)</td>"
        } else {
            out += "<td\(classes(column, isCard: false))>\(cell)</td>"
        }
    }
    return out
}

private func classes(_ column: Column, isCard: Bool) -> HTML {
    let names = [column.isNumeric ? "number" : nil, column.isWide ? "wide" : nil, column.isLead && isCard ? "lead" : nil].compactMap { $0 }
    return attribute("class", names.isEmpty ? nil : names.joined(separator: " "))
}

/// One field in two versions.
public struct ComparisonRow: Sendable {
    public let label: String
    public let before: HTML
    public let after: HTML
    public let isChanged: Bool

    public init(_ label: String, before: HTML, after: HTML, isChanged: Bool) {
        self.label = label
        self.before = before
        self.after = after
        self.isChanged = isChanged
    }
}

/// Two versions side by side; a row that differs says "Changed".
/// - Parameters:
///   - before: names the left version: "Saved by Ola Penn, 21 November 2026 at 14:05".
///   - after: names the right version: "Yours".
public func comparison(caption: String, before: String, after: String, rows: [ComparisonRow]) -> HTML {
    let lines: [HTML] = rows.map { row in
        let word: HTML = row.isChanged ? " <span class=\"tag info\">Changed</span>" : .empty
        let old: HTML = row.isChanged ? "<del>\(row.before)</del>" : row.before
        let new: HTML = row.isChanged ? "<ins>\(row.after)</ins>" : row.after
        return
            "<tr\(attribute("class", row.isChanged ? "changed" : nil))><th scope=\"row\">\(row.label)\(word)</th><td data-label=\"\(before)\">\(old)</td><td data-label=\"\(after)\">\(new)</td></tr>\n"
    }
    return """
        <div class="scroll stack" role="region" aria-label="\(caption)" tabindex="0"><table class="comparison">
        <caption>\(caption)</caption>
        <thead><tr><th scope="col">Field</th><th scope="col">\(before)</th><th scope="col">\(after)</th></tr></thead>
        <tbody>\(lines)</tbody>
        </table></div>
        """
}
