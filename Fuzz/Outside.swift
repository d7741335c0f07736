import Casework
import Crypto
import Foundation
import JWTKit

/// What comes in from other machines and programs: backups that were kept elsewhere, a receiver's schemas, what an identity provider says.
extension Parsers {
    /// Made up for this, and of no use elsewhere.
    private static let key = SealingKey("AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SWRYDWG")

    /// Made up each time: nothing that is fed can have been signed with it.
    private static let signer = CheckpointKey()

    /// A reader of bytes that gives at most so many at once.
    private static func reading(_ bytes: [UInt8]) -> (Int) -> [UInt8] {
        var at = 0
        return { count in
            defer { at = min(bytes.count, at + count) }
            return Array(bytes[at..<min(bytes.count, at + count)])
        }
    }

    private static func opened(_ bytes: [UInt8], with key: SealingKey) -> [UInt8]? {
        var plain: [UInt8] = []
        do { try SealedFile.open(with: [key], read: reading(bytes)) { plain += $0 } } catch {
            precondition(error is SealedFile.Unreadable, "a file that does not open says why")
            return nil
        }
        return plain
    }

    /// Sealed files and their keys: bytes as they are, and a file of ours with a few of its bytes changed, which never opens.
    @Sendable static func sealed(_ bytes: [UInt8]) {
        guard let key else { preconditionFailure("the key is none") }
        if let plain = opened(bytes, with: key) { precondition(SealedFile.isSealed(bytes) && plain.count < bytes.count) }
        let text = String(decoding: bytes, as: UTF8.self)
        if let key = SealingKey(text) { precondition(key.text == text.uppercased(), "a key reads as it was written") }
        if let key = SealingKey.Recipient(text) { precondition(key.text == text.lowercased(), "a key reads as it was written") }
        _ = (try? SealingKeyFile.secrets(text), try? SealingKeyFile.recipients(text))
        guard bytes.count > 4 else { return }
        // The first four bytes say what is changed, the others are what is sealed.
        let plain = Array(bytes.dropFirst(4))
        var file: [UInt8] = []
        do { try SealedFile.seal(to: [key.recipient], read: reading(plain)) { file += $0 } } catch { preconditionFailure("\(error)") }
        precondition(opened(file, with: key) == plain, "what was sealed opens")
        var changed = file
        let place = (Int(bytes[0]) << 8 | Int(bytes[1])) % file.count
        switch bytes[2] % 4 {
        case 0: changed.removeLast(file.count - place)
        case 1: changed.remove(at: place)
        case 2: changed.insert(bytes[3], at: place)
        default: changed[place] ^= bytes[3]
        }
        if changed != file { precondition(opened(changed, with: key) == nil, "what was changed does not open") }
    }

    /// A receiver's schema of names, its XSD, and what xmllint says under one.
    @Sendable static func schemas(_ bytes: [UInt8]) {
        do {
            let schema = try ReturnSchema(bytes)
            precondition(!schema.name.isEmpty && schema.elements.keys.allSatisfy(ReturnPlaces.all.contains))
            var whole = ReturnEntity("return")
            whole.put("form", "waymark")
            whole.put("yot_ou_code", 7)
            let applied = schema.applied(to: whole)
            precondition(applied.entity.parts.count <= whole.parts.count, "a schema adds nothing")
        } catch {
            guard let fault = error as? ReturnSchema.Fault else { preconditionFailure("a schema that is none says why") }
            precondition(fault.line > 0 && !fault.message.isEmpty)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if XSDText.refusal(of: text) == nil {
            guard let body = XSDText.body(of: text) else { preconditionFailure("what is taken has a body") }
            let taken = Array(body.utf8)
            for word in ["<!DOCTYPE", "<!ENTITY", "schemaLocation", "targetNamespace"] {
                precondition(taken.firstRange(of: Array(word.utf8)) == nil, "no byte of what is refused is left")
            }
        }
        _ = XSDText.faults(text)
    }

    /// An ID token and what comes with one, as far as it is read here before and after its signature is held to.
    @Sendable static func tokens(_ bytes: [UInt8]) {
        let check = IDTokenCheck(
            issuer: "https://sign.in.test", clientID: "waymark", nonce: "n", accessToken: "a", algorithms: ["RS256", "ES256"],
            now: 1_750_000_000)
        let part = base64URL(bytes)
        precondition(Waymark.bytes(part) == bytes, "bytes read as they were written")
        for token in [String(decoding: bytes, as: UTF8.self), "\(part).e30.AA", "e30.\(part).AA"] {
            guard let header = try? check.header(token) else { continue }
            precondition(check.algorithms.contains(header.alg) && token.utf8.count <= IDTokenCheck.longest)
        }
        let data = Data(bytes)
        if let claims = try? JSONDecoder().decode(IDTokenClaims.self, from: data), check.fault(claims, algorithm: "RS256") == nil {
            precondition(claims.iss == check.issuer && claims.nonce == check.nonce && !claims.sub.isEmpty, "only what was asked for holds")
        }
        if let keys = try? JSONDecoder().decode(KeySet.self, from: data) {
            for algorithm in SigningAlgorithm.all {
                for name in [nil, "one"] {
                    let key = keys.key(named: name, for: algorithm)
                    precondition(key.map { $0.keyType.rawValue == SigningAlgorithm.keyType(algorithm) } ?? true)
                }
            }
        }
        if let provider = try? JSONDecoder().decode(Metadata.self, from: data), provider.fault(issuer: "https://sign.in.test") == nil {
            precondition(isGuarded(provider.tokenEndpoint) && isGuarded(provider.keysAddress), "only guarded addresses are asked")
            precondition(provider.algorithms.isSubset(of: SigningAlgorithm.all))
        }
    }

    /// Lines of a file of checkpoints that was kept elsewhere, and one of ours with a byte changed, which is never taken for signed.
    @Sendable static func checkpoints(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let read = thirtyTwoBytes(text) { precondition(hexadecimal(read) == text.lowercased(), "digits read as they were written") }
        if let head = JournalHead(text) { precondition(JournalHead(head.text) == head, "a head reads as it was written") }
        guard let publicKey = Checkpoint.PublicKey(signer.publicText) else { preconditionFailure("the key is none") }
        _ = Checkpoint.PublicKey(text)
        if let read = Checkpoint(line: text) {
            precondition(Checkpoint(line: read.line)?.line == read.line, "a line reads as it was written")
            precondition(!read.isSigned(by: publicKey), "nobody else signs")
        }
        guard bytes.count > 4 else { return }
        let head = JournalHead(position: Int64(bytes[3]), hash: Array(repeating: bytes[4], count: 32))
        let made = try? Checkpoint(
            service: "SANDHOLME", at: Instant(milliseconds: 1_750_000_000_000), journal: head, access: head, key: signer)
        guard let line = made?.line, Checkpoint(line: line)?.isSigned(by: publicKey) == true else {
            preconditionFailure("what was signed is signed")
        }
        var changed = Array(line.utf8)
        changed[(Int(bytes[0]) << 8 | Int(bytes[1])) % changed.count] = bytes[2]
        guard let forged = Checkpoint(line: String(decoding: changed, as: UTF8.self)), forged.isSigned(by: publicKey) else { return }
        precondition(forged.line == line, "what was changed is not signed")
    }

    private enum Waymark { static func bytes(_ text: String) -> [UInt8]? { Fuzz.bytes(base64URL: text) } }
}
