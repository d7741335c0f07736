private let local = "Local: no source gives a number."

/// The clocks Waymark ships with. Bases are plain words: the settings page and every task show them to staff.
extension Settings {
    public static let notice = SettingDefinition(
        name: "clock.notice", title: "How long before its day a task is shown", unit: "days", standard: 14, allowed: 0...90,
        startEvent: "the task's day, counted back", duty: "Nobody", basis: local)
    public static let alertReview = SettingDefinition(
        name: "clock.alert_review", title: "Review of an alert with no review date", unit: "months", standard: 3, allowed: 1...24,
        startEvent: "the start of the alert",
        basis: "Local; taken from the review of assessment and plan at least every 3 months (gov.uk case management guidance).")
    public static let missedContact = SettingDefinition(
        name: "clock.missed_contact", title: "Follow-up of a missed contact", unit: "working days", standard: 1, allowed: 0...20,
        startEvent: "the missed contact",
        basis: "Local policy published by one service: a missed contact is followed up within 1 working day.")
    public static let writeUp = SettingDefinition(
        name: "clock.write_up", title: "Writing up a contact", unit: "working days", standard: 2, allowed: 0...20,
        startEvent: "the contact", basis: "Local: records are to be clear and up to date; no source gives a number.")
    public static let writeUpShown = SettingDefinition(
        name: "clock.write_up_shown", title: "How long a contact with blank headings is listed", unit: "days", standard: 90,
        allowed: 7...3650, startEvent: "the day it should have been written up",
        basis: "Local: after that it is the audit's to find, not a task for today.")
    public static let exitPlanning = SettingDefinition(
        name: "clock.exit_planning", title: "Exit planning before a programme ends", unit: "months", standard: 3, allowed: 0...12,
        startEvent: "the end of the programme, counted back",
        basis: "Exit strategy 3 months before the end of the order (a service's published improvement plan).")
    public static let entryGap = SettingDefinition(
        name: "clock.entry_gap", title: "Longest time without an entry while work is open", unit: "days", standard: 28, allowed: 1...365,
        startEvent: "the last entry, or the start of the work", basis: "Local: audits look for gaps in notes; no source gives a number.")
    public static let transition = SettingDefinition(
        name: "clock.transition", title: "Age at which transition to probation is looked at", unit: "months", standard: 210,
        allowed: 192...216, startEvent: "the child's birth",
        basis: "17 years 6 months: gov.uk case management guidance, how to manage transitions.")
    public static let transfer = SettingDefinition(
        name: "clock.transfer", title: "Plan of the transfer before the 18th birthday", unit: "months", standard: 3, allowed: 0...12,
        startEvent: "the 18th birthday, counted back",
        basis: "Plan 3 months before the transfer to probation (a service's published improvement plan).")
    public static let characteristics = SettingDefinition(
        name: "clock.characteristics", title: "Asking about protected characteristics", unit: "working days", standard: 10,
        allowed: 0...60, startEvent: "the start of the work", basis: "Local: the day of asking is kept; no source gives a number.")
    public static let offenceCategory = SettingDefinition(
        name: "clock.offence_category", title: "Giving an offence its category", unit: "working days", standard: 5, allowed: 0...60,
        startEvent: "the offence being known", basis: "Local: the return and every figure by offence need it.")
    public static let allocation = SettingDefinition(
        name: "clock.allocation", title: "Allocating a referral", unit: "working days", standard: 5, allowed: 0...20,
        startEvent: "the referral received", duty: "Manager", basis: "Local; fits a weekly allocation meeting.")

    // MARK: Out of court

