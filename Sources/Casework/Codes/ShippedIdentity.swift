/// Why a former identity is sealed, and what the second person answered.
enum IdentityCodes {
    static let all: [CodeValue] =
        ShippedCodes.list(
            "identity_reason", "Waymark's own",
            [
                ("ADOPTION", "Adoption"), ("GENDER", "Gender recognition"), ("PROTECTED", "Protected identity"),
                ("WITNESS", "Witness protection"), ("OTHER", "Another lawful reason"),
            ])
        + ShippedCodes.list(
            "identity_answer", "Waymark's own",
            [("SEALED", "Sealed"), ("DECLINED", "Declined"), ("NAMED", "Others named"), ("LIFTED", "Ended")])
}
