import Casework
import HTML
import Practice
import Records

/// What the child needs and who is around them: care, education, health, consent, who they are, the network (S-PEO-05 to 08, 11, 13).
struct NeedsPage {
    static let routes: [Route] = [.get("/children/{child}/needs", .may(.openFile)) { try await show($0) }]

    private let reader: Reader
    private let file: FileHead
    private let visit: Visit
    private let words: Words
    private let day: Day
    private let told: ToldInAssessment
    private var access: Access { visit.person.access }
    private var mayChange: Bool { visit.asAt == nil }

    private init(_ reader: Reader, _ file: FileHead, _ visit: Visit) throws {
        (self.reader, self.file, self.visit) = (reader, file, visit)
        words = try Words(reader, file: file.id)
        told = try ToldInAssessment(reader, child: file.id)
        day = visit.asAt?.londonDay ?? visit.service.today
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            let page = try NeedsPage(reader, file, visit)
            let summary: HTML = "<p>\(link(to: At.summary(file.id), "One page for a meeting or another agency"))</p>"
            return try .page(visit, title: "Needs and networks", shows: .child(file.id), crumbs: file.crumbs) {
                heading("Needs and networks", caption: file.name) + ChildPages.parts(visit, file, current: "needs")
                    + (try page.diversity + page.care + page.home + page.education + page.learning + page.health + page.consents
                        + page.network + ParentingPart.html(visit, reader, file, page.words)) + summary
            }
        }
    }

    // MARK: Who wrote it and when

    /// When and by whom each version was written down, and where it came from when it came from elsewhere.
    private func sources<R: RecordKind>(_ records: [Stored<R>]) throws -> [RecordID: HTML] {
        let trails = try reader.trails(records.map(\.from))
        return Dictionary(
            records.map { one -> (RecordID, HTML) in
                let trail = trails[one.from]
                let from = one.source == "waymark" ? "" : ", brought in from \(one.source)"
                return (one.id, "\(words.who(trail)), \(trail?.recordedAt.londonDay.words ?? "not known")\(from)")
            }, uniquingKeysWith: { first, _ in first })
    }

    private func hidden<R>(_ kind: Kind<R>, _ title: String, id: String) -> HTML? {
        access.sees(kind) ? nil : section(title, id: id, ChildPages.notShown)
    }

    private func span(_ from: Day?, _ to: Day?) -> HTML { "\(from?.words ?? "Start not known") to \(to?.words ?? "now")" }

    // MARK: Parts

    /// Who the child is and what that asks of us; said when nobody has written it (S-PEO-13).
    private var diversity: HTML {
        guard access.sees(.characteristics) else { return .empty }
        let change: HTML =
            mayChange && access.mayWrite("child")
            ? "<p>\(link(to: At.child(file.id, "edit"), "Write who they are and what that asks of us"))</p>" : .empty
        let body: HTML =
            file.child.value.diversityNeeds.map { paragraphs($0) }
            ?? told[.diversity].map { paragraphs($0.text) + "<p class=\"source\">\($0.source)</p>" }
            ?? warningText("Nobody has written yet who this child is and what that asks of us. Assessment and plan need it.")
        return section("Who they are and what that asks of us", id: "diversity", body + change)
    }

    private var care: HTML {
        get throws {
            if let hidden = hidden(Care.kind, "Care and social care", id: "care") { return hidden }
            let all = try reader.records(Care.self, child: file.id).sorted { ($0.startDate ?? day) > ($1.startDate ?? day) }
            let sources = try sources(all)
            let running = all.filter { $0.value.isActive(on: day) && $0.status != "NO_SOCIAL_CARE" }
            let wasLookedAfter = all.contains { $0.status == "LOOKED_AFTER" }
            var lead: [HTML] = [
                running.isEmpty
                    ? all.contains { $0.status == "NO_SOCIAL_CARE" && $0.value.isActive(on: day) }
                        ? "No social care, as checked." : "No status with social care or early help is recorded as running."
                    : "Now: \(running.map { words.code("care_status", $0.status).lowercasedFirst }.joined(separator: ", ")).",
                wasLookedAfter ? "Is or has been looked after." : "Never looked after, as far as is recorded.",
            ]
            switch NeedsPicture.countsHere(all.map(\.value), on: day) {
            case true?: lead.append("Our own child: counts in our figures.")
            case false?:
                lead.append(
                    "Another authority's child placed here: out-of-court decisions of these days, and outcomes recorded as of a child who lived elsewhere, are left out of our own indicators."
                )
            case nil: break
            }
            let rows = all.map { one -> [HTML] in
                [
                    link(to: At.record(file.id, AnyKind(Care.self), one.id), words.code("care_status", one.status)),
                    span(one.startDate, one.endDate), "\(one.legalStatus ?? "")",
                    "\(one.responsibleAuthority ?? "") \(one.placement.map { tag(words.code("care_placement", $0)) })",
                    "\(one.value.socialWorker ?? "")", "\(one.checkedOn?.words ?? "Not checked")", sources[one.id] ?? "",
                ]
            }
            return section(
                "Care and social care", id: "care",
                "<p>\(lead.joined(separator: " "))</p>"
                    + table(
                        caption: "Statuses, newest first",
                        columns: ["Status", "When", "Legal status", "Authority", "Social worker or lead", "Checked", "Recorded by"].map {
                            Column($0)
                        }, rows: rows, captionHidden: true, empty: "Nothing is recorded: record “no social care” when it was checked.")
                    + ChildPages.addLink(visit, file, AnyKind(Care.self), "Add a care status"))
        }
    }

    private var home: HTML {
        get throws {
            if let hidden = hidden(Accommodation.kind, "Home", id: "home") { return hidden }
            let all = try reader.records(Accommodation.self, child: file.id).sorted { ($0.startDate ?? day) > ($1.startDate ?? day) }
            let sources = try sources(all)
            let now = all.filter { $0.value.isActive(on: day) }
            let unsuitable = now.contains { $0.suitability == "UNSUITABLE" || $0.suitability == "UNKNOWN" }
            let lead =
                now.isEmpty
                ? "Where the child lives now is not recorded."
                : "Now: \(now.map { words.code("accommodation_type", $0.type).lowercasedFirst }.joined(separator: ", "))."
            let rows = all.map { one -> [HTML] in
                let suits: HTML =
                    switch one.suitability {
                    case "SUITABLE": tag("Suitable", .good)
                    case "UNSUITABLE": tag("Not suitable", .bad)
                    case "UNKNOWN": tag("Not known", .warning)
                    default: tag("Not asked", .warning)
                    }
                return [
                    link(to: At.record(file.id, AnyKind(Accommodation.self), one.id), words.code("accommodation_type", one.type))
                        + when(one.primary == true, " \(tag("Main home", .neutral))"),
                    span(one.startDate, one.endDate), suits, one.note.map { paragraphs($0) } ?? "", sources[one.id] ?? "",
                ]
            }
            return section(
                "Home", id: "home",
                when(unsuitable, warningText("Where the child lives now is not suitable, or not known to be."))
                    + "<p>\(lead) \(access.sees(.whereabouts) ? link(to: At.child(file.id, "details", visit.asAtQuery), "Addresses") : .empty)</p>"
                    + table(
                        caption: "Where the child has lived, newest first",
                        columns: ["Home", "When", "Suitable", "Note", "Recorded by"].map { Column($0) }, rows: rows, captionHidden: true,
                        empty: "Nothing is recorded.")
                    + ChildPages.addLink(visit, file, AnyKind(Accommodation.self), "Add where the child lives"))
        }
    }

    private var learning: HTML {
        get throws {
            guard access.sees(SpecialNeeds.kind) else { return .empty }
            let all = try reader.records(SpecialNeeds.self, child: file.id).sorted { ($0.startDate ?? day) > ($1.startDate ?? day) }
            let sources = try sources(all)
            let rows = all.map { one -> [HTML] in
                let need: HTML =
                    one.identified == true ? tag("Identified", .info) : one.identified == false ? tag("None", .neutral) : tag("Not known")
                let plan: HTML =
                    one.identified != true
                    ? .empty : one.formalPlan == true ? tag("Yes", .good) : tag(one.formalPlan == false ? "No" : "Not known", .warning)
                return [
                    link(to: At.record(file.id, AnyKind(SpecialNeeds.self), one.id), span(one.startDate, one.endDate)), need, plan,
                    one.note.map { paragraphs($0) } ?? "", sources[one.id] ?? "",
                ]
            }
            return section(
                "Special educational needs", id: "send",
                table(
                    caption: "Special educational or additional learning needs, newest first",
                    columns: ["When", "Need", "Formal plan", "Note", "Recorded by"].map { Column($0) }, rows: rows, captionHidden: true,
                    empty: "Nothing is recorded: record it when it was checked, also when there is none.")
                    + ChildPages.addLink(visit, file, AnyKind(SpecialNeeds.self), "Add special educational needs"))
        }
    }

    private var education: HTML {
        get throws {
            if let hidden = hidden(Education.kind, "Education, training and work", id: "education") { return hidden }
            let all = try reader.records(Education.self, child: file.id).sorted { ($0.startDate ?? day) > ($1.startDate ?? day) }
            let sources = try sources(all)
            var lead = HTML.empty
            if let birth = file.child.dateOfBirth {
                let age = SchoolAge(bornOn: birth, on: day)
                let offered = all.filter { $0.value.isActive(on: day) }.compactMap { $0.hoursOffered.flatMap(Double.init) }.reduce(0, +)
                let leaving = SchoolAge.leavingDay(bornOn: birth).words
                lead =
                    "<p>\(age.title)\(age == .school ? " until \(leaving)" : " since \(leaving)"). Full time is \(age.fullTimeHours) hours a week; \(Int(offered)) \(Int(offered) == 1 ? "is" : "are") offered now.</p>"
            }
            let rows = all.map { one -> [HTML] in
                let hours = "\(one.hoursOffered ?? "?") offered, \(one.hoursAttended ?? "?") attended"
                var notes: [HTML] = []
                if one.reducedTimetable == true { notes.append(tag("Reduced timetable", .warning)) }
                if let support = one.support, support != "NONE" { notes.append(tag(words.code("send_support", support), .info)) }
                if one.suitability == "UNSUITABLE" { notes.append(tag("Not suitable", .bad)) }
                return [
                    link(to: At.record(file.id, AnyKind(Education.self), one.id), words.code("provision", one.provision)),
                    "\(one.place ?? "")", span(one.startDate, one.endDate), "\(hours)", "\(one.attendance.map { "\($0)%" } ?? "Not known")",
                    notes.joined(separator: " "), sources[one.id] ?? "",
                ]
            }
            return section(
                "Education, training and work", id: "education",
                lead
                    + table(
                        caption: "Where the child learns or works, newest first",
                        columns: ["Provision", "Place", "When", "Hours a week", "Attendance", "To know", "Recorded by"].map { Column($0) },
                        rows: rows, captionHidden: true, empty: "Nothing is recorded.")
                    + ChildPages.addLink(visit, file, AnyKind(Education.self), "Add education, training or work"))
        }
    }

    private var health: HTML {
        get throws {
            if let hidden = hidden(HealthNeed.kind, "Health", id: "health") { return hidden }
            let all = try reader.records(HealthNeed.self, child: file.id)
            let sources = try sources(all)
            let consents = try reader.records(Consent.self, child: file.id).map(\.value)
            var faults: [HTML] = []
            var rows = NeedsPicture.domains(all.map(\.entry), codes: words.codes, on: day).map { domain, latest -> [HTML] in
                let finding = NeedsPicture.finding(latest?.value)
                let tone: Tone = finding == "IDENTIFIED" ? .warning : finding == "CONCERN" ? .warning : finding == "NONE" ? .good : .neutral
                var steps: [String] = []
                func add(_ name: String, _ day: Day?) { if let day { steps.append("\(name) \(day.words)") } }
                if let need = latest?.value {
                    add("screened", need.screenedDate)
                    add("referred", need.referredDate)
                    add("offered", need.offeredDate)
                    add("attended from", need.attendedStart)
                    if let wrong = NeedsPicture.refusal(need, consents: consents, codes: words.codes) {
                        faults.append(warningText("\(domain.label): \(wrong)"))
                    }
                }
                return [
                    latest.map { link(to: At.record(file.id, AnyKind(HealthNeed.self), $0.id), domain.label) } ?? "\(domain.label)",
                    tag(words.code("health_finding", finding), tone), "\(steps.joined(separator: ", "))",
                    latest?.value.note.map { paragraphs($0) } ?? "", latest.flatMap { sources[$0.id] } ?? "",
                ]
            }
            // Not health records, and asked for with them.
            let alerts = try reader.records(Alert.self, child: file.id).filter { $0.value.isActive(on: day) }
            for (type, label) in [("SELF_HARM", "Self-harm"), ("SUICIDE_RISK", "Suicide")] where access.sees(.safeguarding) {
                let found = alerts.first { $0.type == type }
                rows.append([
                    found.map { link(to: At.record(file.id, AnyKind(Alert.self), $0.id), label) } ?? "\(label)",
                    found == nil ? tag("No alert") : tag("Alert", .bad), "\(found.map { "since \($0.startDate.words)" } ?? "")",
                    found?.value.detail.map { paragraphs($0) } ?? "", "\(found?.value.source ?? "")",
                ])
            }
            return section(
                "Health", id: "health",
                faults.joined()
                    + table(
                        caption: "Needs by domain, the latest of each",
                        columns: ["Domain", "Finding", "Steps", "Note", "Recorded by"].map { Column($0) }, rows: rows, captionHidden: true)
                    + ChildPages.addLink(visit, file, AnyKind(HealthNeed.self), "Add a health need"))
        }
    }

    private var consents: HTML {
        get throws {
            guard access.sees(Consent.kind) else { return .empty }
            let all = try reader.records(Consent.self, child: file.id).sorted { $0.onDate > $1.onDate }
            let sources = try sources(all)
            let rows = all.map { one -> [HTML] in
                let standing = ConsentStanding(all.map(\.value), to: one.purpose, on: day)
                let state: HTML =
                    one.value.stands(on: day)
                    ? (standing.upholds(one.givenBy) ? tag("Stands", .good) : tag("Refused since", .bad))
                    : one.withdrawnOn != nil ? tag("Withdrawn", .warning) : tag("Refused", .bad)
                return [
                    link(to: At.record(file.id, AnyKind(Consent.self), one.id), words.code("consent_purpose", one.purpose)), state,
                    "\(one.givenBy.map { words.code("consent_giver", $0) } ?? "Not known")", "\(one.onDate.words)",
                    "\(one.withdrawnOn?.words ?? "")", sources[one.id] ?? "",
                ]
            }
            return section(
                "Consent", id: "consent",
                table(
                    caption: "Consents, newest first",
                    columns: ["For", "State", "Asked of", "Day", "Withdrawn", "Recorded by"].map { Column($0) },
                    rows: rows, captionHidden: true,
                    empty: "No consent is recorded. A referral to a voluntary service cannot be recorded without it.")
                    + ChildPages.addLink(visit, file, AnyKind(Consent.self), "Add a consent"))
        }
    }

    private var network: HTML {
        get throws {
            guard access.sees(Professional.kind) else { return .empty }
            let all = try reader.records(Professional.self, child: file.id).sorted {
                ($0.endDate ?? .open, $1.name) > ($1.endDate ?? .open, $0.name)
            }
            let rows = all.map { one -> [HTML] in
                [
                    link(to: At.record(file.id, AnyKind(Professional.self), one.id), one.name), "\(one.profession ?? "")",
                    "\(one.agency ?? "")", one.phone.map { phoneLink($0) } ?? "", span(one.startDate, one.endDate),
                ]
            }
            return section(
                "Professionals around the child", id: "network",
                table(
                    caption: "Professionals", columns: ["Name", "Role", "Agency", "Phone", "When"].map { Column($0) }, rows: rows,
                    captionHidden: true, empty: "Nobody is recorded.")
                    + ChildPages.addLink(visit, file, AnyKind(Professional.self), "Add a professional"))
        }
    }
}
