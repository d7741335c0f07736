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

    /// Whether what the page shows is what was signed off.
    static func signing(_ signing: NationalReturn.Signing) -> HTML {
        switch signing {
        case .none: "Not yet: a manager writes it down below"
        case .stands(let day, let receipt): link(to: At.returnReceipt(receipt), day.words)
        case .overtaken(let day, let receipt):
            "\(tag("Changed since", .warning)) It was signed off on \(day.words) and is no longer what was signed: the file does not say that it is, until it is signed again. \(link(to: At.returnReceipt(receipt), "What changed"))"
        }
    }

    static func facts(_ visit: Visit, _ made: TemplateReturn) -> HTML {
        summaryList([
            ("Service", "\(made.service)"), ("Unit code", unit(made.unitCode, visit.person.access)),
            ("Signed off", made.signedOff.map { "\($0.words)" } ?? "Not yet"),
        ])
    }
}
