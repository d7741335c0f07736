/// A record kind with its type forgotten, for code that walks all of them: schema, export, verify, data dictionary.
public struct AnyKind: Sendable {
    public let type: any RecordKind.Type
    public let name: String
    public let title: String
    public let plural: String
    public let about: String
    public let scope: KindScope
    public let sensitivity: Sensitivity
    public let version: Int
    public let file: String?
    public let key: [String]
    public let refColumn: String
    public let fields: [AnyField]

    /// A shipped kind is made once: pages ask for theirs many times.
    public init<R: RecordKind>(_ type: R.Type) { self = kindsByType[ObjectIdentifier(type)] ?? AnyKind(making: type) }

    fileprivate init<R: RecordKind>(making type: R.Type) {
        let kind = R.kind
        self.type = type
        name = kind.name
        title = kind.title
        plural = kind.plural
        about = kind.about
        scope = kind.scope
        sensitivity = kind.sensitivity
        version = kind.version
        file = kind.file
        key = kind.key
        refColumn = kind.refColumn
        fields = kind.fields.map(AnyField.init)
    }
}

/// A field with its record's type forgotten.
public struct AnyField: Sendable {
    public let name: String
    public let label: String
    public let hint: String?
    public let kind: FieldKind
    /// When it must be filled, in words; nil when never.
    public let required: String?
    public let sensitivity: Sensitivity
    public let since: Int
    public let exchanged: Bool
    public let isAdded: Bool
    public let column: String

    init<R>(_ field: Field<R>) {
        name = field.name
        label = field.label
        hint = field.hint
        kind = field.kind
        sensitivity = field.sensitivity
        since = field.since
        exchanged = field.exchanged
        isAdded = field.isAdded
        column = field.column
        required =
            switch field.required {
            case .no: nil
            case .always: "always"
            case .when(let words, _): words
            }
    }
}

/// Every record kind there is, in the order they are written (a kind only links to kinds before it, or to its own).
public let allKinds: [AnyKind] = serviceKinds + childKinds + pathwayKinds

private let serviceKinds: [AnyKind] = [
    AnyKind(making: Setting.self), AnyKind(making: Code.self), AnyKind(making: Area.self), AnyKind(making: Population.self),
    AnyKind(making: Comparator.self), AnyKind(making: Postcode.self), AnyKind(making: DisposalType.self),
    AnyKind(making: GravityScore.self), AnyKind(making: PanelOption.self), AnyKind(making: FormVersion.self),
    AnyKind(making: Staff.self), AnyKind(making: RoleHolding.self), AnyKind(making: Credential.self),
    AnyKind(making: SecondFactor.self), AnyKind(making: Duty.self), AnyKind(making: Agreement.self),
    AnyKind(making: Panel.self), AnyKind(making: PanelMember.self), AnyKind(making: PanelCopy.self),
    AnyKind(making: Report.self), AnyKind(making: BoardAttendance.self), AnyKind(making: BoardMember.self),
    AnyKind(making: BoardRaising.self),
    AnyKind(making: SavedView.self),
    AnyKind(making: ReturnSchemaFile.self), AnyKind(making: ReturnReceipt.self), AnyKind(making: AccessReview.self),
    AnyKind(making: RetentionRule.self),
    AnyKind(making: Erasure.self), AnyKind(making: ErasureReview.self), AnyKind(making: TemplateValue.self),
    AnyKind(making: TemplateSignOff.self),
    AnyKind(making: PassedFile.self), AnyKind(making: Breach.self), AnyKind(making: IdentitySeal.self),
    AnyKind(making: IdentityOpening.self), AnyKind(making: Resource.self), AnyKind(making: ReportSending.self),
    AnyKind(making: RegionMember.self), AnyKind(making: RegionReport.self),
]

private let childKinds: [AnyKind] = [
    AnyKind(making: Child.self), AnyKind(making: Merge.self), AnyKind(making: HomeAddress.self), AnyKind(making: Relationship.self),
    AnyKind(making: Professional.self), AnyKind(making: Alert.self), AnyKind(making: Allocation.self), AnyKind(making: Care.self),
    AnyKind(making: Accommodation.self), AnyKind(making: Education.self), AnyKind(making: SpecialNeeds.self),
    AnyKind(making: HealthNeed.self), AnyKind(making: Consent.self), AnyKind(making: Offence.self),
    AnyKind(making: PoliceBail.self), AnyKind(making: Referral.self), AnyKind(making: Outcome.self), AnyKind(making: OrderRequirement.self),
    AnyKind(making: Hearing.self), AnyKind(making: Remand.self), AnyKind(making: Programme.self), AnyKind(making: Parenting.self),
    AnyKind(making: Release.self),
    AnyKind(making: Transfer.self), AnyKind(making: Victim.self), AnyKind(making: Contact.self),
    AnyKind(making: Hold.self), AnyKind(making: SubjectAccess.self), AnyKind(making: SubjectAccessChange.self),
    AnyKind(making: SealedEntry.self),
]

private let pathwayKinds: [AnyKind] = [
    AnyKind(making: Enquiry.self), AnyKind(making: VictimContact.self), AnyKind(making: Document.self), AnyKind(making: Assessment.self),
    AnyKind(making: Risk.self), AnyKind(making: Contingency.self), AnyKind(making: PanelItem.self), AnyKind(making: Plan.self),
    AnyKind(making: Target.self), AnyKind(making: Review.self), AnyKind(making: Condition.self), AnyKind(making: Compliance.self),
    AnyKind(making: Concern.self), AnyKind(making: SafeguardingReferral.self), AnyKind(making: Oversight.self),
    AnyKind(making: Action.self), AnyKind(making: Closure.self), AnyKind(making: Restriction.self), AnyKind(making: BreakGlass.self),
]

/// The kind of a name.
public func anyKind(_ name: String) -> AnyKind? { kindsByName[name] }
private let kindsByType = Dictionary(uniqueKeysWithValues: allKinds.map { (ObjectIdentifier($0.type), $0) })
private let kindsByName = Dictionary(uniqueKeysWithValues: allKinds.map { ($0.name, $0) })

extension FieldKind {
    /// What the field holds, for the data dictionary.
    public var words: String {
        switch self {
        case .text(let limit): "text, at most \(limit) characters"
        case .longText: "text of several lines"
        case .day: "day"
        case .instant: "day and time"
        case .number(let range): "whole number, \(range.lowerBound) to \(range.upperBound)"
        case .flag: "yes, no or not known"
        case .code(let list): "code of the list \(list)"
        case .codes(let list): "codes of the list \(list)"
        case .link(let kind): "a record of the kind \(kind)"
        case .links(let kind): "records of the kind \(kind)"
        case .secret: "a hash or a sealed key, never shown"
        }
    }
}
