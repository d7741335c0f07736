import Casework

/// What a child's identity is made of, and how an earlier one is taken out of text (S-PEO-14).
public enum FormerIdentity {
    /// The child's fields that say who they are: at earlier moments too they are read as they stood when the identity was sealed.
    public static let fields: Set<String> = [
        "given_name", "family_name", "known_as", "date_of_birth", "sex", "gender_identity", "gender_same_as_registered", "nationality",
        "pnc_id", "upn", "nhs_number", "home_postcode", "originating_ref",
    ]

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
    public mutating func hide(former: [Child], now: Child) {
        let put = FormerIdentity.removed
        func names(_ child: Child) -> [String] {
            [[child.givenName, child.familyName], [child.knownAs, child.familyName], [child.knownAs]].map {
                $0.compactMap(\.self).joined(separator: " ")
            }
        }
        let present = Set(names(now).map(Names.fold))
        keep(names(now))
        for name in former.flatMap(names) where !name.isEmpty && !present.contains(Names.fold(name)) {
            hide(name: name, put: put)
            // As user names and files are called.
            let joined = Names.fold(name).filter { $0 != " " }
            if name.contains(" ") { add([joined], put) }
        }
        for day in Set(former.compactMap(\.dateOfBirth)) where day != now.dateOfBirth { hide(day: day, put: put) }
        for path in [\Child.pncID, \Child.upn, \Child.nhsNumber, \Child.originatingRef] {
            for number in Set(former.compactMap { $0[keyPath: path] }) where number != now[keyPath: path] {
                hide(identifier: number, put: put)
            }
        }
        for code in Set(former.compactMap(\.homePostcode)) where code != now.homePostcode { hide(address: code, put: put) }
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
