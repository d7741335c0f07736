/// A moment, in milliseconds since 1970-01-01T00:00:00Z. Only for when something was recorded or is appointed; legal dates are `Day`s.
public struct Instant: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Midnight UTC of a day plus milliseconds.
    public init(day: Day, milliseconds: Int64 = 0) { self.milliseconds = Int64(day.number) * 86_400_000 + milliseconds }

    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    /// `2026-11-21T14:05:00.000Z`: how both engines store it.
    public var iso: String {
        let (day, ms) = split
        return "\(day.iso)T\(pad(ms / 3_600_000)):\(pad(ms / 60_000 % 60)):\(pad(ms / 1000 % 60)).\(pad(ms % 1000, 3))Z"
    }

    private var split: (day: Day, ms: Int64) {
        let day = milliseconds >= 0 ? milliseconds / 86_400_000 : (milliseconds - 86_399_999) / 86_400_000
        return (Day(number: Int(day)), milliseconds - day * 86_400_000)
    }

    /// Reads RFC 3339 with an offset (`2026-11-21T14:05:00Z`, `…+01:00`), PostgreSQL's `2026-11-21 14:05:00+00`,
    /// and a date-time without offset as London civil time, the earlier one in the hour repeated each October (interchange.md §1).
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 16, bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A,
            let day = Day(iso: String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = digits(bytes, 11, 2), let minute = digits(bytes, 14, 2), hour < 24, minute < 60
        else { return nil }
        var ms = Int64(hour * 3_600_000 + minute * 60_000)
        var i = 16
        if i < bytes.count, bytes[i] == 0x3A {
            guard let second = digits(bytes, i + 1, 2), second < 60 else { return nil }
            ms += Int64(second) * 1000
            i += 3
            if i < bytes.count, bytes[i] == 0x2E {
                i += 1
                var scale: Int64 = 100
                guard i < bytes.count, (0x30...0x39).contains(bytes[i]) else { return nil }
                while i < bytes.count, (0x30...0x39).contains(bytes[i]) {
                    ms += Int64(bytes[i] - 0x30) * scale
                    scale /= 10
                    i += 1
                }
            }
        }
        let local = Instant(day: day, milliseconds: ms)
        if i == bytes.count {
            self = London.instant(ofCivil: local)
        } else if bytes[i] == 0x5A, i + 1 == bytes.count {
            self = local
        } else {
            guard bytes[i] == 0x2B || bytes[i] == 0x2D, let h = digits(bytes, i + 1, 2), h < 15 else { return nil }
            var m = 0
            if i + 3 < bytes.count {
                let start = bytes[i + 3] == 0x3A ? i + 4 : i + 3
                guard let minutes = digits(bytes, start, 2), minutes < 60, start + 2 == bytes.count else { return nil }
                m = minutes
            }
            let offset = Int64(h * 60 + m) * 60_000
            milliseconds = local.milliseconds - (bytes[i] == 0x2B ? offset : -offset)
        }
    }

    /// The day it is in London at this moment.
    public var londonDay: Day { Instant(milliseconds: milliseconds + London.offset(at: self)).split.day }

    /// `14:05`, London time.
    public var londonTime: String {
        let ms = Instant(milliseconds: milliseconds + London.offset(at: self)).split.ms
        return "\(pad(ms / 3_600_000)):\(pad(ms / 60_000 % 60))"
    }

    /// `21 November 2026 at 14:05`, London time.
    public var words: String { "\(londonDay.words) at \(londonTime)" }
}

/// London civil time: one hour ahead of UTC from the last Sunday of March 01:00 UTC to the last Sunday of October 01:00 UTC
/// (Summer Time Order 2002; the rule since 1996. Earlier years are not needed for children now under 25.)
enum London {
    static func offset(at instant: Instant) -> Int64 {
        let year = Instant(milliseconds: instant.milliseconds).utcDay.year
        let start = Instant(day: lastSunday(of: 3, in: year), milliseconds: 3_600_000)
        let end = Instant(day: lastSunday(of: 10, in: year), milliseconds: 3_600_000)
        return instant >= start && instant < end ? 3_600_000 : 0
    }

    static func instant(ofCivil civil: Instant) -> Instant {
        // Summer first: in the repeated hour both readings hold and the earlier one is summer's.
        let summer = Instant(milliseconds: civil.milliseconds - 3_600_000)
        return offset(at: summer) == 3_600_000 ? summer : civil
    }

    private static func lastSunday(of month: Int, in year: Int) -> Day {
        guard let last = Day(year: year, month: month, day: 31) else { return Day(number: 0) }
        return last - last.weekdayNumber % 7
    }
}

extension Instant {
    var utcDay: Day { split.day }
}

private func digits(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
    guard start + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[start..<start + count] {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
    }
    return value
}

private func pad(_ n: Int64, _ width: Int = 2) -> String {
    let text = String(n)
    return text.utf8.count >= width ? text : String(repeating: "0", count: width - text.utf8.count) + text
}
