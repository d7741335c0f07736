import Casework
import Practice
import Storage

/// One break-glass opening for a manager's review.
public struct GlassUse: Sendable {
    public let record: Stored<BreakGlass>
    public let child: RecordID
    /// Nil where the file does not open to the manager who reviews.
    public let name: String?
    public let ref: String
    public var isReviewed: Bool { record.reviewedAt != nil }
}

extension Reader {
    /// A person's openings that run now.
    func openGlass(of staff: RecordID) throws -> [Stored<BreakGlass>] {
        try fetch(
            BreakGlass.self,
            where: "NOT v.withdrawn AND v.to_position IS NULL AND v.staff = \(staff.uuid) AND v.ends_at > \(service.now.iso)")
    }

    /// Why a purpose cannot stand, beside its box; nil when it may.
    public func refusal(ofPurpose token: String) throws -> Problem? {
        try codes().inForce("access_purpose", on: service.today).contains { $0.token == token }
            ? nil : Problem(field: "purpose", message: "Choose what the file is opened for.")
    }

    /// The openings a manager answers for, newest first: all that wait for a review, and the latest reviewed ones. None of a child that is
    /// hidden from them; a child whose file does not open to them goes by its reference alone.
    public func glassUses(reviewed: Int = 50) throws -> [GlassUse] {
        guard scope.sees(BreakGlass.kind.sensitivity), scope.reachesChildren else { return [] }
        let whole = wholeNow("break-glass openings to review")
        let waiting = try whole.everywhere(BreakGlass.self, where: [("reviewed_at", .none)])
        let done = try whole.everywhere(BreakGlass.self, newest: ("reviewed_at", reviewed))
        let reach = try reach()
        let all = (waiting + done).filter { use in use.child.map { reach.opening($0) != .hidden } ?? false }
        let names = Dictionary(
            try whole.everywhere(Child.self, of: Array(Set(all.compactMap(\.child)))).map { ($0.child ?? $0.id, $0) }
        ) { first, _ in first }
        return all.compactMap { use in
            guard let child = use.child, let known = names[child] else { return nil }
            return GlassUse(record: use, child: child, name: reach.opens(child) ? known.value.nameUsed : nil, ref: known.ref)
        }.sorted { ($0.record.openedAt, $0.record.id) > ($1.record.openedAt, $1.record.id) }
    }

    /// Those that wait for whoever asks: not their own openings, which another manager reviews.
    public func glassToReview() throws -> [GlassUse] {
        try glassUses(reviewed: 0).filter { !$0.isReviewed && $0.record.staff != scope.person?.id }
    }
}

extension Service {
    /// Opens a closed file to a person for the time the service's setting gives. Journaled with the reason; a manager reviews it. Where it is
    /// open to them by a reason given before, another reason is written beside it and the time stays.
    /// - Returns: whether the reason was written down: not where the file is open anyway, nor the same reason twice.
    /// - Parameter purpose: a token of `access_purpose`.
    /// - Throws: `Problems` for a purpose that is none and a reason that cannot stand (`BreakGlass.refusal`); `NotAllowed` for a role that may not, and for whoever is not to know of the child.
    @discardableResult
    public func breakGlass(child: RecordID, purpose: String, reason: String, by person: Person) async throws -> Bool {
        guard person.access.may(.breakGlass) else { throw NotAllowed() }
        if let wrong = BreakGlass.refusal(of: reason) { throw Problems([Problem(field: "reason", message: wrong)]) }
        let mine = Scope(person)
        // The file is closed to the person, so the program writes it on their command, as journaled.
        return try await write(.wholeService(reason: "break-glass", for: person), action: "break_glass.open") { writer in
            let reader = Reader(db: writer.db, service: self, scope: mine)
            if let wrong = try reader.refusal(ofPurpose: purpose) { throw Problems([wrong]) }
            let group = try reader.aliases().group(of: child)
            let running = try reader.wholeNow("openings that run").openGlass(of: person.id).filter { use in
                use.child.map(group.contains) ?? false
            }
            switch try reader.reach().opening(child) {
            case .open:
                guard let last = running.map(\.endsAt).max(), !running.contains(where: { $0.purpose == purpose && $0.reason == reason })
                else { return false }
                var more = BreakGlass()
                (more.staff, more.purpose, more.reason, more.openedAt, more.endsAt) = (
                    person.id, purpose, reason, writer.recordedAt, last
                )
                try writer.create(more, child: child)
                return true
            case .hidden: throw NotAllowed()
            case .closed: break
            }
            var use = BreakGlass()
            (use.staff, use.purpose, use.reason, use.openedAt) = (person.id, purpose, reason, writer.recordedAt)
            let minutes = Int64(try writer.reader.settings()[Settings.breakGlassMinutes])
            use.endsAt = Instant(milliseconds: writer.recordedAt.milliseconds + minutes * 60_000)
            try writer.create(use, child: child)
            return true
        }
    }

    /// Writes down what a manager found of an opening.
    /// - Throws: `NotAllowed` for whoever opened it and for who may not review; `Conflict` where somebody reviewed it already.
    public func reviewGlass(_ id: RecordID, finding: String, found: String, by person: Person) async throws {
        guard person.access.may(.restrictFiles) else { throw NotAllowed() }
        try await write(.wholeService(reason: "break-glass review", for: person), action: "break_glass.review") { writer in
            let reader = Reader(db: writer.db, service: self, scope: Scope(person))
            guard let use = try reader.glassUses().first(where: { $0.record.id == id }), use.record.staff != person.id else {
                throw NotAllowed()
            }
            guard !use.isReviewed else { throw Conflict(kind: BreakGlass.kind.name, id: id) }
            let now = writer.recordedAt
            // What is read after a review would be reviewed by nobody.
            if finding != "NOT_NEEDED", use.record.endsAt > now {
                let sentence =
                    "The file is open to them until \(use.record.endsAt.words), and what they read until then belongs to the review. Review it after that, or find now that it was not needed, which closes it."
                throw Problems([Problem(field: "finding", message: sentence)])
            }
            try writer.correct(BreakGlass.self, child: use.child, id: id, from: use.record.from) {
                ($0.finding, $0.found, $0.reviewedBy, $0.reviewedAt) = (finding, found, person.id, now)
                // What was not needed does not stay open for what is left of the time.
                if finding == "NOT_NEEDED" { $0.endsAt = min($0.endsAt, now) }
            }
        }
    }
}
