import Casework
import Practice
import Storage

extension Service {
    /// The views of children's files since a moment, oldest first, refusals left out. Read from the log's end, so that its length does not matter.
    func fileViews(since: Instant) async throws -> [FileView] {
        let id = id
        return try await accessStore.read { db in
            var found: [FileView] = []
            var before = Int64.max
            let page = 5000
            while true {
                var count = 0
                var isPast = false
                try db.each(
                    """
                    SELECT position, at, staff, child, action, shown FROM access_entry
                    WHERE service = \(id) AND position < \(before) ORDER BY position DESC LIMIT \(page)
                    """
                ) { row in
                    count += 1
                    before = row.integer(0) ?? 0
                    let at = try row.instant(1)
                    if at < since { isPast = true }
                    guard at >= since, let staff = row.id(2), let child = row.id(3), row.text(4) != "refused" else { return }
                    found.append(FileView(at: at, staff: RecordID(staff), child: RecordID(child), ground: row.text(5) ?? ""))
                }
                if isPast || count < page { return found.reversed() }
            }
        }
    }

    /// The unusual ways of opening files of the last days that nobody has reviewed, newest first: all but those about children who are hidden
    /// from whoever asks.
    /// - Throws: `NotAllowed` for who may not review.
    public func unusualViews(for person: Person) async throws -> [UnusualViews] {
        guard person.access.may(.reviewAccess) else { throw NotAllowed() }
        let days = try await read(Scope(person)) { try $0.settings()[Settings.reviewDays] }
        let since = Instant(milliseconds: now.milliseconds - Int64(days) * 86_400_000)
        let views = try await fileViews(since: since)
        return try await read(Scope(person)) { reader in try reader.unusual(views) }
    }
}

extension Reader {
    fileprivate func unusual(_ views: [FileView]) throws -> [UnusualViews] {
        let whole = wholeNow("unusual ways of opening files")
        let reach = try reach()
        let views = views.filter { reach.opening($0.child) != .hidden }
        let staff = Dictionary(
            try whole.serviceRecords(Staff.self).map { ($0.id, Household(name: $0.name, postcode: $0.homePostcode)) }
        ) { first, _ in first }
        let children = Dictionary(
            try whole.everywhere(Child.self, of: Array(Set(views.map(\.child))), only: ["family_name", "home_postcode"]).map {
                ($0.child ?? $0.id, Household(familyName: $0.familyName, postcode: $0.homePostcode))
            }
        ) { first, _ in first }
        let today = service.today
        let casework = try whole.staff(on: today, whoseRole: \.isCasework)
        let duties = try whole.serviceRecords(Duty.self).map(\.value)
        let reviewed = Set(
            try whole.serviceRecords(AccessReview.self).map { "\($0.pattern) \($0.value.staff) \($0.day.iso)" })
        return UnusualViews.find(
            views, staff: staff, children: children, casework: casework,
            onDuty: { person, day in duties.contains { $0.staff == person && $0.startDate <= day && day <= $0.endDate } },
            UnusualThresholds(try settings())
        ).filter { !reviewed.contains("\($0.pattern.rawValue) \($0.staff) \($0.day.iso)") }
    }
}

extension Role {
    /// Whose work is with children they are allocated, not with every child of the service.
    fileprivate var isCasework: Bool { self == .caseManager || self == .deliveryWorker }
}
