import Casework
import Storage

/// What a sign-in needs to be checked against.
public struct SignInCheck: Sendable {
    public let staff: RecordID
    public let hash: String
    /// Whether the password was given out and its time is over: it is right, and good for nothing.
    public let isOver: Bool
}

extension Service {
    /// The member of staff a user name belongs to and the hash to check; nil when there is nobody who may sign in. Costs the same either way to the caller.
    public func signInCheck(user: String) async throws -> SignInCheck? {
        let (today, now) = (today, now)
        return try await read(.wholeService(reason: "sign in")) { reader in
            guard let staff = try reader.serviceRecords(Staff.self).first(where: { $0.user == user && $0.disabled != true }),
                try reader.person(staff: staff.id, on: today) != nil, let credential = try reader.credential(of: staff.id)
            else { return nil }
            return SignInCheck(staff: staff.id, hash: credential.hash, isOver: credential.oneTimeUntil.map { $0 <= now } ?? false)
        }
    }

    /// Whether this is somebody's password now.
    public func isPassword(_ password: String, of staff: RecordID) async throws -> Bool {
        let hash = try await read(.wholeService(reason: "sign in")) { try $0.credential(of: staff)?.hash }
        return try await Password.matches(password, hash)
    }
}

extension Reader {
    /// The password somebody signs in with.
    func credential(of staff: RecordID) throws -> Stored<Credential>? {
        try serviceRecords(Credential.self).filter { $0.staff == staff }.max { $0.from < $1.from }
    }

    /// The second factor somebody has; nil where they have none.
    func secondFactor(of staff: RecordID) throws -> Stored<SecondFactor>? {
        try serviceRecords(SecondFactor.self).filter { $0.staff == staff }.max { $0.from < $1.from }
    }

    /// Another reader of the same snapshot, through this person's sight.
    func of(_ person: Person) -> Reader {
        Reader(db: db, service: service, scope: Scope(person), keepsReference: keepsReference)
    }

    /// A member of staff with the role they hold on a day; nil when disabled or without a role.
    public func person(staff: RecordID, on day: Day) throws -> Person? {
        guard let found = try fetch(Staff.self, where: "v.id = \(staff.uuid) AND NOT v.withdrawn AND v.to_position IS NULL").first,
            found.disabled != true, let role = try role(of: staff, on: day)
        else { return nil }
        return Person(id: found.id, user: found.user, name: found.name, team: found.team, access: Access(role))
    }

    /// The role a member of staff holds on a day.
    public func role(of staff: RecordID, on day: Day) throws -> Role? {
        let holdings = try fetch(RoleHolding.self, where: "v.staff = \(staff.uuid) AND NOT v.withdrawn AND v.to_position IS NULL")
        return holdings.filter { $0.value.isActive(on: day) }.compactMap { Role(rawValue: $0.role) }.first
    }
}
