import Casework
import HTML

/// Every address the site links to, made in one place. A link to a page is a call here; the pattern it must match is in the page's `routes`.
enum At {
    static let home = Address("/")
    static let signIn = Address("/sign-in")
    static let signOut = Address("/sign-out")
    static let children = Address("/children")
    static let newChild = Address("/children/new")
    static let figures = Address("/figures")
    static let reports = Address("/reports")
    static let benchmarks = Address("/benchmarks")
    static let settings = Address("/settings")
    static let staff = Address("/staff")
    static let exchange = Address("/exchange")
    static let guide = Address("/guide")
    static let drafts = Address("/drafts")

    static func child(_ id: RecordID, _ query: [(String, String)] = []) -> Address { Address("/children/\(id)", query: query) }
    static func child(_ id: RecordID, _ part: String, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(id)/\(part)", query: query)
    }
    /// The records of a kind on a child's file.
    static func records(_ child: RecordID, _ kind: AnyKind) -> Address { Address("/children/\(child)/\(kind.path)") }
    static func newRecord(_ child: RecordID, _ kind: AnyKind, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/\(kind.path)/new", query: query)
    }
    static func record(_ child: RecordID, _ kind: AnyKind, _ id: RecordID, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/\(kind.path)/\(id)", query: query)
    }
    static func editRecord(_ child: RecordID, _ kind: AnyKind, _ id: RecordID) -> Address {
        Address("/children/\(child)/\(kind.path)/\(id)/edit")
    }
    static func withdrawal(_ child: RecordID, _ kind: AnyKind, _ id: RecordID) -> Address {
        Address("/children/\(child)/\(kind.path)/\(id)/withdrawal")
    }
    static func draft(_ form: String, _ subject: String, _ child: RecordID?) -> Address {
        Address("/drafts/\(form)/\(subject)", query: child.map { [("child", $0.description)] } ?? [])
    }
    static func figure(_ measure: String, _ query: [(String, String)] = []) -> Address { Address("/figures/\(measure)", query: query) }
    static func report(_ id: RecordID, _ part: String? = nil) -> Address { Address("/reports/\(id)" + (part.map { "/\($0)" } ?? "")) }

    // Programme, plan and closure.
    static func programme(_ child: RecordID, _ id: RecordID, _ part: String? = nil) -> Address {
        Address("/children/\(child)/programmes/\(id)" + (part.map { "/\($0)" } ?? ""))
    }
    static func plan(_ child: RecordID, _ id: RecordID, _ part: String? = nil) -> Address {
        Address("/children/\(child)/plans/\(id)" + (part.map { "/\($0)" } ?? ""))
    }
    static func closure(_ child: RecordID, _ id: RecordID, _ part: String? = nil) -> Address {
        Address("/children/\(child)/closures/\(id)" + (part.map { "/\($0)" } ?? ""))
    }
    static let closures = Address("/closures")
}

extension AnyKind {
    /// The kind's noun in an address: its plural in small letters with hyphens.
    var path: String { plural.lowercased().replacing(" ", with: "-") }
}
