import Casework

/// The demo's register of information sharing agreements: one soon over, one whose review is late, one that runs, one that was let go.
enum Agreements {
    static func all(_ options: DemoService.Options) -> [DemoEntry<Agreement>] {
        var made: [Agreement] = []
        func add(_ name: String, _ parties: String, _ shared: String, _ basis: String, _ change: (inout Agreement) -> Void) {
            var one = Agreement()
            (one.name, one.parties, one.shared, one.basis) = (name, parties, shared, basis)
            (one.startDate, one.paper) = (options.from, "Governance folder, agreement \(made.count + 1)")
            change(&one)
            made.append(one)
        }
        let power = "Crime and Disorder Act 1998, section 115; the public task of each partner in data protection law."
        add(
            "Joint decision-making panel", "Sandholme Police\nSandholme Council\nThe health trust",
            "From the police: what is alleged, and what is known of earlier outcomes.\nFrom us: the report and what the child and the parent say.\nNot to the panel: who a victim is.",
            power
        ) { $0.endDate = options.through + 35 }
        add(
            "Health screening", "The health trust\nThe youth justice service",
            "From us: who the child is and why they are seen.\nFrom the trust: what was found and offered, with the child's consent.", power
        ) { $0.reviewOn = options.through - 20 }
        add(
            "Schools and colleges", "Sandholme Council, education\nSchools and colleges of Sandholme",
            "From schools: hours, attendance and exclusions.\nFrom us: that we work with the child, and with whom to speak.", power
        ) { ($0.endDate, $0.reviewOn) = (options.through + 600, options.through + 300) }
        add("Mentoring pilot", "A charity of the town", "Names and how to reach the family, with consent.", "Consent") {
            ($0.endDate, $0.notRenewed) = (max(options.from, options.through - 150), "The pilot is over.")
        }
        return made.enumerated().map { place, one in
            var dice = Dice(seed: options.seed, stream: UInt64(place), purpose: 40)
            return DemoEntry(id: dice.id(on: one.startDate), ref: "agreement-\(place + 1)", value: one)
        }
    }
}
