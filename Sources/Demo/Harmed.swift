import Casework

/// The victims of what a made-up child did, and what became of the contact with them.
extension Journey {
    /// A victim an offence, the same for all offences of one day; what is known of each comes later and with gaps.
    mutating func harmed() {
        var byDay: [Day: String] = [:]
        var number = 0
        for record in ledger.records {
            guard let offence = record.record as? Offence, offence.victims == "ONE" || offence.victims == "SEVERAL" else { continue }
            let day = offence.offenceDate ?? record.recordedOn
            number += 1
            let ref = byDay[day] ?? "V-\(ledger.prefix)-\(number)"
            byDay[day] = ref
            involve(ref, offence: record.id, on: record.recordedOn)
            if offence.victims == "SEVERAL" { involve("\(ref)b", offence: record.id, on: record.recordedOn) }
        }
    }

    private mutating func involve(_ ref: String, offence: RecordID, on day: Day) {
        var victim = Victim()
        (victim.victimRef, victim.offence) = (ref, offence)
        victim.victimType = facts.pick(["PERSON", "PERSON", "PERSON", "PERSON", "CORPORATE", "COMMUNITY"])
        let received = day + facts.int(1, 21)
        if received <= through { victim.detailsReceivedDate = received }
        if received + 10 <= through {
            victim.consentsToContact = facts.chance(0.08) ? nil : facts.chance(0.62)
            if victim.consentsToContact == true {
                victim.contactedDate = facts.chance(0.93) ? received + facts.int(1, 10) : nil
                victim.viewSoughtBefore = facts.chance(0.74)
                victim.rjOffered = facts.chance(0.85)
                if victim.rjOffered == false { victim.rjNotOfferedReason = facts.pick(CircumstanceWords.notOffered) }
                follow(&victim, from: received + 10)
            }
        }
        ledger.add(.involvement, victim, on: day, &facts)
    }

    private mutating func follow(_ victim: inout Victim, from day: Day) {
        let start = day + facts.int(14, 90)
        victim.engagedInRj = victim.rjOffered == true && start <= through && facts.chance(0.42)
        if victim.engagedInRj == true {
            victim.rjType = facts.pick(["DIRECT_MEETING", "INDIRECT", "INDIRECT", "LETTER", "LETTER", "REPARATION"])
            victim.engagedStart = start
            if start + 30 <= through { victim.engagedEnd = start + facts.int(1, 30) }
        }
        victim.progressRequested = facts.chance(0.55)
        if victim.progressRequested == true { victim.progressProvided = facts.chance(0.8) }
        victim.supportRequested = facts.chance(0.25)
        if victim.supportRequested == true { victim.supportProvided = facts.chance(0.85) }
        if day + 150 <= through, facts.chance(0.6) { victim.endNotifiedDate = day + facts.int(100, 150) }
    }
}
