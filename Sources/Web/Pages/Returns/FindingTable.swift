import Casework
import HTML
import Records
import Reports

/// What the return's rules found, as the pages of the return and of data quality show it.
enum FindingTable {
    static let most = 200

    static func mark(_ severity: ReturnSeverity) -> HTML {
        switch severity {
        case .refuse: tag("Refused", .bad)
        case .warn: tag("Warning", .warning)
        }
    }

    /// Who mends it, by name; those who left or never had the child are nobody.
    static func owner(_ finding: ReturnFinding, _ names: [RecordID: String]) -> String {
        if let name = finding.owner.flatMap({ names[$0] }) { return name }
        return finding.rule.owner == .victimWorker ? "Victim worker, nobody named" : "Nobody allocated"
    }

    /// The page that mends a finding: the form for those who may write it, else the record, else the file.
    static func mend(_ finding: ReturnFinding, _ access: Access) -> Address {
        let (child, kind) = (finding.child, finding.rule.kind)
        let mayWrite = access.mayWrite(kind.name)
        if kind.name == "child" { return At.child(child, mayWrite ? "edit" : "details") }
        guard let record = finding.record else { return mayWrite ? At.newRecord(child, kind) : At.child(child) }
        return mayWrite ? At.editRecord(child, kind, record) : At.record(child, kind, record)
    }

    /// Those about what the role sees.
    private static func ofRole(_ visit: Visit, _ findings: [ReturnFinding]) -> [ReturnFinding] {
        findings.filter { visit.person.access.sees($0.rule.kind.sensitivity) }
    }

    private static func lines(_ visit: Visit, _ reader: Reader, _ findings: [ReturnFinding]) throws -> [RecordID: ChildLine] {
        let lines = try reader.lines(of: Array(Set(findings.map(\.child))), on: visit.service.today)
        return Dictionary(lines.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The same findings as a spreadsheet, all of them (S-INF-05).
    static func file(_ visit: Visit, _ reader: Reader, _ findings: [ReturnFinding]) throws -> Reply {
        let seen = try ofRole(visit, findings).filter { try !reader.hides($0.child) }
        let (lines, names) = (try lines(visit, reader, seen), try reader.staffNames())
        let head = ["Reference", "Child", "Rule", "What is wrong", "Return", "Whose to mend"]
        let rows = seen.map { finding -> [String] in
            let line = lines[finding.child].flatMap { $0.isClosed ? nil : $0 }
            return [
                line?.ref ?? "", line?.name ?? "A file that is not open to you", finding.rule.title,
                line == nil ? "" : finding.sentence, finding.severity == .refuse ? "Refused" : "Warning", owner(finding, names),
            ]
        }
        let children = seen.map(\.child).filter { lines[$0]?.isClosed == false }
        return .spreadsheet("data-quality", of: children, [head] + rows)
    }

    /// The findings this person may open, with the children shown. Rules about what the role does not see are left out.
    static func rows(_ visit: Visit, _ reader: Reader, _ findings: [ReturnFinding]) throws -> (html: HTML, children: [RecordID]) {
        let ofRole = ofRole(visit, findings)
        let seen = try ofRole.filter { try !reader.hides($0.child) }
        let shown = Array(seen.prefix(most))
        let children = Array(Set(shown.map(\.child)))
        let lines = try lines(visit, reader, shown)
        let names = try reader.staffNames()
        let rows = shown.map { finding -> [HTML] in
            guard let line = lines[finding.child], !line.isClosed else {
                return [
                    "A file that is not open to you", "\(finding.rule.title)", mark(finding.severity), "\(owner(finding, names))", .empty,
                ]
            }
            return [
                link(to: At.child(line.id), "\(line.name) (\(line.ref))"), "\(finding.sentence)", mark(finding.severity),
                "\(owner(finding, names))",
                link(to: mend(finding, visit.person.access), "Mend it", about: "\(finding.rule.title.lowercasedFirst), \(line.name)"),
            ]
        }
        let html =
            table(
                caption: "What to mend", columns: ["Child", "What is wrong", "Return", "Whose to mend", "Where"].map { Column($0) },
                rows: rows, captionHidden: true, empty: "There is nothing to mend here.")
            + when(seen.count > most, "<p>The first \(most) of \(seen.count) are shown.</p>")
            + when(
                ofRole.count < findings.count,
                "<p>\(findings.count - ofRole.count) more are about records your role does not see.</p>")
        return (html, children.filter { lines[$0]?.isClosed == false })
    }
}
