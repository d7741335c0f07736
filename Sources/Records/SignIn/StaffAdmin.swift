import Casework
import Practice
import Storage

/// Why something was not done to a member of staff.
public enum StaffError: Error, Sendable {
    /// No member of staff has that user name or id.
    case unknown
    /// Another has that user name already.
    case taken
    /// Nobody changes their own role, or whether they may sign in.
    case own
    /// Without this one nobody could manage staff.
    case lastAdministrator
}

extension Service {
    /// Takes on a member of staff in a role, with a password to sign in by.
    /// - Parameter isOneTime: whether it is good once and for a while, as one that is told must be.
    /// - Throws: `StaffError.taken`, or `Problems` with a sentence a field.
    @discardableResult
    public func addStaff(
        _ staff: Staff, role: Role, password: String, isOneTime: Bool = true, cost: Password.Cost = .usual, by person: Person? = nil
    ) async throws -> RecordID {
        let hash = try await Password.hash(password, cost: cost)
        return try await write(staffScope(person), action: "staff.add") { writer in
            guard try writer.staff(staff.user) == nil else { throw StaffError.taken }
            let id = try writer.create(staff)
            try writer.give(role, to: id)
            try writer.set(hash, of: id, oneTimeHours: isOneTime ? writer.reader.settings()[Settings.oneTime] : nil)
            return id
        }
    }

    /// Changes what is known of a member of staff, and their role. With another role their tokens end: they were made for what
    /// the one before sees.
    /// - Parameters:
    ///   - from: the version the change was made from, role included: `Reader.staffVersion`.
    ///   - change: of name, team and post; whether they may sign in is not among it.
    /// - Returns: whether the role is another one now.
    /// - Throws: `Conflict` when someone saved it first, `StaffError.own` and `.lastAdministrator`, `Problems`.
    @discardableResult
    public func changeStaff(
        _ id: RecordID, from: Int64, role: Role, by person: Person, _ change: @escaping @Sendable (inout Staff) -> Void
    ) async throws -> Bool {
        let isAnother = try await write(staffScope(person), action: "staff.change") { writer in
            guard let staff = try writer.reader.serviceRecord(Staff.self, id: id), try writer.reader.staffVersion(staff) == from else {
                throw Conflict(kind: Staff.kind.name, id: id)
            }
            let before = try writer.reader.role(of: id, on: writer.recordedAt.londonDay)
            if before != role {
                guard id != person.id else { throw StaffError.own }
                try writer.refuseLastAdministrator(id)
            }
            try writer.correct(Staff.self, child: nil, id: id, from: staff.from) { staff in
                let (user, disabled) = (staff.user, staff.disabled)
                change(&staff)
                (staff.user, staff.disabled) = (user, disabled)
            }
            if before != role { try writer.give(role, to: id) }
            return before != role
        }
        if isAnother { try await endTokens(of: id) }
        return isAnother
    }

    /// From now on they may not sign in, and are signed out.
    public func disableStaff(user: String, by person: Person? = nil) async throws {
        let id = try await write(staffScope(person), action: "staff.disable") { writer in
            guard let staff = try writer.staff(user) else { throw StaffError.unknown }
            guard staff.id != person?.id else { throw StaffError.own }
            try writer.refuseLastAdministrator(staff.id)
            try writer.correct(Staff.self, child: nil, id: staff.id, from: staff.from) { $0.disabled = true }
            return staff.id
        }
        try await endSessions(of: id)
        try await endSteps(of: id)
        try await forgetBrowsers(of: id)
        try await endTokens(of: id)
    }

    /// From now on they may sign in again, with the password they had.
    public func enableStaff(user: String, by person: Person? = nil) async throws {
        try await write(staffScope(person), action: "staff.enable") { writer in
            guard let staff = try writer.staff(user) else { throw StaffError.unknown }
            try writer.correct(Staff.self, child: nil, id: staff.id, from: staff.from) { $0.disabled = nil }
        }
    }

    /// Gives a new password to somebody who may sign in again with it; they are signed out wherever they were signed in, and an account elsewhere
    /// that signed them in does not any more: whoever had the old password may have linked their own.
    /// - Parameters:
    ///   - isOneTime: whether it is good once and for a while, as one that is told must be.
    ///   - identity: how it was made sure that it is they who ask; kept with the journal's entry.
    public func resetPassword(
        user: String, to password: String, isOneTime: Bool = true, cost: Password.Cost = .usual, by person: Person? = nil,
        identity: String? = nil
    ) async throws {
        let hash = try await Password.hash(password, cost: cost)
        let id = try await write(staffScope(person), action: "staff.reset", note: identity) { writer in
            guard let staff = try writer.staff(user) else { throw StaffError.unknown }
            if staff.disabled == true { try writer.correct(Staff.self, child: nil, id: staff.id, from: staff.from) { $0.disabled = nil } }
            try writer.set(hash, of: staff.id, oneTimeHours: isOneTime ? writer.reader.settings()[Settings.oneTime] : nil)
            return staff.id
        }
        // Sessions first, for one of them could link anew; and once more, for a sign-in by the account that was under way.
        try await endSessions(of: id)
        try await endLink(of: id)
        try await endSteps(of: id)
        try await endSessions(of: id)
        try await forgetBrowsers(of: id)
        try await endTokens(of: id)
    }

