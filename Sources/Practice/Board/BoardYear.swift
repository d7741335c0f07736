import Casework

/// A year of board meetings: who was a member, who came, for whom, and which statutory sectors had somebody senior in the room (S-GOV-03,
/// KPI 8).
public struct BoardYear: Sendable {
    /// The meetings' days, in order.
    public let meetings: [Day]
    public let members: [Member]
    public let sectors: [Sector]

    /// One member's marks over the meetings.
    public struct Member: Sendable {
        public let sector: String
        public let name: String
        /// Their memberships, oldest first; none of whoever is known by lines alone.
        public let memberships: [BoardMember]
        public let marks: [BoardSeats.Mark]

        public var agency: String? { memberships.last?.agency }
        /// Whom they sat for on a day; of a day outside their memberships the nearest known.
        func agency(on day: Day) -> String? { (memberships.first { $0.isMember(on: day) } ?? memberships.last)?.agency }
        private func count(_ attendance: String) -> Int { marks.filter { $0.attendance == attendance }.count }
        /// Meetings they were a member at: a blank mark is one, one before they joined or after they left is not.
        public var expected: Int { marks.filter(\.isExpected).count }
        public var attended: Int { count("ATTENDED") }
        /// Apart from attendance: somebody came, but not they.
        public var deputies: Int { count("DEPUTY") }
    }

    /// The members of one agency of a sector together.
    public struct Agency: Sendable, Equatable {
        public let sector: String
        /// Nil where no membership names one.
        public let name: String?
        public fileprivate(set) var expected: Int
        public fileprivate(set) var attended: Int
        public fileprivate(set) var deputies: Int
    }

    /// One sector's presence at each meeting.
    public struct Sector: Sendable {
        public enum Presence: Sendable { case senior, delegated, absent, notWritten }
        public let sector: String
        public let presence: [Presence]
        public var senior: Int { presence.filter { $0 == .senior }.count }
    }

    /// - Parameters:
    ///   - seats: attendance and memberships of any days; only those of `period` count.
    ///   - sectors: the sectors to show, in order, whether or not anybody speaks for them.
    public init(_ seats: BoardSeats, in period: ClosedRange<Day>, sectors: [String]) {
        let rows = seats.rows.filter { period.contains($0.meetingDate) }
        let days = Set(rows.map(\.meetingDate)).sorted()
        meetings = days
        members = seats.keys(in: period).map { key in
            Member(
                sector: key.sector, name: seats.name(key), memberships: seats.memberships(key),
                marks: days.map { seats.mark(key, on: $0) })
        }.sorted { (BoardSeats.place($0.sector, sectors), $0.name) < (BoardSeats.place($1.sector, sectors), $1.name) }
        self.sectors = sectors.map { sector in
            Sector(
                sector: sector,
                presence: days.map { day in
                    let own = rows.filter { $0.sector == sector && $0.meetingDate == day }
                    let came = own.filter(\.isPresent)
                    if came.contains(where: { $0.seniority == "SENIOR" }) { return .senior }
                    if !came.isEmpty { return .delegated }
                    return own.allSatisfy { $0.attendance == nil } ? .notWritten : .absent
                })
        }
    }

    /// Attendance by agency, in the order of their sectors: each meeting under the agency the member sat for on its day.
    public var agencies: [Agency] {
        var found: [Agency] = []
        for member in members {
            for (day, mark) in zip(meetings, member.marks) where mark.isExpected {
                let name = member.agency(on: day)
                let place = found.firstIndex { $0.sector == member.sector && $0.name == name } ?? found.count
                if place == found.count { found.append(Agency(sector: member.sector, name: name, expected: 0, attended: 0, deputies: 0)) }
                found[place].expected += 1
                found[place].attended += mark.attendance == "ATTENDED" ? 1 : 0
                found[place].deputies += mark.attendance == "DEPUTY" ? 1 : 0
            }
        }
        return found
    }
}
