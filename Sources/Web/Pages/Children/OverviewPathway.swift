import Casework
import HTML
import Practice
import Records

/// Where the child's case stands: what an urgent concern asks of whoever opens the file, admission and decision, judgements, plan, who is waited for.
extension Overview {
    // MARK: Urgent

    /// What keeps the child safe now. The banner above says that there is a concern; this says what to do.
    var concerns: HTML {
        get throws {
            guard access.sees(.safeguarding) else { return .empty }
            let all = try reader.records(Concern.self, child: file.id).sorted { $0.raisedAt < $1.raisedAt }
            return openConcerns(all.filter(\.value.isOpen)) + safetyPlans(all.filter { !$0.value.isOpen && $0.safetyPlan != nil })
        }
    }

    private func openConcerns(_ open: [Stored<Concern>]) -> HTML {
        guard !open.isEmpty else { return .empty }
        let all = open.map { one -> HTML in
            summaryList([
                (
                    "Concern",
                    "\(tag(words.code("concern_type", one.type), .bad)) \(link(to: At.record(file.id, AnyKind(Concern.self), one.id), "Raised \(one.raisedAt.words)"))"
                ),
                ("What is happening", paragraphs(one.what)), ("Done at once", paragraphs(one.done ?? "Nothing written")),
                ("Safety plan", one.safetyPlan.map { paragraphs($0) } ?? tag("None yet", .bad)),
                ("Look again on", "\(one.reviewDate?.words ?? "No day named")"),
            ])
        }
        return section("Urgent concerns", id: "concerns", all.joined(separator: "\n"))
    }

    /// A safety plan outlives the closing of its concern: it says what keeps the child safe to whoever goes there next (S-SAF-09).
    private func safetyPlans(_ closed: [Stored<Concern>]) -> HTML {
        let newest = closed.sorted { ($0.closedOn ?? .unset, $0.raisedAt) > ($1.closedOn ?? .unset, $1.raisedAt) }
        guard let latest = newest.first else { return .empty }
        func rows(_ one: Stored<Concern>) -> HTML {
            let again: HTML =
                one.reviewDate.map { $0 >= day ? dueWords($0, day) : "\($0.words)" } ?? "No day named"
            return summaryList([
                (
                    "Concern",
                    "\(words.code("concern_type", one.type)), \(link(to: At.record(file.id, AnyKind(Concern.self), one.id), "closed \(one.closedOn?.words ?? "")"))\(one.closedBy.map { " by \(words.name($0))" } ?? "")"
                ),
                ("Safety plan", paragraphs(one.safetyPlan ?? "")), ("Look again on", again),
            ])
        }
        let earlier = newest.dropFirst()
        return section(
            "Safety plan", id: "safety-plan",
            rows(latest)
                + when(
                    !earlier.isEmpty,
                    details("Earlier safety plans (\(earlier.count))", earlier.map(rows).joined(separator: "\n"))))
    }

    // MARK: Where it stands

    var standing: HTML {
        get throws {
            var rows: [(String, HTML)] = []
            rows += try referralRows + programmeRows + judgementRows
            if access.sees(.casework) {
                let plans = try reader.records(Plan.self, child: file.id)
                if let plan = plans.max(by: { ($0.agreedOn ?? .unset, $0.ref) < ($1.agreedOn ?? .unset, $1.ref) }) {
                    let signed: HTML = plan.signedOn.map { " \(tag("Signed \($0.words)", .good))" } ?? " \(tag("Not signed", .warning))"
                    rows.append(
                        (
                            "Plan",
                            link(
                                to: At.record(file.id, AnyKind(Plan.self), plan.id),
                                plan.agreedOn.map { "Agreed \($0.words)" } ?? "Not agreed yet")
                                + signed
                        ))
                }
                let documents = try reader.records(Document.self, child: file.id).count
                if documents > 0 { rows.append(("Documents", "\(documents) on the file")) }
            }
            rows += try careRows + waitingRows
            return rows.isEmpty ? .empty : section("Where it stands", id: "standing", summaryList(rows))
        }
    }

