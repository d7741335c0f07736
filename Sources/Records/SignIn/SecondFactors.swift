import Casework
import Crypto
import Practice
import Storage

/// A key for an authenticator that has not been confirmed yet: shown to its owner, and sent back sealed with the first code.
public struct NewAuthenticator: Sendable {
    /// The key as authenticators take it typed, in fours.
    public let text: String
    /// The link an authenticator on the same device opens.
    public let link: String
    public let sealed: String

    init(key: [UInt8], sealed: String, user: String, service: String) {
        let whole = TimeCode.text(key)
        text = stride(from: 0, to: whole.count, by: 4).map { String(whole.dropFirst($0).prefix(4)) }.joined(separator: " ")
        // A colon parts issuer and account, so neither may hold one.
        func encode(_ text: String) -> String {
            text.utf8.map { byte -> String in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: String(UnicodeScalar(byte))
                default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
                }
            }.joined()
        }
        let issuer = encode(service.replacing(":", with: " "))
        link = "otpauth://totp/\(issuer):\(encode(user))?secret=\(whole)&issuer=\(issuer)&algorithm=SHA1&digits=6&period=\(TimeCode.period)"
        self.sealed = sealed
    }
}

/// What became of a code somebody typed.
public enum CodeAnswer: Sendable, Equatable {
    case right
    case wrong
    /// Right, and used before: whoever looked over a shoulder has it too.
    case used
}

extension Service {
    /// Whether somebody has a second factor, and how many recovery codes are left of it.
    public func secondFactor(of staff: RecordID) async throws -> (has: Bool, codesLeft: Int) {
        let held = try await read(.wholeService(reason: "second factor")) { try $0.secondFactor(of: staff) }
        return (held != nil, RecoveryCodes.left(of: held?.recoveryCodes))
    }

    /// What is asked of somebody beside a password.
    public func secondFactorPolicy(of staff: RecordID) async throws -> Settings.SecondFactorPolicy {
        let today = today
        return try await read(.wholeService(reason: "second factor")) { reader in
            try reader.role(of: staff, on: today).map { try reader.settings().secondFactorPolicy($0) } ?? .off
        }
    }

    /// A new key to be put into an authenticator. Nothing is kept until its first code is typed.
    public func newAuthenticator(for staff: RecordID, box: SecretBox) async throws -> NewAuthenticator {
        let user = try await read(.wholeService(reason: "second factor")) { try $0.serviceRecord(Staff.self, id: staff)?.user }
        let key = TimeCode.newKey()
        guard let user, let sealed = box.seal(key, for: staff) else { throw StaffError.unknown }
        return NewAuthenticator(key: key, sealed: sealed, user: user, service: name)
    }

    /// The same key again, for a page that comes back with a mistyped code; nil when it was not made here for this person.
    public func authenticator(_ sealed: String, of staff: RecordID, box: SecretBox) async throws -> NewAuthenticator? {
        let user = try await read(.wholeService(reason: "second factor")) { try $0.serviceRecord(Staff.self, id: staff)?.user }
        guard let user, let key = box.open(sealed, for: staff) else { return nil }
        return NewAuthenticator(key: key, sealed: sealed, user: user, service: name)
    }

    /// Takes an authenticator into use, in place of the one before, once it shows that it has the key.
    /// - Returns: the recovery codes, told once; nil when the code is not the key's.
    public func enrol(_ staff: RecordID, sealed: String, code: String, box: SecretBox) async throws -> [String]? {
        let digits = code.filter { $0.isASCII && $0.isNumber }
        guard let key = box.open(sealed, for: staff), let step = TimeCode.step(of: digits, key: key, at: now),
            try await use(step, of: staff)
        else { return nil }
        let (codes, kept) = try await RecoveryCodes.make()
        try await write(try await scope(asking: staff), action: "staff.second_factor") { writer in
            if let held = try writer.reader.secondFactor(of: staff) {
                try writer.correct(SecondFactor.self, child: nil, id: held.id, from: held.from) {
                    ($0.secret, $0.recoveryCodes) = (sealed, kept)
                }
            } else {
                var factor = SecondFactor()
                (factor.staff, factor.secret, factor.recoveryCodes) = (staff, sealed, kept)
                try writer.create(factor)
            }
        }
        return codes
    }

    /// Whether a code is the second factor's: six digits of the authenticator, or a recovery code, which is then used up.
    public func check(code typed: String, of staff: RecordID, box: SecretBox?) async throws -> CodeAnswer {
        guard let held = try await read(.wholeService(reason: "second factor"), { try $0.secondFactor(of: staff) }) else { return .wrong }
        let plain = typed.filter { !$0.isWhitespace }
        if plain.count == 6, plain.allSatisfy({ $0.isASCII && $0.isNumber }) {
            guard let key = box?.open(held.secret, for: staff), let step = TimeCode.step(of: plain, key: key, at: now) else {
                return .wrong
            }
            return try await use(step, of: staff) ? .right : .used
        }
        guard let kept = held.recoveryCodes, let left = try await RecoveryCodes.using(plain, of: kept) else { return .wrong }
        do {
            try await write(try await scope(asking: staff), action: "staff.recovery_code") { writer in
                try writer.correct(SecondFactor.self, child: nil, id: held.id, from: held.from) { $0.recoveryCodes = left }
            }
        } catch is Conflict { return .used }
        return .right
    }

    /// New recovery codes in place of those there are.
    public func renewRecoveryCodes(of person: Person) async throws -> [String] {
        let (codes, kept) = try await RecoveryCodes.make()
        try await write(.wholeService(reason: "own second factor", for: person), action: "staff.recovery_codes") { writer in
            guard let held = try writer.reader.secondFactor(of: person.id) else { throw StaffError.unknown }
            try writer.correct(SecondFactor.self, child: nil, id: held.id, from: held.from) { $0.recoveryCodes = kept }
        }
        return codes
    }

    /// Takes somebody's second factor away: their own, or another's by whoever manages staff, who is signed out then.
    /// - Parameter identity: how it was made sure that it is they who ask; kept with the journal's entry.
    public func removeSecondFactor(of staff: RecordID, by person: Person, identity: String? = nil) async throws {
        guard staff == person.id || person.access.may(.manageStaff) else { throw NotAllowed() }
        try await write(
            .wholeService(reason: "second factor", for: person), action: "staff.second_factor_removed", note: identity
        ) { writer in
            guard let held = try writer.reader.secondFactor(of: staff) else { return }
            try writer.withdraw(SecondFactor.self, child: nil, id: held.id, from: held.from)
        }
        guard staff != person.id else { return }
        try await endSteps(of: staff)
        try await endSessions(of: staff)
    }

    /// Marks a time step as used; false when it, or a later one, was.
    private func use(_ step: Int64, of staff: RecordID) async throws -> Bool {
        let id = id
        return try await accessStore.write { db in
            try db.run(
                """
                INSERT INTO used_code (service, staff, step) VALUES (\(id), \(staff.uuid), \(step))
                ON CONFLICT (service, staff) DO UPDATE SET step = excluded.step WHERE used_code.step < excluded.step
                """) == 1
        }
    }

    /// The program's, for somebody who is signing in and whom the journal names.
    func scope(asking staff: RecordID) async throws -> Scope {
        let today = today
        let person = try await read(.wholeService(reason: "sign in")) { try $0.person(staff: staff, on: today) }
        guard let person else { throw NotAllowed() }
        return .wholeService(reason: "sign in", for: person)
    }
}
