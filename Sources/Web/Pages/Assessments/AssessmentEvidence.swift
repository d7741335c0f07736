import Casework
import HTML
import Practice
import Records

/// What the file already holds that an assessment must use: past behaviour, other agencies, the victim, self-assessments and screens.
struct AssessmentEvidence {
    let reader: Reader
    let desk: AssessmentFile
    let visit: Visit
    private var access: Access { visit.person.access }
    private var words: Words { desk.words }

    /// Offences, outcomes and alerts, so that a judgement never rests on one offence alone (S-ASM-03).
    var pastBehaviour: HTML {
        get throws {
            guard access.sees(.offending) else { return .empty }
            let child = desk.child
            let outcomes = Dictionary(grouping: try reader.records(Outcome.self, child: child), by: \.value.offence)
            let alleged = desk.isNotAdmitted ? Set(desk.referral?.offences ?? []) : []
            let rows = try reader.records(Offence.self, child: child)
                .sorted { ($0.offenceDate ?? $0.arrestDate ?? .unset) > ($1.offenceDate ?? $1.arrestDate ?? .unset) }
                .map { one -> [HTML] in
                    let ends = (outcomes[one.id] ?? []).sorted { $0.outcomeDate < $1.outcomeDate }
                        .map { "\(words.code("outcome", $0.outcome)), \($0.outcomeDate.words)" }
                    return [
                        "\(one.description ?? words.code("offence_category", one.category))"
                            + (alleged.contains(one.id) ? " \(tag("Alleged", .warning))" : .empty),
                        "\((one.offenceDate ?? one.arrestDate)?.words ?? "Not known")",
                        ends.isEmpty ? "None yet" : ends.map { HTML(escaping: $0) }.joined(separator: "<br>"),
                    ]
                }
            var out = table(
                caption: "Offences and what came of them, newest first", columns: ["Offence", "Date", "Outcome"].map { Column($0) },
                rows: rows, empty: "No offence is recorded.")
            let alerts = try reader.records(Alert.self, child: child)
            if !alerts.isEmpty {
                out +=
                    "<p>Alerts: "
                    + alerts.map { one -> HTML in
                        "\(words.code("alert", one.type)) from \(one.startDate.words)\(one.endDate.map { " to \($0.words)" })"
                    }.joined(separator: "; ") + ".</p>"
            }
            return section("Behaviour so far", id: "past", level: 3, out)
        }
    }

    /// Each agency: asked, received, used; and the missing ones (S-ASM-06).
    var agencies: HTML {
        get throws {
            let checks = try reader.records(Enquiry.self, child: desk.child)
                .filter { desk.record.value.referral == nil || $0.referral == nil || $0.referral == desk.record.value.referral }
            let names = IntakeChecks.forAssessment + checks.map(\.agency).filter { !IntakeChecks.forAssessment.contains($0) }
            var (missing, unused): ([String], [String]) = ([], [])
            var seen: Set<String> = []
            var rows: [[HTML]] = []
            let canAdd = visit.asAt == nil && access.mayWrite("enquiry")
            for agency in names where seen.insert(agency).inserted {
                let label = words.code("agency", agency)
                let own = checks.filter { $0.agency == agency }
                let isUsed = own.contains { $0.usedHow != nil || $0.unableReason != nil }
                let isAnswered = own.contains { $0.receivedOn != nil }
                if !isUsed, isAnswered { unused.append(label.lowercasedFirst) }
                if !isUsed, !isAnswered { missing.append(label.lowercasedFirst) }
                if own.isEmpty {
                    let ask = [("agency", agency)] + (desk.record.value.referral.map { [("referral", $0.description)] } ?? [])
                    rows.append([
                        "\(label)", tag("Not asked", .warning), "", "",
                        canAdd
                            ? link(to: At.newRecord(desk.child, AnyKind(Enquiry.self), ask), "Record asking", about: label.lowercasedFirst)
                            : .empty,
                    ])
                }
                for one in own {
                    rows.append([
                        "\(label)", "\(one.askedOn?.words ?? "Not asked")",
                        one.receivedOn.map { "\($0.words)" } ?? one.unableReason.map { "None: \($0)" } ?? tag("Waiting", .warning),
                        one.usedHow.map { paragraphs($0) } ?? tag("Not used yet", .warning),
                        link(
                            to: At.record(desk.child, AnyKind(Enquiry.self), one.id), "Open", about: "check with \(label.lowercasedFirst)"),
                    ])
                }
            }
            func line(_ word: String, _ tone: Tone, _ agencies: [String]) -> HTML {
                agencies.isEmpty ? .empty : "<p>\(tag(word, tone)) \(agencies.joined(separator: ", ")).</p>"
            }
            let gap = line("Missing", .warning, missing) + line("Answered, use not said", .info, unused)
            return section(
                "What other agencies know", id: "agencies", level: 3,
                gap
                    + table(
                        caption: "Other agencies: asked, answered, used",
                        columns: ["Agency", "Asked", "Answered", "How it was used", "Record"].map { Column($0) }, rows: rows,
                        captionHidden: true))
        }
    }

