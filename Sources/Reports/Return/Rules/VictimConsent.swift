import Casework

extension ReturnRule {
    static let victimConsent = ReturnRule(
        "victim_consent", "Whether a victim consents to contact is missing", owner: .victimWorker, Victim.self, ["consents_to_contact"]
    ) { file, _ in
        file[Victim.self].filter { $0.consentsToContact == nil }.map {
            Spot($0.id, "Whether the victim consents to contact is not recorded, so they are in no figure of victims.")
        }
    }
}
