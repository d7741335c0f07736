import Casework

/// Reads a date of birth, or the part of one a person remembers, from what they type.
enum BirthDate {
    /// Starts of ISO days (`2011-09-03`, `2011-09`, `2011`): what was most likely meant first, then a month and day the other way round.
    ///
    /// `3/9/2011 03.09.11 3-9-2011 3 Sep 2011 3rd September 2011 Sept 3, 2011 2011-09-03 03092011 030911 9/2011 September 2011 2011`.
    /// Two figures of a year are of this century below 50. A month alone by a name that is also a person's (April, May, June, Jan) is left to names.
    static func read(_ text: String) -> [String] {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0 != "of" }
        let numbers = words.map(number)
        switch words.count {
        case 3:
            if let month = months(words[1]), let day = numbers[0], let year = year(words[2]) { return days(year, month, day) }
            if let month = months(words[0]), let day = numbers[1], let year = year(words[2]) { return days(year, month, day) }
            guard let first = numbers[0], let second = numbers[1], let third = numbers[2] else { return [] }
            if words[0].count == 4 { return days(first, second, third) }
            guard words[0].count <= 2, words[1].count <= 2, let year = year(words[2]) else { return [] }
            return days(year, second, first)
        case 2:
            guard let year = numbers[1], words[1].count == 4, plausible(year) else {
                guard let year = numbers[0], words[0].count == 4, plausible(year), words[1].count == 2, let month = numbers[1] else {
                    return []
                }
                return (1...12).contains(month) ? ["\(year)-\(two(month))"] : []
            }
            if let month = numbers[0], words[0].count <= 2 { return (1...12).contains(month) ? ["\(year)-\(two(month))"] : [] }
            guard let month = months(words[0]), !alsoNames.contains(words[0]) else { return [] }
            return ["\(year)-\(two(month))"]
        case 1:
            guard words[0].allSatisfy(\.isASCIIDigit), let whole = Int(words[0]) else { return [] }
            switch words[0].count {
            case 8:
                let british = plausible(whole % 10000) ? days(whole % 10000, whole / 10000 % 100, whole / 1_000_000) : []
                return british.isEmpty && plausible(whole / 10000) ? days(whole / 10000, whole / 100 % 100, whole % 100) : british
            case 6: return year(two(whole % 100)).map { days($0, whole / 100 % 100, whole / 10000) } ?? []
            case 4: return plausible(whole) ? [words[0]] : []
            default: return []
            }
        default: return []
        }
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> [String] {
        guard plausible(year) else { return [] }
        return [Day(year: year, month: month, day: day), month == day ? nil : Day(year: year, month: day, day: month)].compactMap {
            $0?.iso
        }
    }

    /// The years a child's or young adult's file can hold.
    private static func plausible(_ year: Int) -> Bool { (1950...2049).contains(year) }

    private static func year(_ text: String) -> Int? {
        guard text.allSatisfy(\.isASCIIDigit), let number = Int(text) else { return nil }
        if text.count == 4 { return number }
        return text.count == 2 ? (number < 50 ? 2000 : 1900) + number : nil
    }

    /// `3`, `03`, `3rd`.
    private static func number(_ word: String) -> Int? {
        let digits = word.prefix(while: \.isASCIIDigit)
        guard !digits.isEmpty, ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)) else { return nil }
        return Int(digits)
    }

    private static func months(_ word: String) -> Int? {
        guard word.count >= 3 else { return nil }
        if word == "sept" { return 9 }
        return Day.monthNames.firstIndex { $0.lowercased().hasPrefix(word) }.map { $0 + 1 }
    }

    private static let alsoNames: Set<String> = ["jan", "april", "apr", "may", "june", "jun", "august", "aug", "mar", "dec"]

    private static func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
}
