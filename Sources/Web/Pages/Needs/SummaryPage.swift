import Casework
import HTML
import Practice
import Records

/// One page about a child for one audience, to print and take to a meeting (S-INF-09). What the audience may not have is left out here,
/// what the person at the screen may not see by their scope.
struct SummaryPage {
    static let routes: [Route] = [.get("/children/{child}/summary", .may(.openFile)) { try await show($0) }]

    private let reader: Reader
    private let file: FileHead
    private let visit: Visit
    private let audience: SummaryAudience
    private let words: Words
    private let day: Day
    /// What of the file this audience may not read named in free text.
    private let hide: Redaction
    private let told: ToldInAssessment
    private var child: Child { file.child.value }
    private var access: Access { visit.person.access }

    private static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            guard let audience = visit.query("for").flatMap(SummaryAudience.init) else {
                return .page(visit, title: "Summary", shows: .child(file.id), crumbs: file.crumbs) {
                    heading("One page about \(file.name)", caption: "For a meeting or another agency")
                        + "<p>Choose who it is for: each leaves out what they may not have. That it was made is recorded.</p>"
                        + list(
                            SummaryAudience.allCases.map { one in
                                link(to: At.summary(file.id, one.rawValue), one.title)
                                    + " <span class=\"hint\">Leaves out: \(one.leftOut.isEmpty ? "nothing more" : one.leftOut.map(\.title.lowercasedFirst).joined(separator: ", ")).</span>"
                            })
                        + "<p>\(link(to: At.agreements, "What may be shared with whom"))</p>"
                }
            }
            let page = SummaryPage(
                reader: reader, file: file, visit: visit, audience: audience, words: try Words(reader, file: file.id),
                day: visit.asAt?.londonDay ?? visit.service.today, hide: Redaction(try reader.identifying(in: file.id), for: audience),
                told: try ToldInAssessment(reader, child: file.id))
            return try .page(
                visit, title: "Summary for \(audience.title.lowercasedFirst)", shows: .childAs(file.id, action: "print"),
                crumbs: file.crumbs
            ) { try page.body }
        }
    }

    private var body: HTML {
        get throws {
            let caption = "For \(audience.title.lowercasedFirst) · \(day.words) · made by \(visit.person.name)"
            var out = heading(file.name, caption: caption)
            out += summaryList(identity)
            for part in SummaryPart.allCases where audience.takes(part) {
                let rows = try rows(part)
                if !rows.isEmpty { out += section(part.title, id: part.rawValue, summaryList(rows)) }
            }
            let left = audience.leftOut.map(\.title.lowercasedFirst) + Self.neverIn
            return out
                + inset(
                    "<p>Left out for this audience: \(left.joined(separator: "; ")).</p><p>Names and addresses the file knows are taken out of what people wrote in their own words. Read it before it leaves: they may have named somebody the file does not know.</p>"
                )
        }
    }

    private static let neverIn = [
        "police intelligence", "who a victim is", "other children", "addresses and contact details not to be disclosed",
    ]

    private var identity: [(String, HTML)] {
        var rows: [(String, HTML)] = []
        if let born = child.dateOfBirth { rows.append(("Born", "\(born.words), \(ageWords(born, on: day))")) }
        if let known = child.knownAs, let given = child.givenName, known != given {
            rows.append(("Full name", "\(given) \(child.familyName)"))
        }
        rows.append(("Our reference", "\(file.child.ref)"))
        return rows
    }

    private func rows(_ part: SummaryPart) throws -> [(String, HTML)] {
        switch part {
        case .voice:
            texts([("What they want", child.whatTheyWant ?? told[.wishes]?.text), ("Strengths", child.strengths ?? told[.strengths]?.text)])
        case .communication:
            texts([("What helps", child.communicationTip ?? told[.communication]?.text)])
                + (child.interpreterNeeded == true ? [("Interpreter", "Needed\(child.firstLanguage.map { ": \($0)" } ?? "")")] : [])
        case .alerts: try alerts
        case .home: try home
        case .family: try family
        case .care: try care
        case .education: try education
        case .health: try health
        case .diversity:
            texts([("In their file", child.diversityNeeds ?? (access.sees(.characteristics) ? told[.diversity]?.text : nil))])
        case .offences: try offences
        case .judgements: try judgements
        case .work: try work
        case .network: try network
        }
    }

    private func texts(_ pairs: [(String, String?)]) -> [(String, HTML)] {
        pairs.compactMap { label, text in text.map { (label, paragraphs(hide.clean($0))) } }
    }

    private var alerts: [(String, HTML)] {
        get throws {
            try reader.records(Alert.self, child: file.id).filter { $0.value.isActive(on: day) }.map { one in
                (words.code("alert", one.type), "since \(one.startDate.words)\(one.value.detail.map { ": \(hide.clean($0))" } ?? "")")
            }
        }
    }

    /// A home that may not be disclosed is not on any summary.
    private var home: [(String, HTML)] {
        get throws {
            let running = try reader.records(HomeAddress.self, child: file.id).filter {
                ($0.startDate ?? day) <= day && ($0.endDate ?? .open) >= day
            }
            guard !running.contains(where: { $0.notToDisclose == true }) else { return [("Address", "Not to be disclosed")] }
            return running.map { one in
                (words.code("home", one.type), "\([one.line, one.value.postcode].compactMap { $0 }.joined(separator: ", "))")
            }
        }
    }

    /// Adults only, by name and relation; another child is never named, nor anybody who may not be contacted.
    private var family: [(String, HTML)] {
        get throws {
            let others: Set<String> = ["SIBLING", "FRIEND", "OWN_CHILD", "EXPECTED_CHILD"]
            return try reader.records(Relationship.self, child: file.id).filter { one in
                one.knownChild == nil && !others.contains(one.relation) && one.contactAllowed != "DO_NOT_CONTACT"
                    && (one.endDate ?? .open) >= day
            }.map { one in
                (
                    words.code("relation", one.relation),
                    "\(one.name)\(one.parentalResponsibility == true ? ", has parental responsibility" : "")"
                )
            }
        }
    }

    private var care: [(String, HTML)] {
        get throws {
            try reader.records(Care.self, child: file.id).filter { $0.value.isActive(on: day) }.map { one in
                (
                    words.code("care_status", one.status),
                    "\([one.startDate.map { "since \($0.words)" }, one.responsibleAuthority, one.value.socialWorker].compactMap { $0 }.map(hide.clean).joined(separator: ", "))"
                )
            }
        }
    }

    private var education: [(String, HTML)] {
        get throws {
            try reader.records(Education.self, child: file.id).filter { $0.value.isActive(on: day) }.map { one in
                let parts = [
                    one.place.map(hide.clean), one.hoursOffered.map { "\($0) hours a week offered" },
                    one.hoursAttended.map { "\($0) attended" },
                    one.reducedTimetable == true ? "reduced timetable" : nil, one.support.map { words.code("send_support", $0) },
                ]
                return (words.code("provision", one.provision), "\(parts.compactMap { $0 }.joined(separator: ", "))")
            }
        }
    }

    private var health: [(String, HTML)] {
        get throws {
            guard access.sees(.health) else { return [] }
            let all = try reader.records(HealthNeed.self, child: file.id).map(\.entry)
            return NeedsPicture.domains(all, codes: words.codes, on: day).map { domain, latest in
                let finding = words.code("health_finding", NeedsPicture.finding(latest?.value))
                return (domain.label, "\(finding)\(latest?.value.note.map { ": \(hide.clean($0))" } ?? "")")
            }
        }
    }

    /// What was done and what became of it; a victim is not part of it.
    private var offences: [(String, HTML)] {
        get throws {
            guard access.sees(.offending) else { return [] }
            let outcomes = Dictionary(grouping: try reader.records(Outcome.self, child: file.id), by: \.value.offence)
            let alleged = try reader.alleged(child: file.id)
            return try reader.records(Offence.self, child: file.id).sorted { ($0.offenceDate ?? day) > ($1.offenceDate ?? day) }.map {
                one in
                let ends = (outcomes[one.id] ?? []).map { "\(words.code("outcome", $0.outcome).lowercasedFirst), \($0.outcomeDate.words)" }
                let first = alleged.contains(one.id) ? "Alleged. " : ""
                return (
                    (one.offenceDate ?? one.arrestDate)?.words ?? "Date not known",
                    "\(first)\(one.value.description.map(hide.clean) ?? words.code("offence_category", one.category))\(ends.isEmpty ? ": no outcome yet" : ": " + ends.joined(separator: "; "))"
                )
            }
        }
    }

    private var judgements: [(String, HTML)] {
        get throws {
            let all = try reader.records(Assessment.self, child: file.id).filter {
                Assessments.isJudging($0.value) && $0.completedOn != nil
            }
            guard let latest = all.max(by: { ($0.completedOn ?? day, $0.id) < ($1.completedOn ?? day, $1.id) }) else { return [] }
            let referral = try latest.value.referral.flatMap { try reader.record(Referral.self, child: file.id, id: $0)?.value }
            let first = referral?.isNotAdmitted == true ? "Likelihood of offending" : "Likelihood of reoffending"
            let signed = latest.countersignedOn.map { "countersigned \($0.words)" } ?? "not countersigned"
            return [
                (first, latest.value.reoffending), ("Risk of serious harm to others", latest.seriousHarm),
                ("Safety and wellbeing", latest.safetyWellbeing),
            ].compactMap { label, token -> (String, HTML)? in
                token.map { (label, "\(words.code("judgement", $0)), \(latest.completedOn?.words ?? ""), \(signed)") }
            }
        }
    }

    private var work: [(String, HTML)] {
        get throws {
            var rows = try reader.records(Allocation.self, child: file.id).filter { $0.value.isActive(on: day) }.map {
                one -> (String, HTML) in
                (words.code("allocation_part", one.part), "\(words.staff[one.staff] ?? "Not known")")
            }
            // What runs is told by its name only where the offence itself may be.
            guard audience.takes(.offences) else { return rows }
            rows += try reader.records(Programme.self, child: file.id).filter { ($0.endDate ?? .open) >= day }.map {
                one -> (String, HTML) in
                (words.code("disposal", one.disposal), "\(one.startDate.map { "since \($0.words)" } ?? "not started")")
            }
            return rows
        }
    }

    private var network: [(String, HTML)] {
        get throws {
            try reader.records(Professional.self, child: file.id).filter { ($0.endDate ?? .open) >= day }.map { one in
                (one.profession ?? "Professional", "\([one.name, one.value.agency, one.phone].compactMap { $0 }.joined(separator: ", "))")
            }
        }
    }
}
