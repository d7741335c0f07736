import Casework
import Records

extension Sample {
    /// A number typed into the template, and a file passed on.
    static func figures(_ writer: Writer) throws -> [String: RecordID] {
        var typed = TemplateValue()
        (typed.period, typed.cell, typed.number) = ("2026Q1", "kpi6 COMPLETED YOUTH_CAUTION total", 1)
        let value = try writer.create(typed)
        var passed = PassedFile()
        (passed.title, passed.question, passed.asAt) = ("First-time entrants", "figure=fte%20count", writer.recordedAt)
        (passed.figures, passed.about, passed.hash) = ("part,notes\n", "What,In words\n", "0")
        let file = try writer.create(passed)
        return ["values": value, "files": file]
    }
}
