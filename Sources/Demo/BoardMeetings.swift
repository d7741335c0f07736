import Casework

/// The demo's management board: four meetings a year, six sectors, one member who came new, deputies, apologies and a blank now and then.
enum BoardMeetings {
    static func all(_ options: DemoService.Options) -> [DemoEntry<BoardAttendance>] {
        let first = options.from.year
        let days = (first...max(first, options.through.year)).flatMap { year in
            [2, 5, 8, 11].compactMap { Day(year: year, month: $0, day: 12)?.workingDay }
        }.filter { $0 >= options.from && $0 <= options.through }
        return days.enumerated().flatMap { turn, day in meeting(day, turn: turn, of: days.count, options) }
    }

    private static func meeting(_ day: Day, turn: Int, of count: Int, _ options: DemoService.Options) -> [DemoEntry<BoardAttendance>] {
        var dice = Dice(seed: options.seed, stream: UInt64(bitPattern: Int64(day.number)), purpose: 21)
        return seats.enumerated().map { place, seat in
            var one = BoardAttendance()
            (one.meetingDate, one.sector, one.member, one.newMember) = (day, seat.sector, seat.name, false)
            one.attendance = attendance.draw(&dice)
            one.seniority = seat.isSenior && one.attendance != "DEPUTY" ? "SENIOR" : "DELEGATED"
            // The health trust's member changes half way.
            if seat.isLate {
                if turn < count / 2 { (one.attendance, one.seniority) = ("NOT_A_MEMBER", nil) }
                if turn == count / 2 { (one.attendance, one.newMember) = ("ATTENDED", true) }
            }
            return DemoEntry(id: dice.id(on: day), ref: "board-\(day.iso)-\(place + 1)", value: one)
        }
    }

    private static let attendance = Weighted<String?>([("ATTENDED", 70), ("APOLOGIES", 12), ("DEPUTY", 11), ("ABSENT", 5), (nil, 2)])

    private static let seats: [(sector: String, name: String, isSenior: Bool, isLate: Bool)] = [
        ("SOCIAL_CARE", "Imelda Trask", true, false), ("EDUCATION", "Corin Bellamy", true, false),
        ("POLICE", "Hester Quayle", true, false), ("PROBATION", "Anselm Rook", true, false), ("HEALTH", "Petra Lisle", true, false),
        ("HEALTH", "Dunstan Fyfe", true, true), ("EDUCATION", "Wren Halloway", false, false), ("OTHER", "Ottoline Marsh", true, false),
        ("OTHER", "Barnaby Sholto", false, false),
    ]
}
