enum CircumstanceWords {
    static let unsuitable = [
        "Crowded: shares a room with three younger ones.", "Too near the people to keep away from.", "May be asked to leave any day.",
        "Far from school and family.",
    ]
    static let learning = [
        "Needs things said short and shown.", "Dyslexia: reads with help.", "Attention: works best in small pieces.",
        "Speech and language: check what was understood.",
    ]
    static let notOffered = ["Did not want it raised.", "Family member; not safe to offer.", "Moved away; no address."]
}
