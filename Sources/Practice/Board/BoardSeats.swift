import Casework

/// Who sits on the management board and what is written of each: memberships with their days, and the lines of its meetings (S-GOV-03).
public struct BoardSeats: Sendable {
    /// A person for a sector; a seat without a name stands for its sector.
    struct Key: Hashable, Sendable {
        let sector: String
        let name: String

        init(_ sector: String, _ name: String?) {
            self.sector = sector
            self.name = Names.fold(name ?? "")
        }
    }

    /// What is known of somebody at one meeting.
    public enum Mark: Sendable {
        /// What was written of them; a blank line says nothing, which is no apology.
        case line(BoardAttendance)
        /// A member of that day of whom no line was written.
        case notWritten
        /// Before their start, after their end, or written so.
        case notMember
        /// No line, and no membership that would say whether there should be one.
        case unknown

        public var attendance: String? { if case .line(let one) = self { one.attendance } else { nil } }
        /// Whether it was theirs to come.
        public var isExpected: Bool {
            switch self {
            case .line, .notWritten: true
            case .notMember, .unknown: false
            }
        }
    }

    /// Somebody who has not come to the last meetings, one after the other.
    public struct Missing: Sendable, Equatable {
        public let sector: String
        public let name: String
        public let agency: String?
        /// The meetings missed, oldest first.
        public let missed: [Day]

        /// Whether it was said of them since the first meeting they missed.
        public func isAbout(_ raising: BoardRaising) -> Bool {
            Key(sector, name) == Key(raising.sector, raising.name) && missed.first.map { raising.raisedOn >= $0 } ?? false
        }

        /// Whether they missed a meeting after it was last raised, or it never was.
        public func isToRaise(_ raisings: [BoardRaising]) -> Bool {
            let last = raisings.filter(isAbout).map(\.raisedOn).max()
            return last.map { raised in missed.last.map { raised < $0 } ?? false } ?? true
        }
    }

    public let rows: [BoardAttendance]
    private let lines: [Key: [Day: BoardAttendance]]
    private let terms: [Key: [BoardMember]]

    public init(_ rows: [BoardAttendance], _ members: [BoardMember]) {
        self.rows = rows
        lines = Dictionary(grouping: rows) { Key($0.sector, $0.member) }.mapValues { own in
            Dictionary(own.map { ($0.meetingDate, $0) }) { first, _ in first }
        }
        terms = Dictionary(grouping: members) { Key($0.sector, $0.name) }.mapValues { $0.sorted { $0.startDate < $1.startDate } }
    }

    /// Whoever has a line or a membership in the period.
    func keys(in period: ClosedRange<Day>) -> Set<Key> {
        let sat = terms.filter {
            $0.value.contains { $0.startDate <= period.upperBound && $0.endDate.map { $0 >= period.lowerBound } ?? true }
        }
        return Set(lines.filter { $0.value.keys.contains(where: period.contains) }.keys).union(sat.keys)
    }

    func memberships(_ key: Key) -> [BoardMember] { terms[key] ?? [] }
    func name(_ key: Key) -> String { terms[key]?.last?.name ?? lines[key]?.max { $0.key < $1.key }?.value.member ?? "" }

    /// Whether a membership of theirs says so; nil where none is known, as of those who came with a file.
    public func isMember(_ sector: String, _ name: String?, on day: Day) -> Bool? { isMember(Key(sector, name), on: day) }
    private func isMember(_ key: Key, on day: Day) -> Bool? { terms[key]?.contains { $0.isMember(on: day) } }

    /// The memberships of a day.
    public func members(on day: Day) -> [BoardMember] {
        terms.values.joined().filter { $0.isMember(on: day) }.sorted { ($0.sector, $0.name) < ($1.sector, $1.name) }
    }

    /// Whether anything was ever written of them for the sector.
    public func isKnown(_ sector: String, _ name: String) -> Bool {
        let key = Key(sector, name)
        return lines[key] != nil || terms[key] != nil
    }

    /// Whether no meeting has a line of them: a membership that was a mistake.
    public func isUnwritten(_ member: BoardMember) -> Bool { lines[Key(member.sector, member.name)] == nil }

    /// Their own seniority: of their membership of the day, else as they last came themselves.
    public func seniority(_ sector: String, _ name: String?, on day: Day) -> String? {
        let key = Key(sector, name)
        return terms[key]?.first { $0.isMember(on: day) }?.seniority
            ?? lines[key]?.values.filter { $0.attendance == "ATTENDED" }.max { $0.meetingDate < $1.meetingDate }?.seniority
    }

    /// The meetings of a membership at which something is written of the member: that they came, sent a deputy or did not come.
    public func expected(_ member: BoardMember) -> [Day] {
        (lines[Key(member.sector, member.name)] ?? [:]).values.filter { one in
            one.attendance != nil && one.attendance != "NOT_A_MEMBER" && member.isMember(on: one.meetingDate)
        }.map(\.meetingDate).sorted()
    }

    /// What was written of a meeting stands before what the membership says; a blank line says nothing against it.
    func mark(_ key: Key, on day: Day) -> Mark {
        let isMember = isMember(key, on: day)
        if let line = lines[key]?[day] {
            let isNone = line.attendance == "NOT_A_MEMBER" || line.attendance == nil && isMember == false
            return isNone ? .notMember : .line(line)
        }
        return switch isMember {
        case true?: .notWritten
        case false?: .notMember
        case nil: .unknown
        }
    }

    /// Members of the day who missed the last meetings running: apologies and absences alike. A deputy came for them; a meeting of which nothing
    /// is written about them is passed over, for it says neither.
    public func missing(on day: Day, atLeast: Int, sectors: [String]) -> [Missing] {
        let meetings = Set(rows.map(\.meetingDate)).filter { $0 <= day }.sorted()
        guard let last = meetings.last else { return [] }
        return Set(lines.keys).filter { key in
            // Without a membership, whoever was one at the last meeting still is.
            isMember(key, on: day) ?? mark(key, on: last).isExpected
        }.compactMap { key -> Missing? in
            let missed = running(key, meetings)
            guard missed.count >= atLeast else { return nil }
            return Missing(sector: key.sector, name: name(key), agency: memberships(key).last?.agency, missed: missed.reversed())
        }.sorted { (Self.place($0.sector, sectors), $0.name) < (Self.place($1.sector, sectors), $1.name) }
    }

    /// The meetings missed, newest first, back to the last they or a deputy came to or were no member at.
    private func running(_ key: Key, _ meetings: [Day]) -> [Day] {
        var missed: [Day] = []
        for day in meetings.reversed() {
            if isMember(key, on: day) == false { return missed }
            switch mark(key, on: day) {
            case .line(let one) where one.isPresent: return missed
            case .line(let one): if one.attendance != nil { missed.append(day) }
            case .notWritten: continue
            case .notMember, .unknown: return missed
            }
        }
        return missed
    }

    static func place(_ sector: String, _ sectors: [String]) -> Int { sectors.firstIndex(of: sector) ?? sectors.count }
}
