import Casework

/// Who a made-up child is: all that other children's files may need to know, made without the rest of the file.
struct Person: Sendable {
    var number: Int
    var id: RecordID
    var given: String?
    var family: String?
    var knownAs: String?
    var birth: Day
    var sex: String
    var ethnicity: String
    var language: String?
    /// The day of the first referral.
    var entry: Day
    var sector: Sandholme.Sector
    var line: String
    var postcode: String
    var cast: DemoCast?
    /// The number of an earlier child of this one's family, and how they are related to this one.
    var sibling: Int?

    var fullName: String { [given, family].compactMap { $0 }.joined(separator: " ") }

    init(_ number: Int, of options: DemoService.Options) {
        var dice = Dice(seed: options.seed, stream: UInt64(number), purpose: 2)
        let cast = options.hasCast ? DemoCast(rawValue: number) : nil
        let span = options.through - options.from
        entry = options.from + dice.int(0, max(0, span - 3))
        let drawn = DemoCalibration.ageAndSex.draw(&dice)
        sex = drawn.sex
        // Those the table counts at 18 were referred in the last four months of being 17.
        let years = min(drawn.age, 17)
        birth =
            entry.adding(months: -12 * years) - (drawn.age == 18 ? dice.int(245, 362) : dice.int(0, 362))
        ethnicity = DemoCalibration.ethnicity.draw(&dice)
        let heritage = Names.heritage(ethnicity)
        let heritageName = dice.chance(0.7)
        let girl = sex == "FEMALE"
        given = dice.pick(
            heritageName
                ? (girl ? heritage?.girls : heritage?.boys) ?? (girl ? Names.girls : Names.boys)
                : (girl ? Names.girls : Names.boys))
        family = dice.pick(dice.chance(0.85) ? heritage?.families ?? Names.families : Names.families)
        language = dice.chance(0.3) ? heritage?.language : nil
        knownAs =
            dice.chance(0.25)
            ? given.flatMap { Names.known[$0] } : dice.chance(0.02) ? dice.pick(Names.nicknames) : nil
        sector = Sandholme.byNeed.draw(&dice)
        line = "\(dice.int(1, 140)) \(dice.pick(Sandholme.streets))"
        postcode = Sandholme.postcode(sector, &dice)
        self.number = number
        self.cast = cast
        id = .unset
        relate(options, &dice)
        if let cast { play(cast, options) }
        entry = min(max(entry, options.from), options.through - 1)
        // Referrals come in on working days.
        if entry.weekdayNumber > 5 { entry = entry - (entry.weekdayNumber - 5) }
        id = dice.id(on: entry)
    }

    /// One child in 25 has a brother or sister known before; one in 180 is a twin, one in 360 was entered twice.
    private mutating func relate(_ options: DemoService.Options, _ dice: inout Dice) {
        let kin: Kin? =
            switch cast {
            case .youngerSibling: .sibling
            case .otherTwin: .twin
            case .enteredAgain: .same
            case nil where number > 40 && number.isMultiple(of: 360): .same
            case nil where number > 40 && number.isMultiple(of: 180): .twin
            case nil where number > 40 && number.isMultiple(of: 25): .sibling
            default: nil
            }
        guard let kin, number > 1 else { return }
        let other = Person(number - 1, of: options)
        sibling = other.number
        family = other.family
        ethnicity = other.ethnicity
        (sector, line, postcode) = (other.sector, other.line, other.postcode)
        switch kin {
        case .sibling: break
        case .twin:
            birth = other.birth
            entry = min(other.entry + dice.int(0, 60), other.birth.adding(months: 216) - 1, options.through - 1)
            if given == other.given { given = "Morgan-Lee" }
        case .same:
            birth = other.birth
            (sex, knownAs) = (other.sex, nil)
            given = other.given.map(Person.misspelt)
            entry = min(other.entry + dice.int(40, 200), other.birth.adding(months: 216) - 1, options.through - 1)
        }
    }

    private enum Kin { case sibling, twin, same }

    /// The name with a slip such as a busy desk makes: a doubled letter made single, else an ending changed.
    static func misspelt(_ name: String) -> String {
        var letters = Array(name)
        if let place = letters.indices.dropFirst().first(where: { letters[$0] == letters[$0 - 1] }) {
            letters.remove(at: place)
            return String(letters)
        }
        if let place = letters.lastIndex(of: "y") {
            letters.replaceSubrange(place...place, with: ["i", "e"])
            return String(letters)
        }
        return letters.count > 3
            ? String(letters.dropLast()) + "h" + String(letters.suffix(1)) : name + "e"
    }

    /// Gives a particular child the dates and names its case needs.
    private mutating func play(_ cast: DemoCast, _ options: DemoService.Options) {
        let end = options.through
        func at(years: Int, days: Int) -> Day { end.adding(months: -12 * years) - days }
        switch cast {
        case .onAnOrder:
            (entry, birth, given, knownAs) = (end - 150, at(years: 15, days: 130), "Benjamin", "Benji")
        case .eighteenOnAnOrder: (entry, birth) = (end - 220, at(years: 18, days: 60))
        case .released: (entry, birth) = (end - 360, at(years: 16, days: 300))
        case .nearlyEighteen: (entry, birth) = (end - 75, end.adding(months: -216) + 20)
        case .oneName: (given, family, knownAs) = ("Tsewang", nil, nil)
        case .longName:
            (given, family) = (
                "Maximilian Bartholomew Oluwaseun", "Featherstonehaugh-Willowherbert O'Marram"
            )
            knownAs = "Max"
        case .movedHere: (entry, birth) = (end - 300, at(years: 16, days: 200))
        case .placedHere: (entry, birth) = (end - 200, at(years: 15, days: 250))
        case .exploited:
            (entry, birth, sex) = (end - 180, at(years: 16, days: 40), "MALE")
            (given, family, ethnicity, language, knownAs) = ("Quang", "Trúclâm", "C9", "Vietnamese", nil)
        case .sentBack: (entry, birth) = (end - 120, at(years: 14, days: 90))
        case .prevention, .turnaround: (entry, birth) = (end - 60, at(years: 12, days: 150))
        case .enteredOnce: (entry, birth, given) = (end - 400, at(years: 15, days: 20), "Connor")
        default: break
        }
    }
}
