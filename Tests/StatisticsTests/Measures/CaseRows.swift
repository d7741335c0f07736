import Casework

/// One made-up child with everything the indicators look at. Few days, all at or beside an edge of another, so that each edge and tie comes up
/// often; blanks, tokens no rule knows and overlaps as real files have them.
struct CaseRows {
    var child: Entry<Child>
    var offences: [Entry<Offence>] = []
    var outcomes: [Entry<Outcome>] = []
    var hearings: [Entry<Hearing>] = []
    var referrals: [Entry<Referral>] = []
    var programmes: [Entry<Programme>] = []
    var homes: [Entry<Accommodation>] = []
    var education: [Entry<Education>] = []
    var needs: [Entry<SpecialNeeds>] = []
    var health: [Entry<HealthNeed>] = []
    var care: [Entry<Care>] = []
    var victims: [Entry<Victim>] = []
    var remands: [Entry<Remand>] = []
    var releases: [Entry<Release>] = []
    var alerts: [Entry<Alert>] = []
    var assessments: [Entry<Assessment>] = []

    var file: CaseFile {
        var file = CaseFile(child: child)
        (file[Offence.self], file[Outcome.self], file[Hearing.self]) = (offences, outcomes, hearings)
        (file[Referral.self], file[Programme.self], file[Remand.self]) = (referrals, programmes, remands)
        (file[Accommodation.self], file[Education.self], file[SpecialNeeds.self]) = (homes, education, needs)
        (file[HealthNeed.self], file[Care.self], file[Victim.self]) = (health, care, victims)
        (file[Release.self], file[Alert.self], file[Assessment.self]) = (releases, alerts, assessments)
        return file
    }

    // MARK: printing and shrinking

    /// Every file that lacks one record of this one.
    var smaller: [CaseRows] {
        without(\.offences) + without(\.outcomes) + without(\.hearings) + without(\.referrals) + without(\.programmes) + without(\.homes)
            + without(\.education) + without(\.needs) + without(\.health) + without(\.care) + without(\.victims) + without(\.remands)
            + without(\.releases) + without(\.alerts) + without(\.assessments)
    }
    private func without<R>(_ rows: WritableKeyPath<CaseRows, [Entry<R>]>) -> [CaseRows] {
        self[keyPath: rows].indices.map { i in
            var less = self
            less[keyPath: rows].remove(at: i)
            return less
        }
    }

    var size: Int {
        1 + offences.count + outcomes.count + hearings.count + referrals.count + programmes.count + homes.count + education.count
            + needs.count + health.count + care.count + victims.count + remands.count + releases.count
            + alerts.count + assessments.count
    }

    var printed: String {
        let lines =
            [line(child)] + offences.map(line) + outcomes.map(line) + hearings.map(line) + referrals.map(line) + programmes.map(line)
            + homes.map(line) + education.map(line) + needs.map(line) + health.map(line) + care.map(line) + victims.map(line)
            + remands.map(line) + releases.map(line) + alerts.map(line) + assessments.map(line)
        return lines.joined(separator: "\n") + "\n"
    }
    private func line<R: RecordKind>(_ entry: Entry<R>) -> String {
        // Also of records already taken away.
        let names = Dictionary(
            (0..<4).flatMap { i in ["o\(i)"] + (0..<2).map { "u\(i)\($0)" } }.map { (MadeUp.id("\(child.ref)/\($0)"), $0) },
            uniquingKeysWith: { first, _ in first })
        var words = "\(R.kind.name) \(entry.ref)"
        for field in Mirror(reflecting: entry.value).children {
            let value: String
            switch field.value {
            case let day as Day: value = day.iso
            case let day as Day?:
                guard let day else { continue }
                value = day.iso
            case let id as RecordID: value = names[id] ?? "–"
            case let ids as [RecordID]: value = ids.map { names[$0] ?? "–" }.joined(separator: "+")
            case let text as String?:
                guard let text else { continue }
                value = text
            case let flag as Bool?:
                guard let flag else { continue }
                value = "\(flag)"
            case let number as Int?:
                guard let number else { continue }
                value = "\(number)"
            default: continue
            }
            if !value.isEmpty { words += " \(field.label ?? "")=\(value)" }
        }
        return words
    }
}

