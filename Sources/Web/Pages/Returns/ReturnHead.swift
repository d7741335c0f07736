import Casework
import HTML
import Records
import Reports

/// What stands before a return or a template, told on its page. (S-PER-22)
enum ReturnHead {
    /// The receiver's own name for the service, or where to write it down.
    static func unit(_ code: String?, _ access: Access) -> HTML {
        let list = link(to: CodeList.address("return_unit"), "Return unit")
        let mayOpen = access.may(.manageSettings) || access.may(.seeFigures)
        return code.map { "\($0)" } ?? "Not given: a row of the code list \(mayOpen ? list : "Return unit")"
    }

    static func facts(_ visit: Visit, _ made: TemplateReturn) -> HTML {
        summaryList([
            ("Service", "\(made.service)"), ("Unit code", unit(made.unitCode, visit.person.access)),
            ("Signed off", made.signedOff.map { "\($0.words)" } ?? "Not yet"),
        ])
    }
}