    /// The latest referral: what the child says of it, what was decided.
    private var referralRows: [(String, HTML)] {
        get throws {
            guard access.sees(.offending) else { return [] }
            let all = try reader.records(Referral.self, child: file.id)
            guard let latest = all.max(by: { ($0.receivedDate, $0.ref) < ($1.receivedDate, $1.ref) }) else { return [] }
            let address = At.record(file.id, AnyKind(Referral.self), latest.id)
            let admission: HTML = tag(
                Admission.title(latest.value, words.codes) ?? "Not known", latest.value.isNotAdmitted ? .warning : .neutral)
            var decision: HTML
            if let made = latest.decision {
                // What the police decided themselves they need not be told.
                let told: HTML =
                    latest.pathway == "OUT_OF_COURT" && latest.policeToldDate == nil && latest.closedDate == nil
                        && latest.decidedBy != "POLICE"
                    ? " \(tag("Police not told", .warning))" : .empty
                let by: HTML = latest.decidedBy.map { ", \(words.code("decided_by", $0).lowercasedFirst)" } ?? ""
                decision = "\(words.code("outcome", made))\(latest.decisionDate.map { ", \($0.words)" } ?? "")\(by)\(told)"
            } else if let recommended = latest.recommendation {
                decision = "Not decided. The panel recommends: \(words.code("outcome", recommended).lowercasedFirst)"
            } else {
                decision = latest.accepted == false ? "Not accepted" : "Not decided"
            }
            if let before = latest.value.decidedBefore(words) { decision += "<br>Decided before: \(before)" }
            if let slip = latest.slipReason { decision += "<br>Why it is late: \(slip)" }
            return [
                ("Referral", link(to: address, "Received \(latest.receivedDate.words)") + " \(words.code("pathway", latest.pathway))"),
                ("Admission", admission), ("Decision", decision),
            ]
        }
    }

    private var programmeRows: [(String, HTML)] {
        get throws {
            guard access.sees(.casework) else { return [] }
            let all = try reader.records(Programme.self, child: file.id)
            // Only one that failed leads anywhere by its option.
            let options = all.contains { $0.completed == false } ? try reader.outOfCourtOptions() : OutOfCourtOptions()
            let referrals = try reader.records(Referral.self, child: file.id).map(\.entry)
            let back = Set(referrals.compactMap { BackToPanel.programme($0, programmes: all.map(\.entry), options: options)?.id })
            let shown = all.filter {
                ($0.startDate ?? day) <= day && ($0.endDate.map { $0 >= day } ?? true) || back.contains($0.id)
            }
            return shown.sorted { ($0.startDate ?? day) > ($1.startDate ?? day) }.prefix(3).map { one in
                let kind = AnyKind(Programme.self)
                let name = link(to: At.record(file.id, kind, one.id), words.code("disposal", one.disposal))
                return ("Programme", "\(name), \(end(one.value, isBack: back.contains(one.id), options))")
            }
        }
    }

    /// How a programme stands to its end: one that ended says how, and where that leads.
    private func end(_ one: Programme, isBack: Bool, _ options: OutOfCourtOptions) -> HTML {
        guard let ended = one.endDate, ended <= day, let completed = one.completed else {
            return (one.endDate ?? one.latestEnd).map { "planned end \(dueWords($0, day))" } ?? "no planned end"
        }
        if completed { return "ended \(ended.words), \(tag("Completed", .good))" }
        let type = options.option(one.disposal, on: one.startDate ?? ended)
        let then =
            switch ProgrammeEnd.follows(completed: false, type: type) {
            case .backToPanel where isBack: "; back to the panel"
            case .backToPolice: "; back to the police"
            default: ""
            }
        return "ended \(ended.words), \(tag("Not completed", .bad))\(then)"
    }

    /// The three judgements of the latest completed assessment, with its day and who signed.
    private var judgementRows: [(String, HTML)] {
        get throws {
            guard access.sees(.casework) else { return [] }
            let all = try reader.records(Assessment.self, child: file.id).map(\.entry)
            guard let latest = Assessments.latest(all) else { return [] }
            let isAlleged =
                try reader.records(Referral.self, child: file.id).first { $0.id == latest.referral }?.value.isNotAdmitted ?? false
            func level(_ token: String?) -> HTML { AssessmentFile.judgement(token, words.codes) }
            let signed: String =
                latest.countersignedOn.map { "countersigned \($0.words) by \(latest.countersignedBy.map(words.name) ?? "a manager")" }
                ?? "not countersigned"
            let author = latest.author ?? latest.writtenBy.map(words.name) ?? "Not known"
            return [
                (isAlleged ? "Likelihood of offending" : "Likelihood of reoffending", level(latest.reoffending)),
                ("Risk of serious harm", level(latest.seriousHarm)), ("Safety and wellbeing", level(latest.safetyWellbeing)),
                ("Judged", "\(latest.completedOn?.words ?? "") by \(author), \(signed)"),
            ] + changed(latest, among: all, isAlleged)
        }
    }