extension CaseRows {
    /// A child around the quarter October to December 2025.
    init(_ ref: String, _ random: inout Seeded) {
        func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &random)] }
        func one(in n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }
        func entry<R: RecordKind>(_ name: String, _ value: R) -> Entry<R> {
            Entry(id: MadeUp.id("\(ref)/\(name)"), ref: "\(ref)/\(name)", value: value)
        }
        // The days everything else happens on, beside, or between.
        let start = pick([day("2025-07-01"), day("2025-06-27"), day("2025-09-30"), day("2025-10-15")]) + pick([0, 0, 1, 40])
        let end = pick([day("2025-10-01"), day("2025-12-31"), day("2025-11-11"), day("2025-11-11"), day("2025-09-30"), day("2026-01-01")])
        let given = pick([start, start - 30, start + 1, day("2025-10-01"), day("2025-12-31"), day("2026-01-01")])
        func edge() -> Day { pick([start, end, given]) + pick([-1, -1, 0, 0, 0, 1, -60, 30]) }
        func perhaps(_ one: Day) -> Day? { pick([one, one, one, nil]) }
        func spell() -> (from: Day?, to: Day?) {
            let (a, b) = (edge(), edge())
            return (pick([min(a, b), min(a, b), min(a, b), nil]), pick([max(a, b), max(a, b), nil]))
        }
        let yes: [Bool?] = [true, true, false, nil]

        var child = Child()
        child.dateOfBirth = pick([
            day("2010-03-01"), day("2010-03-01"), day("2011-05-05"), day("2012-11-20"), day("2009-08-31"), day("2009-09-01"),
            day("2008-02-29"), (start + pick([0, 1, -1])).adding(months: -216),
            (start + pick([0, 1])).adding(months: -120), (given + pick([0, 1])).adding(months: -216),
            (start + pick([0, 1])).adding(months: -180), (end + pick([0, 1])).adding(months: -180), day("2011-11-01"), day("2009-03-01"),
            nil,
        ])
        child.sex = pick(["MALE", "FEMALE", "NOT_KNOWN", nil])
        child.ethnicity = pick(["A1", "WHITE", "B9", "D2", "C1", "E9", "NOT_STATED", nil])
        child.deleted = pick([nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, false, true])
        self.init(child: Entry(id: MadeUp.id(ref), ref: ref, value: child))

        for i in 0..<pick([1, 1, 2, 3]) {
            var offence = Offence()
            let on = pick([given - 90, given - 40, start - 1])
            offence.offenceDate = pick([on, on, on, nil])
            offence.arrestDate = pick([nil, nil, on + 1, on + 30])
            offence.firstHearingDate = pick([nil, nil, given - 1, given - 20])
            offence.category = pick(["DRUGS", "ROBBERY", "VIOLENCE_AGAINST_THE_PERSON", "THEFT_AND_HANDLING", nil])
            offence.seriousness = pick([4, 5, 6, 7, 8, 5, nil])
            offences.append(entry("o\(i)", offence))
        }
        let ids = offences.map(\.id)
        func some() -> [RecordID] { ids.filter { _ in !one(in: 4) } }
        for (i, id) in ids.enumerated() {
            for j in 0..<pick([0, 1, 1, 1, 2]) {
                var outcome = Outcome()
                outcome.offence = id
                outcome.outcomeDate = pick([given, given, given + 1, edge()])
                outcome.outcome = pick([
                    "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION", "REFERRAL_ORDER", "YOUTH_REHABILITATION_ORDER",
                    "YOUTH_REHABILITATION_ORDER_ISS", "DETENTION_AND_TRAINING_ORDER", "SECTION_250",
                    "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "FINE",
                    "NO_FURTHER_ACTION",
                ])
                outcome.appeal = pick([nil, nil, nil, nil, nil, "NONE", "UNCHANGED", "AMBIGUOUS", "CHANGED", "SUCCESSFUL"])
                outcome.residence = pick([nil, nil, nil, "LOCAL", "LOCAL", "LOCAL", "OTHER"])
                outcome.main = pick([nil, true, false])
                outcomes.append(entry("u\(i)\(j)", outcome))
            }
        }
        for i in 0..<pick([0, 0, 1, 2]) {
            var hearing = Hearing()
            hearing.hearingDate = pick([given, given - 27, given - 28, edge(), edge()])
            hearing.offences = some()
            hearing.remandDecision = pick(["REMAND_IN_CUSTODY", "REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION_AND_TAG", "BAIL", "NONE", nil])
            hearings.append(entry("h\(i)", hearing))
        }
        for i in 0..<pick([0, 1, 1, 1, 1, 2, 2, 2]) {
            var programme = Programme()
            programme.disposal = pick([
                "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION", "REFERRAL_ORDER", "REFERRAL_ORDER", "YOUTH_REHABILITATION_ORDER",
                "DTO_LICENCE", "DTO_LICENCE", "DTO_CUSTODY", "DETENTION_AND_TRAINING_ORDER", "SECTION_250",
                "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "PREVENTION", "FINE",
            ])
            programme.startDate = pick([start, start, start, start + 1, given, nil])
            programme.endDate = pick([end, end, end, end, end + pick([-1, 1]), nil]).map { max($0, programme.startDate ?? $0) }
            programme.offences = some()
            programmes.append(entry("p\(i)", programme))
        }
        for i in 0..<pick([0, 1, 2, 3]) {
            var home = Accommodation()
            (home.startDate, home.endDate) = spell()
            home.type = pick(["AT_HOME", "AT_HOME", "FOSTER_CARE_LA", "BAIL_HOSTEL", "HOSPITAL", "YOI", "BED_AND_BREAKFAST", "NOT_KNOWN"])
            home.suitability = pick(["SUITABLE", "SUITABLE", "SUITABLE", "UNSUITABLE", "UNKNOWN", nil])
            home.primary = pick(yes)
            homes.append(entry("a\(i)", home))
        }
        for i in 0..<pick([0, 1, 2, 3]) {
            var school = Education()
            (school.startDate, school.endDate) = spell()
            school.provision = pick(["MAINSTREAM_SCHOOL", "COLLEGE", "PUPIL_REFERRAL_UNIT", "OTHER", "NONE"])
            school.suitability = pick(["SUITABLE", "SUITABLE", "SUITABLE", "UNSUITABLE", "UNKNOWN", nil])
            school.hoursOffered = pick(["0", "1", "8", "15", "15.5", "16", "24", "24.5", "25", nil])
            school.hoursAttended = pick(["0", "1", "8", "15", "15.5", "16", "24", "24.5", "25", nil])
            education.append(entry("e\(i)", school))
        }
        for i in 0..<pick([0, 1, 1, 2]) {
            var need = SpecialNeeds()
            (need.startDate, need.endDate) = spell()
            (need.identified, need.formalPlan) = (pick(yes), pick(yes))
            needs.append(entry("n\(i)", need))
        }
        for i in 0..<pick([0, 1, 2, 3]) {
            var need = HealthNeed()
            need.need = pick(["MENTAL_HEALTH", "MENTAL_HEALTH", "SUBSTANCE_MISUSE", "SUBSTANCE_MISUSE", "PHYSICAL"])
            need.screenedDate = perhaps(edge())
            need.needIdentified = pick(yes)
            need.identifiedDate = pick([nil, edge(), edge()])
            need.offeredDate = pick([nil, edge(), edge()])
            let attended = spell()
            (need.attendedStart, need.attendedEnd) = one(in: 2) ? (attended.from, attended.to) : (nil, nil)
            need.tier =
                need.need == "SUBSTANCE_MISUSE"
                ? pick(["TARGETED_INTERVENTION", "COMPLEX_CARE", "NO_INTERVENTION", nil])
                : pick(["GETTING_ADVICE", "GETTING_RISK_SUPPORT", "NO_INTERVENTION", nil])
            health.append(entry("m\(i)", need))
        }
        for i in 0..<pick([0, 1, 2]) {
            var status = Care()
            (status.startDate, status.endDate) = spell()
            status.status = pick([
                "LOOKED_AFTER", "CHILD_PROTECTION", "CHILD_IN_NEED", "EARLY_HELP_PLAN", "EARLY_HELP_REFERRAL", "CARE_LEAVER",
                "NO_SOCIAL_CARE",
            ])
            care.append(entry("c\(i)", status))
        }
        for i in 0..<pick([0, 0, 1, 2, 3]) {
            var victim = Victim()
            // The same two people over and over, sometimes of two children.
            victim.victimRef = pick(["V1", "V2", "V-\(ref)"])
            victim.offence = pick(ids)
            (victim.consentsToContact, victim.engagedInRj, victim.viewSoughtBefore) = (pick(yes), pick(yes), pick(yes))
            victim.progressRequested = pick(yes)
            victim.progressProvided = pick(yes)
            victim.supportRequested = pick(yes)
            victim.supportProvided = pick(yes)
            victim.contactedDate = pick([nil, edge()])
            victims.append(entry("v\(i)", victim))
        }
        for i in 0..<pick([0, 0, 1, 2]) {
            var remand = Remand()
            (remand.startDate, remand.endDate) = spell()
            remand.type = pick(["YDA", "RLAA", "BAIL_SUPPORT", nil])
            remand.establishmentType = remand.type == "YDA" ? pick(["YOI", "SCH", nil]) : nil
            remand.offences = some()
            remands.append(entry("r\(i)", remand))
        }
        for i in 0..<pick([0, 0, 1, 2]) {
            var referral = Referral()
            referral.receivedDate = edge()
            referral.offences = some()
            referral.accepted = pick(yes)
            referral.closedDate = pick([nil, nil, referral.receivedDate + pick([0, 1, 50])])
            referral.pathway = pick(["OUT_OF_COURT", "COURT", "PREVENTION", nil])
            referrals.append(entry("f\(i)", referral))
        }
        for i in offences.indices {
            var offence = offences[i].value
            offence.chargeDate = pick([nil, given - 20, given - 40, given + 1])
            // Again within the year, on its last day, or the day after it.
            if i > 0, one(in: 3) { offence.offenceDate = given.adding(months: 12) + pick([-300, -1, 0, 1]) }
            if i > 0, one(in: 6) { offence.category = "BREACH_OF_BAIL" }
            offences[i] = Entry(id: offences[i].id, ref: offences[i].ref, value: offence)
        }
        for outcome in outcomes where one(in: 2) {
            var release = Release()
            (release.outcome, release.releaseDate) = (outcome.id, pick([given, end, given + 60]))
            releases.append(entry("l-\(outcome.ref.suffix(3))", release))
        }
        for i in 0..<pick([0, 0, 1, 2]) {
            var alert = Alert()
            (alert.type, alert.startDate) = (pick(["KNIFE", "EXPLOITATION"]), edge())
            alert.endDate = pick([nil, alert.startDate + pick([0, 30])])
            alerts.append(entry("w\(i)", alert))
        }
        for i in 0..<pick([0, 1, 2]) {
            var assessment = Assessment()
            assessment.completedOn = perhaps(edge())
            let levels: [String?] = ["LOW", "MEDIUM", "HIGH", nil]
            (assessment.reoffending, assessment.seriousHarm, assessment.safetyWellbeing) = (pick(levels), pick(levels), pick(levels))
            assessments.append(entry("j\(i)", assessment))
        }
    }
}
