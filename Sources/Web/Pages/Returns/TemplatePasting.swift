import Casework
import HTML
import Records
import Reports
import Statistics

/// Taking the template's numbers from a spreadsheet: all the rows pasted or none. (S-PER-11, S-PER-22)
enum TemplatePasting {
    static func show(_ visit: Visit) async throws -> Reply {
        guard let period = visit.query("period").flatMap(Period.init), period.isQuarter else { throw NotFound() }
        let (signed, head) = try await visit.service.read(Scope(visit.person)) { reader in
            (try reader.serviceRecords(TemplateSignOff.self).contains { $0.period == period.label }, try reader.headPosition())
        }
        return signed ? TemplateTyping.closed(visit, period) : page(visit, period, head: head)
    }

    /// - Parameter head: the journal's last entry when the form was first shown: what was typed later is told by it, where the rows do not
    ///   say when their file was made.
    private static func page(_ visit: Visit, _ period: Period, head: Int64, faults: [TemplateCSV.Fault] = [], status: Int = 200) -> Reply {
        let problems = faults.prefix(20).map { ErrorItem(field: "rows", "Line \($0.line): \($0.message).") }
        let more = faults.count - problems.count
        return .page(
            visit, title: "Paste typed numbers", shows: .nobody, status: status, hasErrors: status != 200,
            crumbs: TemplateTyping.crumbs(period),
            errorSummary(problems) + heading("Paste typed numbers", caption: period.words)
                + "<p>Take the \(downloadLink(to: At.template("table.csv", [("period", period.label)]), "template of the quarter (CSV)")), fill in its column “typed” (and “why”, where a number differs), and paste the rows here with the first one, which names the columns. Only “cell” and “typed” are needed. “why” is taken with the counted “number” beside it, while as many are counted still; the moment the file was made, “as known at”, tells what others typed since; other columns are not read. Rows left out, or with nothing typed, keep what was typed before; to take a number back, empty its box in the table. Nothing is taken while a line is wrong.</p>"
                + when(more > 0, "<p>\(more) more lines are wrong.</p>")
                + sendForm(
                    action: At.template("pasted", [("period", period.label)]),
                    hidden("head", String(head))
                        + fields([
                            FieldControl(
                                id: "rows", label: "Rows", kind: .multiline(rows: 12),
                                hint: "From a spreadsheet, or the file’s own text. Name no child.", error: problems.first?.message,
                                value: visit.form["rows"])
                        ]) + buttonGroup([button("Take these numbers"), link(to: At.template(nil, [("period", period.label)]), "Cancel")])))
    }

    static func take(_ visit: Visit) async throws -> Reply {
        guard let period = visit.query("period").flatMap(Period.init), period.isQuarter else { throw NotFound() }
        let head = Int64(visit.form["head"]) ?? 0
        var (typed, faults) = TemplateCSV.read(visit.form["rows"])
        for one in typed where (one.why?.count ?? 0) > 1000 {
            faults.append(.init(line: one.line, message: "the explanation must be 1,000 characters or fewer"))
        }
        if typed.isEmpty, faults.isEmpty { faults = [.init(line: 1, message: "no number is there")] }
        guard faults.isEmpty else { return page(visit, period, head: head, faults: faults.sorted { $0.line < $1.line }, status: 422) }
        // Only what is typed is counted.
        let sheets = Set(typed.compactMap { TemplateSheet.number(of: $0.cell) })
        let made = try await TemplateReturn.read(visit.service, period, sheets: sheets)
        let taken = try await visit.service.write(Scope(visit.person), action: "template.type") { [typed] writer -> Taken in
            let standing = try made.again(writer.reader)
            guard standing.signed == nil else { return .signedOff }
            let cells = Dictionary(standing.cells.map { ($0.key, $0) }) { first, _ in first }
            var (changes, faults): ([(TemplateReturn.Cell, TemplateCSV.Typed)], [TemplateCSV.Fault]) = ([], [])
            for one in typed {
                guard let cell = cells[one.cell] else {
                    faults.append(.init(line: one.line, message: "the form has no cell “\(one.cell)”"))
                    continue
                }
                switch try since(one, cell, head, writer.reader) {
                case .theirs: continue
                case .both(let fault): faults.append(fault)
                case .nothing:
                    if let fault = stale(one, cell) { faults.append(fault) }
                    changes.append((cell, one))
                }
            }
            guard faults.isEmpty else { return .refused(faults) }
            for (cell, one) in changes { try TemplateTyping.write(writer, period, cell, one.number, why: why(one, cell)) }
            return .done
        }
        switch taken {
        case .done: return .see(At.template(nil, [("period", period.label)], sheet: sheets.min()))
        case .signedOff: return TemplateTyping.closed(visit, period)
        case .refused(let faults): return page(visit, period, head: head, faults: faults, status: 409)
        }
    }

    private enum Taken: Sendable {
        case done, signedOff
        case refused([TemplateCSV.Fault])
    }

    /// What the file says anew of a difference; nil where it says nothing, there is none, or the line is as the page gave it.
    private static func why(_ one: TemplateCSV.Typed, _ cell: TemplateReturn.Cell) -> String? {
        guard let why = one.why, !why.isEmpty, one.number != cell.counted else { return nil }
        let isKept = one.number == cell.number && why == cell.explanation.map(CSV.forPeople)
        return isKept && (cell.isExplained || one.counted != cell.counted) ? nil : why
    }

    /// An explanation speaks of the counted number it was written against and no other.
    private static func stale(_ one: TemplateCSV.Typed, _ cell: TemplateReturn.Cell) -> TemplateCSV.Fault? {
        guard why(one, cell) != nil, one.counted != cell.counted else { return nil }
        let message =
            one.counted.map { "\(cell.counted) are counted now, not \($0) as in the file: say why against \(cell.counted), or empty “why”" }
            ?? "“why” needs the counted number it is written against, in the column “number”"
        return TemplateCSV.Fault(line: one.line, message: message)
    }

    /// What somebody typed since the file was made that a line would change.
    private enum Since {
        case nothing
        /// The line holds what stood in the file: theirs stays.
        case theirs
        case both(TemplateCSV.Fault)
    }

    private static func since(_ one: TemplateCSV.Typed, _ cell: TemplateReturn.Cell, _ head: Int64, _ reader: Reader) throws -> Since {
        guard let typed = cell.typed, one.number != cell.number || cell.isExplained && why(one, cell) != nil else { return .nothing }
        let versions = try reader.history(TemplateValue.self, child: nil, id: typed.id)
        let trails = try one.asKnown == nil ? [:] : reader.trails(versions.map(\.from))
        func isLater(_ version: Int64) -> Bool {
            guard let known = one.asKnown, let trail = trails[version] else { return version > head }
            return trail.recordedAt > known
        }
        guard isLater(typed.from) else { return .nothing }
        let shown = versions.last { !isLater($0.from) }
        let said = one.why ?? ""
        if one.number == shown?.number, said.isEmpty || said == shown?.explanation.map(CSV.forPeople) { return .theirs }
        let theirs = cell.number.map { "typed \($0) for" } ?? "emptied"
        return .both(
            .init(
                line: one.line,
                message:
                    "somebody \(theirs) “\(cell.key)” since the file was made: leave the line out to keep theirs, or take the file anew"))
    }
}
