import Casework

/// One out-of-court referral on its way: what the records of the pathway are made from.
struct Course {
    var referral: RecordID
    let offences: [RecordID]
    let token: String
    let admitted: Bool
    let received: Day
    let allocated: Day
    /// When the papers and the assessment were in.
    let ready: Day
    let panel: Day
    var recommendation: String?
    var decided: Day?

    var isWithoutUs: Bool {
        ["COMMUNITY_RESOLUTION", "COMMUNITY_RESOLUTION_POLICE_FACILITATED", "OTHER_INFORMAL_ACTION_NO_YOT_INVOLVEMENT"].contains(token)
    }
}

extension Journey {
    var worker: RecordID? {
        team.deliveryWorkers.isEmpty ? nil : team.deliveryWorkers[(person.number / 2) % team.deliveryWorkers.count]
    }
    var manager: RecordID? { team.managers.isEmpty ? nil : team.managers[person.number % team.managers.count] }

    /// From the checks at intake to the panel, as far as they have come.
    mutating func decide(_ course: Course) {
        checks(course)
        victims(course)
        guard course.allocated <= through else { return }
        let assessment = course.isWithoutUs && paths.chance(0.6) ? nil : assess(course)
        oversee(course)
        if course.panel <= through + 28, course.ready <= through { bring(course, assessment) }
        if paths.chance(0.05) { worry(on: course.allocated + paths.int(1, 20)) }
    }

    /// Social care and early help are asked of every child; an answer is missing now and then (S-REF-05, S-ASM-06).
    private mutating func checks(_ course: Course) {
        for agency in ["SOCIAL_CARE", "EARLY_HELP", "POLICE", "HEALTH", "EDUCATION"] where paths.chance(agency == "HEALTH" ? 0.5 : 0.9) {
            var enquiry = Enquiry()
            (enquiry.referral, enquiry.agency, enquiry.askedBy) = (course.referral, agency, team.support)
            let asked = min(through, (course.received + paths.int(0, 3)).workingDay)
            enquiry.askedOn = asked
            let answered = asked + paths.int(0, 12)
            if answered <= through, paths.chance(0.88) {
                enquiry.receivedOn = answered
                enquiry.isKnown = paths.chance(agency == "SOCIAL_CARE" ? 0.52 : 0.3)
                enquiry.result = enquiry.isKnown == true ? paths.pick(PathwayWords.known) : "Not known to them."
                if paths.chance(0.7) { enquiry.usedHow = paths.pick(PathwayWords.used) }
            } else if asked + 30 <= through, paths.chance(0.85) {
                enquiry.unableReason = "Asked twice; no answer came."
            }
            ledger.add(.enquiry, enquiry, on: asked, &paths)
        }
    }

    /// The victim worker writes the state and a summary that names nobody; in two cases of five nothing was done yet (BPL 4a).
    private mutating func victims(_ course: Course) {
        guard let offence = course.offences.first, paths.chance(0.75) else { return }
        var contact = VictimContact()
        contact.offence = offence
        contact.state = paths.pick(["NO_VICTIM", "NOT_DONE", "TRIED", "DECLINED", "VIEWS_GIVEN", "VIEWS_GIVEN", "VIEWS_GIVEN"])
        let day = min(through, course.received + paths.int(2, 15))
        contact.onDate = contact.state == "NOT_DONE" ? nil : day
        if contact.state == "VIEWS_GIVEN" {
            contact.summary = paths.pick(PathwayWords.victims)
            contact.wishes = paths.pick(["NOT_WANTED", "LETTER", "INDIRECT", "MEETING", "REPARATION"])
        }
        if contact.state != "NO_VICTIM", contact.state != "NOT_DONE" {
            contact.name = "\(paths.pick(Names.women)) \(paths.pick(Names.families))"
            contact.details = "Ring after school, 07700 900\(paths.int(100, 999))."
        }
        ledger.add(.victim, contact, on: day, &paths)
    }

    private mutating func judgement() -> String { paths.pick(["LOW", "LOW", "MEDIUM", "MEDIUM", "MEDIUM", "HIGH"]) }

