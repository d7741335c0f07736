import Casework

/// What the indicators count beside the work itself: homes, learning needs, who answers for the child, the victims. Made last and by dice
/// of its own, so that who the children are and what they did stays untouched.
extension Journey {
    mutating func circumstances() {
        homes()
        learning()
        transfers()
        harmed()
    }

    // MARK: Homes

    /// Where the child lived, one main home after another, with custody and remand in between; in three files of a hundred nobody wrote it.
    private mutating func homes() {
        guard !facts.chance(0.03) else { return }
        let address = ledger.records.compactMap { $0.record as? HomeAddress }.last
        let start = address?.startDate ?? person.entry - 365
        let moved = person.entry + facts.int(40, 240)
        let first = home(address?.type)
        var stays: [(from: Day, to: Day?, type: String)] = [(start, nil, first)]
        if facts.chance(0.25), moved <= through, moved > start {
            stays = [(start, moved - 1, first), (moved, nil, Journey.nextHome.draw(&facts))]
        }
        let inside = inside()
        for stay in stays {
            var from = stay.from
            for locked in inside where (locked.to ?? through) >= from && locked.from <= (stay.to ?? through) {
                if locked.from > from { live(stay.type, from, locked.from - 1) }
                from = (locked.to ?? through) + 1
            }
            if from <= (stay.to ?? through) { live(stay.type, from, stay.to) }
        }
        for locked in inside { live(locked.type, locked.from, locked.to) }
        // A few nights in bed and breakfast beside the main home.
        if facts.chance(0.03), person.entry + 30 <= through {
            live("BED_AND_BREAKFAST", person.entry + 10, person.entry + facts.int(14, 30), isMain: false)
        }
    }

    /// Custody and remand to youth detention, one after another.
    private mutating func inside() -> [(from: Day, to: Day?, type: String)] {
        var stays: [(from: Day, to: Day?, type: String)] = []
        for record in ledger.records {
            if let remand = record.record as? Remand, remand.type == "YDA", let from = remand.startDate {
                let place = remand.establishmentType.map { $0 == "SECURE_16_19_ACADEMY" ? "RESIDENTIAL_UNIT_SECURE" : $0 } ?? "YOI"
                stays.append((from, remand.endDate, place))
            }
            if let programme = record.record as? Programme, programme.disposal == "DTO_CUSTODY", let from = programme.startDate {
                stays.append((from, programme.endDate, facts.pick(["YOI", "YOI", "SCH", "STC"])))
            }
        }
        stays.sort { $0.from < $1.from }
        var apart: [(from: Day, to: Day?, type: String)] = []
        for stay in stays {
            if let last = apart.last {
                guard let end = last.to else { break }
                if stay.from <= end { apart[apart.count - 1].to = max(last.from, stay.from - 1) }
            }
            if apart.last?.from != stay.from { apart.append(stay) }
        }
        return apart
    }

    private mutating func live(_ type: String, _ from: Day, _ to: Day?, isMain: Bool = true) {
        guard from <= through else { return }
        var spell = Accommodation()
        (spell.type, spell.startDate, spell.primary) = (type, from, isMain)
        if let to, to <= through { spell.endDate = to }
        spell.suitability =
            switch type {
            case "NO_FIXED_ABODE", "BED_AND_BREAKFAST": "UNSUITABLE"
            case "TEMPORARY_ACCOMMODATION", "LIVING_WITH_FRIENDS": facts.pick(["SUITABLE", "UNSUITABLE", "UNSUITABLE"])
            case "YOI", "STC", "SCH": "SUITABLE"
            default: Journey.suitability.draw(&facts)
            }
        if spell.suitability == "UNSUITABLE" { spell.note = facts.pick(CircumstanceWords.unsuitable) }
        ledger.add(.accommodation, spell, on: max(person.entry, from), &facts)
    }

    private mutating func home(_ type: String?) -> String {
        switch type {
        case "FOSTER": facts.chance(0.6) ? "FOSTER_CARE_LA" : "FOSTER_CARE_PRIVATE"
        case "RESIDENTIAL": facts.chance(0.4) ? "RESIDENTIAL_UNIT_LA" : "RESIDENTIAL_UNIT_PRIVATE"
        case "SUPPORTED": "SUPPORTED_ACCOMMODATION_SUPPORTED_LODGINGS"
        case "NO_FIXED_ABODE": "NO_FIXED_ABODE"
        case "OTHER": facts.pick(["LIVING_WITH_FRIENDS", "TEMPORARY_ACCOMMODATION", "TRAVELLER_SITE"])
        default: facts.chance(0.85) ? "LIVING_WITH_PARENT_S" : "LIVING_WITH_FAMILY_NOT_PARENTS"
        }
    }

    /// Made up.
    private static let nextHome = Weighted<String>([
        ("LIVING_WITH_FAMILY_NOT_PARENTS", 30), ("LIVING_WITH_PARENT_S", 25), ("SUPPORTED_ACCOMMODATION_SUPPORTED_LODGINGS", 15),
        ("RESIDENTIAL_UNIT_PRIVATE", 10), ("FOSTER_CARE_LA", 8), ("INDEPENDENT_LIVING", 6), ("TEMPORARY_ACCOMMODATION", 4),
        ("LIVING_WITH_FRIENDS", 2),
    ])
    /// Made up; the blank is a question nobody asked.
    private static let suitability = Weighted<String?>([("SUITABLE", 88), ("UNSUITABLE", 7), ("UNKNOWN", 3), (nil, 2)])

    // MARK: Learning needs

    /// As the education record says; where it says none, every other file has that written down.
    private mutating func learning() {
        let support = ledger.records.compactMap { $0.record as? Education }.first?.support
        guard let support, support != "NONE" || facts.chance(0.5) else { return }
        var needs = SpecialNeeds()
        needs.startDate = person.entry - facts.int(30, 600)
        needs.identified = support != "NONE"
        switch support {
        case "EHCP": needs.formalPlan = true
        case "SEN_SUPPORT": needs.formalPlan = facts.chance(0.6)
        case "EHCP_ASKED": needs.formalPlan = facts.chance(0.1) ? nil : false
        default: needs.formalPlan = nil
        }
        if needs.identified == true { needs.note = facts.pick(CircumstanceWords.learning) }
        ledger.add(.send, needs, on: person.entry, &facts)
    }

    // MARK: Who answers for the child

    private mutating func transfers() {
        if elsewhere { transfer("CARETAKING_IN", on: person.entry, "Oakmere") }
        if person.cast == .movedHere { transfer("IN", on: person.entry, "Oakmere") }
        let running = ledger.records.compactMap { $0.record as? Programme }.contains {
            ($0.disposal.hasPrefix("YOUTH_REHABILITATION") || $0.disposal.hasPrefix("DTO")) && ($0.endDate ?? through) >= eighteenth
        }
        if running, eighteenth <= through {
            transfer("PROBATION", on: eighteenth, "Sandholme probation delivery unit")
        } else if facts.chance(0.02), person.cast == nil {
            let day = person.entry + facts.int(60, 300)
            if day <= min(through, eighteenth) { transfer("OUT", on: day, "Oakmere") }
        }
    }

    private mutating func transfer(_ type: String, on day: Day, _ other: String) {
        var transfer = Transfer()
        (transfer.type, transfer.date, transfer.otherService) = (type, day, other)
        ledger.add(.transfer, transfer, on: day, &facts)
    }
}
