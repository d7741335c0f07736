import Casework

/// By when a subject access request is answered.
public enum SubjectAccessClock {
    /// The same day of a later month, the month's last where it is shorter; the next working day where nobody works then.
    /// Counted from the day it was received, also while who asks is still being checked: the earlier end is the safe one.
    public static func due(_ request: SubjectAccess, _ settings: Settings) -> Day {
        let months = settings[Settings.subjectAccess] + (request.isExtended == true ? settings[Settings.subjectAccessLonger] : 0)
        let day = request.receivedOn.adding(months: months)
        return WorkingDays.isWorking(day) ? day : WorkingDays.adding(1, to: day)
    }
}

extension Settings {
    public static let subjectAccess = SettingDefinition(
        name: "clock.subject_access", title: "Answering a subject access request", unit: "months", standard: 1, allowed: 1...3,
        startEvent: "the request received", duty: "Service manager",
        basis:
            "Statute: UK GDPR art. 12(3), within one month; where the last day is no working day, the next one (not checked against the source)."
    )
    public static let subjectAccessLonger = SettingDefinition(
        name: "clock.subject_access_longer", title: "How much longer a complex subject access request may take", unit: "months",
        standard: 2,
        allowed: 0...2, startEvent: "the day it would have been due", duty: "Service manager",
        basis: "Statute: UK GDPR art. 12(3), two further months where it is complex (not checked against the source).")
    public static let subjectAccessStaff = SettingDefinition(
        name: "subject_access.staff", title: "How a subject access pack names staff", unit: "(0 by role, 1 by name)", standard: 0,
        allowed: 0...1,
        startEvent: "a pack laid out", duty: "Service manager",
        basis: "Local: the role tells who looked; some services give names.", choices: ["By role", "By name"])

    public static let breachReport = SettingDefinition(
        name: "clock.breach_report", title: "Telling the Information Commissioner of a breach", unit: "hours", standard: 72,
        allowed: 1...72,
        startEvent: "the breach found", duty: "Service manager",
        basis: "Statute: UK GDPR art. 33(1), within 72 hours unless a risk is unlikely (not checked against the source).")

    static let subjectAccessAll = [breachReport, subjectAccess, subjectAccessLonger, subjectAccessStaff]
}
