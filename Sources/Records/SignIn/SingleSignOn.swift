import Casework
import Crypto
import Practice
import Storage

/// A sign-in somebody has begun at the identity provider: what goes there, and what stays.
public struct SingleSignOnTry: Sendable {
    /// The cookie that ties the answer to this browser.
    public let cookie: String
    /// Comes back with the answer; made of the cookie, so that no other browser's answer is taken.
    public let state: String
    /// Comes back inside the token.
    public let nonce: String
    /// Shown to the provider with the code it sent.
    public let verifier: String
    /// Where the person wanted to go.
    public let onward: String
}

/// An account at the provider that somebody has just signed in to and that is nobody's here yet.
public struct WaitingAccount: Sendable {
    public let account: OutsideAccount
    public let onward: String
}

extension Service {
    /// Minutes a sign-in at the provider may take, and minutes an account waits to be linked.
    private static let tryMinutes: Int64 = 15
    /// Seconds the browser keeps the cookie of a try.
    public static let trySeconds = tryMinutes * 60

    /// Begins a sign-in at the provider.
    /// - Parameter onward: where it leads; an address of this site.
    public func beginSingleSignOn(onward: String) async throws -> SingleSignOnTry {
        let (token, nonce, verifier) = (Token(), hexadecimal(randomBytes(32)), hexadecimal(randomBytes(32)))
        let onward = onward.utf8.count <= 2000 ? onward : "/"
        try await keep(token, nonce: nonce, verifier: verifier, onward: onward, nil)
        return SingleSignOnTry(cookie: token.text, state: Service.state(token), nonce: nonce, verifier: verifier, onward: onward)
    }

    /// The sign-in an answer belongs to; nil where this browser began none, it took too long, or its answer was had before.
    public func takeSingleSignOn(cookie: String, state: String) async throws -> SingleSignOnTry? {
        guard let token = Token(cookie), Service.state(token) == state else { return nil }
        let (id, now) = (id, now)
        return try await accessStore.write { db in
            let found = try db.first(
                """
                SELECT nonce, verifier, onward FROM single_sign_on_try
                WHERE service = \(id) AND token = \(SQLValue.blob(token.hash)) AND ends_at > \(now.iso) AND subject IS NULL
                """
            ) { row in
                SingleSignOnTry(
                    cookie: cookie, state: state, nonce: row.text(0) ?? "", verifier: row.text(1) ?? "", onward: row.text(2) ?? "/")
            }
            // Good once: of two that come at once, one finds it gone.
            guard try db.run("DELETE FROM single_sign_on_try WHERE service = \(id) AND token = \(SQLValue.blob(token.hash))") == 1 else {
                return nil
            }
            return found
        }
    }

    /// Keeps an account that is nobody's here yet until its owner has shown who they are.
    /// - Returns: the cookie it is found by.
    public func keepWaiting(_ account: OutsideAccount, onward: String) async throws -> String {
        let token = Token()
        try await keep(token, nonce: "", verifier: "", onward: onward, account)
        return token.text
    }

    /// The account a browser has come back with; nil where there is none, or it waited too long.
    public func waitingAccount(_ cookie: String?) async throws -> WaitingAccount? {
        guard let token = cookie.flatMap({ Token($0) }) else { return nil }
        let (id, now) = (id, now)
        return try await accessStore.read { db in
            try db.first(
                """
                SELECT issuer, subject, account, onward FROM single_sign_on_try
                WHERE service = \(id) AND token = \(SQLValue.blob(token.hash)) AND ends_at > \(now.iso) AND subject IS NOT NULL
                """
            ) { row in
                WaitingAccount(
                    account: OutsideAccount(issuer: row.text(0) ?? "", subject: row.text(1) ?? "", name: row.text(2) ?? ""),
                    onward: row.text(3) ?? "/")
            }
        }
    }

    /// The account waits no longer.
    func dropWaiting(_ cookie: String) async throws {
        guard let token = Token(cookie) else { return }
        let id = id
        try await accessStore.write { db in
            try db.run("DELETE FROM single_sign_on_try WHERE service = \(id) AND token = \(SQLValue.blob(token.hash))")
        }
    }

    private func keep(_ token: Token, nonce: String, verifier: String, onward: String, _ account: OutsideAccount?) async throws {
        let (id, now) = (id, now)
        let ends = Instant(milliseconds: now.milliseconds + Service.tryMinutes * 60_000)
        try await accessStore.write { db in
            try db.run("DELETE FROM single_sign_on_try WHERE service = \(id) AND ends_at < \(now.iso)")
            try db.run(
                """
                INSERT INTO single_sign_on_try (service, token, nonce, verifier, onward, issuer, subject, account, made_at, ends_at)
                VALUES (\(id), \(SQLValue.blob(token.hash)), \(nonce), \(verifier), \(onward), \(account?.issuer), \(account?.subject),
                \(account?.name), \(now.iso), \(ends.iso))
                """)
        }
    }

    private static func state(_ token: Token) -> String {
        hexadecimal(Array(SHA256.hash(data: Array("waymark-state-1 \(token.text)".utf8))))
    }
}
