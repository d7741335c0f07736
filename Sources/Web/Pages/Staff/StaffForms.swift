import Casework
import HTML
import Records

/// Taking somebody on, and changing their name, team, post and role.
enum StaffForms {
    static let routes: [Route] = [
        .get("/staff/new", .may(.manageStaff)) { visit in
            try await visit.service.read(Scope(visit.person)) { try newPage(visit, try blank(visit, $0, asked: all)) }
        },
        .post("/staff", .may(.manageStaff)) { try await add($0) },
        .get("/staff/{id}/edit", .may(.manageStaff)) { visit in
            try await visit.service.read(Scope(visit.person)) { reader in
                let staff = try StaffPage.stored(visit, reader)
                var form = try blank(visit, reader, asked: changed)
                form.fill(staff.value)
                form.other["role"] = try reader.role(of: staff.id, on: visit.service.today)?.rawValue ?? ""
                return editPage(visit, staff, try reader.staffVersion(staff), form)
            }
        },
        .post("/staff/{id}", .may(.manageStaff)) { try await change($0) },
    ]

    private static let all: Set<String> = ["user", "name", "team", "full_time_percent"]
    private static let changed: Set<String> = ["name", "team", "full_time_percent"]

    private static func blank(_ visit: Visit, _ reader: Reader, asked: Set<String>) throws -> RecordForm<Staff> {
        var form = RecordForm(Staff.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.asked = asked
        form.suggestions["team"] = Set(try reader.serviceRecords(Staff.self).compactMap(\.team)).sorted()
        return form
    }

    private static func role(_ form: RecordForm<Staff>) -> HTML {
        field(
            FieldControl(
                id: "role", label: "Role", kind: .choice(Role.allCases.map { Choice($0.rawValue, $0.title) }),
                hint: "What each may see and do is on the staff page.", error: form.problems.first { $0.field == "role" }?.message,
                value: form.other["role"] ?? ""))
    }

    /// Reads the form and the role; nil where there is something to mend.
    private static func read(_ form: inout RecordForm<Staff>, over staff: Staff, _ visit: Visit) -> (Staff, Role)? {
        form.fill(visit.form)
        form.other["role"] = visit.form["role"]
        let read = form.read(over: staff, child: nil)
        let role = Role(rawValue: visit.form["role"])
        if role == nil { form.problems.append(Problem(field: "role", message: "Choose a role.")) }
        guard form.problems.isEmpty, let role else { return nil }
        return (read, role)
    }

    private static func password(_ form: RecordForm<Staff>) -> HTML {
        field(PasswordAgain.control(form.problems.first { $0.field == PasswordAgain.name }?.message))
    }

    private static func newPage(_ visit: Visit, _ form: RecordForm<Staff>) throws -> Reply {
        .page(
            visit, title: "Take somebody on", shows: .nobody, status: form.problems.isEmpty ? 200 : 422, hasErrors: !form.problems.isEmpty,
            crumbs: [NavItem("Staff", At.staff)]
        ) {
            form.summary + heading("Take somebody on")
                + "<p>They get a password that is good once, which you see on the next page and tell them yourself.</p>"
                + sendForm(
                    action: At.staff,
                    form.controls(["user", "name"]) + role(form) + form.controls(["team", "full_time_percent"]) + password(form)
                        + buttonGroup([button("Save"), link(to: At.staff, "Cancel")]))
        }
    }

    private static func add(_ visit: Visit) async throws -> Reply {
        var form = try await visit.service.read(Scope(visit.person)) { try blank(visit, $0, asked: all) }
        guard let (staff, role) = read(&form, over: Staff(), visit) else { return try newPage(visit, form) }
        let sound = form
        func again(_ problem: Problem) throws -> Reply {
            var form = sound
            form.problems = [problem]
            return try newPage(visit, form)
        }
        return try await PasswordAgain.asked(visit) {
            try again(Problem(field: PasswordAgain.name, message: $0.message))
        } then: {
            let password = Passphrase.make()
            do {
                let id = try await visit.service.addStaff(
                    staff, role: role, password: password, cost: visit.request.site.passwordCost, by: visit.person)
                return StaffPage.told(visit, id, name: staff.name, user: staff.user, password: password)
            } catch StaffError.taken {
                return try again(Problem(field: "user", message: "Somebody has that user name already."))
            }
        }
    }

    private static func editPage(_ visit: Visit, _ staff: Stored<Staff>, _ version: Int64, _ form: RecordForm<Staff>) -> Reply {
        .page(
            visit, title: "Change a member of staff", shows: .nobody, status: form.problems.isEmpty ? 200 : 422,
            hasErrors: !form.problems.isEmpty, crumbs: [NavItem("Staff", At.staff), NavItem(staff.name, At.staff(staff.id))]
        ) {
            form.summary + heading("Change a member of staff", caption: staff.name)
                + sendForm(
                    action: At.staff(staff.id),
                    hidden("from", visit.form.has("from") ? visit.form["from"] : String(version)) + form.controls(["name"]) + role(form)
                        + form.controls(["team", "full_time_percent"]) + password(form)
                        + buttonGroup([button("Save"), link(to: At.staff(staff.id), "Cancel")]))
        }
    }

    private static func change(_ visit: Visit) async throws -> Reply {
        let (staff, version) = try await visit.service.read(Scope(visit.person)) { reader in
            let staff = try StaffPage.stored(visit, reader)
            return (staff, try reader.staffVersion(staff))
        }
        var form = try await visit.service.read(Scope(visit.person)) { try blank(visit, $0, asked: changed) }
        guard let (typed, role) = read(&form, over: staff.value, visit) else { return editPage(visit, staff, version, form) }
        let sound = form
        func again(_ problem: Problem) -> Reply {
            var form = sound
            form.problems = [problem]
            return editPage(visit, staff, version, form)
        }
        return try await PasswordAgain.asked(visit) {
            again(Problem(field: PasswordAgain.name, message: $0.message))
        } then: {
            do {
                let isAnother = try await visit.service.changeStaff(
                    staff.id, from: sentVersion(visit), role: role, by: visit.person
                ) { $0 = typed }
                return .see(At.staff(staff.id, nil, [("done", isAnother ? "role" : "change")]))
            } catch is Conflict {
                return again(Problem(field: "", message: "Someone changed this person just now. Look at their page before saving."))
            } catch let error as StaffError {
                return again(Problem(field: "role", message: StaffPage.words(error)))
            }
        }
    }
}
