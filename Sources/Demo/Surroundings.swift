import Casework

/// Where the child lives, who is around them, and what to know before meeting them.
extension Journey {
    mutating func surround() {
        let home = person.cast == .placedHere ? "RESIDENTIAL" : DemoCalibration.home.draw(&dice)
        // Those in foster and residential homes (18 %) and a few placed with family make the fifth who are looked after.
        let lookedAfter = home == "FOSTER" || home == "RESIDENTIAL" || dice.chance(0.025)
        if lookedAfter { lookedAfterSince = max(person.birth, person.entry - paths.int(30, 700)) }
        addresses(home, lookedAfter)
        family(home)
        professionals(lookedAfter)
        alerts(lookedAfter)
    }

    private mutating func addresses(_ type: String, _ lookedAfter: Bool) {
        var since = person.birth + dice.int(0, max(0, person.entry - person.birth - 30))
        let moves = dice.geometric(mean: lookedAfter ? 1.5 : 0.3, most: 5)
        for move in 0...moves {
            var address = HomeAddress()
            let isLast = move == moves
            let sector = isLast ? person.sector : Sandholme.byNeed.draw(&dice)
            address.type = isLast ? type : "HOME"
            address.line =
                switch address.type {
                case "RESIDENTIAL": "\(dice.pick(Sandholme.homes)), \(dice.pick(Sandholme.streets))"
                case "NO_FIXED_ABODE": "No fixed abode"
                default: isLast ? person.line : "\(dice.int(1, 140)) \(dice.pick(Sandholme.streets))"
                }
            address.postcode =
                address.type == "NO_FIXED_ABODE"
                ? nil : isLast ? person.postcode : Sandholme.postcode(sector, &dice)
            address.startDate = since
            let next = min(since + dice.int(20, 700), through)
            address.endDate = isLast ? nil : next
            address.safeToWrite = dice.chance(0.9)
            address.notToDisclose = address.type == "FOSTER" && dice.chance(0.3)
            ledger.add(.address, address, on: max(person.entry, since), &dice)
            since = next
        }
    }

    private mutating func family(_ home: String) {
        let surname = person.family ?? person.given ?? ""
        let shared = dice.chance(0.6)
        var mother = relative(
            "\(dice.pick(Names.women)) \(shared ? surname : dice.pick(Names.families))", "MOTHER",
            responsible: true)
        mother.contactAllowed = "RING_FIRST"
        mother.contactNote =
            dice.chance(0.4)
            ? dice.pick([
                "Works nights: ring after three.", "Text, then ring.", "Prefers a letter read to her.",
            ]) : nil
        if person.cast == .doNotContact { mother.contactAllowed = "MAY_CONTACT" }
        ledger.add(.relationship, mother, on: person.entry, &dice)
        if person.cast == .doNotContact || dice.chance(0.6) {
            var father = relative(
                "\(dice.pick(Names.men)) \(surname)", dice.chance(0.8) ? "FATHER" : "STEP_PARENT",
                responsible: dice.chance(0.6))
            if person.cast == .doNotContact || dice.chance(0.12) {
                father.relation = "FATHER"
                father.contactAllowed = "DO_NOT_CONTACT"
                father.contactNote = dice.pick([
                    "Non-molestation order protects mum.", "Asked by the child and agreed with social care.",
                    "Address must not reach him: family moved for safety.",
                ])
                father.riskNote = "Has been violent to the family; do not say where they live."
            }
            ledger.add(.relationship, father, on: person.entry, &dice)
        }
        if person.cast == .doNotContact || dice.chance(0.25) {
            var nan = relative(
                "\(dice.pick(Names.women)) \(dice.pick(Names.families))", "GRANDPARENT", responsible: false)
            if person.cast == .doNotContact { nan.contactAllowed = "RING_FIRST" }
            nan.contactNote = "Sees the child most days."
            ledger.add(.relationship, nan, on: person.entry, &dice)
        }
        if home == "FOSTER" {
            let carer = relative(
                "\(dice.pick(Names.women)) \(dice.pick(Names.families))", "FOSTER_CARER", responsible: false
            )
            ledger.add(.relationship, carer, on: person.entry, &dice)
        }
        if dice.chance(2.0 / 117), person.sex == "FEMALE" || dice.chance(0.5) {
            ledger.add(
                .relationship, relative("Baby, due in spring", "EXPECTED_CHILD", responsible: false),
                on: person.entry, &dice)
        }
        if let number = person.sibling, person.cast != .enteredAgain,
            !(person.cast == nil && number.isMultiple(of: 360))
        {
            let other = Person(number, of: options)
            var sibling = relative(other.fullName, "SIBLING", responsible: false)
            sibling.phone = nil
            sibling.knownChild = other.id
            ledger.add(.relationship, sibling, on: max(person.entry, other.entry), &dice)
        }
    }

