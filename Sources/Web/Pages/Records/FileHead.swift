import Casework
import HTML
import Records

/// Whose file a page belongs to. Made first on every page of a file: a child who is not there, or not this person's to see, is a page that is not there.
struct FileHead: Sendable {
    let child: Stored<Child>
    /// The surviving record's id, which pages use even when reached by a merged one.
    var id: RecordID { child.id }
    var name: String { child.value.nameUsed.isEmpty ? "Name not known" : child.value.nameUsed }

    init(_ reader: Reader, _ id: RecordID) throws {
        try reader.requireOpen(id)
        guard let survivor = try reader.files(of: id).first, let child = try reader.record(Child.self, child: survivor, id: survivor) else {
            throw NotFound()
        }
        self.child = child
    }

    /// How old the child was on the day something happened (S-PEO-01); nil where either day is not known.
    func age(on day: Day?) -> String? {
        guard let day, day != .unset, let birth = child.value.dateOfBirth, birth <= day else { return nil }
        return ageWords(birth, on: day)
    }

    func age(_ label: String, on day: Day?) -> [SummaryRow] { age(on: day).map { [SummaryRow(label, "\($0)")] } ?? [] }

    var crumbs: [NavItem] { [NavItem("Children", At.children), NavItem(name, At.child(id))] }
}
