import Casework

/// How likely two records are one child, and why.
public struct Likeness: Sendable, Hashable {
    /// 1 to 100, for order only: never a reason to merge unasked.
    public let strength: Int
    /// In words, the weightiest first: "Same date of birth".
    public let reasons: [String]

    /// The same for a file that may not be told of: that it may be the same child, and not why.
    public var untold: Likeness { Likeness(strength: strength, reasons: ["The file is restricted. Ask your manager."]) }
}

/// Finds records that may be one child (S-PEO-01). A person decides; this only puts pairs side by side.
public enum Duplicates {
    /// The fields it reads.
    public static let needs: [Need] = [
        Need(
            Child.self, "given_name", "family_name", "known_as", "date_of_birth", "pnc_id", "upn", "nhs_number", "originating_ref",
            "deleted")
    ]

    /// Nil when the two are unlike, or one is withdrawn. Twins (same family name and birth, other given names) are unlike.
    public static func likeness(_ a: Child, _ b: Child) -> Likeness? {
        if a.deleted == true || b.deleted == true { return nil }
        var reasons: [String] = []
        var strength = 0
        var against = 0
        var sameNumber = false
        for (label, x, y) in [
            ("PNC number", a.pncID.map(PNC.tidy), b.pncID.map(PNC.tidy)),
            ("unique pupil number", a.upn.map(Names.bare), b.upn.map(Names.bare)),
            ("NHS number", a.nhsNumber.map(Names.bare), b.nhsNumber.map(Names.bare)),
        ] {
            guard let x, let y, !x.isEmpty, !y.isEmpty else { continue }
            if x == y {
                reasons.append("Same \(label)")
                strength = 95
                sameNumber = true
            } else {
                against += 1
            }
        }
        let birth = births(a.dateOfBirth, b.dateOfBirth)
        let name = names(a, b)
        let together = name == .unlike ? 0 : weight[birth]?[name] ?? 0
        if strength == 0 && together == 0 { return nil }
        if let words = birth.words { reasons.append(words) }
        if let words = name.words { reasons.append(words) }
        strength = max(strength, together)
        if sameNumber, together > 0 { strength = 100 }
        // Numbers that differ speak for two children, though both may be mistyped.
        if against > 0, !sameNumber { strength -= 30 * against }
        return strength > 0 ? Likeness(strength: strength, reasons: reasons) : nil
    }

    enum Births: Hashable {
        case same, swapped, near, unknown, different
        var words: String? {
            switch self {
            case .same: "Same date of birth"
            case .swapped: "Day and month of birth swapped"
            case .near: "Dates of birth differ by one slip of the hand"
            case .unknown, .different: nil
            }
        }
    }

    enum NamePair: Hashable {
        case same, swapped, alike, otherFamily, unlike
        var words: String? {
            switch self {
            case .same: "Same name"
            case .swapped: "Given and family name swapped"
            case .alike: "Similar name"
            case .otherFamily: "Same given name, another family name"
            case .unlike: nil
            }
        }
    }

    private static let weight: [Births: [NamePair: Int]] = [
        .same: [.same: 95, .swapped: 92, .alike: 80, .otherFamily: 45],
        .swapped: [.same: 80, .swapped: 75, .alike: 60],
        .near: [.same: 70, .swapped: 60, .alike: 50],
        .unknown: [.same: 55, .swapped: 40],
    ]

    static func births(_ a: Day?, _ b: Day?) -> Births {
        guard let a, let b else { return .unknown }
        if a == b { return .same }
        let (x, y) = (a.parts, b.parts)
        if x.year == y.year, x.month == y.day, x.day == y.month { return .swapped }
        let (s, t) = (Array(a.iso), Array(b.iso))
        let differ = s.indices.filter { $0 >= t.count || s[$0] != t[$0] }
        if differ.count == 1 { return .near }
        if differ.count == 2, differ[1] == differ[0] + 1, s[differ[0]] == t[differ[1]], s[differ[1]] == t[differ[0]] { return .near }
        return .different
    }

    static func names(_ a: Child, _ b: Child) -> NamePair {
        let (givenA, givenB) = ([a.givenName, a.knownAs].map(Names.parts), [b.givenName, b.knownAs].map(Names.parts))
        let (familyA, familyB) = (Names.parts(a.familyName), Names.parts(b.familyName))
        guard !familyA.isEmpty, !familyB.isEmpty else { return .unlike }
        func any(_ test: ([String], [String]) -> Bool) -> Bool {
            givenA.contains { x in givenB.contains { y in !x.isEmpty && !y.isEmpty && test(x, y) } }
        }
        if familyA.joined() == familyB.joined(), any({ $0.joined() == $1.joined() }) { return .same }
        if givenA.contains(where: { $0.joined() == familyB.joined() }), givenB.contains(where: { $0.joined() == familyA.joined() }) {
            return .swapped
        }
        if any(alike), alike(familyA, familyB) { return .alike }
        return any({ $0.joined() == $1.joined() }) ? .otherFamily : .unlike
    }

    /// Alike when each part of the shorter has its like in the longer: "Anna Maria" and "Ania".
    private static func alike(_ a: [String], _ b: [String]) -> Bool {
        if close(a.joined(), b.joined()) { return true }
        func stands(_ few: [String], _ many: [String]) -> Bool { few.allSatisfy { part in many.contains { close(part, $0) } } }
        return (a.count > b.count || stands(a, b)) && (b.count > a.count || stands(b, a))
    }

    private static func close(_ a: String, _ b: String) -> Bool {
        if a == b || SameNames.areSame(a, b) || Distance.isNear(a, b) { return true }
        guard let code = Sound.code(a), code.count > 1 else { return false }
        return code == Sound.code(b)
    }
}
