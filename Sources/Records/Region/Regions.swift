import Casework
import Storage

/// Why a service and a region were not brought together, or a report not shared, in a sentence.
public struct RegionFault: Error, Sendable {
    public let message: String
    public init(_ message: String) { self.message = message }
}

extension Reader {
    /// Whether these are a region's records: it has members, and no children.
    public func isRegion() throws -> Bool { try serviceRecords(RegionMember.self).contains { $0.region == service.code } }

    /// The region this service is a member of today; nil where there is none, and in a region.
    public func membership() throws -> Stored<RegionMember>? {
        try serviceRecords(RegionMember.self).first { $0.member == service.code && $0.leftOn == nil }
    }
}

extension Service {
    /// Whether this is a region.
    public func isRegion() async throws -> Bool { try await read(.wholeService(reason: "region")) { try $0.isRegion() } }

    /// Makes this service a member of a region; the same twice changes nothing.
    /// - Parameter name: the region's, where it is to be made.
    /// - Throws: `RegionFault`.
    public func join(region code: String, name: String?) async throws {
        // A region it left must know so before it is joined again.
        try await carryToRegion()
        let own = try await read(.wholeService(reason: "join a region")) { try $0.membership() }
        guard try await !isRegion() else { throw RegionFault("\(self.code) is a region: only services join one.") }
        if let own, own.region != code { throw RegionFault("\(self.code) is a member of \(own.region): it leaves that first.") }
        let region = try await made(region: code, name: name)
        var row = RegionMember()
        (row.region, row.regionName, row.member, row.memberName) = (code, region.name, self.code, self.name)
        row.joinedOn = today
        let new = row
        // The region's first: a membership the region does not know lets nothing through.
        let id = try await region.write(.wholeService(reason: "a service joins"), action: "region.join") { writer in
            let there = try writer.reader.serviceRecords(RegionMember.self).first { $0.member == new.member && $0.leftOn == nil }
            return try there?.id ?? writer.create(new)
        }
        try await write(.wholeService(reason: "join a region"), action: "region.join") { writer in
            if try writer.reader.membership() == nil { try writer.create(new, id: id) }
        }
    }

    /// The region of a code, made where there is none.
    private func made(region code: String, name: String?) async throws -> Service {
        guard code != self.code else { throw RegionFault("\(code) is the service itself: a region has a code of its own.") }
        if let there = try await beside(code) {
            // What is just being made holds nobody yet, and may still become one.
            let (isRegion, isEmpty) = try await there.read(.wholeService(reason: "join a region")) { reader in
                (try reader.isRegion(), try reader.serviceRecords(Staff.self).isEmpty && reader.holdsNoChild())
            }
            guard isRegion || isEmpty else { throw RegionFault("\(code) is a service, not a region.") }
            return there
        }
        guard let name else { throw RegionFault("There is no region of the code \(code) yet: give its name, and it is made.") }
        try await Service.make(code, name: name, store: store)
        guard let made = try await beside(code) else { throw UnknownService(code: code) }
        try await made.seedCodes()
        return made
    }

    /// The service leaves its region, which from then on holds no figure of it.
    /// - Parameter note: why, for the service's own journal: the region is not told.
    public func leaveRegion(note: String, by person: Person) async throws {
        try await write(Scope(person), action: "region.leave", note: note) { writer in
            guard let own = try writer.reader.membership() else { throw RegionFault("The service is in no region.") }
            let today = writer.recordedAt.londonDay
            for one in try writer.reader.serviceRecords(RegionReport.self) where one.withdrawnOn == nil && one.region == own.region {
                try writer.withdraw(one, on: today, reason: .left)
            }
            try writer.correct(RegionMember.self, child: nil, id: own.id, from: own.from) { $0.leftOn = today }
        }
        try await carryToRegion()
    }

