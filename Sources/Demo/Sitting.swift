import Casework

/// A sitting of the demo's panel: every other Tuesday (BPL 4a).
public struct Sitting: Sendable {
    public let panel: DemoEntry<Panel>
    public let members: [DemoEntry<PanelMember>]

    /// The first Tuesday counted from; any Tuesday would do.
    private static let anchor = Day(iso: "2015-01-06") ?? Day(number: 0)

    /// The panel's day on or after a day.
    static func next(from day: Day) -> Day {
        let behind = (day - anchor) % 14
        return behind == 0 ? day : day + (14 - (behind + 14) % 14)
    }

    /// The same sitting has the same identity whoever asks.
    static func id(_ day: Day, _ seed: UInt64) -> RecordID {
        var dice = Dice(seed: seed, stream: UInt64(bitPattern: Int64(day.number)), purpose: 12)
        return dice.id(on: day - 28)
    }

    /// Every sitting of the service's years and the next two, with who was asked and came.
    static func all(_ options: DemoService.Options, _ team: Staffing.Team) -> [Sitting] {
        var days: [Day] = []
        var day = next(from: options.from)
        while day <= options.through + 28 {
            days.append(day)
            day = day + 14
        }
        return days.map { make($0, options, team) }
    }

    private static func make(_ day: Day, _ options: DemoService.Options, _ team: Staffing.Team) -> Sitting {
        var dice = Dice(seed: options.seed, stream: UInt64(bitPattern: Int64(day.number)), purpose: 13)
        var panel = Panel()
        (panel.heldOn, panel.starts, panel.place) = (day, "14:00", "Harbour House, room 2")
        panel.chair = team.managers.first
        let hasSat = day <= options.through
        if hasSat, dice.chance(0.9) {
            (panel.minutesSignedOn, panel.minutesSignedBy) = (min(options.through, day + 7), team.managers.first)
        }
        let id = id(day, options.seed)
        let seats: [(String, RecordID?)] = [
            ("YJS", team.managers.first), ("POLICE", team.police), ("VICTIM_WORKER", team.victimWorker), ("EARLY_HELP", nil),
            ("SUBSTANCE_MISUSE", nil), ("LIAISON_DIVERSION", nil), ("SOCIAL_CARE", nil),
        ]
        let members = seats.enumerated().map { place, seat -> DemoEntry<PanelMember> in
            var member = PanelMember()
            (member.panel, member.agency, member.staff) = (id, seat.0, seat.1)
            member.name = seat.1.flatMap { team.names[$0] } ?? Sitting.partners[place % Sitting.partners.count]
            member.attendance =
                !hasSat
                ? "INVITED" : dice.pick(["ATTENDED", "ATTENDED", "ATTENDED", "ATTENDED", place > 2 ? "APOLOGIES" : "ATTENDED", "DEPUTY"])
            return DemoEntry(id: dice.id(on: min(day, options.through)), ref: "panel-\(day.iso)-\(place + 1)", value: member)
        }
        return Sitting(panel: DemoEntry(id: id, ref: "panel-\(day.iso)", value: panel), members: members)
    }

    private static let partners = [
        "Orla Penhallow", "Rufus Tamblyn", "Maud Ferrier", "Idris Quill", "Thea Marlock", "Jory Pascoe", "Linnet Avery",
    ]
}
