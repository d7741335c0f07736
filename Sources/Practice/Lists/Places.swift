import Casework

/// What is known of places by postcode (S-PEO-03). The longest start that fits answers; spaces and case do not matter.
public struct Places: Sendable {
    private let byStart: [String: Postcode]
    private let longest: Int

    public init(_ postcodes: [Postcode]) {
        byStart = Dictionary(
            postcodes.map { (Places.tidy($0.postcode), $0) }.filter { !$0.0.isEmpty }, uniquingKeysWith: { _, last in last })
        longest = byStart.keys.map(\.utf8.count).max() ?? 0
    }

    public func place(of postcode: String) -> Postcode? {
        var start = String(Places.tidy(postcode).prefix(longest))
        while !start.isEmpty {
            if let place = byStart[start] { return place }
            start.removeLast()
        }
        return nil
    }

    /// `fy1 3aa` → `FY13AA`.
    static func tidy(_ postcode: String) -> String {
        String(postcode.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }
}
