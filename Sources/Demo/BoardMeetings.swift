import Casework

/// The demo's management board: four meetings a year, six sectors, one member who came new, one whose time ended and one who has stopped
/// coming, deputies, apologies and a blank now and then.
enum BoardMeetings {
    static func all(_ options: DemoService.Options) -> [DemoEntry<BoardAttendance>] {
        let days = days(options)
        return days.enumerated().flatMap { turn, day in meeting(day, turn: turn, of: days.count, options) }
    }

    /// Who is or was a member, each from their start to their end.
    static func members(_ options: DemoService.Options) -> [DemoEntry<BoardMember>] {
        let days = days(options)
        return seats.enumerated().map { place, seat in
            var dice = Dice(seed: options.seed, stream: UInt64(place), purpose: 39)
            var one = BoardMember()
            (one.name, one.sector, one.agency) = (seat.name, seat.sector, seat.agency)
            (one.seniority, one.startDate) = (seat.isSenior ? "SENIOR" : "DELEGATED", options.from)
            // A fortnight on either side of the meeting that was their first or their last.
            if seat.story == .cameLate, days.indices.contains(days.count / 2) { one.startDate = days[days.count / 2] - 14 }
            if seat.story == .left, let last = days.dropLast(leaves).last { one.endDate = last + 14 }
            return DemoEntry(id: dice.id(on: one.startDate), ref: "board-member-\(place + 1)", value: one)
        }
    }

    /// How many of the last meetings the one who left was no member at, and the one who stopped coming has missed.
    private static let leaves = 2
    private static let stayedAway = 3

    private static func days(_ options: DemoService.Options) -> [Day] {
        let first = options.from.year
        return (first...max(first, options.through.year)).flatMap { year in
            [2, 5, 8, 11].compactMap { Day(year: year, month: $0, day: 12)?.workingDay }
        }.filter { $0 >= options.from && $0 <= options.through }
    }

    private static func meeting(_ day: Day, turn: Int, of count: Int, _ options: DemoService.Options) -> [DemoEntry<BoardAttendance>] {
        var dice = Dice(seed: options.seed, stream: UInt64(bitPattern: Int64(day.number)), purpose: 21)
        return seats.enumerated().compactMap { place, seat in
            var one = BoardAttendance()
            (one.meetingDate, one.sector, one.member, one.newMember) = (day, seat.sector, seat.name, false)
            one.attendance = attendance.draw(&dice)
            one.seniority = seat.isSenior && one.attendance != "DEPUTY" ? "SENIOR" : "DELEGATED"
            let id = dice.id(on: day)
            switch seat.story {
            case .cameLate:
                if turn < count / 2 { (one.attendance, one.seniority) = ("NOT_A_MEMBER", nil) }
                if turn == count / 2 { (one.attendance, one.newMember) = ("ATTENDED", true) }
            case .left: if turn >= count - leaves { return nil }
            case .staysAway: if turn >= count - stayedAway { one.attendance = turn == count - stayedAway ? "APOLOGIES" : "ABSENT" }
            case .none: break
            }
            return DemoEntry(id: id, ref: "board-\(day.iso)-\(place + 1)", value: one)
        }
    }

    private static let attendance = Weighted<String?>([("ATTENDED", 70), ("APOLOGIES", 12), ("DEPUTY", 11), ("ABSENT", 5), (nil, 2)])

    private enum Story { case none, cameLate, left, staysAway }

    private static let seats: [(sector: String, agency: String, name: String, isSenior: Bool, story: Story)] = [
        ("SOCIAL_CARE", "Sandholme Council", "Imelda Trask", true, .none), ("EDUCATION", "Sandholme Council", "Corin Bellamy", true, .none),
        ("POLICE", "Sandholme Police", "Hester Quayle", true, .none), ("PROBATION", "Probation, Sandholme", "Anselm Rook", true, .none),
        ("HEALTH", "Sandholme Health Board", "Petra Lisle", true, .none),
        ("HEALTH", "Sandholme Children’s Hospital", "Dunstan Fyfe", true, .cameLate),
        ("EDUCATION", "Sandholme Heads’ Forum", "Wren Halloway", false, .staysAway),
        ("OTHER", "Sandholme Council", "Ottoline Marsh", true, .none), ("OTHER", "Sandholme Youth Trust", "Barnaby Sholto", false, .left),
    ]
}
