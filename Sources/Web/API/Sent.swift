import Casework
import HTTPTypes

/// What a program sent beside its request: no cookie is among it.
struct SentHead: Sendable {
    /// The token of `Authorization: Bearer …`.
    var token: String?
    /// The version of `If-Match: "…"` as sent.
    var ifMatch: String?
    /// The key under which a second copy of a request is known again.
    var onceKey: String?

    init() {}

    init(_ headers: HTTPFields) {
        if let sent = headers[.authorization], sent.lowercased().hasPrefix("bearer ") { token = String(sent.dropFirst(7)).trimmed }
        ifMatch = headers[.ifMatch]
        onceKey = HTTPField.Name("Idempotency-Key").flatMap { headers[$0] }
    }
}

/// What a program sends to be written: fields by name, why a record is changed, and which version it was made from.
struct SentRecord: Sendable {
    let fields: [(name: String, value: JSON)]
    let reason: String?
    let onceKey: String?
    /// Nil where a new record is sent.
    let from: Int64?

    /// - Parameter isChange: then the version must be named, or a colleague's change would be lost unseen.
    init(_ visit: Visit, isChange: Bool) throws {
        let body = try API.body(visit)
        guard let members = body.members, let fields = body["fields"]?.members else {
            throw Refusal(400, "The body is not what is asked for", "It must be an object with the member “fields”, an object too.")
        }
        let known: Set<String> = isChange ? ["fields", "reason_for_change"] : ["fields"]
        let strange = members.filter { !known.contains($0.key) }
        guard strange.isEmpty else {
            throw Refusal(
                422, "There are members that are not known",
                errors: strange.map { Problem(field: $0.key, message: "There is no such member.") })
        }
        self.fields = fields.map { ($0.key, $0.value) }
        switch body["reason_for_change"]?.content {
        case nil, .null: reason = nil
        case .text(let text) where text.count <= 500 && !text.utf8.contains(0): reason = text.trimmed.isEmpty ? nil : text.trimmed
        default:
            throw Refusal(
                422, "The reason cannot be kept",
                errors: [Problem(field: "reason_for_change", message: "Why it is changed must be a text of at most 500 characters.")])
        }
        onceKey = visit.request.sent.onceKey
        if let onceKey {
            guard (1...100).contains(onceKey.count), onceKey.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw Refusal(400, "The Idempotency-Key cannot be used", "It must be 1 to 100 letters, digits and signs without spaces.")
            }
        }
        guard isChange else {
            from = nil
            return
        }
        guard let sent = visit.request.sent.ifMatch else {
            throw Refusal(
                428, "Which version was changed is not said", "Send If-Match with the ETag of the record the change was made from.")
        }
        guard let version = Int64(sent.trimmed.filter { $0 != "\"" }), sent.trimmed.hasPrefix("\""), sent.trimmed.hasSuffix("\"") else {
            throw Refusal(400, "If-Match cannot be read", "It must be the ETag of the record, in its quotation marks.")
        }
        from = version
    }
}
