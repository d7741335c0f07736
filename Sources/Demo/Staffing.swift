import Casework

/// A member of Sandholme's staff and the role they hold.
public struct DemoStaff: Sendable {
    public let id: RecordID
    public let ref: String
    public let value: Staff
    public let role: Role
    public let holdingID: RecordID
    public let holdingRef: String
    public let holding: RoleHolding
}

enum Staffing {
    /// Those who do the work of the pathway, by role.
    struct Team: Sendable {
        let caseManagers: [RecordID]
        let deliveryWorkers: [RecordID]
        let managers: [RecordID]
        let police: RecordID?
        let victimWorker: RecordID?
        let support: RecordID?
        let names: [RecordID: String]

        init(_ staff: [DemoStaff]) {
            func of(_ role: Role) -> [RecordID] { staff.filter { $0.role == role }.map(\.id) }
            (caseManagers, deliveryWorkers, managers) = (of(.caseManager), of(.deliveryWorker), of(.teamManager))
            (police, victimWorker, support) = (of(.policeOfficer).first, of(.victimWorker).first, of(.businessSupport).first)
            names = Dictionary(staff.map { ($0.id, $0.value.name) }, uniquingKeysWith: { first, _ in first })
        }
    }

    static let teams = [
        "Out of court team", "Court and resettlement team", "Early help and prevention team",
    ]

    /// One of each role and more of those who work with children, up to `count`; never fewer than a whole service needs (24).
    static func make(_ count: Int, from day: Day, _ dice: inout Dice) -> [DemoStaff] {
        var roles: [Role] = [
            .serviceManager, .teamManager, .teamManager, .teamManager, .policeOfficer, .victimWorker,
            .panelPartner, .businessSupport,
            .businessSupport, .analyst, .systemAdministrator,
        ]
        while roles.count < max(24, count) {
            roles.append(roles.count.isMultiple(of: 2) ? .deliveryWorker : .caseManager)
        }
        var soFar: [Role: Int] = [:]
        return roles.enumerated().map { number, role in
            let place = soFar[role, default: 0]
            soFar[role] = place + 1
            let user = role.rawValue.replacing("_", with: ".") + (place == 0 ? "" : String(place + 1))
            var staff = Staff()
            staff.user = user
            staff.name =
                "\(dice.pick(number.isMultiple(of: 3) ? Names.men : Names.women)) \(dice.pick(Names.families))"
            staff.team = team(role, place)
            staff.fullTimePercent = number.isMultiple(of: 5) ? 60 : nil
            let id = dice.id(on: day)
            var holding = RoleHolding()
            holding.staff = id
            holding.role = role.rawValue
            holding.startDate = day
            return DemoStaff(
                id: id, ref: "staff-\(user)", value: staff, role: role, holdingID: dice.id(on: day),
                holdingRef: "role-\(user)",
                holding: holding)
        }
    }

    private static func team(_ role: Role, _ place: Int) -> String? {
        switch role {
        case .caseManager, .deliveryWorker, .teamManager: teams[place % teams.count]
        case .policeOfficer, .victimWorker: teams[0]
        default: nil
        }
    }
}
