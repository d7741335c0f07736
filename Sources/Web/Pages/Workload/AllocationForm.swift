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
        neededWhere: ["reason": "a knife case goes to somebody other than a case manager"],
        beside: { reader, file, visit in try rule(reader, file, visit) },
        above: { reader, file, visit in try choice(reader, file, visit) },
        check: { reader, file, value, current, form in try problems(reader, file, value, current, form.today) },
        alongside: { writer, file, value, form in try write(writer, file, value, form) },
        onward: { _, _, visit in
            visit.person.access.may(.oversee)
                ? ("Go on with what waits to be allocated", Address(At.oversight.path, fragment: "unallocated")) : nil
        })

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

    /// Why a case manager is to hold it, over the questions.
    private static func rule(_ reader: Reader, _ file: FileHead, _ visit: Visit) throws -> HTML {
        let reasons = try caseFile(reader, file.id).map { Workload.reasonsForCaseManager($0, on: visit.service.today) } ?? []
        guard !reasons.isEmpty else { return .empty }
        return alertBanner(
            "A case manager's case", .warning,
            list(reasons.map { "\($0)" }) + "<p>If somebody else is to hold it, say why.</p>")
    }

    private static func choice(_ reader: Reader, _ file: FileHead, _ visit: Visit) throws -> HTML {
        let day = visit.service.today
        let known = try family(reader, file, on: day)
        let rows = try WorkloadTable(reader, on: day).lines.map { line -> [HTML] in
            let part: String? = line.role == .deliveryWorker ? "DELIVERY_WORKER" : line.role == .caseManager ? "CASE_MANAGER" : nil
            let query = [("staff", line.staff.description)] + (part.map { [("part", $0)] } ?? [])
            let family: HTML = known[line.staff].map { words in list(words.map { "\($0)" }) } ?? .empty
            return [
                link(to: At.newRecord(file.id, AnyKind(Allocation.self), query), line.name, about: "for this child") + family,
                "\(WorkloadTable.number(line.perPost)) \(when(line.isOver, tag("Above the threshold", .bad)))",
                part.map { press(line, $0, file, visit) } ?? .empty, "\(line.role?.title ?? "None")", "\(line.cases.count)",
                "\(WorkloadTable.number(line.load))", "\(WorkloadTable.share(line.fullTimePercent))", "\(line.team ?? "None")",
            ]
        }
        let columns = [
            Column("Worker, and how they know the family"), Column("Load per post", isNumeric: true), Column("From today"), Column("Role"),
            Column("Cases", isNumeric: true), Column("Weighted load", isNumeric: true), Column("Share of a post", isWide: true),
            Column("Team", isWide: true),
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
        return accepts
            + section(
                "Who has room, and who knows the family", id: "workload",
                longTable(
                    caption: "Workers by load per full-time post; a name fills in the form below", columns: columns,
                    rows: rows, name: "workers", empty: "No worker is entered."))
    }

    /// One press gives the child to a worker from today; where the rule asks for a reason, the form comes back and asks it.
    private static func press(_ line: WorkloadTable.Line, _ part: String, _ file: FileHead, _ visit: Visit) -> HTML {
        sendForm(
            action: At.records(file.id, AnyKind(Allocation.self)), once: RecordID.new(at: visit.service.now).description,
            hidden("staff", line.staff.description) + hidden("part", part) + hidden("start_date", visit.service.today.typed)
                + button("Allocate", style: .secondary, about: "to \(line.name)"))
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
        let managers = try reader.staff(on: day, whoseRole: holders.contains)
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

    private static let holders: Set<Role> = [.caseManager, .teamManager, .serviceManager]

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