    /// Changes a person's password to one of their own; they are signed out everywhere else, tokens that act as them end, and an account
    /// elsewhere signs them in no more: whoever made or linked one may have known the password they had.
    /// - Parameter session: the cookie of the session that goes on; nil while they are signing in.
    public func choosePassword(_ password: String, of staff: RecordID, session: String?, cost: Password.Cost = .usual) async throws {
        let hash = try await Password.hash(password, cost: cost)
        try await write(try await scope(asking: staff), action: "staff.password") { writer in
            try writer.set(hash, of: staff, oneTimeHours: nil)
        }
        // While they are signing in the step that changes it is still to be used; who gave the password has ended the link.
        if session != nil {
            try await endLink(of: staff)
            try await endSteps(of: staff)
        }
        try await endSessions(of: staff, but: session)
        try await endTokens(of: staff)
    }

    /// What a new password of somebody may not be.
    public func passwordRule(of staff: RecordID?, breached: BreachedPasswords? = nil) async throws -> PasswordRule {
        let own = [name, code]
        return try await read(.wholeService(reason: "password")) { reader in
            let found = try staff.flatMap { try reader.serviceRecord(Staff.self, id: $0) }
            return PasswordRule(
                shortest: try reader.settings()[Settings.passwordLength], names: own + [found?.user, found?.name].compactMap { $0 },
                breached: breached)
        }
    }

    /// Passwords are nobody's to read, so what writes them reads as the program; whether the person may is checked first.
    private func staffScope(_ person: Person?) throws -> Scope {
        if let person, !person.access.may(.manageStaff) { throw NotAllowed() }
        return .wholeService(reason: "staff", for: person)
    }
}

extension Writer {
    func staff(_ user: String) throws -> Stored<Staff>? { try reader.serviceRecords(Staff.self).first { $0.user == user } }

    /// From today on they hold this role and no other.
    fileprivate func give(_ role: Role, to staff: RecordID) throws {
        let today = recordedAt.londonDay
        for held in try reader.serviceRecords(RoleHolding.self) where held.staff == staff && held.value.isActive(on: today) {
            // One that begins today was never anybody's past: it is put right, not ended.
            if held.startDate == today {
                return _ = try correct(RoleHolding.self, child: nil, id: held.id, from: held.from) { $0.role = role.rawValue }
            }
            try correct(RoleHolding.self, child: nil, id: held.id, from: held.from) { $0.endDate = today - 1 }
        }
        var holding = RoleHolding()
        (holding.staff, holding.role, holding.startDate) = (staff, role.rawValue, today)
        try create(holding)
    }

    fileprivate func set(_ hash: String, of staff: RecordID, oneTimeHours: Int?) throws {
        let until = oneTimeHours.map { Instant(milliseconds: recordedAt.milliseconds + Int64($0) * 3_600_000) }
        if let held = try reader.credential(of: staff) {
            try correct(Credential.self, child: nil, id: held.id, from: held.from) { ($0.hash, $0.oneTimeUntil) = (hash, until) }
        } else {
            var credential = Credential()
            (credential.staff, credential.hash, credential.oneTimeUntil) = (staff, hash, until)
            try create(credential)
        }
    }

    /// Somebody must be left who can manage staff.
    fileprivate func refuseLastAdministrator(_ id: RecordID) throws {
        let today = recordedAt.londonDay
        func isAdministrator(_ staff: RecordID) throws -> Bool {
            try reader.person(staff: staff, on: today)?.access.may(.manageStaff) ?? false
        }
        guard try isAdministrator(id) else { return }
        let others = try reader.serviceRecords(Staff.self).filter { $0.id != id && $0.disabled != true }
        guard try others.contains(where: { try isAdministrator($0.id) }) else { throw StaffError.lastAdministrator }
    }
}

extension Reader {
    /// The version of a member of staff together with their roles: what a form of both is saved against.
    public func staffVersion(_ staff: Stored<Staff>) throws -> Int64 {
        try serviceRecords(RoleHolding.self).filter { $0.value.staff == staff.id }.map(\.from).reduce(staff.from, max)
    }
}
