/// An offence the child is said or found to have committed (S-REF-06).
public struct Offence: RecordKind {
    public var offenceDate: Day?
    public var arrestDate: Day?
    public var interviewDate: Day?
    public var chargeDate: Day?
    public var firstHearingDate: Day?
    public var description: String?
    public var cjsCode: String?
    public var category: String?
    public var seriousness: Int?
    public var gravityMatrix: String?
    public var gravityBase: Int?
    public var gravity: Int?
    public var knife: Bool?
    public var policeRef: String?
    public var offencePostcode: String?
    public var place: String?
    public var coDefendants: [RecordID] = []
    public var victims: String?
    public var plea: String?

    public init() {}

    /// What is known of when it happened: the day of the offence, else of the arrest.
    public var beginning: (event: String, day: Day)? { offenceDate.map { ("the offence", $0) } ?? arrestDate.map { ("the arrest", $0) } }

    /// The code lists' knife offences hold CJS codes and categories.
    fileprivate var knifeTokens: [String] {
        [cjsCode.map { String($0.uppercased().filter { !$0.isWhitespace }) }, category].compactMap { $0 }
    }

    public static let kind = Kind<Offence>(
        "offence", title: "Offence", plural: "Offences",
        about: "An offence the child is said or found to have committed, with its dates and weight.",
        sensitivity: .offending, version: 2, file: "offences", key: ["offence_ref"]
    ) { k in
        k.field(
            "offence_date", \.offenceDate, "Date of the offence", .day,
            required: .when("no date of arrest is known") { $0.arrestDate == nil })
        k.field("arrest_date", \.arrestDate, "Date of arrest", .day)
        k.field("interview_date", \.interviewDate, "Date of interview", .day)
        k.field("charge_date", \.chargeDate, "Date of charge", .day)
        k.field("first_hearing_date", \.firstHearingDate, "Date of first hearing", .day)
        k.field("description", \.description, "Offence", .text(300), hint: "As charged or alleged, in a line.")
        k.field("cjs_code", \.cjsCode, "CJS offence code", .text(10))
        k.field("category", \.category, "Category", .code("offence_category"))
        k.field("seriousness", \.seriousness, "YJB seriousness", .number(1...8), hint: "1 to 8. Not the police's gravity score.")
        k.field("gravity_matrix", \.gravityMatrix, "Gravity matrix used", .code("gravity_matrix"))
        k.field("gravity_base", \.gravityBase, "Gravity score to start from", .number(1...5))
        k.field("gravity", \.gravity, "Final gravity score", .number(1...5))
        k.field(
            "knife", \.knife, "Knife-related", .flag,
            hint: "Where the CJS code or the category tells it, “not known” takes what they tell.")
        k.told("knife") { o, codes in codes.knife(o) == nil ? .none : .flag(true) }
        k.field("police_ref", \.policeRef, "Police reference", .text(40))
        k.field("offence_postcode", \.offencePostcode, "Postcode of the place", .text(10))
        k.field("place", \.place, "Place", .text(200), exchanged: false)
        k.field("co_defendants", \.coDefendants, "Other children in the same offence", .links("child"), exchanged: false)
        k.field(
            "victims", \.victims, "Victims", .code("victims_of_offence"),
            hint: "Whether there are any; who they are is the victim worker's record.", exchanged: false)
        k.field("plea", \.plea, "Plea", .code("plea"), hint: "Once a court has asked.", since: 2, added: true)
        k.rule("arrest_date", "The arrest cannot come before the offence.") { o, _ in inOrder(o.offenceDate, o.arrestDate) }
        k.rule("interview_date", "The interview cannot come before the offence.") { o, _ in inOrder(o.offenceDate, o.interviewDate) }
        k.rule("charge_date", "The charge cannot come before the offence.") { o, _ in inOrder(o.offenceDate, o.chargeDate) }
        k.rule("first_hearing_date", "The first hearing cannot come before the offence.") { o, _ in
            inOrder(o.offenceDate, o.firstHearingDate)
        }
        k.rule("arrest_date", "The arrest cannot be in the future.") { o, context in inOrder(o.arrestDate, context.today) }
        k.rule("interview_date", "The interview cannot be in the future.") { o, context in inOrder(o.interviewDate, context.today) }
        k.rule("charge_date", "The charge cannot be in the future.") { o, context in inOrder(o.chargeDate, context.today) }
        k.rule("offence_date", "The offence cannot be in the future.") { o, context in (o.offenceDate ?? context.today) <= context.today }
        k.rule("offence_date", "The offence cannot come before the child was born.") { o, context in
            inOrder(context.child?.dateOfBirth, o.offenceDate)
        }
        k.rule("arrest_date", "The arrest cannot come before the child was born.") { o, context in
            inOrder(context.child?.dateOfBirth, o.arrestDate)
        }
    }
}

extension Codes {
    /// What tells that an offence is about a knife, its CJS code or its category; nil where neither does. (S-REF-06)
    public func knife(_ offence: Offence) -> CodeValue? { offence.knifeTokens.lazy.compactMap { code("knife_offence", $0) }.first }
}
