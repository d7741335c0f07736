import Casework
import HTML
import Practice

/// One line of a pack: where it stands in the file, what it is called, and its words with those that are left out.
struct PackRow: Sendable {
    let place: String
    let label: String
    var text: PackText
    /// Changes to it whose words no longer stand there.
    var lost: [RecordID] = []
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

/// One line of a record before it is redacted.
struct PackLine {
    let key: String
    let label: String
    let text: String
    /// Whether somebody wrote it in their own words, or it names what somebody did.
    let isFree: Bool
    let reason: String?
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

extension PackLayout {
    /// What is left out by a ground that the pack itself does not name.
    private static let silent: Set<String> = ["INTELLIGENCE", "SERIOUS_HARM", "WORKING", "IN_ERROR"]

    func row(_ place: String) -> PackRow? { parts.lazy.flatMap(\.records).flatMap(\.rows).first { $0.place == place } }

    /// What the pack says, part by part, as plain words.
    var printed: [PaperPart] {
        parts.compactMap { part in
            let sections = part.records.compactMap { record -> PaperPart.Section? in
                let rows = record.rows.compactMap { row in row.text.printed.map { PaperPart.Row(label: row.label, text: $0) } }
                return rows.isEmpty ? nil : PaperPart.Section(title: record.title, rows: rows)
            }
            return sections.isEmpty ? nil : PaperPart(title: part.title, isAlleged: false, sections: sections)
        }
    }

    /// The grounds the pack names, as tokens in the order of their list.
    func grounds(_ codes: Codes) -> [String] {
        let used = Set(parts.flatMap(\.records).flatMap(\.rows).flatMap(\.text.pieces).compactMap(\.reason)).subtracting(Self.silent)
        return codes.all("redaction_reason").map(\.token).filter(used.contains)
    }
}
