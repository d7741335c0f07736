import Casework

/// Care, education, health and consent, in the shares the plans print (SEF: 52 % with social care, 24 % early help; BPL: NEET, speech).
extension Journey {
    mutating func needs() {
        care()
        education()
        health()
        var consent = Consent()
        (consent.purpose, consent.givenBy, consent.onDate) = ("SHARE", "BOTH", person.entry)
        consent.answer = paths.chance(0.93) ? "GIVEN" : "REFUSED"
        ledger.add(.consent, consent, on: person.entry, &paths)
    }

    private mutating func care() {
        var care = Care()
        let lookedAfter = ledger.records.contains { ($0.record as? Alert)?.type == "CHILD_LOOKED_AFTER" }
        care.status =
            lookedAfter
            ? "LOOKED_AFTER"
            : paths.pick([
                "CHILD_IN_NEED", "CHILD_IN_NEED", "CHILD_PROTECTION", "EARLY_HELP_PLAN", "EARLY_HELP_PLAN", "NO_SOCIAL_CARE",
                "NO_SOCIAL_CARE", "NO_SOCIAL_CARE",
            ])
        care.responsibleAuthority = elsewhere ? "Oakmere" : "Sandholme"
        care.startDate = lookedAfterSince ?? max(person.birth, person.entry - paths.int(30, 700))
        if !lookedAfter, paths.chance(0.3), person.entry + 60 <= through { care.endDate = person.entry + paths.int(30, 60) }
        if care.status == "NO_SOCIAL_CARE" { (care.startDate, care.endDate) = (person.entry, nil) }
        if lookedAfter { care.placement = elsewhere ? "OTHER_HERE" : paths.pick(["OURS_HERE", "OURS_HERE", "OURS_ELSEWHERE"]) }
        care.legalStatus = lookedAfter ? paths.pick(["Section 20", "Full care order", "Interim care order"]) : nil
        care.checkedOn = min(through, person.entry + paths.int(0, 5))
        ledger.add(.care, care, on: person.entry, &paths)
    }

    private mutating func education() {
        let leaver = person.birth.adding(months: 12 * 16 + 9) <= person.entry
        var one = Education()
        one.provision =
            leaver
            ? paths.pick(["COLLEGE", "COLLEGE", "TRAINING_COURSE_APPRENTICESHIP", "NONE", "NONE", "PART_TIME_EMPLOYMENT"])
            : paths.pick([
                "MAINSTREAM_SCHOOL", "MAINSTREAM_SCHOOL", "MAINSTREAM_SCHOOL", "SCHOOL_PART_TIME", "ALTERNATIVE_PROVISION_PRU_FULL_TIME",
                "ELECTIVELY_HOME_EDUCATED", "NONE",
            ])
        let isNone = one.provision == "NONE"
        one.startDate = person.entry - paths.int(20, 500)
        one.suitability = isNone ? "UNSUITABLE" : paths.pick(["SUITABLE", "SUITABLE", "SUITABLE", "UNSUITABLE", "UNKNOWN"])
        let offered = isNone ? 0 : one.provision == "SCHOOL_PART_TIME" ? 10 : leaver ? 16 : 25
        one.hoursOffered = String(offered)
        one.hoursAttended = String(offered * paths.pick([4, 6, 8, 9, 10]) / 10)
        one.attendance = isNone ? nil : paths.int(35, 99)
        one.reducedTimetable = one.provision == "SCHOOL_PART_TIME"
        one.place = isNone ? nil : paths.pick(["Harbour Academy", "Marram High", "Sandholme College", "The Lantern Centre"])
        one.support = paths.pick(["NONE", "NONE", "SEN_SUPPORT", "EHCP", "EHCP_ASKED"])
        if facts.chance(0.04) { (one.hoursOffered, one.hoursAttended) = (nil, nil) }
        let changed = person.entry + facts.int(30, 220)
        let changes = facts.chance(0.35) && changed <= through
        if changes { one.endDate = changed - 1 }
        ledger.add(.education, one, on: person.entry, &paths)
        guard changes else { return }
        // A better place comes of the work more often than a worse one.
        var next = Education()
        next.provision =
            leaver
            ? facts.pick(["COLLEGE", "TRAINING_COURSE_APPRENTICESHIP", "FULL_TIME_EMPLOYMENT", "SUPPORTED_INTERNSHIP", "NONE"])
            : facts.pick(["SCHOOL_FULL_TIME", "ALTERNATIVE_PROVISION_OTHER_FULL_TIME", "ALTERNATIVE_PROVISION_PRU_PART_TIME", "NONE"])
        let none = next.provision == "NONE"
        next.startDate = changed
        next.suitability = none ? "UNSUITABLE" : facts.pick(["SUITABLE", "SUITABLE", "SUITABLE", "SUITABLE", "UNSUITABLE"])
        let hours = none ? 0 : next.provision == "ALTERNATIVE_PROVISION_PRU_PART_TIME" ? 12 : leaver ? 16 : 25
        (next.hoursOffered, next.hoursAttended) = (String(hours), String(hours * facts.pick([5, 7, 9, 10]) / 10))
        next.place = none ? nil : facts.pick(["Harbour Academy", "Sandholme College", "The Lantern Centre"])
        next.support = one.support
        ledger.add(.education, next, on: changed, &facts)
    }

    /// Speech and language were screened in few (WIR rec. 2); what nobody asked stands as not assessed.
    private mutating func health() {
        let shares = [
            ("MENTAL_HEALTH", 0.85, 0.46), ("SUBSTANCE_MISUSE", 0.85, 0.4), ("SPEECH_LANGUAGE", 0.3, 0.6), ("NEURODIVERSITY", 0.4, 0.3),
        ]
        for (need, screened, found) in shares {
            var one = HealthNeed()
            one.need = need
            let day = min(through, person.entry + paths.int(5, 30))
            if paths.chance(screened) {
                one.screenedDate = day
                one.needIdentified = paths.chance(found)
                one.finding = one.needIdentified == true ? "IDENTIFIED" : paths.pick(["NONE", "NONE", "CONCERN"])
                if one.needIdentified == true {
                    one.identifiedDate = day
                    if day + 10 <= through, paths.chance(0.7) { one.referredDate = day + paths.int(0, 10) }
                    if let sent = one.referredDate, sent + 40 <= through, paths.chance(0.7) { one.offeredDate = sent + paths.int(5, 40) }
                    if let offered = one.offeredDate, offered + 14 <= through, paths.chance(0.75) {
                        one.attendedStart = offered + paths.int(0, 14)
                    }
                    if need == "MENTAL_HEALTH" { one.tier = paths.pick(["GETTING_ADVICE", "GETTING_HELP", "GETTING_ADDITIONAL_HELP"]) }
                    if need == "SUBSTANCE_MISUSE" {
                        one.tier = paths.pick(["TARGETED_INTERVENTION", "SPECIALIST_SUBSTANCE_MISUSE_TREATMENT"])
                    }
                }
            } else {
                one.finding = "NOT_ASSESSED"
            }
            ledger.add(.health, one, on: day, &paths)
        }
    }
}