    /// The assessment with its judgements, self-assessments, risks and contingencies, and the gaps inspections find in them.
    private mutating func assess(_ course: Course) -> RecordID? {
        var one = Assessment()
        (one.type, one.stage, one.referral) = ("OUT_OF_COURT", "START", course.referral)
        (one.startedOn, one.writtenBy) = (course.allocated, worker)
        one.why = "Out-of-court referral"
        let completed = course.ready
        for (type, share) in [("SELF_CHILD", 0.8), ("SELF_PARENT", 0.65)] where paths.chance(share) && course.allocated + 3 <= through {
            var own = Assessment()
            (own.type, own.stage, own.referral, own.writtenBy) = (type, "START", course.referral, worker)
            let day = min(through, course.allocated + paths.int(1, 6))
            (own.startedOn, own.completedOn) = (day, day)
            ledger.add(.assessment, own, on: day, &paths)
        }
        if paths.chance(0.8), course.allocated + 8 <= through {
            var screen = Assessment()
            let day = min(through, course.allocated + paths.int(2, 8))
            (screen.type, screen.stage, screen.form, screen.referral) = ("SCREENING", "START", "exploitation 1", course.referral)
            (screen.startedOn, screen.completedOn, screen.writtenBy) = (day, day, worker)
            ledger.add(.assessment, screen, on: day, &paths)
        }
        guard completed <= through else {
            ledger.add(.assessment, one, on: min(through, course.allocated + 1), &paths)
            return nil
        }
        (one.reoffending, one.seriousHarm, one.safetyWellbeing) = (judgement(), judgement(), judgement())
        one.reoffendingReason = paths.pick(PathwayWords.reoffending)
        one.seriousHarmReason = one.seriousHarm == "LOW" ? nil : paths.pick(PathwayWords.harm)
        one.safetyWellbeingReason = one.safetyWellbeing == "LOW" ? nil : paths.pick(PathwayWords.safety)
        one.sources = paths.pick(PathwayWords.sources)
        one.childView = paths.pick(ChildWords.said)
        (one.childViewOn, one.childViewHow) = (course.allocated, "FACE_TO_FACE")
        if paths.chance(0.7) {
            one.parentView = paths.pick(PathwayWords.parents)
            (one.parentViewOn, one.parentViewHow) = (course.allocated, paths.pick(["FACE_TO_FACE", "PHONE"]))
        }
        (one.completedOn, one.submittedOn) = (completed, completed)
        let signed = completed + paths.int(0, 9)
        if signed <= through, paths.chance(0.9) {
            (one.countersignedOn, one.countersignedBy) = (signed, manager)
            one.feedback = paths.pick(PathwayWords.feedback)
            (one.childViewUsed, one.parentViewUsed) = (
                one.reoffending == "LOW" ? "USED" : "PARTLY", one.parentView == nil ? "NONE_GIVEN" : "USED"
            )
        } else if paths.chance(0.3), signed <= through {
            one.returnedOn = signed
            one.feedback = "Who is at risk, and what holds it? Please say."
        }
        let id = ledger.add(.assessment, one, on: completed, &paths)
        risks(of: one, id, on: completed)
        return id
    }

    private mutating func risks(of one: Assessment, _ id: RecordID, on day: Day) {
        func isUp(_ level: String?) -> Bool { level.map { $0 != "LOW" } ?? false }
        for (direction, level) in [("TO_CHILD", one.safetyWellbeing), ("TO_OTHERS", one.seriousHarm)]
        where isUp(level) && paths.chance(0.75) {
            var risk = Risk()
            (risk.assessment, risk.direction, risk.level) = (id, direction, level)
            risk.who = direction == "TO_CHILD" ? "CHILD" : paths.pick(["PEERS", "FAMILY", "PUBLIC", "VICTIM"])
            risk.nature = direction == "TO_CHILD" ? paths.pick(PathwayWords.dangers) : paths.pick(PathwayWords.harms)
            risk.imminence = paths.pick(["IF_CHANGES", "IF_CHANGES", "LIKELY_SOON", "UNLIKELY"])
            risk.circumstances = paths.pick(PathwayWords.circumstances)
            risk.controls = paths.pick(PathwayWords.controls)
            ledger.add(.risk, risk, on: day, &paths)
        }
        // Contingency for harm was missing in most out-of-court cases that needed it (WIR 3.2).
        for (concern, level) in [("SAFETY", one.safetyWellbeing), ("HARM", one.seriousHarm)]
        where isUp(level) && paths.chance(concern == "HARM" ? 0.4 : 0.7) {
            var row = Contingency()
            (row.assessment, row.concern) = (id, concern)
            (row.ifHappens, row.thenDo) = paths.pick(PathwayWords.contingencies)
            (row.who, row.byWhen) = (
                paths.pick(["The worker", "The duty manager", "Mum and the worker"]), paths.pick(["The same day", "Within a day"])
            )
            ledger.add(.contingency, row, on: day, &paths)
        }
    }

    /// A third of out-of-court cases have an oversight entry (WIR 1.2: 35 % met need).
    private mutating func oversee(_ course: Course) {
        guard paths.chance(0.35) else { return }
        var entry = Oversight()
        let day = min(through, course.allocated + paths.int(3, 40))
        (entry.referral, entry.heldOn, entry.by) = (course.referral, day, manager)
        entry.trigger = paths.pick(["ALLOCATION", "ASSESSMENT", "SUPERVISION", "PANEL", "MISSED"])
        entry.read = paths.pick(["The assessment and the last three contacts", "The whole file", "The plan and the police papers"])
        entry.decision = paths.pick(PathwayWords.oversight)
        entry.followUpDue = day + 28
        if day + 28 <= through, paths.chance(0.6) {
            (entry.followedUpOn, entry.followUp) = (min(through, day + paths.int(20, 40)), "Done as agreed.")
        }
        ledger.add(.oversight, entry, on: day, &paths)
    }

