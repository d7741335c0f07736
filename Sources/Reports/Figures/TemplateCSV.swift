import Casework
import Records
import Statistics

/// The filled summary template as a file people open in a spreadsheet: one row a cell of the form.
public enum TemplateCSV {
    public static func bytes(_ answer: FigureSet.Answer, asAt: Instant) -> [UInt8] {
        var bytes: [UInt8] = []
        CSV.append(["sheet", "row", "block", "column", "number", "from", "to", "as known at", "row token", "block token"], to: &bytes)
        for sheet in TemplateSheet.all {
            let figures = answer.of(sheet.measure)
            for block in sheet.blocks {
                let token = block.by.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
                for row in sheet.rows {
                    for column in block.columns {
                        guard let figure = sheet.cell(figures, row, block, column) else { continue }
                        let line = [
                            sheet.measure.title, row.words, block.words, column, FigureCSV.plain(figure.value), answer.period.from.iso,
                            answer.period.to.iso, asAt.iso, row.id, token,
                        ]
                        CSV.append(line.map(CSV.forPeople), to: &bytes)
                    }
                }
            }
        }
        return bytes
    }
}
