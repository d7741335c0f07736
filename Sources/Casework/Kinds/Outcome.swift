/// What became of one offence: a caution, a sentence, a community resolution, no further action.
public struct Outcome: RecordKind {
    public var offence = RecordID.unset
    public var outcomeDate = Day.unset
    public var outcome = ""
    public var main: Bool?
    public var homeOfficeOutcome: Int?
    public var localOutcome: String?
    public var exportAs: String?
    public var endDate: Day?
    public var appeal: String?
    public var residence: String?
    public var sentencingOccasionRef: String?
    public var termHours: Int?
    public var termDays: Int?
    public var termWeeks: Int?
    public var termMonths: Int?
    public var termYears: Int?
    public var givenBy: String?
    public var appropriateAdult: String?
    public var signedOn: Day?
    public var consentedOn: Day?
    public var appealDate: Day?

    public init() {}

    public static let kind = Kind<Outcome>(
        "outcome", title: "Outcome", plural: "Outcomes",
        about: "What became of one offence: out of court or in it, with its date, term and appeal.",
        sensitivity: .offending, version: 3, file: "outcomes", key: ["offence_ref", "outcome_date"]
    ) { k in
        k.field("offence_ref", \.offence, "Offence", .link("offence"), required: .always)
        k.field(
            "outcome_date", \.outcomeDate, "Date of the outcome", .day, hint: "The day it was given, not the panel's day.",
            required: .always)
        k.field("outcome", \.outcome, "Outcome", .code("outcome"), required: .always)
        k.field(
            "main", \.main, "Main outcome", .flag, hint: "An order with compensation beside it is one main outcome. Blank counts as main.")
        k.field("home_office_outcome", \.homeOfficeOutcome, "Home Office outcome type", .number(1...23))
        k.field("local_outcome", \.localOutcome, "The service's own words for it", .text(200))
        k.field(
            "export_as", \.exportAs, "Sent in the return as", .text(80),
            hint: "Only while the national code list has no code for the true outcome.")
        k.field("end_date", \.endDate, "End", .day)
        k.field("appeal", \.appeal, "Appeal", .code("appeal"))
        k.field(
            "residence", \.residence, "Lived here on that day", .code("residence"),
            hint: "Other: an outcome from before the child came here, or another area's child.")
        k.field("sentencing_occasion_ref", \.sentencingOccasionRef, "Sentencing occasion", .text(60))
        k.field("term_hours", \.termHours, "Term, hours", .number(0...1000))
        k.field("term_days", \.termDays, "Term, days", .number(0...10000))
        k.field("term_weeks", \.termWeeks, "Term, weeks", .number(0...1000))
        k.field("term_months", \.termMonths, "Term, months", .number(0...600))
        k.field("term_years", \.termYears, "Term, years", .number(0...60))
        k.field("given_by", \.givenBy, "Given by", .text(100), hint: "Name and rank of who gave it.", since: 2, exchanged: false)
        k.field("appropriate_adult", \.appropriateAdult, "Appropriate adult", .text(100), since: 2, exchanged: false)
        k.field("signed_on", \.signedOn, "Signed by the child", .day, since: 2, exchanged: false)
        k.field(
            "consented_on", \.consentedOn, "Child agreed to the conditions", .day, hint: "A conditional caution needs it, signed.",
            since: 2,
            exchanged: false)
        k.field(
            "appeal_date", \.appealDate, "Appeal decided", .day, hint: "Only once an appeal was heard.", since: 3, added: true)
        k.rule("appeal_date", "An appeal cannot be decided before the outcome.") { o, _ in inOrder(o.outcomeDate, o.appealDate) }
        k.rule("outcome_date", "The outcome cannot be in the future.") { o, context in
            o.outcomeDate == .unset || o.outcomeDate <= context.today
        }
        k.rule("outcome_date", "The outcome cannot come before the child was born.") { o, context in
            inOrder(context.child?.dateOfBirth, o.outcomeDate)
        }
        k.rule("end_date", "The end cannot come before the outcome.") { o, _ in inOrder(o.outcomeDate, o.endDate) }
    }
}

/// A release from custody, which starts the clock of reoffending.
public struct Release: RecordKind {
    public var outcome = RecordID.unset
    public var releaseDate = Day.unset

    public init() {}

    public static let kind = Kind<Release>(
        "release", title: "Release", plural: "Releases", about: "The day a child left custody under a sentence.", sensitivity: .offending,
        file: "releases", key: ["outcome_ref"]
    ) { k in
        k.field("outcome_ref", \.outcome, "Sentence", .link("outcome"), required: .always)
        k.field("release_date", \.releaseDate, "Date of release", .day, required: .always)
    }
}
