/// Drawings are 360 units wide, so that on the narrowest phone a unit is about a pixel and the 13 unit text stays readable.
let chartWidth = 360.0

/// About how wide 13 unit text comes out; fonts differ, so this leans to the wide side.
func width(of text: String) -> Double { Double(text.count) * 7.7 }

/// The frame of every chart: title, drawing, the sentence that says what it shows, and the numbers as a table.
func chart(id: String, title: String, summary: String, height: Double, drawing: HTML, table: HTML) -> HTML {
    """
    <figure class="chart" id="\(id)"><p class="title" aria-hidden="true">\(title)</p>
    <svg viewBox="0 0 \(chartWidth) \(height)" role="img" aria-labelledby="\(id)-title \(id)-desc" xmlns="http://www.w3.org/2000/svg">\
    <title id="\(id)-title">\(title)</title><desc id="\(id)-desc">\(summary)</desc>
    \(drawing)</svg>
    <figcaption><p>\(summary)</p>
    \(details("Figures as a table", table))</figcaption></figure>
    """
}

/// Charts beside one another where there is room.
public func chartGroup(_ charts: [HTML]) -> HTML { "<div class=\"charts\">\(charts)</div>" }

/// Stands in for a chart none of whose figures are known.
func emptyChart(id: String, title: String, summary: String) -> HTML {
    "<figure class=\"chart\" id=\"\(id)\"><p class=\"title\">\(title)</p><p class=\"none\">No figures to show.</p><figcaption>\(summary)</figcaption></figure>"
}

/// Text in a drawing.
func label(
    _ text: String, x: Double, y: Double, anchor: StaticString = "start", class name: StaticString? = nil
) -> HTML {
    let placed = anchor.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    let classed = name.map { $0.withUTF8Buffer { String(decoding: $0, as: UTF8.self) } }
    return
        "<text x=\"\(x)\" y=\"\(y)\" font-size=\"13\"\(attribute("text-anchor", placed == "start" ? nil : placed))\(attribute("class", classed))>\(text)</text>\n"
}

/// Words in lines of at most so many characters; a longer word has a line of its own.
func wrapped(_ text: String, at limit: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
        if let last = lines.last, last.count + 1 + word.count <= limit {
            lines[lines.count - 1] = last + " " + word
        } else {
            lines.append(String(word))
        }
    }
    return lines
}
