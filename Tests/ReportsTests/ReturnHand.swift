import Casework

/// One child whose return can be written out by hand, with nothing any rule would find.
struct Hand {
    var child = Child()
    var offence = Offence()
    var outcome = Outcome()
    var hearing = Hearing()
    var programme = Programme()
    var referral = Referral()
    var home = Accommodation()
    var school = Education()
    var need = SpecialNeeds()
    var health = HealthNeed()
    var victim = Victim()
    var extra: (inout CaseFile) -> Void = { _ in }

    static let ids = (0..<14).map { RecordID.new(at: Instant(milliseconds: $0)) }

    init() {
        (child.dateOfBirth, child.sex, child.ethnicity, child.pncID) = (Day(iso: "2011-03-09"), "FEMALE", "A1", "11/123456A")
        (offence.offenceDate, offence.description, offence.category) = (
            Day(iso: "2026-03-01"), "Taking a <bicycle> & \"lamp\"", "VEHICLE_THEFT"
        )
        (offence.seriousness, offence.cjsCode, offence.plea) = (3, "TH68001", "GUILTY")
        (outcome.offence, outcome.outcomeDate, outcome.outcome) = (Hand.ids[1], Day(iso: "2026-04-10") ?? .unset, "YOUTH_CAUTION")
        (outcome.residence, outcome.homeOfficeOutcome) = ("LOCAL", 2)
        (programme.startDate, programme.endDate, programme.disposal) = (Day(iso: "2026-04-11"), Day(iso: "2026-05-02"), "YOUTH_CAUTION")
        (programme.completed, programme.offences, programme.outcome) = (true, [Hand.ids[1]], Hand.ids[2])
        (referral.receivedDate, referral.offences) = (Day(iso: "2026-03-20") ?? .unset, [Hand.ids[1]])
        (home.startDate, home.type, home.suitability, home.primary) = (Day(iso: "2020-01-01"), "AT_HOME", "SUITABLE", true)
        (school.startDate, school.provision, school.suitability) = (Day(iso: "2022-09-01"), "SCHOOL_FULL_TIME", "SUITABLE")
        (school.hoursOffered, school.hoursAttended) = ("25", "22.5")
        (need.startDate, need.identified, need.formalPlan) = (Day(iso: "2023-01-01"), true, true)
        (health.need, health.screenedDate, health.needIdentified) = ("MENTAL_HEALTH", Day(iso: "2026-04-12"), false)
        (victim.victimRef, victim.offence, victim.consentsToContact) = ("V-1", Hand.ids[1], true)
    }

    static func bail(_ change: (inout PoliceBail) -> Void) -> Entry<PoliceBail> {
        var bail = PoliceBail()
        (bail.offence, bail.status) = (ids[1], "CONDITIONAL")
        (bail.startDate, bail.endDate) = (Day(iso: "2026-03-02"), Day(iso: "2026-04-10"))
        change(&bail)
        return Entry(id: ids[10], ref: "B1", value: bail)
    }

    static func parenting(_ change: (inout Parenting) -> Void) -> Entry<Parenting> {
        var work = Parenting()
        (work.type, work.programme, work.startDate, work.endDate) = ("VOLUNTARY", ids[3], Day(iso: "2026-04-20"), Day(iso: "2026-06-01"))
        (work.sessionsPlanned, work.sessionsAttended, work.engagement) = (6, 5, "FULL")
        change(&work)
        return Entry(id: ids[11], ref: "W1", value: work)
    }

    /// An offence of breaching an order, while the programme ran.
    static var breach: Entry<Offence> {
        var offence = Offence()
        (offence.offenceDate, offence.category, offence.seriousness) = (Day(iso: "2026-04-20"), "BREACH_OF_STATUTORY_ORDER", 3)
        return Entry(id: ids[12], ref: "O2", value: offence)
    }

    /// One done elsewhere.
    static func assessment(_ change: (inout Assessment) -> Void) -> Entry<Assessment> {
        var done = Assessment()
        (done.type, done.stage, done.completedOn) = ("OUT_OF_COURT", "START", Day(iso: "2026-04-20"))
        done.author = "The service before us"
        change(&done)
        return Entry(id: ids[13], ref: "S2", value: done)
    }

    var file: CaseFile {
        func entry<R: RecordKind>(_ place: Int, _ ref: String, _ value: R) -> Entry<R> {
            Entry(id: Hand.ids[place], ref: ref, value: value)
        }
        var file = CaseFile(child: entry(0, "C1", child))
        file[Offence.self] = [entry(1, "O1", offence)]
        file[Outcome.self] = [entry(2, "U1", outcome)]
        file[Programme.self] = [entry(3, "P1", programme)]
        file[Referral.self] = [entry(4, "R1", referral)]
        file[Accommodation.self] = [entry(5, "A1", home)]
        file[Education.self] = [entry(6, "E1", school)]
        file[SpecialNeeds.self] = [entry(7, "S1", need)]
        file[HealthNeed.self] = [entry(8, "H1", health)]
        file[Victim.self] = [entry(9, "I1", victim)]
        extra(&file)
        return file
    }
}
