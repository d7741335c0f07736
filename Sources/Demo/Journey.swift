import Casework

/// One child's way through the service, made step by step from the child's own stream of dice.
struct Journey {
    let person: Person
    let options: DemoService.Options
    let through: Day
    let eighteenth: Day
    var dice: Dice
    /// The pathway's own dice, so that what it writes leaves who the children are and what they did untouched.
    var paths: Dice
    /// And those of homes, remand, victims and the like, which leave both untouched.
    var facts: Dice
    /// And those of police bail and parenting work.
    var asides: Dice
    let team: Staffing.Team
    var ledger: Ledger
    /// Whether another area is responsible for the child.
    let elsewhere: Bool
    /// Stretches of work, for allocations and contacts.
    var stretches: [Stretch] = []
    /// The day the local authority began to look after the child; nil where it does not.
    var lookedAfterSince: Day?
    /// Outcomes that count as a first entry so far, and convictions.
    var isEntrant = false
    var isConvicted = false

    /// Days on which the child is worked with.
    struct Stretch {
        var from: Day
        /// Nil while it runs.
        var to: Day?
        var programme: RecordID?
        /// Expected contacts in it.
        var contacts: Double
        var isCourt = false
    }

    static func make(_ number: Int, of service: DemoService) -> DemoChild {
        var journey = Journey(Person(number, of: service.options), service)
        let person = journey.person
        let child = journey.child()
        if person.cast != .withdrawn {
            journey.surround()
            journey.needs()
            journey.travel()
            journey.allocate()
            journey.meet()
            journey.circumstances()
            journey.beside()
            journey.lookAhead()
        }
        return DemoChild(
            id: person.id, ref: journey.ledger.prefix, recordedOn: person.entry, child: child,
            records: journey.ledger.inOrder())
    }

    init(_ person: Person, _ service: DemoService) {
        let options = service.options
        self.person = person
        self.options = options
        team = service.team
        paths = Dice(seed: options.seed, stream: UInt64(person.number), purpose: 9)
        facts = Dice(seed: options.seed, stream: UInt64(person.number), purpose: 20)
        asides = Dice(seed: options.seed, stream: UInt64(person.number), purpose: 37)
        through = options.through
        eighteenth = person.birth.adding(months: 216)
        var dice = Dice(seed: options.seed, stream: UInt64(person.number), purpose: 3)
        let isFromAfar = dice.chance(0.015)
        self.dice = dice
        elsewhere = person.cast == .placedHere || person.cast == nil && isFromAfar
        let digits = String(person.number)
        ledger = Ledger(
            prefix: "SH-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits,
            through: through)
    }

    private mutating func child() -> Child {
        var child = Child()
        child.givenName = person.given
        child.familyName = person.family
        child.knownAs = person.knownAs
        child.dateOfBirth = person.birth
        child.sex = person.sex
        child.ethnicity = person.ethnicity
        let isCode = person.ethnicity.utf8.count == 2
        child.ethnicityCodeSet = isCode ? (dice.chance(0.9) ? 2021 : 2011) : nil
        child.nationality = person.language == nil ? "British" : dice.chance(0.5) ? "British" : nil
        child.firstLanguage = person.language ?? "English"
        child.interpreterNeeded =
            person.cast == .exploited || person.language != nil && dice.chance(0.4)
        if dice.chance(0.7) {
            child.religion = dice.pick([
                "NONE", "NONE", "CHRISTIAN", "NOT_STATED", person.language == nil ? "NONE" : "OTHER",
            ])
            child.disability = dice.pick(["YES", "NO", "NO", "NOT_KNOWN"])
            child.characteristicsAskedOn = min(person.entry + dice.int(0, 30), through)
            child.characteristicsAskedBy = "\(dice.pick(Names.women)) \(dice.pick(Names.families))"
        }
        child.homePostcode = person.postcode
        child.pncID =
            dice.chance(0.6)
            ? "\(person.entry.year % 100)/\(dice.int(100_000, 999_999))\(dice.pick(["A", "C", "F", "K"]))"
            : nil
        child.originatingRef =
            person.cast == .movedHere ? "OAKMERE-\(dice.int(1000, 9999))" : ledger.prefix
        child.deleted = person.cast == .withdrawn ? true : nil
        child.whatTheyWant = dice.chance(0.8) ? dice.pick(ChildWords.wants) : nil
        child.strengths = dice.chance(0.85) ? dice.pick(ChildWords.strengths) : nil
        child.communicationTip = dice.chance(0.75) ? dice.pick(ChildWords.tips) : nil
        child.safeToVisit = dice.chance(0.08) ? dice.pick(ChildWords.visiting) : nil
        child.diversityNeeds = paths.chance(0.7) ? paths.pick(PathwayWords.diversity) : nil
        return child
    }
}
