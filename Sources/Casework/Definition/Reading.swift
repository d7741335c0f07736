/// How text becomes a value: people's way of writing in forms, the exact way of interchange.md in files.
public enum Reading: Sendable { case form, file }

extension Field {
    /// The sentence when a required field is blank.
    public var missing: String {
        switch kind {
        case .code, .flag, .link: "Choose \(label.lowercasedFirst)."
        default: "Enter \(label.lowercasedFirst)."
        }
    }
}

extension FieldKind {
    /// Reads what was typed. Blank is `.none`. Links are read by whoever can look records up.
    public func read(_ raw: String, _ reading: Reading, label: String) -> Result<Value, Problem> {
        func refuse(_ message: String) -> Result<Value, Problem> { .failure(Problem(field: "", message: message)) }
        let text = reading == .form ? raw.trimmed : raw
        if text.isEmpty { return .success(.none) }
        if text.utf8.contains(0) { return refuse("\(label) holds a character that cannot be kept (NUL).") }
        switch self {
        case .longText where text.unicodeScalars.count > 100_000: return refuse("\(label) must be 100,000 characters or fewer.")
        case .text, .longText, .code, .codes, .secret:
            return .success(.text(text.withPlainLineEnds))
        case .day:
            if let day = Day(iso: text) ?? (reading == .form ? Day(typed: text) : nil) { return .success(.day(day)) }
            return refuse(
                reading == .form ? "\(label) must be a real date, like 21/11/2026." : "“\(text)” is not a day like 2026-11-21.")
        case .instant:
            if let instant = Instant(text) ?? (reading == .form ? Instant(typed: text) : nil) {
                // Files are read as interchange.md says; a person who types an hour that is not there meant another.
                if reading == .form, let time = instant.skipped(in: text) {
                    return refuse("\(label): there was no \(time) on \(instant.londonDay.words), because the clocks went forward.")
                }
                return .success(.instant(instant))
            }
            if let day = Day(iso: text) ?? (reading == .form ? Day(typed: text) : nil), let instant = Instant(day.iso + "T00:00") {
                return .success(.instant(instant))
            }
            return refuse(
                reading == .form
                    ? "\(label) must be a real date and time, like 21/11/2026 14:30."
                    : "“\(text)” is not a day or a date-time like 2026-11-21T14:30.")
        case .number:
            if let number = Int(text), text.utf8.first != 0x2B { return .success(.number(number)) }
            return refuse("\(label) must be a whole number.")
        case .flag:
            switch text.lowercased() {
            case "yes": return .success(.flag(true))
            case "no": return .success(.flag(false))
            case "true" where reading == .form, "on" where reading == .form: return .success(.flag(true))
            case "false" where reading == .form: return .success(.flag(false))
            default: return refuse("\(label) must be yes or no.")
            }
        case .link:
            guard let id = RecordID(text), id != .unset else { return refuse("\(label) is not a record here.") }
            return .success(.id(id))
        case .links:
            let ids = text.split(separator: " ").map { RecordID(String($0)) }
            let known = ids.compactMap { $0 }.filter { $0 != .unset }
            guard known.count == ids.count else { return refuse("\(label) names a record that is not here.") }
            return .success(.ids(known))
        }
    }

    /// Why a value of the right sort may still not stand in the field; nil when it may.
    func refusal(of value: Value, label: String, codes: Codes) -> String? {
        switch (self, value) {
        case (_, .text(let text)) where text.utf8.contains(0): "\(label) holds a character that cannot be kept (NUL)."
        // One character may be made of any number of marks: a name of five such could be a megabyte.
        case (.text(let limit), .text(let text)) where text.count > limit || text.unicodeScalars.count > 10 * limit:
            "\(label) must be \(limit) characters or fewer."
        case (.text, .text(let text)) where text.contains("\n"): "\(label) must be one line."
        // More than anybody types: a report that is issued holds what was written in six boxes, and an assessment all its answers.
        case (.longText, .text(let text)) where text.unicodeScalars.count > 4_000_000: "\(label) must be 4,000,000 characters or fewer."
        case (.number(let range), .number(let number)) where !range.contains(number):
            "\(label) must be from \(range.lowerBound) to \(range.upperBound)."
        case (.code(let list), .text(let token)) where codes.code(list, token) == nil: "\(label): “\(token)” is not a code of this list."
        case (.codes(let list), .text(let tokens)):
            tokens.split(separator: " ").first { codes.code(list, String($0)) == nil }.map {
                "\(label): “\($0)” is not a code of this list."
            }
        case (.day, .day(let day)) where day.year < 1900 || day.year > 2100: "\(label) must be between 1900 and 2100."
        case (.instant, .instant(let instant)) where instant.utcDay.year < 1900 || instant.utcDay.year > 2100:
            "\(label) must be between 1900 and 2100."
        default: nil
        }
    }

