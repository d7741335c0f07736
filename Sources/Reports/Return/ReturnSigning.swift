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

    /// The same of the forms it was written in before.
    private var earlierSignedHashes: [String] {
        whole(signedOff: nil).inEarlierForms.map { sha256Hex(NationalReturn.bytes($0, .json)) }
    }

    /// Whether this is the return a sign-off was of, in the form it is written in or in one before.
    public func isWhatWasSigned(_ hash: String?) -> Bool {
        guard let hash else { return false }
        return signedHash == hash || earlierSignedHashes.contains(hash)
    }

    func standing(among receipts: [Stored<ReturnReceipt>]) -> Signing {
        let newestFirst = receipts.sorted { ($1.onDate, $1.from) < ($0.onDate, $0.from) }
        // The return is written out once for each form, however many sign-offs there were.
        lazy var current = signedHash
        lazy var earlier = earlierSignedHashes
        for receipt in newestFirst {
            if let hash = receipt.hash, hash == current || earlier.contains(hash) { return .stands(receipt.onDate, receipt.id) }
        }
        return newestFirst.first.map { .overtaken($0.onDate, $0.id) } ?? .none
    }
}