    private mutating func relative(_ name: String, _ relation: String, responsible: Bool)
        -> Relationship
    {
        var person = Relationship()
        person.name = name
        person.relation = relation
        person.parentalResponsibility = responsible
        // 07700 900 000 to 999 are kept for drama: nobody has them (Ofcom).
        person.phone = dice.chance(0.8) ? "07700 900\(dice.int(100, 999))" : nil
        person.contactAllowed = "MAY_CONTACT"
        person.socialCareInvolved = dice.chance(DemoCalibration.socialCareWithFamily)
        return person
    }

    private mutating func professionals(_ lookedAfter: Bool) {
        var roles: [(String, String)] = []
        if lookedAfter || dice.chance(0.6) {
            roles.append(("Social worker", "Sandholme children's services"))
        }
        if dice.chance(0.5) {
            roles.append(
                (
                    dice.pick(["Head of year", "Tutor", "SENCO"]),
                    dice.pick(["Harbour Academy", "Marram High", "Sandholme College"])
                ))
        }
        if dice.chance(0.46) { roles.append(("Mental health practitioner", "Sandholme CAMHS")) }
        if dice.chance(0.2) {
            roles.append(("Substance misuse worker", "Tidal Young People's Service"))
        }
        for (role, agency) in roles {
            var professional = Professional()
            let name = dice.pick(Names.women)
            professional.name = "\(name) \(dice.pick(Names.families))"
            professional.profession = role
            professional.agency = agency
            professional.phone = "01632 960\(dice.int(100, 999))"
            professional.email =
                "\(name.lowercased())@\(agency.split(separator: " ")[0].lowercased()).example"
            let start = max(person.birth, person.entry - dice.int(0, 400))
            professional.startDate = start
            if dice.chance(0.25) { professional.endDate = min(through, person.entry + dice.int(10, 300)) }
            ledger.add(.professional, professional, on: person.entry, &dice)
        }
    }

    private mutating func alerts(_ lookedAfter: Bool) {
        for (type, share) in DemoCalibration.alerts {
            let given: Bool =
                switch (type, person.cast) {
                case ("CHILD_LOOKED_AFTER", _): lookedAfter
                case ("NRM", .exploited?), ("EXPLOITATION", .exploited?), ("MISSING", .exploited?): true
                case ("WEAPONS", .onAnOrder?), ("SUICIDE_RISK", .onAnOrder?): true
                default: dice.chance(share)
                }
            guard given else { continue }
            add(type)
        }
        if person.cast == .exploited { add("INTERPRETER") }
    }

    private mutating func add(_ type: String) {
        var alert = Alert()
        alert.type = type
        alert.detail = AlertWords.details[type].map { dice.pick($0) }
        let start = min(through, person.entry + dice.int(0, 45))
        // Looked after since the day their care record says, and still.
        let since = type == "CHILD_LOOKED_AFTER" ? lookedAfterSince : nil
        alert.startDate = since ?? start
        if through - start > 300, dice.chance(0.6) {
            let end = start + dice.int(60, 290)
            if since == nil { alert.endDate = end } else { alert.reviewDate = through + 28 }
        } else {
            alert.reviewDate = through + dice.int(-14, 90)
            if let review = alert.reviewDate, review < start { alert.reviewDate = start + 28 }
        }
        ledger.add(.alert, alert, on: start, &dice)
    }
}
