import Casework
import HTML
import Records

/// Who works here and in which role. Taking people on, changing them and letting them in again is the system administrator's: `StaffPage`.
enum StaffPages {
    static let routes: [Route] =
        [
            .get("/staff", .may(.seeStaff)) { visit in
                let manages = visit.person.access.may(.manageStaff)
                return try await visit.service.read(Scope(visit.person)) { reader in
                    let today = visit.service.today
                    let rows = try reader.serviceRecords(Staff.self).sorted { $0.name < $1.name }.map { staff -> [HTML] in
                        [
                            manages ? link(to: At.staff(staff.id), staff.name) : "\(staff.name)", "\(staff.user)",
                            "\(staff.team ?? "None")",
                            "\(try reader.role(of: staff.id, on: today)?.title ?? "None")",
                            staff.disabled == true ? tag("May not sign in", .bad) : tag("May sign in", .good),
                        ]
                    }
                    return .page(visit, title: "Staff", shows: .nobody) {
                        heading("Staff") + when(manages, buttonGroup([buttonLink(to: At.newStaff, "Take somebody on")]))
                            + table(
                                caption: "Everybody who works here",
                                columns: ["Name", "User name", "Team", "Role", "State"].map { Column($0) }, rows: rows)
                            + "<p>\(link(to: At.access, "What each role may see and do"))</p>"
                            + when(
                                visit.person.access.may(.seeRefusedSignIns),
                                "<p>\(link(to: At.refusedSignIns, "Refused sign-ins"))</p>")
                    }
                }
            }
        ] + StaffForms.routes + StaffPage.routes
}
