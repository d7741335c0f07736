import Casework

/// The records of one file as they are made; put in order of writing at the end.
struct Ledger {
    private(set) var records: [DemoRecord] = []
    let prefix: String
    let through: Day
    private var counts: [Int] = Array(repeating: 0, count: Sort.allCases.count)

    enum Sort: Int, CaseIterable {
        case address, relationship, professional, alert, allocation, offence, referral, hearing,
            outcome, programme, release, contact, care, education, health, consent, enquiry, victim, assessment, risk,
            contingency, panelItem, plan, target, review, condition, compliance, concern, safeguarding, oversight, action, closure,
            accommodation, send, requirement, remand, transfer, involvement, policeBail, parenting, restriction

        /// How references of the sort begin after the child's own.
        var mark: String {
            switch self {
            case .address: "A"
            case .relationship: "R"
            case .professional: "P"
            case .alert: "L"
            case .allocation: "W"
            case .offence: "O"
            case .referral: "F"
            case .hearing: "H"
            case .outcome: "D"
            case .programme: "G"
            case .release: "E"
            case .contact: "C"
            case .care: "K"
            case .education: "ED"
            case .health: "HN"
            case .consent: "CS"
            case .enquiry: "Q"
            case .victim: "V"
            case .assessment: "AS"
            case .risk: "RK"
            case .contingency: "CY"
            case .panelItem: "PI"
            case .plan: "PL"
            case .target: "T"
            case .review: "RV"
            case .condition: "CN"
            case .compliance: "CP"
            case .concern: "U"
            case .safeguarding: "S"
            case .oversight: "OV"
            case .action: "AC"
            case .closure: "Z"
            case .accommodation: "HM"
            case .send: "SN"
            case .requirement: "RQ"
            case .remand: "RM"
            case .transfer: "TR"
            case .involvement: "VI"
            case .policeBail: "PB"
            case .parenting: "PW"
            case .restriction: "X"
            }
        }
    }

    init(prefix: String, through: Day) {
        self.prefix = prefix
        self.through = through
    }

    /// Adds a record and answers its identity.
    @discardableResult
    mutating func add(_ sort: Sort, _ record: any RecordKind, on day: Day, _ dice: inout Dice)
        -> RecordID
    {
        let day = min(day, through)
        let id = dice.id(on: day)
        counts[sort.rawValue] += 1
        records.append(
            DemoRecord(
                id: id, ref: "\(prefix)-\(sort.mark)\(counts[sort.rawValue])", recordedOn: day,
                record: record))
        return id
    }

    /// In order of writing; of one day, as made, so that links keep pointing back.
    func inOrder() -> [DemoRecord] {
        let order = records.indices.sorted { a, b in
            let (x, y) = (records[a].recordedOn, records[b].recordedOn)
            return x == y ? a < b : x < y
        }
        return order.map { records[$0] }
    }
}
