import Casework
import Records

/// A return is signed off as it stood: the sign-off holds the hash of that, and counts for that alone. (S-PER-22, decision 0105)
extension NationalReturn {
    public enum Signing: Sendable, Equatable {
        case none
        /// What was signed on the day, by this receipt, is what the return is.
        case stands(Day, RecordID)
        /// The return is no longer what was last signed, on the day: it is to be signed again.
        case overtaken(Day, RecordID)
    }

    /// The day the return as it is was signed off; nil where nobody has, or where it has changed since.
    public var signedOff: Day? { if case .stands(let day, _) = signing { day } else { nil } }

    /// What a sign-off keeps of the return: the hash of the file without the day of the sign-off.
    public var signedHash: String { sha256Hex(NationalReturn.bytes(whole(signedOff: nil), .json)) }

    /// Whether this is the return a sign-off was of, in the form it is written in or in one before.
    public func isWhatWasSigned(_ hash: String?) -> Bool {
        guard let hash else { return false }
        let bare = whole(signedOff: nil)
        return signedHash == hash || bare.inEarlierForms.contains { sha256Hex(NationalReturn.bytes($0, .json)) == hash }
    }

    func standing(among receipts: [Stored<ReturnReceipt>]) -> Signing {
        let newestFirst = receipts.sorted { ($1.onDate, $1.from) < ($0.onDate, $0.from) }
        if let one = newestFirst.first(where: { isWhatWasSigned($0.hash) }) { return .stands(one.onDate, one.id) }
        return newestFirst.first.map { .overtaken($0.onDate, $0.id) } ?? .none
    }
}
