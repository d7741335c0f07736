import Casework
import HTML
import Practice

/// One line of a pack: where it stands in the file, what it is called, and its words with those that are left out.
struct PackRow: Sendable {
    let place: String
    let label: String
    var text: PackText
}

struct PackRecord: Sendable {
    let title: String
    var rows: [PackRow]
    var isLeftOut: Bool { rows.allSatisfy { $0.text.printed == nil } }
}

struct PackPart: Sendable {
    let title: String
    let records: [PackRecord]
}

/// A signed pack as it is kept: a part a line, the cover first.
enum PackPaper {
    static func bytes(_ parts: [PaperPart]) -> [UInt8] { Array(parts.map(\.json).joined(separator: "\n").utf8) }

    static func parts(_ bytes: [UInt8]) -> [PaperPart] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { PaperPart(Array($0)) }
    }

    static func html(_ parts: [PaperPart]) -> HTML {
        parts.enumerated().map { index, part in
            let body = part.sections.map { one -> HTML in
                "<h3>\(one.title)</h3>" + summaryList(one.rows.map { SummaryRow($0.label, paragraphs($0.text)) })
            }.joined()
            return section(part.title, id: "part-\(index + 1)", body)
        }.joined()
    }
}
