import Casework
import HTML
import Practice
import Records

/// Allocating a child: beside the choice stand everybody's load and who knows the family, and the rule of who may hold the case
/// (S-STF-02, S-OOC-19).
enum AllocationForm {
    static let layout = RecordLayout<Allocation>(
        title: { allocation, words in
            "\(words.staff[allocation.staff] ?? "Worker"), \(words.code("allocation_part", allocation.part).lowercasedFirst)"
        },
        begin: { form, visit in
            form.typed["start_date"] = visit.service.today.typed
            form.typed["staff"] = visit.query("staff") ?? ""
            form.typed["part"] = visit.query("part") ?? ""
        },
        ownBody: { form, visit, _ in
            form.beside + form.controls(["staff", "part", "start_date", "reason"]) + ending(form)
        },
        beside: { reader, file, visit in try choice(reader, file, visit) },
        check: { reader, file, value, current, form in try problems(reader, file, value, current, form.today) },
        alongside: { writer, file, value, form in try write(writer, file, value, form) })

    private static func ending(_ form: RecordForm<Allocation>) -> HTML {
        let isOpen = !(form.typed["end_date"] ?? "").isEmpty || form.problems.contains { $0.field == "end_date" }
        return field(
            FieldControl(
                id: "end_others", label: "End the part of whoever has the same part now, the day before", kind: .checkbox,
                value: form.other["end_others"] ?? "", isRequired: false))
            + details("Until when", isOpen: isOpen, form.controls(["end_date"]))
    }

    private static func caseFile(_ reader: Reader, _ child: RecordID) throws -> CaseFile? {
        var found: CaseFile?
        try reader.caseFiles(Workload.needs, of: [child]) { found = $0 }
        return found
    }

    // MARK: What stands beside the choice

    private static func choice(_ reader: Reader, _ file: FileHead, _ visit: Visit) throws -> HTML {
        let day = visit.service.today
        let reasons = try caseFile(reader, file.id).map { Workload.reasonsForCaseManager($0, on: day) } ?? []
        let rule: HTML =
            reasons.isEmpty
            ? .empty
            : alertBanner(
                "A case manager's case", .warning,
                list(reasons.map { "\($0)" }) + "<p>If somebody else is to hold it, say why.</p>")
        let known = try family(reader, file, on: day)
        let rows = try WorkloadTable(reader, on: day).lines.map { line -> [HTML] in
            var query = [("staff", line.staff.description)]
            if line.role == .deliveryWorker { query.append(("part", "DELIVERY_WORKER")) }
            if line.role == .caseManager { query.append(("part", "CASE_MANAGER")) }
            return [
                link(to: At.newRecord(file.id, AnyKind(Allocation.self), query), line.name, about: "for this child"),
                "\(line.role?.title ?? "None")", "\(line.team ?? "None")", "\(WorkloadTable.share(line.fullTimePercent))",
                "\(line.cases.count)", "\(WorkloadTable.number(line.load))",
                "\(WorkloadTable.number(line.perPost)) \(when(line.isOver, tag("Above the threshold", .bad)))",
                known[line.staff].map { words in list(words.map { "\($0)" }) } ?? "",
            ]
        }
        let columns = [
            Column("Worker"), Column("Role"), Column("Team"), Column("Share of a post"), Column("Cases", isNumeric: true),
            Column("Weighted load", isNumeric: true), Column("Per full-time post", isNumeric: true), Column("Knows the family"),
        ]
        let unanswered = try reader.records(Referral.self, child: file.id).filter {
            $0.accepted == nil && ReferralState($0.value) == .open
        }
        let accepts: HTML =
            unanswered.isEmpty
            ? .empty
            : inset(
                "<p>Allocating accepts the referral received \(unanswered.map(\.receivedDate.words).joined(separator: " and ")). To decline it or pass it on, go to the referral.</p>"
            )
        return rule + accepts
            + section(
                "Who has room, and who knows the family", id: "workload",
                table(
                    caption: "Workers, the lightest load per full-time post first; choosing one fills in the form", columns: columns,
                    rows: rows, empty: "No worker is entered."))
    }

