import Casework
import Practice
import Storage

/// An account at an identity provider: the two names together are nobody else's, ever.
public struct OutsideAccount: Sendable, Equatable {
    public let issuer: String
    public let subject: String
    /// What people call it; decides nothing.
    public let name: String

    public init(issuer: String, subject: String, name: String) { (self.issuer, self.subject, self.name) = (issuer, subject, name) }
}

/// An account elsewhere that signs a member of staff in.
public struct SingleSignOnLink: Sendable {
    public let staff: RecordID
    public let account: OutsideAccount
    public let madeAt: Instant
}

/// Why an account was not linked.
public enum LinkError: Error, Sendable {
    /// It signs in somebody else.
    case taken
}

extension Service {
    /// Whom an account signs in; nil where it is nobody's.
    public func link(issuer: String, subject: String) async throws -> SingleSignOnLink? {
        try await links(where: "issuer = \(issuer) AND subject = \(subject)").first
    }

    /// The account that signs a member of staff in, if any.
    public func link(of staff: RecordID) async throws -> SingleSignOnLink? { try await links(where: "staff = \(staff.uuid)").first }

    /// From now on the account that waits in this browser signs the person in, who has shown here who they are.
    /// - Throws: `LinkError.taken`.
    public func linkWaiting(_ waiting: WaitingAccount, cookie: String, to person: Person) async throws {
        let account = waiting.account
        if let held = try await link(issuer: account.issuer, subject: account.subject), held.staff != person.id { throw LinkError.taken }
        try await accessLog.record(
            View("account_linked", page: "/account/single-sign-on", shown: [person.id]), staff: person.id,
            link: AccessLog.NewLink(staff: person.id, account: account))
        try await dropWaiting(cookie)
    }

    /// The account signs nobody in any more: at one's own wish, or an administrator's, who signs the person out everywhere too.
    /// - Parameter session: the cookie of the session that goes on.
    public func unlink(_ staff: RecordID, by person: Person, page: String, session: String? = nil) async throws {
        guard staff == person.id || person.access.may(.manageStaff) else { throw NotAllowed() }
        try await record(View("account_unlinked", page: page, shown: [staff]), by: person)
        try await endLink(of: staff)
        try await endSteps(of: staff)
        try await endSessions(of: staff, but: session)
    }

    func endLink(of staff: RecordID) async throws {
        let id = id
        try await accessStore.write { db in try SingleSignOnTables.end(where: "staff = \(staff.uuid)", db, service: id) }
    }

    /// Who may come in with an account, with their role today; nil where it is nobody's or its owner may not sign in. A refusal of somebody who
    /// is known is on record.
    public func person(with link: SingleSignOnLink) async throws -> Person? {
        let today = today
        if let person = try await read(.wholeService(reason: "sign in"), { try $0.person(staff: link.staff, on: today) }) { return person }
        try await accessLog.record(View("refused", page: Service.singleSignOnPage), staff: link.staff)
        return nil
    }

    /// What the access log calls the page of a sign-in by single sign-on.
    static let singleSignOnPage = "/sign-in/single-sign-on"

    /// Whether somebody's password is not enough any more, for they sign in at the provider. Whoever manages staff keeps theirs: when the provider is
    /// down for good, they undo the others' links.
    public func signsInElsewhere(_ staff: RecordID, issuer: String) async throws -> Bool {
        let today = today
        let asked = try await read(.wholeService(reason: "sign in")) { reader in
            try reader.settings()[Settings.passwordBeside] == 1
                && !(try reader.person(staff: staff, on: today)?.access.may(.manageStaff) ?? false)
        }
        guard asked else { return false }
        return try await link(of: staff)?.account.issuer == issuer
    }

    /// Whose second factor counts with single sign-on.
    public func singleSignOnFactor() async throws -> Settings.SingleSignOnFactor {
        try await read(.wholeService(reason: "sign in")) { try $0.settings().singleSignOnFactor }
    }

    private func links(where condition: SQL) async throws -> [SingleSignOnLink] {
        let id = id
        return try await accessStore.read { db in
            try db.rows(
                "SELECT staff, issuer, subject, account, made_at FROM single_sign_on_link WHERE service = \(id) AND \(condition)"
            ) { row in
                SingleSignOnLink(
                    staff: row.id(0).map(RecordID.init) ?? .unset,
                    account: OutsideAccount(issuer: row.text(1) ?? "", subject: row.text(2) ?? "", name: row.text(3) ?? ""),
                    madeAt: try row.instant(4))
            }
        }
    }
}
