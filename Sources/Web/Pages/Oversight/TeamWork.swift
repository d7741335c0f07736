import Casework
import Practice
import Records

/// The work of a span of days by worker and team: children open and newly allocated, tasks late, contacts, plans and reviews (S-PER-19).
struct TeamWork {
    struct Numbers {
        var (open, allocated, late, lateReviews) = (0, 0, 0, 0)
        var (contacts, missed, plans, reviews) = (0, 0, 0, 0)

        /// In the order of the columns.
        var all: [Int] { [open, allocated, late, lateReviews, contacts, missed, plans, reviews] }

        static func += (one: inout Numbers, other: Numbers) {
            one.open += other.open
            one.allocated += other.allocated
            one.late += other.late
            one.lateReviews += other.lateReviews
            one.contacts += other.contacts
            one.missed += other.missed
            one.plans += other.plans
            one.reviews += other.reviews
        }
    }

    struct Worker {
        /// Nil for what nobody is allocated to.
        let staff: RecordID?
        let name: String
        let team: String
        let numbers: Numbers
    }

    static let columns = [
        "Children open as lead worker", "Newly allocated", "Tasks late", "Reviews late", "Contacts", "Missed", "Plans agreed",
        "Reviews held",
    ]
    private static let nobody = "Nobody allocated"
    private static let needs: [Need] = [
        Need(Allocation.self, "staff", "start_date"), Need(Contact.self, "at", "attendance"), Need(Plan.self, "agreed_on"),
        Need(Review.self, "held_on"), Need(Assessment.self, "type", "stage", "completed_on"),
    ]

    /// By team and name; what is nobody's last.
    let workers: [Worker]

    /// A child and its work count once, for the worker who leads now (`Listing.worker`), where the workload counts every allocation; a new
    /// allocation counts for whoever it was given to.
    init(_ reader: Reader, from: Day, to today: Day) throws {
        let children = try OversightCoverage(reader, from: from, to: today).everybody
        let lines = Dictionary(try reader.lines(of: children, on: today).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let span = from...today
        var found: [RecordID?: Numbers] = [:]
        try reader.caseFiles(Self.needs, of: children) { file in
            guard let line = lines[file.child.id] else { return }
            var own = Numbers()
            own.open = line.isOpen(on: today) ? 1 : 0
            let contacts = file[Contact.self].filter { span.contains($0.at.londonDay) && $0.attendance != "CANCELLED" }
            own.contacts = contacts.count
            own.missed = contacts.count { $0.attendance?.hasPrefix("MISSED") == true }
            own.plans = file[Plan.self].count { $0.agreedOn.map(span.contains) ?? false }
            own.reviews = file[Review.self].count { span.contains($0.heldOn) }
            own.reviews += file[Assessment.self].count { one in
                Assessments.isJudging(one.value) && one.stage == "REVIEW" && (one.completedOn.map(span.contains) ?? false)
            }
            found[line.worker, default: Numbers()] += own
            for one in file[Allocation.self] where span.contains(one.startDate) { found[one.staff, default: Numbers()].allocated += 1 }
        }
        for late in try reader.lateCounts(before: today) {
            found[late.staff, default: Numbers()].late += late.count
            if RiskRegister.reviews.contains(late.rule) { found[late.staff, default: Numbers()].lateReviews += late.count }
        }
        let staff = Dictionary(try reader.serviceRecords(Staff.self).map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
        workers = found.map { id, numbers in
            let one = id.flatMap { staff[$0] }
            return Worker(
                staff: id, name: one?.name ?? Self.nobody, team: id == nil ? Self.nobody : one?.team ?? "No team", numbers: numbers)
        }.sorted { ($0.staff == nil ? 1 : 0, $0.team, $0.name) < ($1.staff == nil ? 1 : 0, $1.team, $1.name) }
    }

    /// Each team's sum, by name.
    var teams: [(name: String, numbers: Numbers)] {
        Dictionary(grouping: workers, by: \.team).map { team, some in
            (team, some.reduce(into: Numbers()) { $0 += $1.numbers })
        }.sorted { $0.name < $1.name }
    }

    /// The same in lines of plain text, to paste into an email: numbers, and no child's name.
    func text(_ words: String) -> String {
        let lines = teams.map { team in
            let n = team.numbers
            return
                "\(team.name): children open \(n.open), newly allocated \(n.allocated); tasks late \(n.late), of them reviews \(n.lateReviews); "
                + "contacts \(n.contacts), missed \(n.missed); plans agreed \(n.plans); reviews held \(n.reviews)."
        }
        return ([words] + lines).joined(separator: "\n")
    }
}
