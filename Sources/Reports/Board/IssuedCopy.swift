import Casework
import HTML
import Records
import Statistics

/// A board report as it leaves the service: the document, its figures as CSV, and the hash that tells a copy from an altered one.
///
/// It holds nobody's reference and no small count, and the same report issued on the same day is the same to the byte.
public struct IssuedCopy: Sendable, Hashable {
    /// A whole HTML document.
    public let document: String
    public let figures: String
    /// SHA-256 of the document, which itself carries the SHA-256 of the figures.
    public let hash: String

    /// - Parameter style: the site's style sheet, which the document carries in itself.
    public init(_ report: BoardReport, issuedOn: Day, style: [UInt8]) {
        let masked = report.masked
        figures = String(decoding: Self.csv(report, masked), as: UTF8.self)
        let body = BoardDocument(
            report: report, figures: masked, isIssued: true, issuedOn: issuedOn, figuresHash: sha256Hex(Array(figures.utf8))
        ).body
        document =
            standalone(title: "Performance report, \(report.periods.period.words)", service: report.serviceName, style: style, main: body)
            .text
        hash = sha256Hex(Array(document.utf8))
    }

    /// Whether figures issued before are these figures.
    ///
    /// Of a measure or a column the report did not have yet when it was issued they say nothing, and agree for all that.
    public func agrees(with issued: String?) -> Bool {
        guard let then = try? CSVTable(Array((issued ?? "").utf8)), let now = try? CSVTable(Array(figures.utf8)), then.count > 0 else {
            return false
        }
        let places = then.header.map { now.header.firstIndex(of: $0) }
        func row(_ table: CSVTable, _ row: Int, _ columns: [Int?]) -> [String] { columns.map { $0.map { table[row, $0] } ?? "" } }
        let told = Set((0..<then.count).map { then[$0, 0] })
        let columns = then.header.indices.filter { !["definition", "source"].contains(then.header[$0]) }
        let before = (0..<then.count).map { row(then, $0, columns) }
        return !places.contains(nil)
            && before == (0..<now.count).filter { told.contains(now[$0, 0]) }.map { row(now, $0, columns.map { places[$0] }) }
    }

    private static func csv(_ report: BoardReport, _ masked: ReportFigures) -> [UInt8] {
        let words = FigureWords(report.set.reference.codes)
        var bytes: [UInt8] = []
        CSV.append(
            ["measure", "part", "by", "of", "from", "to", "number", "base", "value", "unit", "lower", "upper", "definition", "source"],
            to: &bytes)
        for (answer, shown) in zip(report.set.answers, masked.answers) {
            let leaving = shown.filter { report.leaves($0, answer.period) }.map { ($0, IssuedLine($0, answer.period)) }
            let tables = leaving.map(\.1).toldTables
            // A breakdown hidden altogether is not listed: its rows would tell which codes occurred.
            for (figure, line) in leaving where line.by.isEmpty || tables.contains(line.table) {
                let counts = [figure.numerator, figure.denominator].map { $0?.plain.replacing(",", with: "") ?? "" }
                let row =
                    [figure.measure, figure.part, IssuedLine.words(figure.by), words.label(figure.by)]
                    + [answer.period.from.iso, answer.period.to.iso] + counts
                    + [
                        FigureCSV.plain(figure.value), figure.unit.rawValue, FigureCSV.plain(figure.interval?.lower),
                        FigureCSV.plain(figure.interval?.upper),
                    ] + rule(figure.measure)
                CSV.append(row.map(CSV.forPeople), to: &bytes)
            }
        }
        return bytes
    }

    /// By which version of which rule a measure is counted.
    private static func rule(_ measure: String) -> [String] {
        Measure.named(measure).map { [$0.definition.version, $0.definition.source] } ?? ["", ""]
    }
}

extension BoardReport {
    /// The report as read inside the service: every figure as it is, each a link.
    public func inside(address: @escaping (ShownFigure, Period) -> Address?) -> HTML {
        BoardDocument(report: self, figures: whole, isIssued: false, issuedOn: report.issuedOn, address: address).body
    }
}

extension BoardReport {
    /// What would be issued, to be read before it is.
    public func preview(issuedOn: Day) -> HTML { BoardDocument(report: self, figures: masked, isIssued: true, issuedOn: issuedOn).body }
}