    /// What the victim says, without who they are; “no identifiable victim” is not the same as “not done” (S-ASM-10).
    var victim: HTML {
        get throws {
            guard access.sees(.offending) else { return .empty }
            let offences = desk.referral?.offences ?? []
            let contacts = try reader.records(VictimContact.self, child: desk.child)
                .filter { offences.isEmpty || $0.offence == nil || $0.offence.map(offences.contains) == true }
            let rows = contacts.map { one -> (String, HTML) in
                let wishes: HTML =
                    one.wishes.map { "<p>Restorative justice: \(words.code("victim_wishes", $0).lowercasedFirst).</p>" } ?? .empty
                let day: HTML = one.onDate.map { ", \($0.words)" } ?? .empty
                return (
                    one.offence.map(words.name) ?? "Victim",
                    "<p>\(words.code("victim_state", one.state))\(day)</p>" + (one.summary.map { paragraphs($0) } ?? .empty) + wishes
                )
            }
            return section(
                "The victim, and putting things right", id: "victim", level: 3,
                rows.isEmpty
                    ? "<p>\(tag("Not done", .warning)) The victim worker has recorded nothing yet.</p>" : summaryList(rows))
        }
    }

    /// Self-assessments and screens of this stage, with links to do the missing ones (S-ASM-07, S-ASM-12, S-SAF-01).
    /// - Parameter isInForm: whether it stands inside another form, where a button of its own cannot be.
    func screens(isInForm: Bool) -> HTML {
        let canWrite = visit.asAt == nil && access.mayWrite("assessment")
        let rows = Screens.Piece.allCases.map { piece -> SummaryRow in
            if let done = desk.done(piece) {
                return SummaryRow(
                    piece.title,
                    "\(tag("Done", .good)) \(link(to: At.assessment(desk.child, done.id), done.completedOn?.words ?? "Open", about: piece.title))"
                )
            }
            let form = words.forms.form(for: piece.rawValue, on: visit.service.today)
            var query = [("type", piece.type), ("form", form), ("stage", desk.record.value.stage ?? "START")]
            if let referral = desk.record.value.referral { query.append(("referral", referral.description)) }
            if canWrite, !isInForm {
                return SummaryRow(
                    piece.title,
                    tag("Missing", .warning)
                        + AssessmentStart.way(
                            "Do it", about: piece.title, child: desk.child, form: form, type: piece.type,
                            stage: desk.record.value.stage ?? "START", referral: desk.record.value.referral, in: desk.all.map(\.entry),
                            visit))
            }
            return SummaryRow(
                piece.title, tag("Missing", .warning),
                change: canWrite ? At.newAssessment(desk.child, query) : nil, changeText: "Do it")
        }
        return section("What child and parent wrote, and screens", id: "screens", level: 3, summaryList(rows))
    }
}
