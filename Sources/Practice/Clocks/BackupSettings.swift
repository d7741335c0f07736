import Casework

/// When the server makes backups, how many it keeps, and how old the last good restore test may be.
extension Settings {
    private static let local = "Local: no source gives a number."

    public static let backupHour = SettingDefinition(
        name: "backup.hour", title: "When the day's backup is made", unit: "o'clock", standard: 2, allowed: 0...23, startEvent: "midnight",
        duty: "System administrator", basis: local)
    public static let backupsKept = SettingDefinition(
        name: "backup.kept", title: "How many of its own backups the server keeps", unit: "backups", standard: 14, allowed: 1...400,
        startEvent: "the backup made", duty: "System administrator",
        basis: "Local: two weeks of daily ones. What was erased lies in those made before until they go.")
    public static let restoreTestAge = SettingDefinition(
        name: "backup.test_age", title: "How old the last good restore test may be", unit: "days", standard: 2, allowed: 1...90,
        startEvent: "the last good test", duty: "System administrator",
        basis: "Local: one is made a day. Where the key is on a machine set aside, as often as that machine is used.")

    public static let outageDays = SettingDefinition(
        name: "backup.outage_days", title: "Of how many days the outage pack has the appointments", unit: "days", standard: 4,
        allowed: 1...14, startEvent: "the day it is made", duty: "Service manager", basis: "Local: over a long weekend.")

    /// Every setting of backups, in the order of the page.
    public static let backups = [backupHour, backupsKept, restoreTestAge, outageDays]
}
