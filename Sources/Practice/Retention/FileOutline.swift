import Casework

/// A child's file with nothing in it but what retention asks: which records there are, what each links to, their days and their class.
public struct FileOutline: Sendable {
    public struct Record: Sendable {
        public let kind: String
        public let id: RecordID
        /// The records of the same file it points at.
        public let links: [RecordID]
        /// The latest day it tells of that has come.
        public let lastAction: Day?
        /// The classes of record it makes its case one of.
        public let classes: Set<String>
    }

    public let child: RecordID
    public let dateOfBirth: Day?
    public let holds: [Hold]
    public let records: [Record]

    /// Everything an outline is made of: days, links and codes of every kind, and no free text.
    public static let needs: [Need] = allKinds.filter { $0.scope == .child }.map { kind in
        func need<R: RecordKind>(_ type: R.Type) -> Need {
            Need(type, fields: R.kind.name == "hold" ? R.kind.fields.map(\.name) : R.kind.fields.filter { isAsked($0.kind) }.map(\.name))
        }
        return need(kind.type)
    }

    private static func isAsked(_ kind: FieldKind) -> Bool {
        switch kind {
        case .day, .instant, .link, .links, .code: true
        default: false
        }
    }

    /// - Parameter codes: the group of an outcome tells a court order from out-of-court work.
    public init(_ file: CaseFile, codes: Codes, today: Day) {
        let groups = Dictionary(codes.all("outcome").map { ($0.token, $0.group ?? "") }, uniquingKeysWith: { first, _ in first })
        child = file.child.id
        dateOfBirth = file.child.dateOfBirth
        holds = file[Hold.self].map(\.value)
        let sexual = Set(file[Offence.self].filter { $0.category == "SEXUAL_OFFENCES" }.map(\.id))
        /// Referral orders are kept as out-of-court work is, in the practice the shipped periods follow.
        func isCourt(_ code: String) -> Bool {
            groups[code].map { !["Diversion", "Pre-Court"].contains($0) && !code.hasPrefix("REFERRAL_ORDER") } ?? false
        }
        var found: [Record] = []
        func add<R: RecordKind>(_ type: R.Type) {
            for entry in file[type] {
                var links: [RecordID] = []
                var last: Day?
                for field in R.kind.fields {
                    switch field.get(entry.value) {
                    case .id(let id): links.append(id)
                    case .ids(let ids): links += ids
                    case .day(let day) where day <= today && day != .unset && day != .open: last = max(last ?? day, day)
                    case .instant(let at) where at.londonDay <= today: last = max(last ?? at.londonDay, at.londonDay)
                    default: continue
                    }
                }
                var classes: Set<String> = []
                switch entry.value {
                case let outcome as Outcome: classes = [isCourt(outcome.outcome) ? "COURT_ORDER" : "OUT_OF_COURT"]
                case let programme as Programme: classes = [isCourt(programme.disposal) ? "COURT_ORDER" : "OUT_OF_COURT"]
                case is Referral: classes = ["OUT_OF_COURT"]
                case is Hearing, is Remand: classes = ["COURT_ORDER"]
                case let care as Care:
                    switch care.status {
                    case "LOOKED_AFTER", "CARE_LEAVER": classes = ["LOOKED_AFTER"]
                    case "CHILD_PROTECTION": classes = ["CHILD_PROTECTION"]
                    case "CHILD_IN_NEED", "EARLY_HELP_PLAN", "EARLY_HELP_REFERRAL": classes = ["CHILD_IN_NEED"]
                    default: break
                    }
                default: break
                }
                if sexual.contains(entry.id) { classes.insert("SEXUAL_OFFENCE") }
                found.append(Record(kind: R.kind.name, id: entry.id, links: links, lastAction: last, classes: classes))
            }
        }
        for kind in allKinds where kind.scope == .child && kind.name != "child" { add(kind.type) }
        let own = Set(found.map(\.id))
        records = found.map {
            Record(kind: $0.kind, id: $0.id, links: $0.links.filter(own.contains), lastAction: $0.lastAction, classes: $0.classes)
        }
    }
}
