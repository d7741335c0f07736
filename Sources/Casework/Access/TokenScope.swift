/// What a token lets a program do, within what the person it acts as may do. Each route of the API asks for one.
public enum TokenScope: String, CaseIterable, Sendable {
    /// Find children, open their files and read the records on them.
    case readChildren = "children.read"
    /// Write new records on children's files and correct those there are.
    case writeRecords = "records.write"
    /// Read figures; never who is in them.
    case readFigures = "figures.read"

    public var title: String {
        switch self {
        case .readChildren: "Find children and read their files"
        case .writeRecords: "Write and correct records on their files"
        case .readFigures: "Read figures"
        }
    }

    /// What the person's role must include for the scope to be worth anything.
    public var permission: Permission {
        switch self {
        case .readChildren: .findChildren
        case .writeRecords: .writeRecords
        case .readFigures: .seeFigures
        }
    }
}
