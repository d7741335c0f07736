import Casework

extension RecordForm {
    /// Takes a program's values, which stand as the page's own would. What it did not send keeps what stands.
    /// - Returns: what of it cannot be taken.
    mutating func fill(_ sent: [(name: String, value: JSON)], opens: (RecordID) throws -> Bool) rethrows -> [Problem] {
        var problems: [Problem] = []
        for (name, value) in sent {
            guard let field = fields.first(where: { $0.name == name }) else {
                problems.append(Problem(field: name, message: "There is no such field, or it is not yours to write."))
                continue
            }
            switch field.kind.text(of: value, label: field.label) {
            case .success(let text):
                typed[name] = text
                guard field.kind == .link("child") || field.kind == .links("child") else { continue }
                // Programs name another child by its id, pages by its reference.
                for id in refs(text).compactMap({ RecordID($0) }) where try opens(id) { childRefs[id] = id.description }
            case .failure(let problem): problems.append(Problem(field: name, message: problem.message))
            }
        }
        return problems
    }
}
