import Casework

/// A year of board meetings: who came, for whom, and which statutory sectors had somebody senior in the room (S-GOV-03, KPI 8).
public struct BoardYear: Sendable {
    /// The meetings' days, in order.
    public let meetings: [Day]
    public let members: [Member]
    public let sectors: [Sector]

    /// One member's marks over the meetings; nil where nothing is written for a meeting.
    public struct Member: Sendable {
        public let sector: String
        public let name: String
        public let marks: [BoardAttendance?]

        private func count(_ attendance: String) -> Int { marks.filter { $0?.attendance == attendance }.count }
        /// Meetings they were a member at: a blank mark is one, a meeting without a line for them is not.
        public var expected: Int { marks.compactMap { $0 }.filter { $0.attendance != "NOT_A_MEMBER" }.count }
        public var attended: Int { count("ATTENDED") }
        /// Apart from attendance: somebody came, but not they.
        public var deputies: Int { count("DEPUTY") }
    }

    /// One sector's presence at each meeting.
    public struct Sector: Sendable {
        public enum Presence: Sendable { case senior, delegated, absent, notWritten }
        public let sector: String
        public let presence: [Presence]
        public var senior: Int { presence.filter { $0 == .senior }.count }
    }

    /// - Parameters:
    ///   - rows: attendance of any days; only those of `period` count.
    ///   - sectors: the sectors to show, in order, whether or not anybody speaks for them.
    public init(_ rows: [BoardAttendance], in period: ClosedRange<Day>, sectors: [String]) {
        let rows = rows.filter { period.contains($0.meetingDate) }
        let days = Set(rows.map(\.meetingDate)).sorted()
        meetings = days
        func place(_ sector: String) -> Int { sectors.firstIndex(of: sector) ?? sectors.count }
        let byMember = Dictionary(grouping: rows) { Key(sector: $0.sector, name: $0.member ?? "") }
        members = byMember.map { key, own in
            Member(sector: key.sector, name: key.name, marks: days.map { day in own.first { $0.meetingDate == day } })
        }.sorted { (place($0.sector), $0.name) < (place($1.sector), $1.name) }
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

    private struct Key: Hashable { let sector: String; let name: String }
}