    /// How a value is written in a form's box or a file's cell. Links are written by whoever can look records up.
    public func write(_ value: Value, _ reading: Reading) -> String {
        switch value {
        case .none: return ""
        case .text(let text): return text
        case .number(let number): return String(number)
        case .flag(let flag): return flag ? "yes" : "no"
        case .day(let day): return reading == .form ? day.typed : day.iso
        case .instant(let instant):
            if reading == .form {
                return instant.londonTime == "00:00" ? instant.londonDay.typed : "\(instant.londonDay.typed) \(instant.londonTime)"
            }
            return instant.fileText
        case .id(let id): return id.description
        case .ids(let ids): return ids.map(\.description).joined(separator: " ")
        }
    }
}

extension Instant {
    /// As the case-level folder writes it: the day alone at London midnight, else RFC 3339 in UTC to the second (to the millisecond when it has any).
    public var fileText: String {
        if londonTime == "00:00", milliseconds % 60_000 == 0 { return londonDay.iso }
        return milliseconds % 1000 == 0 ? String(iso.dropLast(5)) + "Z" : iso
    }
}

extension Day {
    /// Reads a day as people type it: `21/11/2026`, `21-11-2026`, `21.11.2026`, `21 11 2026`, `21 Nov 2026`, `21 November 2026`.
    public init?(typed text: String) {
        let parts = text.split { " /-.,".contains($0) }
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]), parts[2].count == 4 else { return nil }
        if let month = Int(parts[1]) {
            self.init(year: year, month: month, day: day)
        } else {
            let name = parts[1].lowercased()
            guard name.count >= 3, let index = Day.monthNames.firstIndex(where: { $0.lowercased().hasPrefix(name) }) else { return nil }
            self.init(year: year, month: index + 1, day: day)
        }
    }

    /// `21/11/2026`, as a form's box shows it.
    public var typed: String {
        let (year, month, day) = parts
        return "\(day)/\(month)/\(year)"
    }
}

extension Instant {
    /// Reads what a form's box of a date and time may hold: `21/11/2026 14:30`, `21 Nov 2026 14.30`, `21/11/2026 2:30pm`, `21/11/2026 4 pm`.
    public init?(typed text: String) {
        var rest = text.lowercased()
        let half = ["am", "pm"].first { rest.hasSuffix($0) }
        if half != nil { rest = String(rest.dropLast(2)).trimmed }
        guard let space = rest.lastIndex(of: " "), let day = Day(typed: String(rest[..<space])) else { return nil }
        let time = rest[rest.index(after: space)...].split(omittingEmptySubsequences: false) { ":.".contains($0) }
        // An hour alone is a time only where it says which half of the day.
        guard time.count == 2 && time[1].count == 2 || time.count == 1 && half != nil, var hour = Int(time[0]),
            let minute = time.count == 2 ? Int(time[1]) : 0, (0..<60).contains(minute), (half == nil ? 0..<24 : 1..<13).contains(hour)
        else { return nil }
        if let half { hour = hour % 12 + (half == "pm" ? 12 : 0) }
        self.init("\(day.iso)T\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)")
    }
}

extension Instant {
    /// The time of day a text without offset names, where London had no such time that day and this moment stands for another.
    fileprivate func skipped(in text: String) -> String? {
        guard let clock = text.split(whereSeparator: { $0 == " " || $0 == "T" }).last,
            clock.allSatisfy({ $0.isNumber || $0 == ":" || $0 == "." })
        else { return nil }
        let parts = clock.split { ":.".contains($0) }
        guard parts.count >= 2, let hour = Int(parts[0]), let minute = Int(parts[1]) else { return nil }
        let written = "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
        return written == londonTime ? nil : written
    }
}

extension String {
    /// Without white space at either end.
    public var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
    /// Browsers send CR LF between lines; LF is what is kept, so a text saved twice is one text.
    /// By bytes, for CR LF is one character, in which no CR alone is found.
    var withPlainLineEnds: String {
        guard utf8.contains(UInt8(ascii: "\r")) else { return self }
        var plain: [UInt8] = []
        plain.reserveCapacity(utf8.count)
        var isAfterCR = false
        for byte in utf8 {
            if byte == UInt8(ascii: "\r") {
                plain.append(UInt8(ascii: "\n"))
            } else if !(isAfterCR && byte == UInt8(ascii: "\n")) {
                plain.append(byte)
            }
            isAfterCR = byte == UInt8(ascii: "\r")
        }
        return String(decoding: plain, as: UTF8.self)
    }
    public var uppercasedFirst: String { prefix(1).uppercased() + dropFirst() }
    public var lowercasedFirst: String {
        guard let first, dropFirst().first?.isUppercase != true else { return self }
        return first.lowercased() + dropFirst()
    }
}
