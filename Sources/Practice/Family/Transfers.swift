import Casework

/// Who answers for the child, one transfer after another.
public enum Transfers {
    /// What is wrong with a transfer in the light of the child's others: a child goes out after coming in, and comes in after going out.
    public static func problems(_ transfer: Transfer, among others: [Transfer]) -> [Problem] {
        guard let direction = isIn(transfer) else { return [] }
        let moves = others.filter { isIn($0) != nil }.sorted { $0.date < $1.date }
        if moves.contains(where: { $0.date == transfer.date }) {
            return [Problem(field: "date", message: "Another transfer of responsibility stands on that day.")]
        }
        let before = moves.last { $0.date < transfer.date }
        let after = moves.first { $0.date > transfer.date }
        if let before, isIn(before) == direction {
            return [
                Problem(
                    field: "kind",
                    message: direction
                        ? "The child came in on \(before.date.words) already and has not gone out since."
                        : "The child went out on \(before.date.words) already and has not come back since.")
            ]
        }
        if let after, isIn(after) == direction {
            return [
                Problem(
                    field: "kind",
                    message: direction
                        ? "The child comes in again on \(after.date.words) without having gone out in between."
                        : "The child goes out again on \(after.date.words) without having come back in between.")
            ]
        }
        return []
    }

    /// Whether it brings responsibility here (true) or takes it away; nil for caretaking, which leaves it where it is.
    private static func isIn(_ transfer: Transfer) -> Bool? {
        switch transfer.type {
        case "IN": true
        case "OUT", "PROBATION": false
        default: nil
        }
    }
}
