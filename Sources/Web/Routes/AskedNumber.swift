import HTML

/// A number an address chooses by: a year, how many days back. What cannot be read is said beside its box, over what is shown for want of it.
struct AskedNumber: Sendable {
    let name: String
    let value: Int
    private let typed: String
    let problem: ErrorItem?

    /// - Parameters:
    ///   - otherwise: what is wrong with one that cannot be read, and what is shown: "is not a year like 2026: this year is shown".
    ///   - read: nil for what is no answer.
    init(_ visit: Visit, _ name: String, usual: Int, otherwise: String, _ read: (String) -> Int?) {
        typed = visit.query(name) ?? ""
        let found = read(typed)
        self.name = name
        value = found ?? usual
        problem = found == nil && !typed.isEmpty ? ErrorItem(field: name, "“\(typed)” \(otherwise).") : nil
    }

    /// How far back a page looks, in days, of a few to choose from.
    init(days visit: Visit, _ spans: [Int], usual: Int) {
        self.init(visit, "days", usual: usual, otherwise: "is none of the periods to choose from: the usual one is shown") { text in
            Int(text).flatMap { spans.contains($0) ? $0 : nil }
        }
    }

    /// The page that says what is wrong, for a file or a list that has no box to say it beside.
    func asked(at page: Address) -> Address { Address(page.path, query: [(name, typed)]) }

    var status: Int { problem == nil ? 200 : 422 }
    /// The summary at the top of the page.
    var summary: HTML { errorSummary(problem.map { [$0] } ?? []) }

    /// The box to choose again.
    func control(_ label: String, _ choices: [Choice]) -> HTML {
        field(FieldControl(id: name, label: label, kind: .choice(choices), error: problem?.message, value: String(value)))
    }
}
