/// docs/data-dictionary.md: every record kind and code list in words, made from the definitions so that it cannot fall behind them.
public enum DataDictionary {
    public static var markdown: String {
        let head = """
            # Data dictionary

            Made from the definitions in `Sources/Casework`; a test compares. One section a record kind, then the code lists a new service
            starts with. “About” says what a value is about, which decides who may see it (`Sources/Casework/Access/Access.swift`).

            Each kind has two tables: `NAME` (which record it is: service, child, id, source, reference; never changed) and `NAME_version`
            (what was known, from which journal position to which). Later fields show “not asked then” on older versions.

            """
        return head + allKinds.map(section).joined() + "\n## Code lists\n" + ShippedCodes.codes.lists.map(list).joined()
    }

    /// One kind's section.
    public static func section(_ kind: AnyKind) -> String {
        let home = kind.scope == .child ? "On a child's file." : "The service's own."
        let file = kind.file.map { " In the case-level folder: `\($0).csv`\(key(kind))." } ?? ""
        var lines = ["", "## \(kind.title) (`\(kind.name)`)", "", "\(kind.about) \(home)\(file) Definition version \(kind.version).", ""]
        lines += ["Written by \(roles { $0.mayWrite(kind.name) }). Seen by \(roles { $0.sees(kind.sensitivity) }).", ""]
        lines += ["| field | label | holds | required | about | exchanged |", "|---|---|---|---|---|---|"]
        lines += kind.fields.map { field in
            let since = field.since > 1 ? " (since version \(field.since))" : ""
            return
                "| `\(field.name)` | \(field.label)\(since) | \(field.kind.words) | \(field.required ?? "") | \(field.sensitivity.rawValue) | "
                + "\(field.exchanged ? field.isAdded ? "where filled" : "yes" : "no") |"
        }
        let rules = rules(kind.type)
        if !rules.isEmpty { lines += [""] + rules }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func key(_ kind: AnyKind) -> String {
        kind.key.isEmpty ? "" : ", rows told apart by " + kind.key.map { "`\($0)`" }.joined(separator: ", ")
    }

    private static func rules<R: RecordKind>(_ type: R.Type) -> [String] { R.kind.rules.map { "- `\($0.field)`: \($0.message)" } }

    private static func roles(_ holds: (Access) -> Bool) -> String {
        let found = Role.allCases.filter { holds(Access($0)) }
        if found.isEmpty { return "no role" }
        return found.count == Role.allCases.count ? "every role" : found.map(\.title.lowercasedFirst).joined(separator: ", ")
    }

    private static func list(_ name: String) -> String {
        let rows = ShippedCodes.codes.all(name).filter { $0.list == name }.map { code in
            let dates = [code.from.map { "from \($0.iso)" }, code.to.map { "to \($0.iso)" }].compactMap { $0 }.joined(separator: " ")
            return "| `\(code.token)` | \(code.label) | \(code.group ?? "") | \(dates) | \(code.basis) |"
        }
        return (["", "### `\(name)`", "", "| token | label | group | dates | basis |", "|---|---|---|---|---|"] + rows).joined(
            separator: "\n") + "\n"
    }
}
