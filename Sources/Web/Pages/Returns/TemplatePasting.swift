import Casework
import HTML
import Records
import Reports

/// Taking the template's numbers from a spreadsheet: all the rows pasted or none. (S-PER-11, S-PER-22)
enum TemplatePasting {
    static func show(_ visit: Visit) async throws -> Reply {
        guard let period = visit.query("period").flatMap(Period.init), period.isQuarter else { throw NotFound() }
        let signed = try await visit.service.read(Scope(visit.person)) { reader in
            try reader.serviceRecords(TemplateSignOff.self).contains { $0.period == period.label }
        }
        return signed ? TemplateTyping.closed(visit, period) : page(visit, period)
    }

    private static func page(_ visit: Visit, _ period: Period, faults: [TemplateCSV.Fault] = [], status: Int = 200) -> Reply {
        let problems = faults.prefix(20).map { ErrorItem(field: "rows", "Line \($0.line): \($0.message).") }
        let more = faults.count - problems.count
        return .page(
            visit, title: "Paste typed numbers", shows: .nobody, status: status, hasErrors: status != 200,
            crumbs: TemplateTyping.crumbs(period),
            errorSummary(problems) + heading("Paste typed numbers", caption: period.words)
                + "<p>Take the \(downloadLink(to: At.template("table.csv", [("period", period.label)]), "template of the quarter (CSV)")), fill in its column “typed” (and “why”, where a number differs), and paste the rows here with the first one, which names the columns. Only “cell” and “typed” are needed; other columns are not read. Rows left out keep what was typed before. Nothing is taken while a line is wrong.</p>"
                + when(more > 0, "<p>\(more) more lines are wrong.</p>")
                + sendForm(
                    action: At.template("pasted", [("period", period.label)]),
                    fields([
                        FieldControl(
                            id: "rows", label: "Rows", kind: .multiline(rows: 12),
                            hint: "From a spreadsheet, or the file’s own text. Name no child.", error: problems.first?.message,
                            value: visit.form["rows"])
                    ]) + buttonGroup([button("Take these numbers"), link(to: At.template(nil, [("period", period.label)]), "Cancel")])))
    }

    static func take(_ visit: Visit) async throws -> Reply {
        guard let period = visit.query("period").flatMap(Period.init), period.isQuarter else { throw NotFound() }
        var (typed, faults) = TemplateCSV.read(visit.form["rows"])
        for one in typed where (one.why?.count ?? 0) > 1000 {
            faults.append(.init(line: one.line, message: "the explanation must be 1,000 characters or fewer"))
        }
        if typed.isEmpty, faults.isEmpty { faults = [.init(line: 1, message: "no number is there")] }
        guard faults.isEmpty else { return page(visit, period, faults: faults.sorted { $0.line < $1.line }, status: 422) }
        let made = try await TemplateReturn.read(visit.service, period)
        let isTaken = try await visit.service.write(Scope(visit.person), action: "template.type") { [typed] writer -> Bool in
            let standing = try made.again(writer.reader)
            guard standing.signed == nil else { return false }
            let cells = Dictionary(standing.cells.map { ($0.key, $0) }) { first, _ in first }
            for one in typed {
                guard let cell = cells[one.cell] else { continue }
                let why = one.number != nil && one.number != cell.counted ? one.why : nil
                try TemplateTyping.write(writer, period, cell, one.number, why: why?.isEmpty == true ? nil : why)
            }
            return true
        }
        return isTaken ? .see(At.template(nil, [("period", period.label)])) : TemplateTyping.closed(visit, period)
    }
}
