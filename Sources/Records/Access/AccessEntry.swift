import Casework

/// One entry of the access log.
struct AccessEntry: Sendable {
    let position: Int64
    let at: Instant
    let staff: RecordID?
    let action: String
    let page: String
    let child: RecordID?
    let shown: String
    let asAt: Int64?
    /// The request's number; empty where there was none, nil in an entry of a Waymark that did not say.
    let request: String?
    /// The entry that began the session, or made the token, that asked.
    let session: Int64?
    /// The seal of the session a sign-in started, or of the token or link that was made: it ties their row to the chain.
    let seal: [UInt8]?
    let previous: [UInt8]

    func hash(service: String) -> [UInt8] {
        var canon = Canon()
        // Which text is hashed follows from the entry itself: one that says from where is never read as one that did not, nor the other way round.
        let saysWhence = request != nil || session != nil
        canon.add(saysWhence ? "waymark-access-2" : "waymark-access-1")
        canon.add(service)
        canon.add(position)
        canon.add(at.milliseconds)
        canon.add(staff)
        canon.add(action)
        canon.add(page)
        canon.add(child)
        canon.add(shown)
        canon.add(asAt == nil ? 0 as Int64 : 1)
        canon.add(asAt ?? 0)
        if saysWhence {
            canon.add(request == nil ? 0 as Int64 : 1)
            canon.add(request ?? "")
            canon.add(session == nil ? 0 as Int64 : 1)
            canon.add(session ?? 0)
        }
        canon.add(seal ?? [])
        canon.add(previous)
        return canon.digest()
    }

    /// What of a session may never change: whose it is and until when. The token's hash goes in, so the seal says nothing of it.
    static func seal(token: [UInt8], staff: RecordID?, made: Instant, ends: Instant) -> [UInt8] {
        var canon = Canon()
        canon.add("waymark-session-1")
        canon.add(token)
        canon.add(staff)
        canon.add(made.milliseconds)
        canon.add(ends.milliseconds)
        return canon.digest()
    }

    /// What of a token for programs may never change: whom it acts as, for what, who made it and until when.
    static func seal(
        api token: [UInt8], staff: RecordID, name: String, scopes: String, by maker: RecordID?, made: Instant, ends: Instant
    ) -> [UInt8] {
        var canon = Canon()
        canon.add("waymark-token-1")
        canon.add(token)
        canon.add(staff)
        canon.add(name)
        canon.add(scopes)
        canon.add(maker)
        canon.add(made.milliseconds)
        canon.add(ends.milliseconds)
        return canon.digest()
    }

    /// What of a link to an account elsewhere may never change: whose it is and which account.
    static func seal(link staff: RecordID, issuer: String, subject: String, account: String, made: Instant) -> [UInt8] {
        var canon = Canon()
        canon.add("waymark-link-1")
        canon.add(staff)
        canon.add(issuer)
        canon.add(subject)
        canon.add(account)
        canon.add(made.milliseconds)
        return canon.digest()
    }

    static func genesis(service: String) -> [UInt8] {
        var canon = Canon()
        canon.add("waymark-access-genesis-1")
        canon.add(service)
        return canon.digest()
    }
}
