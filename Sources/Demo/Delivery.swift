import Casework

/// The programme of a course: plan, conditions, review, compliance and the end.
extension Journey {
    /// Plan, targets, conditions, six-week review, compliance and the end, as far as they have come.
    mutating func deliver(_ course: Course, _ programme: RecordID, from start: Day, to end: Day?, kept: Bool, planned: Day) {
        var plan = Plan()
        let agreed = start + paths.int(0, 12)
        guard agreed <= through else { return }
        (plan.programme, plan.agreedOn) = (programme, agreed)
        (plan.childsWords, plan.howToHelp) = (paths.pick(ChildWords.wants), paths.pick(ChildWords.tips))
        if paths.chance(0.75) {
            (plan.signedOn, plan.copyGivenOn) = (agreed, agreed)
        } else {
            plan.notSignedReason = "Agreed on the phone; to sign next time"
        }
        let id = ledger.add(.plan, plan, on: agreed, &paths)
        for place in 1...paths.int(2, 4) { target(id, place, agreed, end) }
        if course.token == "YOUTH_CONDITIONAL_CAUTION" || course.token.contains("OUTCOME_23") {
            conditions(programme, start, end, kept, planned)
        }
        let review = start + 42 + paths.int(0, 14)
        if review <= min(through, end ?? through), paths.chance(0.7) {
            var six = Review()
            (six.programme, six.type, six.heldOn) = (programme, "SIX_WEEK", review)
            six.goingWell = paths.pick(ChildWords.strengths)
            six.changes = "None; carry on."
            six.childView = paths.pick(ChildWords.said)
            ledger.add(.review, six, on: review, &paths)
        }
        guard let end else { return }
        if !kept { fail(course, programme, on: end) }
        close(course, on: end, kept: kept)
    }

    private mutating func target(_ plan: RecordID, _ place: Int, _ agreed: Day, _ end: Day?) {
        var target = Target()
        (target.plan, target.place) = (plan, place)
        let line = paths.pick(PathwayWords.targets)
        (target.purpose, target.domain, target.what, target.childsWords) = (line.purpose, line.domain, line.what, line.words)
        (target.who, target.byDate) = ("The child and the worker", agreed + paths.int(21, 70))
        target.factor = paths.pick(["Safety and wellbeing", "Friends and free time", "What happened and why"])
        target.state =
            end == nil ? paths.pick(["PLANNED", "STARTED", "STARTED", "DONE"]) : paths.pick(["DONE", "DONE", "DONE", "NOT_DONE"])
        if target.state == "DONE" || target.state == "NOT_DONE" {
            target.closedOn = min(through, end ?? agreed + 20)
            target.result = target.state == "DONE" ? "Done, and kept up." : "Moved school before it could start."
            if paths.chance(0.5) { target.childFeedback = paths.pick(ChildWords.said) }
        }
        ledger.add(.target, target, on: agreed, &paths)
    }

    private mutating func conditions(_ programme: RecordID, _ start: Day, _ end: Day?, _ kept: Bool, _ planned: Day) {
        for (type, what) in [
            ("REPARATIVE", "Write a letter to the person harmed"), ("REHABILITATIVE", "Take part in six sessions with the worker"),
        ] {
            var condition = Condition()
            (condition.programme, condition.type, condition.what, condition.byDate) = (programme, type, what, planned)
            if let end {
                condition.isMet = kept || paths.chance(0.3)
                if condition.isMet == true { condition.metOn = min(through, end - paths.int(0, 10)) }
            }
            ledger.add(.condition, condition, on: start, &paths)
        }
    }

    private mutating func fail(_ course: Course, _ programme: RecordID, on end: Day) {
        var warning = Compliance()
        (warning.programme, warning.type, warning.onDate) = (programme, "WARNING", end - 14)
        warning.what = "Two sessions missed without a word."
        ledger.add(.compliance, warning, on: end - 14, &paths)
        var back = Compliance()
        (back.programme, back.type, back.onDate) = (programme, "RETURN_TO_POLICE", end)
        back.what = "Did not take part after a warning and a home visit."
        let told = end + paths.int(0, 6)
        if told <= through { back.policeToldDate = told }
        if told + 21 <= through, paths.chance(0.9) {
            (back.policeAnswer, back.policeAnswerOn) = (paths.pick(["No further action", "To be charged", "Back to the panel"]), told + 20)
        }
        ledger.add(.compliance, back, on: end, &paths)
    }

    private mutating func close(_ course: Course, on end: Day, kept: Bool) {
        for (who, share) in [("child", 0.6), ("parent", 0.45)] where paths.chance(share) {
            var exit = Assessment()
            (exit.type, exit.stage, exit.referral, exit.writtenBy) = ("EXIT", "END", course.referral, manager)
            (exit.startedOn, exit.completedOn) = (end, end)
            if who == "child" {
                (exit.childView, exit.childViewOn, exit.childViewHow) = (paths.pick(ChildWords.said), end, "FACE_TO_FACE")
            } else {
                (exit.parentView, exit.parentViewOn, exit.parentViewHow) = (paths.pick(PathwayWords.parents), end, "PHONE")
            }
            ledger.add(.assessment, exit, on: end, &paths)
        }
        var closure = Closure()
        closure.referral = course.referral
        closure.childInterviewReason = paths.chance(0.5) ? "Asked twice; would rather not" : nil
        closure.policeToldDate = min(through, end + paths.int(0, 4))
        closure.victimReason = "No victim who asked to be told"
        closure.unmetNeed = paths.pick(["none", "none", "Help with reading"])
        if closure.unmetNeed != "none" { closure.unmetNeedTo = "School" }
        closure.summary = kept ? "Took part to the end." : "Ended without being completed."
        closure.askedOn = end
        let approved = end + paths.int(1, 8)
        if approved <= through { (closure.approvedOn, closure.approvedBy) = (approved, manager) }
        ledger.add(.closure, closure, on: end, &paths)
    }
}
