/// Several references in one cell, with spaces between. One that holds a space itself stands there with `%20` for it and `%25` for a per cent
/// sign; any other stands as it is.
enum ListCell {
    static func write(_ refs: [String]) -> String {
        refs.map { $0.contains(" ") ? $0.replacing("%", with: "%25").replacing(" ", with: "%20") : $0 }.joined(separator: " ")
    }

    /// The references a cell names.
    /// - Parameter isKnown: whether a record has a reference as it stands, which is then meant.
    static func read(_ cell: String, isKnown: (String) -> Bool) -> [String] {
        cell.split(separator: " ").map { part in
            let ref = String(part)
            guard ref.contains("%20"), !isKnown(ref) else { return ref }
            return ref.replacing("%20", with: " ").replacing("%25", with: "%")
        }
    }
}
