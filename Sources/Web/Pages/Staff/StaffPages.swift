import Casework
import HTML
import Records

/// Who works here and in which role. Adding, disabling and new passwords are the system administrator's, and the command line's.
enum StaffPages {
    static let routes: [Route] = [
        .get("/staff", .may(.seeStaff)) { visit in
            try await visit.service.read(Scope(visit.person)) { reader in
                let today = visit.service.today
                let held = Dictionary(grouping: try reader.serviceRecords(RoleHolding.self), by: \.value.staff)
                let rows = try reader.serviceRecords(Staff.self).sorted { $0.name < $1.name }.map { staff -> [HTML] in
                    let roles = (held[staff.id] ?? []).filter { $0.value.isActive(on: today) }.map {
                        Role(rawValue: $0.role)?.title ?? $0.role
                    }
                    return [
                        "\(staff.name)", "\(staff.user)", "\(staff.team ?? "None")", "\(roles.joined(separator: ", "))",
                        staff.disabled == true ? tag("May not sign in", .bad) : tag("May sign in", .good),
                    ]
                }
                return .page(visit, title: "Staff", shows: .nobody) {
                    heading("Staff")
                        + table(
                            caption: "Everybody who works here",
                            columns: ["Name", "User name", "Team", "Role", "State"].map { Column($0) }, rows: rows)
                        + "<p>\(link(to: At.access, "What each role may see and do"))</p>"
                }
            }
        }
    ]
}