    /// Takes a shared report back.
    public func withdrawFromRegion(_ id: RecordID, reason: RegionReason, by person: Person) async throws {
        try await write(Scope(person), action: "region.withdraw") { writer in
            guard let one = try writer.reader.serviceRecord(RegionReport.self, id: id), one.member == self.code else {
                throw RegionFault("No such report is shared.")
            }
            if one.withdrawnOn == nil { try writer.withdraw(one, on: writer.recordedAt.londonDay, reason: reason) }
        }
        try await carryToRegion()
    }

    /// Brings the region's records in line with this service's: what is shared is put there, what was taken back goes.
    ///
    /// Two transactions, each of one tenant's rows alone. What is broken off between them the next call makes good: a report goes only from
    /// shared to withdrawn, so calls may come in any order and as often as they like.
    public func carryToRegion() async throws {
        let (members, reports) = try await read(.wholeService(reason: "share with the region")) {
            (try $0.serviceRecords(RegionMember.self), try $0.serviceRecords(RegionReport.self))
        }
        for code in Set(members.map(\.region)).sorted() where code != self.code {
            guard let region = try await beside(code) else { continue }
            try await region.write(.wholeService(reason: "a service shares"), action: "region.share") { writer in
                let known = Dictionary(
                    try writer.reader.serviceRecords(RegionMember.self).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
                // Only a region that took the service in is written to.
                guard members.contains(where: { known[$0.id]?.member == self.code }) else { return }
                for one in members where one.leftOn != nil {
                    guard let there = known[one.id], there.leftOn == nil else { continue }
                    try writer.correct(RegionMember.self, child: nil, id: one.id, from: there.from) { $0 = one.value }
                }
                let held = Dictionary(
                    try writer.reader.serviceRecords(RegionReport.self).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
                for one in reports where one.region == code {
                    if let there = held[one.id] {
                        guard there.withdrawnOn == nil, let day = one.withdrawnOn else { continue }
                        try writer.withdraw(there, on: day, reason: one.reason ?? .other)
                    } else {
                        try writer.create(one.value, id: one.id)
                    }
                }
            }
        }
    }

    /// Whether each region holds just what this service shares with it: not so after something was broken off, until it is carried there.
    public func isCarried() async throws -> Bool {
        let (members, reports) = try await read(.wholeService(reason: "share with the region")) {
            (try $0.serviceRecords(RegionMember.self), try $0.serviceRecords(RegionReport.self))
        }
        let code = code
        for there in Set(members.map(\.region)) where there != code {
            guard let region = try await beside(there) else { continue }
            let held = try await region.read(.wholeService(reason: "what a service shared")) { reader in
                Set(try reader.serviceRecords(RegionMember.self).filter { $0.member == code && $0.leftOn == nil }.map(\.id))
                    .union(try reader.serviceRecords(RegionReport.self).filter { $0.member == code && $0.withdrawnOn == nil }.map(\.id))
            }
            let shared = Set(members.filter { $0.region == there && $0.leftOn == nil }.map(\.id))
                .union(reports.filter { $0.region == there && $0.withdrawnOn == nil }.map(\.id))
            if held != shared { return false }
        }
        return true
    }

    /// Another service, or a region, in the same stores.
    private func beside(_ code: String) async throws -> Service? {
        let found = try await store.read { db in
            try db.first(SQL("SELECT id, name FROM service WHERE code = \(code)")) { ($0.integer(0) ?? 0, $0.text(1) ?? "") }
        }
        return found.map { Service(id: $0.0, code: code, name: $0.1, store: store, access: accessStore, clock: clock) }
    }
}

extension Reader {
    fileprivate func holdsNoChild() throws -> Bool {
        try db.integer("SELECT 1 FROM child WHERE service = \(service.id) LIMIT 1") == nil
    }
}

extension Writer {
    /// Marks a shared report as withdrawn, and takes its figures out of what is current.
    public func withdraw(_ one: Stored<RegionReport>, on day: Day, reason: RegionReason) throws {
        try correct(RegionReport.self, child: nil, id: one.id, from: one.from) {
            ($0.figures, $0.withdrawnOn, $0.withdrawnReason) = (nil, day, reason.rawValue)
        }
    }
}
