import Casework
import HTML
import Records

/// Police officers as earlier decisions name them, so that a rank is typed once (promise 2).
enum Officers {
    /// The rank an officer had at the newest decision recorded under that name.
    static func rank(of name: String, _ reader: Reader) throws -> (rank: String, on: Day)? {
        try reader.everywhere(
            Referral.self, where: [("decision_officer", .text(name))], only: ["decision_officer", "decision_rank", "decision_date"]
        ).compactMap { one in
            guard let rank = one.decisionRank, let on = one.decisionDate else { return nil }
            return (rank, on)
        }.max { $0.on < $1.on }
    }

    /// An officer as a form names who gave a caution: "Inspector Jo Arkle".
    static func named(_ name: String, rank: String?) -> String { [rank, name].compactMap { $0 }.joined(separator: " ") }
}