    /// What the latest assessment changed in the three judgements, with the two side by side one press away.
    private func changed(_ latest: Entry<Assessment>, among all: [Entry<Assessment>], _ isAlleged: Bool) -> [(String, HTML)] {
        let before = Assessments.previous(to: latest.id, in: all)
        return AssessmentChanges.line(latest, before: before, words, isNotAdmitted: isAlleged).map {
            [("Since the assessment before", link(to: At.assessment(file.id, latest.id, "changes", visit.asAtQuery), $0))]
        } ?? []
    }

    private var careRows: [(String, HTML)] {
        get throws {
            try reader.records(Care.self, child: file.id).filter { $0.value.isActive(on: day) }.map { one in
                let since: HTML = one.startDate.map { " since \($0.words)" } ?? ""
                return (
                    "Social care",
                    "\(link(to: At.record(file.id, AnyKind(Care.self), one.id), words.code("care_status", one.status)))\(since)"
                )
            }
        }
    }

    private var waitingRows: [(String, HTML)] {
        get throws {
            try Waiting.ofChild(reader, file.id).map { wait in
                ("Waits on", "\(wait.on): \(link(to: wait.address, wait.what)), since \(wait.since.words)")
            }
        }
    }

    /// Whether the police referred a knife case in time, beside the referral.
    func knife(_ referral: Referral) throws -> HTML {
        let offences = try reader.records(Offence.self, child: file.id).filter { referral.offences.contains($0.id) }.map(\.value)
        guard let clock = KnifeClock(referral, offences: offences, settings: try reader.settings()) else { return .empty }
        return clock.isMet
            ? " \(tag("Knife: referred in time", .good))"
            : " \(tag("Knife: referred \(clock.workingDaysLate.counted("working day")) late", .bad))"
    }

    // MARK: Oversight

    /// What managers looked at and decided, newest first.
    var oversight: HTML {
        get throws {
            guard access.sees(.casework) else { return .empty }
            let kind = AnyKind(Oversight.self)
            let all = try reader.records(Oversight.self, child: file.id).sorted { ($0.heldOn, $0.ref) > ($1.heldOn, $1.ref) }
            let add = ChildPages.addLink(visit, file, kind, "Add an oversight entry")
            guard !all.isEmpty else { return add }
            let entries = all.prefix(5).map { one -> TimelineEntry in
                let follow: HTML? =
                    one.followedUpOn.map { tag("Followed up \($0.words)", .good) }
                    ?? one.followUpDue.map { tag("Follow up by \($0.words)", $0 < day ? .bad : .info) }
                return TimelineEntry(
                    link(to: At.record(file.id, kind, one.id), words.code("oversight_trigger", one.trigger)),
                    date: time(one.heldOn.iso, one.heldOn.words), by: one.by.map(words.name), status: follow,
                    body: "<p>Read: \(one.read ?? "Not said")</p>\(paragraphs(one.decision))")
            }
            return section("Oversight", id: "oversight", timeline(entries) + add)
        }
    }
}

extension Reader {
    /// The child's offences that are alleged, as far as is known: on a referral whose child does not admit it, with nothing decided by a court
    /// or given as a caution since.
    func alleged(child: RecordID) throws -> Set<RecordID> {
        let denied = Set(try records(Referral.self, child: child).filter { $0.value.isNotAdmitted }.flatMap { $0.value.offences })
        // An outcome that needs no admission leaves the offence as alleged as it was.
        let options = try outOfCourtOptions()
        let settled = Set(
            try records(Outcome.self, child: child).filter { outcome in
                options.option(outcome.outcome, on: outcome.outcomeDate).map { $0.needsAdmission == true } ?? true
            }.map(\.value.offence))
        return denied.subtracting(settled)
    }
}