    public static let knifeReferral = SettingDefinition(
        name: "clock.knife_referral", title: "Referral of a knife case", unit: "working days", standard: 1, allowed: 0...10,
        startEvent: "the arrest or interview, else the offence", duty: "Police",
        basis:
            "Guidance on child knife possession of 12 February 2026: the police should refer each case within 1 working day. Shown as met or not met."
    )
    public static let assess = SettingDefinition(
        name: "clock.assess", title: "Out-of-court assessment", unit: "working days", standard: 10, allowed: 1...60,
        startEvent: "the referral received",
        basis: "Out-of-court case management guidance of 2014, since superseded: assess within 10 working days of the referral.")
    public static let decide = SettingDefinition(
        name: "clock.decide", title: "Out-of-court decision, and the police told", unit: "working days", standard: 15, allowed: 1...90,
        startEvent: "the referral received",
        basis: "Out-of-court case management guidance of 2014, since superseded: conclude and tell the police within 15 working days.")
    public static let wholeProcess = SettingDefinition(
        name: "clock.whole_process", title: "Whole out-of-court process, to the outcome or the programme", unit: "days", standard: 28,
        allowed: 1...180, startEvent: "the referral received", basis: "Local policy published by one service: 28 calendar days.")
    public static let countersign = SettingDefinition(
        name: "clock.countersign", title: "Countersigning an assessment", unit: "working days", standard: 5, allowed: 0...20,
        startEvent: "the assessment sent for countersignature", duty: "Manager", basis: local)
    public static let quorum = SettingDefinition(
        name: "panel.quorum", title: "Agencies needed for a panel's quorum", unit: "agencies", standard: 3, allowed: 1...12,
        startEvent: "the panel sitting", duty: "Manager", basis: "Local: police, the service and one more.")
    public static let writeReport = SettingDefinition(
        name: "clock.write_report", title: "Writing the panel report", unit: "working days", standard: 3, allowed: 0...20,
        startEvent: "the assessment countersigned", basis: local)
    public static let panelReport = SettingDefinition(
        name: "clock.panel_report", title: "Report ready before the panel", unit: "working days", standard: 3, allowed: 0...15,
        startEvent: "the panel, counted back", basis: local)
    public static let tellPolice = SettingDefinition(
        name: "clock.tell_police", title: "Telling the police of a return, of non-compliance or of a completed programme",
        unit: "working days", standard: 1, allowed: 0...15, startEvent: "the day it happened", basis: local)
    public static let agencyCheck = SettingDefinition(
        name: "clock.agency_check", title: "Chasing an agency's answer", unit: "working days", standard: 5, allowed: 0...30,
        startEvent: "the agency being asked", basis: local)
    public static let safeguardingChase = SettingDefinition(
        name: "clock.safeguarding_chase", title: "Chasing the answer to a safeguarding referral", unit: "working days", standard: 3,
        allowed: 0...20, startEvent: "the referral sent, or last chased",
        basis: "Local; the front door is to answer a referral within 1 working day (Working together to safeguard children).")
    public static let sixWeeks = SettingDefinition(
        name: "clock.six_week_review", title: "Review of progress", unit: "days", standard: 42, allowed: 7...120,
        startEvent: "the start of the out-of-court programme", basis: "Six weeks: a service's published practice.")
    public static let planAgreed = SettingDefinition(
        name: "clock.plan_agreed", title: "Plan agreed with the child", unit: "working days", standard: 10, allowed: 1...60,
        startEvent: "the start of the programme", basis: local)
    public static let knifePlan = SettingDefinition(
        name: "clock.knife_plan", title: "Plan of a knife case written", unit: "working days", standard: 10, allowed: 0...60,
        startEvent: "the decision, or the start of the programme where that is earlier",
        basis: "Guidance on child knife possession of 12 February 2026: a plan is mandatory. It sets no day; the number is local.")
    public static let documents = SettingDefinition(
        name: "clock.documents", title: "Signed documents on the file", unit: "working days", standard: 5, allowed: 0...60,
        startEvent: "the outcome", basis: "Local: an inspection found cautions without a signed copy.")
    public static let oversight = SettingDefinition(
        name: "clock.oversight", title: "Longest time without an oversight entry while out-of-court work is open", unit: "days",
        standard: 30, allowed: 7...365, startEvent: "the last oversight entry, or the start of the work", duty: "Manager",
        basis: "Local: inspectors found oversight of out-of-court work missing in most cases.")
    public static let exploitationScreen = SettingDefinition(
        name: "clock.exploitation_screen", title: "Exploitation screening", unit: "working days", standard: 10, allowed: 0...60,
        startEvent: "the start of the work, and each later assessment", basis: "Local: every case is screened, out of court too.")

    // MARK: Assessments of other work

    public static let assessCourt = SettingDefinition(
        name: "clock.assess_court", title: "Assessment at the start of a court order", unit: "working days", standard: 15, allowed: 1...60,
        startEvent: "the start of the order", basis: "Local; from the national standards of 2013, no longer in force.")
    public static let assessPrevention = SettingDefinition(
        name: "clock.assess_prevention", title: "Assessment at the start of prevention or Turnaround", unit: "working days", standard: 20,
        allowed: 1...60, startEvent: "the start of the programme", basis: local)
    public static let assessReview = SettingDefinition(
        name: "clock.assess_review", title: "Review of the assessment", unit: "months", standard: 3, allowed: 1...12,
        startEvent: "the last assessment", basis: "At least every 3 months, and when much changes (gov.uk case management guidance).")
    public static let assessExit = SettingDefinition(
        name: "clock.assess_exit", title: "Assessment at the end", unit: "working days", standard: 5, allowed: 0...30,
        startEvent: "the end of the order or programme", basis: local)
    public static let newOffence = SettingDefinition(
        name: "clock.new_offence", title: "Looking again after a new offence within twelve months of an outcome", unit: "working days",
        standard: 5, allowed: 0...30, startEvent: "the new offence being known", duty: "Worker and manager", basis: local)

    // MARK: The management board

