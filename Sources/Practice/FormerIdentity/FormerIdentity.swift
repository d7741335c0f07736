import Casework

/// What a child's identity is made of, and how an earlier one is taken out of text (S-PEO-14).
public enum FormerIdentity {
    /// The child's fields that say who they are: at earlier moments too they are read as they stood when the identity was sealed.
    public static let fields: Set<String> = [
        "given_name", "family_name", "known_as", "date_of_birth", "sex", "gender_identity", "gender_same_as_registered", "nationality",
        "pnc_id", "upn", "nhs_number", "home_postcode", "originating_ref",
    ]

    /// Those of them that name the child and nobody else: an earlier one is not written down again. A sex, a nationality or a home may come back.
    public static let naming: Set<String> = [
        "given_name", "family_name", "known_as", "date_of_birth", "pnc_id", "upn", "nhs_number", "originating_ref",
    ]

    /// A value as it is compared with an earlier one: however it is spaced and written.
    public static func compared(_ value: Value) -> Value {
        if case .text(let text) = value { .text(Names.joined(text)) } else { value }
    }

    /// Kinds of entry that may be sealed whole.
    public static let kinds = ["address", "relationship", "professional", "document"]

    /// What stands where a former name, birth date, number or address was.
    public static let removed = "[removed]"

    /// What earlier versions of a child held and the present one does not, once each, in the order of the fields.
    public static func earlier(_ former: [Child], than now: Child) -> [(field: Field<Child>, values: [Value])] {
        Child.kind.fields.filter { fields.contains($0.name) }.compactMap { field in
            var found: [Value] = []
            for value in former.map(field.get) where !value.isNone && value != field.get(now) && !found.contains(value) {
                found.append(value)
            }
            return found.isEmpty ? nil : (field, found)
        }
    }
}

extension Redaction {
    /// Takes what a child was known by out of text; what they are known by now stays.
    /// - Parameters:
    ///   - now: the child as they read since.
    ///   - homes: whether earlier postcodes of the home go as well, but for those that are somebody's present ones, written together and folded;
    ///     nil takes none, for there it may be another child's home.
    ///   - isWhole: takes a name only where all of it stands, in the files of children who are strangers.
    public mutating func hide(former: [Child], now: [Child], homes: Set<String>? = [], isWhole: Bool = false) {
        let put = FormerIdentity.removed
        func names(_ child: Child) -> [String] {
            [[child.givenName, child.familyName], [child.knownAs, child.familyName], [child.knownAs]].map {
                $0.compactMap(\.self).joined(separator: " ")
            }.filter { !$0.isEmpty }
        }
        let present = Set(now.flatMap(names).map(Names.fold))
        keep(now.flatMap(names))
        for name in former.flatMap(names) where !present.contains(Names.fold(name)) {
            // A name to be known by is one word and many people's.
            if isWhole, !name.contains(" ") { continue }
            hide(name: name, put: put, isWhole: isWhole, plainToo: true)
            // As user names and files are called, either way round.
            let words = Names.fold(name).split(separator: " ")
            if words.count > 1 {
                add([words.joined()], put)
                add([(words.suffix(1) + words.dropLast()).joined()], put)
            }
        }
        for day in Set(former.compactMap(\.dateOfBirth)).subtracting(now.compactMap(\.dateOfBirth)) { hide(day: day, put: put) }
        for path in [\Child.pncID, \Child.upn, \Child.nhsNumber, \Child.originatingRef] {
            for number in Set(former.compactMap { $0[keyPath: path] }).subtracting(now.compactMap { $0[keyPath: path] }) {
                hide(identifier: number, put: put)
            }
        }
        guard let homes else { return }
        for code in Set(former.compactMap(\.homePostcode)).subtracting(now.compactMap(\.homePostcode))
        where !homes.contains(Names.joined(code)) {
            hide(address: code, put: put)
        }
    }

    /// A day, however it is written.
    mutating func hide(day: Day, put: String) {
        let parts = day.iso.split(separator: "-").map(String.init)
        guard parts.count == 3, let month = Int(parts[1]), let number = Int(parts[2]), Self.months.indices.contains(month - 1) else {
            return
        }
        let (long, year) = (Self.months[month - 1], parts[0])
        let names = [long, String(long.prefix(3)), String(long.prefix(4))]
        let endings = [1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"]
        let days = [String(number), parts[2], "\(number)\(endings[number] ?? "th")"]
        for year in [year, String(year.suffix(2))] {
            for day in days {
                for name in names {
                    add([day, name, year], put)
                    add([day, "of", name, year], put)
                    add([name, day, year], put)
                }
            }
            for day in days.prefix(2) { for month in [String(month), parts[1]] { add([day, month, year], put) } }
        }
        add([year, parts[1], parts[2]], put)
        add([year, String(month), String(number)], put)
        add([parts.joined()], put)
    }

    /// A number or reference somebody is known by, whatever signs and spaces stand in it.
    mutating func hide(identifier: String, put: String) {
        let words = Names.fold(identifier).split(separator: " ").map(String.init)
        let bare = words.joined()
        guard bare.count >= 4 else { return }
        add(words, put)
        add([bare], put)
        if bare.count == 10 { add([String(bare.prefix(3)), String(bare.dropFirst(3).prefix(3)), String(bare.suffix(4))], put) }
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
}

extension Names {
    /// Folded and written together, so that spaces and marks do not tell two apart.
    public static func joined(_ text: String) -> String { fold(text).filter { $0 != " " } }
}
