import Casework

/// How a kind's records lie in their file of the case-level folder (interchange.md §1).
struct FileLayout: Sendable {
    let kind: AnyKind
    /// Without `.csv`.
    let file: String
    /// The column of a row's own reference; every file may carry it.
    let ownRef: String
    /// Whether an export has it: the others' rows are told apart by their key.
    let listsRef: Bool
    /// Whether an export has `child_ref`: an outcome and a victim are their offence's child's, a requirement its order's.
    let listsChild: Bool

    init?(_ kind: AnyKind) {
        guard let file = kind.file else { return nil }
        self.kind = kind
        self.file = file
        ownRef = kind.refColumn
        listsRef = kind.key.first == ownRef || kind.name == "outcome"
        listsChild = kind.scope == .child && !["child", "outcome", "requirement", "victim"].contains(kind.name)
    }

    var name: String { "\(file).csv" }

    /// The columns that tell rows apart; where a part is the first of several that is filled, all of them.
    var keyParts: [[String]] {
        kind.key.map { part in
            part.split(separator: "|").map { name in kind.fields.first { $0.name == name }?.column ?? String(name) }
        }
    }
    var keyColumns: [String] { keyParts.compactMap(\.first) }

    var fields: [AnyField] { kind.fields.filter(\.exchanged) }

    /// Whether a file of these columns tells its rows apart.
    func tellsApart(_ header: [String]) -> Bool {
        header.contains(ownRef) || keyColumns.first.map(header.contains) ?? false
    }

    /// Every file that is taken, in the order links need.
    static let all: [FileLayout] = allKinds.compactMap(FileLayout.init)

    /// Kinds whose references stand in other files, so that theirs are kept in mind.
    static let linked: Set<String> = Set(
        all.flatMap(\.fields).compactMap { field in
            switch field.kind {
            case .link(let kind), .links(let kind): kind
            default: nil
            }
        } + ["child"])

    /// Kinds that stand several in one cell of the interchange, with spaces between: their references may hold none. A column of our own asks
    /// nothing new of a sender: there a space within a reference is written `%20` (`ListCell`).
    static let listed: Set<String> = Set(
        all.flatMap(\.fields).filter { !$0.isAdded }.compactMap { field in
            if case .links(let kind) = field.kind { kind } else { nil }
        })
}
