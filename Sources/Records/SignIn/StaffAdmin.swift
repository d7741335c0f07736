import Casework
import Storage

/// No member of staff has that user name, or another has it already.
public enum StaffError: Error, Sendable {
    case unknown
    case taken
}

extension Service {
    /// Takes on a member of staff in a role, with a password to sign in by.
    /// - Throws: `StaffError.taken`, or `Problems` with a sentence a field.
    @discardableResult
    public func addStaff(_ staff: Staff, role: Role, password: String, cost: Password.Cost = .usual, by person: Person? = nil) async throws
        -> RecordID
    {
        let hash = try await Password.hash(password, cost: cost)
        return try await write(staffScope(person), action: "staff.add") { writer in
            guard try writer.staff(staff.user) == nil else { throw StaffError.taken }
            let id = try writer.create(staff)
            var holding = RoleHolding()
            (holding.staff, holding.role, holding.startDate) = (id, role.rawValue, writer.recordedAt.londonDay)
            try writer.create(holding)
            var credential = Credential()
            (credential.staff, credential.hash) = (id, hash)
            try writer.create(credential)
            return id
        }
    }

    /// From now on they may not sign in, and are signed out.
    public func disableStaff(user: String, by person: Person? = nil) async throws {
        let id = try await write(staffScope(person), action: "staff.disable") { writer in
            guard let staff = try writer.staff(user) else { throw StaffError.unknown }
            try writer.correct(Staff.self, child: nil, id: staff.id, from: staff.from) { $0.disabled = true }
            return staff.id
        }
        try await endSessions(of: id)
    }

    /// Gives a new password to somebody who may sign in again with it; they are signed out wherever they were signed in.
    public func resetPassword(user: String, to password: String, cost: Password.Cost = .usual, by person: Person? = nil) async throws {
        let hash = try await Password.hash(password, cost: cost)
        let id = try await write(staffScope(person), action: "staff.reset") { writer in
            guard let staff = try writer.staff(user) else { throw StaffError.unknown }
            if staff.disabled == true { try writer.correct(Staff.self, child: nil, id: staff.id, from: staff.from) { $0.disabled = nil } }
            let held = try writer.reader.serviceRecords(Credential.self).filter { $0.staff == staff.id }.max { $0.from < $1.from }
            if let held {
                try writer.correct(Credential.self, child: nil, id: held.id, from: held.from) { $0.hash = hash }
            } else {
                var credential = Credential()
                (credential.staff, credential.hash) = (staff.id, hash)
                try writer.create(credential)
            }
            return staff.id
        }
        try await endSessions(of: id)
    }

    /// Passwords are nobody's to read, so what writes them reads as the program; whether the person may is checked first.
    private func staffScope(_ person: Person?) throws -> Scope {
        if let person, !person.access.may(.manageStaff) { throw NotAllowed() }
        return .wholeService(reason: "staff", for: person)
    }
}

extension Writer {
    func staff(_ user: String) throws -> Stored<Staff>? { try reader.serviceRecords(Staff.self).first { $0.user == user } }
}
