import Casework
import HTML
import Records

/// One code list as a service works with it, and what of it the service may change.
struct CodeList: Sendable {
    let name: String
    let codes: [Stored<Code>]

    /// Where forms ask it: the questions, each with its kind of record.
    let questions: [String]

    init(_ name: String, _ all: [Stored<Code>]) {
        self.name = name
        codes = all.filter { $0.value.list == name }.sorted { ($0.value.order, $0.value.token) < ($1.value.order, $1.value.token) }
        questions = allKinds.flatMap { kind in
            kind.fields.compactMap { field -> String? in
                switch field.kind {
                case .code(name), .codes(name): "\(field.label) (\(kind.title.lowercasedFirst))"
                default: nil
                }
            }
        }
    }

    static func all(_ reader: Reader) throws -> [CodeList] {
        let codes = try reader.serviceRecords(Code.self)
        return Set(codes.map(\.value.list)).sorted().map { CodeList($0, codes) }
    }

    var title: String { name.prefix(1).uppercased() + name.dropFirst().replacing("_", with: " ") }

    /// Lists no form asks are read by Waymark's own rules: a code they do not know would do nothing.
    var mayGrow: Bool { !questions.isEmpty || CodeList.rowsOfOnesOwn.contains(name) }

    /// Lists no form asks whose every row those rules read, one of the service's own too.
    private static let rowsOfOnesOwn: Set<String> = [
        "return_unit", "nationality_word", "relevant_court_disposal", "substantive_requirement",
    ]

    /// What its codes roll up to, in the list's order; empty where they roll up to nothing.
    var groups: [String] {
        var found: [String] = []
        for code in codes { if let group = code.value.group, !found.contains(group) { found.append(group) } }
        return found
    }

    /// Whether some of its codes roll up to nothing.
    var hasUngrouped: Bool { codes.contains { $0.value.group == nil } }

    /// What follows from the choice, said before it is made.
    var meaning: String {
        switch name {
        case "outcome":
            "The tier it counts in: first-time entrants, reoffending, disparity and the ten indicators follow it. An outcome of no tier is in none of them."
        case "disposal": "The group of work it counts in on workload and caseload figures."
        case "ethnicity": "The group it counts in wherever figures are divided by ethnicity."
        case "offence_category": "Breach counts apart: a breach is no new offence."
        case "remand_decision": "Only decisions that are a remand are counted as one."
        case "accommodation_type": "What it counts as where suitable accommodation is counted."
        case "board_sector": "Whether the sector is one that must sit on the board."
        case "nationality_word": "Whether somebody whose nationality has this label in it is asked for an immigration status. ASKED wins."
        case "relevant_court_disposal": "What the return says of an outcome with this code."
        case "substantive_requirement": "What the return says of a requirement with this code."
        default: "What it counts as wherever figures are divided by this list."
        }
    }

    func code(_ token: String) -> Stored<Code>? { codes.first { $0.value.token == token } }

    static func address(_ list: String? = nil, _ token: String? = nil, _ part: String? = nil, _ query: [(String, String)] = []) -> Address {
        Address("/codes" + [list, token, part].compactMap { $0 }.map { "/\($0)" }.joined(), query: query)
    }
}
