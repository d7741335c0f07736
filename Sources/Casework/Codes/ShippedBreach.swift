/// Breaches of personal data: their sorts and how risky they are.
enum BreachCodes {
    static let all: [CodeValue] =
        ShippedCodes.list(
            "breach_type", "Waymark's own",
            [
                ("WRONG_FILE", "Entry on the wrong child's file"), ("SENT_WRONG", "Sent to the wrong person"),
                ("SEEN", "Seen by somebody who did not need to"), ("LOST", "Lost or stolen"), ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "breach_risk", "UK GDPR arts. 33 and 34 (RECALLED: check before relying on it)",
            [
                ("UNLIKELY", "Unlikely to be a risk: nobody outside need be told"), ("RISK", "A risk: the Commissioner is told"),
                ("HIGH", "A high risk: the Commissioner and the people are told"),
            ])
}
