/// What to know and do, by alert.
enum AlertWords {
    static let details: [String: [String]] = [
        "EXPLOITATION": [
            "Older group at the station; unexplained phones and money. Ask where they have been, not who.",
            "County line suspected; tell the daily exploitation meeting of any new address.",
        ],
        "NRM": [
            "Referred; decision awaited. Do not question about the offence without advice.",
            "Positive reasonable grounds decision.",
        ],
        "SUICIDE_RISK": [
            "Safety plan with mum and CAMHS. Anniversary in March is hard.",
            "Has tried before. Same-day call to the duty social worker if low.",
        ],
        "SELF_HARM": ["Cuts when overwhelmed; do not comment on sleeves.", "Safety plan on file."],
        "CHILD_LOOKED_AFTER": [
            "Section 20.", "Full care order.", "Interim care order; review every six months.",
        ],
        "WEAPONS": [
            "Has carried a knife. Meet where there is a search arch.", "Keeps a bat by the door at home.",
        ],
        "MISSING": [
            "Ring police on 101 and the home after one hour.",
            "Return interview each time; usual places are on the missing form.",
        ],
        "MAPPA": ["Category 2, level 1."],
        "STAFF_SAFETY": ["Go in twos.", "No home visits after dark."],
        "INTERPRETER": ["Vietnamese. Book the same interpreter; not a family friend."],
    ]
}