    /// Who worked with this child or with a brother or sister, in words by worker.
    private static func family(_ reader: Reader, _ file: FileHead, on day: Day) throws -> [RecordID: [String]] {
        var known: [RecordID: [String]] = [:]
        func add(_ held: [Stored<Allocation>], _ whom: String) {
            for one in held {
                let runs = one.value.isActive(on: day)
                let said = runs ? "Works with \(whom)" : "Worked with \(whom)" + (one.endDate.map { " until \($0.words)" } ?? "")
                known[one.value.staff, default: []].append(said)
            }
        }
        add(try reader.records(Allocation.self, child: file.id), "this child")
        let here = try reader.files(of: file.id)
        let mine = try reader.records(Relationship.self, child: file.id).filter { $0.knownChild != nil }
        var others: [RecordID: String] = [:]
        for person in mine {
            if let other = person.knownChild { others[other] = person.relation == "SIBLING" ? "a brother or sister" : "family" }
        }
        for id in here {
            for person in try reader.everywhere(Relationship.self, where: [("known_child", .id(id))]) {
                if let other = person.child, !here.contains(other) {
                    others[other] = person.relation == "SIBLING" ? "a brother or sister" : "family"
                }
            }
        }
        for (other, whom) in others.sorted(by: { $0.key < $1.key }) { add(try reader.records(Allocation.self, child: other), whom) }
        return known.mapValues { Array(Set($0)).sorted() }
    }

    // MARK: The rule

    private static func problems(_ reader: Reader, _ file: FileHead, _ value: Allocation, _ current: Allocation?, _ day: Day) throws
        -> [Problem]
    {
        guard value.reason == nil, value.part != "VICTIM_WORKER", value.staff != .unset, value.endDate.map({ $0 >= day }) ?? true else {
            return []
        }
        // A change of dates alone is no new decision.
        if let current, current.staff == value.staff, current.part == value.part { return [] }
        guard let reasons = try caseFile(reader, file.id).map({ Workload.reasonsForCaseManager($0, on: day) }), !reasons.isEmpty else {
            return []
        }
        let managers = Set(
            try reader.serviceRecords(RoleHolding.self).filter { $0.value.isActive(on: day) && holders.contains($0.role) }.map(
                \.value.staff))
        if managers.contains(value.staff), value.part != "DELIVERY_WORKER" { return [] }
        // A delivery worker beside the case manager is how it is meant.
        let held = try reader.records(Allocation.self, child: file.id).contains {
            $0.part == "CASE_MANAGER" && $0.value.isActive(on: day) && managers.contains($0.value.staff)
        }
        if value.part == "DELIVERY_WORKER", held { return [] }
        return [
            Problem(
                field: "reason",
                message:
                    "This case goes to a case manager: \(reasons.map { $0.dropLast().lowercasedStart }.joined(separator: ", ")). Choose one, or say why not."
            )
        ]
    }

    private static let holders: Set<String> = [Role.caseManager.rawValue, Role.teamManager.rawValue, Role.serviceManager.rawValue]

    /// The first allocation is the day the referral was allocated, and accepts it (S-REF-01).
    private static func write(_ writer: Writer, _ file: FileHead, _ value: Allocation, _ form: RecordForm<Allocation>) throws {
        if value.part != "VICTIM_WORKER" {
            for referral in try writer.reader.records(Referral.self, child: file.id)
            where ReferralState(referral.value) == .open && referral.receivedDate <= value.startDate {
                try writer.correct(Referral.self, child: file.id, id: referral.id, from: referral.from) {
                    $0.allocatedDate = $0.allocatedDate ?? value.startDate
                    // Who gives a referral to a worker takes it on: nobody is asked again before the panel.
                    $0.accepted = $0.accepted ?? true
                }
            }
        }
        guard form.other["end_others"] == "yes" else { return }
        for other in try writer.reader.records(Allocation.self, child: file.id)
        where other.part == value.part && other.value.staff != value.staff && other.endDate == nil && other.startDate < value.startDate {
            try writer.correct(Allocation.self, child: file.id, id: other.id, from: other.from) { $0.endDate = value.startDate - 1 }
        }
    }
}

extension Substring {
    fileprivate var lowercasedStart: String { String(self).lowercasedFirst }
}