    /// The report that goes to the panel and what the panel said.
    private mutating func bring(_ course: Course, _ assessment: RecordID?) {
        var item = PanelItem()
        (item.referral, item.panel) = (course.referral, Sitting.id(course.panel, options.seed))
        let hasSat = course.panel <= through
        item.state = hasSat ? "HEARD" : "LISTED"
        item.gravityMatrix = (Day(iso: "2025-02-01").map { course.received >= $0 } ?? false) ? "CHILD_2025" : "CHILD_2023"
        // Factors were not written down in some reports (BPL 2d).
        if paths.chance(0.85) {
            item.gravityBase = paths.pick([2, 2, 3, 3, 4])
            item.aggravating = paths.chance(0.4) ? paths.pick(["PLANNED", "GROUP", "WEAPON INJURY", "REPEAT"]) : nil
            item.mitigating = paths.chance(0.6) ? paths.pick(["FIRST_TIME", "NEEDS", "REMORSE YOUNG_FOR_AGE", "EXPLOITED"]) : nil
            item.gravity = item.gravityBase.map { item.scoreByFactors(from: $0) }
        }
        (item.childView, item.childViewOn, item.childViewHow) = (paths.pick(ChildWords.said), course.allocated, "FACE_TO_FACE")
        if paths.chance(0.7) {
            (item.parentView, item.parentViewOn, item.parentViewHow) = (paths.pick(PathwayWords.parents), course.allocated, "PHONE")
        }
        if paths.chance(0.15) { item.intelligence = paths.pick(PathwayWords.intelligence) }
        if paths.chance(0.8) {
            (item.recordCheckedOn, item.recordCheckedBy) = (course.ready, team.police.flatMap { team.names[$0] })
            item.recordResult = isEntrant ? "SOME" : "NONE"
            item.outcomesElsewhere = paths.chance(0.6) ? "NONE" : "NOT_CHECKED"
        }
        item.options = "\(course.token) COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"
        item.whyNotLower = paths.pick(PathwayWords.whyNotLower)
        (item.reportBy, item.reportOn) = (worker, course.ready)
        if hasSat {
            item.recommendation = course.recommendation
            item.recommendationReason = paths.pick(PathwayWords.reasonsOfPanel(admitted: course.admitted))
            if paths.chance(0.06) {
                item.dissent = "Police would have gone one step higher."
                if paths.chance(0.4) {
                    (item.escalatedOn, item.escalatedTo) = (min(through, course.panel + 2), "Service manager and inspector")
                    (item.escalatedResult, item.escalatedReason) = (course.recommendation, "First matter; support is in place.")
                }
            }
        }
        ledger.add(.panelItem, item, on: min(through, course.ready), &paths)
    }

    /// An urgent concern; most were closed within days, a few stay open.
    private mutating func worry(on day: Day) {
        guard day <= through else { return }
        var concern = Concern()
        concern.type = paths.pick(["SELF_HARM", "SAFEGUARDING", "EXPLOITATION", "SELF_HARM", "SUICIDE"])
        concern.what = paths.pick(PathwayWords.concerns)
        concern.raisedAt = Instant(day: day, milliseconds: 15 * 3_600_000)
        (concern.raisedBy, concern.raisedIn) = (worker, "contact")
        concern.done = "Spoke with mum and the duty manager the same afternoon."
        concern.safetyPlan = "Mum keeps medicines locked; the child rings the school nurse or us; crisis line on the fridge."
        concern.reviewDate = min(day + 7, through + 7)
        if day + 9 <= through, paths.chance(0.9) {
            (concern.closedOn, concern.closedBy, concern.closing) = (
                day + paths.int(2, 9), manager, "Seen by the crisis team; plan agreed with mum."
            )
        }
        ledger.add(.concern, concern, on: day, &paths)
        guard paths.chance(0.6) else { return }
        var referral = SafeguardingReferral()
        (referral.sentOn, referral.to, referral.why) = (day, paths.pick(["SOCIAL_CARE", "SOCIAL_CARE", "EARLY_HELP"]), concern.what)
        referral.consent = paths.pick(["GIVEN", "NOT_SOUGHT"])
        if day + 20 <= through, paths.chance(0.7) {
            (referral.result, referral.resultOn) = (paths.pick(["NO_ACTION", "EARLY_HELP", "CHILD_IN_NEED"]), day + paths.int(3, 20))
        }
        ledger.add(.safeguarding, referral, on: day, &paths)
    }
}
