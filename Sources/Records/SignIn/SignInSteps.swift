import Casework
import Practice
import Storage

/// A sign-in whose password was right and which is not done: a code, a password of one's own or an authenticator is still to come.
public struct SignInStep: Sendable {
    /// The cookie that carries it.
    public let token: String
    public let staff: RecordID
    /// Whether the second factor was shown already.
    public let hasFactor: Bool
    public let way: SignInWay
}

/// How a sign-in began.
public enum SignInWay: String, Sendable {
    case password
    case singleSignOn = "single_sign_on"
}

/// What a sign-in still needs.
public enum SignInNeed: Sendable, Equatable {
    /// A code of the second factor.
    case code
    /// A password of one's own in place of the one given out.
    case password
    /// An authenticator; whether it may be left for another time.
    case authenticator(mayWait: Bool)
}

extension Service {
    /// Minutes a sign-in may take.
    static let stepMinutes: Int64 = 15

    /// Notes that the password was right, or the provider said who it is. Nothing can be seen with it.
    public func startStep(staff: RecordID, way: SignInWay = .password, hasFactor: Bool = false) async throws -> SignInStep {
        let token = Token()
        let (id, now) = (id, now)
        let ends = Instant(milliseconds: now.milliseconds + Service.stepMinutes * 60_000)
        try await accessStore.write { db in
            try db.run("DELETE FROM sign_in_step WHERE service = \(id) AND ends_at < \(now.iso)")
            try db.run(
                """
                INSERT INTO sign_in_step (service, token, staff, factor, ends_at, way)
                VALUES (\(id), \(SQLValue.blob(token.hash)), \(staff.uuid), \(Int64(hasFactor ? 1 : 0)), \(ends.iso), \(way.rawValue))
                """)
        }
        return SignInStep(token: token.text, staff: staff, hasFactor: hasFactor, way: way)
    }

    /// The sign-in a cookie carries; nil when there is none, or it took too long.
    public func step(_ sent: String) async throws -> SignInStep? {
        guard let token = Token(sent) else { return nil }
        let (id, now) = (id, now)
        return try await accessStore.read { db in
            try db.first(
                """
                SELECT staff, factor, way FROM sign_in_step
                WHERE service = \(id) AND token = \(SQLValue.blob(token.hash)) AND ends_at > \(now.iso)
                """
            ) { row in
                SignInStep(
                    token: sent, staff: row.id(0).map(RecordID.init) ?? .unset, hasFactor: row.integer(1) == 1,
                    way: row.text(2).flatMap(SignInWay.init) ?? .password)
            }
        }
    }

    /// Notes that the second factor was shown.
    public func noteFactor(_ step: SignInStep) async throws -> SignInStep {
        let (id, hash) = (id, Token(step.token)?.hash ?? [])
        try await accessStore.write { db in
            try db.run("UPDATE sign_in_step SET factor = 1 WHERE service = \(id) AND token = \(SQLValue.blob(hash))")
        }
        return SignInStep(token: step.token, staff: step.staff, hasFactor: true, way: step.way)
    }

    /// The sign-in is done, or given up: the cookie is worth nothing any more. Whoever comes second with it is told so.
    public func end(_ step: SignInStep) async throws -> Bool {
        let (id, hash) = (id, Token(step.token)?.hash ?? [])
        return try await accessStore.write { db in
            try db.run("DELETE FROM sign_in_step WHERE service = \(id) AND token = \(SQLValue.blob(hash))") == 1
        }
    }

    /// Ends every sign-in of a member of staff that is not done: the password or the account it began with is not theirs any more.
    func endSteps(of staff: RecordID) async throws {
        let id = id
        try await accessStore.write { db in
            try db.run("DELETE FROM sign_in_step WHERE service = \(id) AND staff = \(staff.uuid)")
        }
    }

    /// What is still to come, the first of it; nil when the person may come in.
    ///
    /// The code comes before a new password, so that a password that was overheard changes nothing by itself. Who comes by single sign-on has given
    /// no password, and is asked for none; a factor the provider saw stands in for ours.
    /// - Parameter canEnrol: whether this installation has a key to seal a new second factor with; where it has none nobody is kept out by a default.
    public func need(of staff: RecordID, hasFactor: Bool, way: SignInWay = .password, canEnrol: Bool = true) async throws -> SignInNeed? {
        let today = today
        return try await read(.wholeService(reason: "sign in")) { reader in
            let held = try reader.secondFactor(of: staff)
            if held != nil, !hasFactor { return .code }
            if way == .password, try reader.credential(of: staff)?.oneTimeUntil != nil { return .password }
            guard held == nil, !hasFactor, let role = try reader.role(of: staff, on: today) else { return nil }
            switch try reader.settings().secondFactorPolicy(role) {
            case .off: return nil
            case .asked: return .authenticator(mayWait: true)
            case .required:
                // What the service itself has said holds at once; what only the default says, after the days of grace.
                let isOwn = try reader.settings().holds(Settings.secondFactor(role))
                return .authenticator(mayWait: try !isOwn && (!canEnrol || reader.secondFactorGrace(on: today) != nil))
            }
        }
    }
}
