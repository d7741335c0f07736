import Casework

/// The contacts: as many as the child's work calls for, at the mean the service was asked for.
extension Journey {
    /// Expected contacts a child before scaling; measured on 80,000 children, and held by a test.
    static let expectedUnscaled = 18.5

    mutating func meet() {
        if stretches.isEmpty {
            stretches = [Stretch(from: person.entry, to: through, programme: nil, contacts: 0.5)]
        }
        let expected = stretches.reduce(0) { $0 + $1.contacts }
        let exact = person.number == 1 ? options.contactsOfFirstChild : nil
        let count = exact ?? dice.round(expected / Journey.expectedUnscaled * options.contactsPerChild)
        var meetings: [(stretch: Int, day: Day)] = []
        meetings.reserveCapacity(count)
        for _ in 0..<count {
            var left = dice.fraction() * expected
            let chosen = stretches.firstIndex { stretch in
                left -= stretch.contacts
                return left < 0
            }
            let stretch = chosen ?? stretches.count - 1
            let end = min(through, stretches[stretch].to ?? through)
            var day = stretches[stretch].from + dice.int(0, max(0, end - stretches[stretch].from))
            // Weekends are for the few who work them.
            let weekday = day.weekdayNumber
            let later = day + (8 - weekday) + dice.int(0, 4)
            if weekday > 5, later <= end, !dice.chance(0.05) { day = later }
            meetings.append((stretch, day))
        }
        meetings.sort { $0.day < $1.day }
        for (stretch, day) in meetings { ledger.add(.contact, contact(stretches[stretch], day), on: day, &dice) }
    }

    /// An appointment of the coming days for most whose work runs, by dice of its own, so that all that was made before stays untouched.
    mutating func lookAhead() {
        guard person.number != 1 || options.contactsOfFirstChild == nil,
            let stretch = stretches.last(where: { ($0.to ?? .open) > through })
        else { return }
        var ahead = Dice(seed: options.seed, stream: UInt64(person.number), purpose: 38)
        guard ahead.chance(0.6) else { return }
        var day = through + ahead.int(0, 9)
        if day.weekdayNumber > 5 { day = day + (8 - day.weekdayNumber) }
        guard day <= stretch.to ?? day else { return }
        var contact = Contact()
        contact.programme = stretch.programme
        contact.at = Instant(day: day, milliseconds: Int64(ahead.int(36, 68)) * 900_000)
        contact.method = ahead.pick(["OFFICE", "HOME", "HOME", "SCHOOL", "WALK"])
        contact.planned = true
        contact.statutory = stretch.isCourt
        ledger.add(.contact, contact, on: through, &ahead)
    }

    private mutating func contact(_ stretch: Stretch, _ day: Day) -> Contact {
        var contact = Contact()
        contact.programme = stretch.programme
        contact.at = Instant(day: day, milliseconds: Int64(dice.int(32, 72)) * 900_000)
        contact.method = Journey.methods.draw(&dice)
        contact.statutory = stretch.isCourt && dice.chance(0.7)
        switch contact.method {
        case "TEXT", "EMAIL":
            contact.content = dice.pick(ContactWords.text) + dice.pick(ContactWords.reply)
            contact.statutory = false
            return contact
        default: break
        }
        contact.planned = dice.chance(0.85)
        let attendance = Journey.attendance.draw(&dice)
        contact.attendance = attendance
        if attendance != "ATTENDED" {
            if contact.planned == false { contact.planned = true }
            contact.aim = dice.pick(ContactWords.aim)
            contact.content = dice.pick(
                attendance == "CANCELLED" ? ContactWords.cancelled : ContactWords.missed)
            return contact
        }
        contact.minutes = dice.int(3, 18) * 5
        if dice.chance(0.25) { contact.present = dice.pick(ContactWords.present) }
        contact.aim = dice.pick(ContactWords.aim)
        contact.content = two(ContactWords.content)
        contact.outcome = dice.pick(ContactWords.outcome)
        contact.risk = dice.pick(ContactWords.risk)
        contact.nextSteps = two(ContactWords.next)
        // One in ten is written in haste, without a heading: what the page asks for.
        if !dice.chance(0.1) { contact.safeguarding = dice.pick(ContactWords.safeguarding) }
        if dice.chance(0.55) { contact.childsWords = dice.pick(ChildWords.said) }
        return contact
    }

    private mutating func two(_ sentences: [String]) -> String {
        let first = dice.int(0, sentences.count - 1)
        let second = dice.int(0, sentences.count - 1)
        return first == second || dice.chance(0.4)
            ? sentences[first] : sentences[first] + " " + sentences[second]
    }

    private static func reasons(_ attendance: String) -> [String] {
        switch attendance {
        case "CANCELLED": ContactWords.cancelled
        case "MISSED_ACCEPTABLE": ContactWords.excused
        default: ContactWords.missed
        }
    }

    private static let methods = Weighted<String>([
        ("OFFICE", 22), ("HOME", 20), ("WALK", 9), ("SCHOOL", 9), ("PHONE", 13), ("TEXT", 12),
        ("DOORSTEP", 4), ("VIDEO", 3), ("GROUP", 4),
        ("EMAIL", 2), ("COURT", 1), ("OTHER", 1),
    ])
    private static let attendance = Weighted<String>([
        ("ATTENDED", 78), ("MISSED_ACCEPTABLE", 9), ("MISSED_UNACCEPTABLE", 8), ("CANCELLED", 5),
    ])
}