    public static let boardMissed = SettingDefinition(
        name: "board.missed", title: "Board meetings missed running before the chair raises it", unit: "meetings", standard: 2,
        allowed: 1...12, startEvent: "the first meeting missed", duty: "Chair of the board", basis: local)

    // MARK: What leaves the service

    public static let agreementNotice = SettingDefinition(
        name: "agreement.notice", title: "Notice before an information sharing agreement ends or is to be reviewed", unit: "days",
        standard: 60, allowed: 7...365, startEvent: "the agreement's last day or its review, counted back", duty: "Service manager",
        basis: local)
    public static let smallCount = SettingDefinition(
        name: "disclosure.small", title: "Largest count hidden in what leaves the service", unit: "or fewer", standard: 5, allowed: 2...20,
        startEvent: "a report being issued", duty: "Manager",
        basis: "Practice of public bodies: hide 1 to 5, show a true 0. No rule of the youth justice statistics was found.")

    // MARK: Access

    public static let openToService = SettingDefinition(
        name: "access.open_to_service",
        title: "Unrestricted files are open to all who open files (1) or, for casework, only with a tie to the child (0)",
        unit: "(1 or 0)", standard: 1, allowed: 0...1, startEvent: "does not apply", duty: "Nobody",
        basis:
            "Local: a small service covers for each other. With 0 a case manager or delivery worker opens the files of children they or their team work with, are on duty or on a panel for, or are named on as a professional."
    )
    public static let breakGlassMinutes = SettingDefinition(
        name: "access.break_glass_minutes", title: "How long a closed file stays open to who broke the glass", unit: "minutes",
        standard: 60, allowed: 5...720, startEvent: "the reason given", duty: "Nobody", basis: local)

    public static let reviewDays = SettingDefinition(
        name: "access.review_days", title: "How far back unusual access is looked for", unit: "days", standard: 14, allowed: 1...90,
        startEvent: "today, counted back", duty: "Service manager", basis: local)
    public static let manyFiles = SettingDefinition(
        name: "access.many_files", title: "Fewest files in a day that can be unusual", unit: "files", standard: 20, allowed: 2...500,
        startEvent: "the first file of the day", duty: "Service manager", basis: local)
    public static let manyFilesPercent = SettingDefinition(
        name: "access.many_files_percent", title: "How much more than the person's usual day is unusual", unit: "per cent of the median",
        standard: 200, allowed: 100...1000, startEvent: "the first file of the day", duty: "Service manager", basis: local)
    public static let hoursFrom = SettingDefinition(
        name: "access.hours_from", title: "Hour before which a working day has not begun", unit: "o'clock", standard: 7, allowed: 0...12,
        startEvent: "midnight", duty: "Service manager", basis: local)
    public static let hoursTo = SettingDefinition(
        name: "access.hours_to", title: "Hour from which a working day is over", unit: "o'clock", standard: 20, allowed: 12...24,
        startEvent: "midnight", duty: "Service manager", basis: local)
    public static let withoutTie = SettingDefinition(
        name: "access.without_tie", title: "Files without a tie to the child in one day that are listed, for casework", unit: "files",
        standard: 5, allowed: 1...200, startEvent: "the first file of the day", duty: "Service manager", basis: local)

    /// Every setting, in the order of the page.
    public static let all =
        [
            knifeReferral, allocation, assess, decide, wholeProcess, tellPolice, agencyCheck, countersign, writeReport, panelReport, quorum,
            documents, knifePlan, planAgreed, sixWeeks,
        ]
        + [oversight, exploitationScreen, safeguardingChase, assessCourt, assessPrevention, assessReview, assessExit]
        + [
            notice, alertReview, missedContact, writeUp, writeUpShown, exitPlanning, entryGap, transition, transfer, characteristics,
            offenceCategory, newOffence,
        ] + [
            boardMissed, agreementNotice, smallCount, openToService, breakGlassMinutes, reviewDays, manyFiles, manyFilesPercent, hoursFrom,
            hoursTo,
            withoutTie,
        ]
        + subjectAccessAll + backups + signIn

    public var noticeDays: Int { self[Settings.notice] }
    public var alertReviewMonths: Int { self[Settings.alertReview] }
    public var missedContactWorkingDays: Int { self[Settings.missedContact] }
    public var writeUpWorkingDays: Int { self[Settings.writeUp] }
    public var writeUpShownDays: Int { self[Settings.writeUpShown] }
    public var exitPlanningMonths: Int { self[Settings.exitPlanning] }
    public var entryGapDays: Int { self[Settings.entryGap] }
    public var transitionMonths: Int { self[Settings.transition] }
    public var characteristicsWorkingDays: Int { self[Settings.characteristics] }
    public var offenceCategoryWorkingDays: Int { self[Settings.offenceCategory] }
    public var allocationWorkingDays: Int { self[Settings.allocation] }
}
