import Casework
import HTML
import Practice
import Records

/// Conditions and compliance on a programme's page: added and marked where they stand (S-OOC-18).
struct ProgrammeWork {
    let page: ProgrammePage
    private var whole: ProgrammeFile { page.whole }
    private var file: FileHead { page.file }
    private var visit: Visit { page.visit }
    private var codes: Codes { page.words.codes }
    private var programme: [String: String] { ["programme_ref": whole.programme.id.description] }
    private var today: String { visit.service.today.typed }

    init(page: ProgrammePage) { self.page = page }

    var html: HTML { conditions + compliance }

    private var conditions: HTML {
        // Only a conditional disposal has conditions; where some were written they are shown whatever the disposal.
        guard hasConditions else { return .empty }
        let rows = whole.conditions.map { one -> [HTML] in
            [
                link(to: At.record(file.id, AnyKind(Condition.self), one.id), one.what), state(one) + mark(one),
                "\(one.value.type.map { page.words.code("condition_type", $0) })", "\(one.byDate?.words)",
            ]
        }
        let add = InlineForm(new: Condition.self, file.id, part: "condition", visit, codes, [:])
        return section(
            "Conditions", id: "conditions",
            table(
                caption: "Conditions, and whether each is met", columns: ["Condition", "State", "Kind", "By"].map { Column($0) },
                rows: rows,
                captionHidden: true, empty: "No condition is recorded.")
                + when(
                    page.mayWrite("condition"),
                    details("Add a condition", add.html(["what", "type", "by_date"], set: programme, button: "Add the condition"))))
    }

    private var hasConditions: Bool {
        !whole.conditions.isEmpty || whole.isConditional
    }

    private func state(_ one: Stored<Condition>) -> HTML {
        switch one.isMet {
        case true: "\(tag("Met", .good)) \(one.metOn?.words)"
        case false: "\(tag("Not met", .bad)) \(one.value.note)"
        default:
            whole.programme.completed != nil
                ? tag("Not marked before the end", .neutral)
                : one.byDate.map { $0 < whole.day } ?? false ? tag("Late", .warning) : tag("Open", .info)
        }
    }

    /// The usual answer is one press; the other says why.
    private func mark(_ one: Stored<Condition>) -> HTML {
        guard page.mayWrite("condition"), one.isMet == nil else { return .empty }
        return details(
            "Met or not",
            InlineForm(one, file.id, visit, codes, ["met_on": today]).html(
                ["met_on"], set: ["met": "yes"], needed: ["met_on"], button: "Met", about: one.what)
                + InlineForm(one, file.id, visit, codes, [:]).html(
                    ["note"], set: ["met": "no"], needed: ["note"], button: "Not met", about: one.what))
    }

    private var compliance: HTML {
        let rows = whole.steps.map { one -> [HTML] in
            let told: HTML =
                ["NON_COMPLIANCE", "RETURN_TO_POLICE"].contains(one.value.type) || one.policeToldDate != nil
                ? one.policeToldDate.map { "\($0.words)" } ?? tag("Not told", .warning) : .empty
            return [
                // What is to be done stands in the first column: on a phone the last is out of reach.
                link(to: At.record(file.id, AnyKind(Compliance.self), one.id), page.words.code("compliance_type", one.value.type))
                    + answer(one),
                "\(one.onDate.words)", one.value.what.map(paragraphs) ?? .empty, told,
                "\(one.value.policeAnswer)\(one.policeAnswerOn.map { ", \($0.words)" } ?? "")",
            ]
        }
        let add = InlineForm(new: Compliance.self, file.id, part: "compliance", visit, codes, ["on_date": today])
        return section(
            "Compliance", id: "compliance",
            table(
                caption: "Steps of compliance, oldest first",
                columns: ["Step", "Day", "What happened", "Police told", "Police answer"].map { Column($0) }, rows: rows,
                captionHidden: true, empty: "No warning, meeting or notice.")
                + when(
                    page.mayWrite("compliance"),
                    details(
                        "Add a warning, meeting, notice or return to the police",
                        when(
                            whole.isKnife,
                            "<p>\(tag("Knife case", .warning)) The police are told of non-compliance, and the day is recorded.</p>")
                            + add.html(
                                ["type", "on_date", "what", "police_told_date"], set: programme,
                                neededWhere: ProgrammePages.compliance.neededWhere, button: "Add the step"))))
    }

    private func answer(_ one: Stored<Compliance>) -> HTML {
        guard one.value.type == "RETURN_TO_POLICE", PoliceAnswer.waits(one.value), page.mayWrite("compliance") else { return .empty }
        return details(PoliceAnswer.title, PoliceAnswer.form(one, file.id, visit, codes))
    }
}
