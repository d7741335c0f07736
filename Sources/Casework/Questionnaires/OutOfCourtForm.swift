extension Questionnaire {
    private typealias Q = Question

    /// The service's own short assessment for work out of court (S-OOC-23, S-ASM-09).
    public static let outOfCourt = Questionnaire(
        "out-of-court", version: 1, title: "Out-of-court assessment",
        about:
            "Write what you know and how you know it. What is on the file already stands in the boxes: change only what has changed.",
        types: ["OUT_OF_COURT", "REVIEW"],
        basis: "Waymark's own questions, from what inspectors ask of assessment out of court; no official form is copied.",
        sections: [story, family, school, friends, health, substances, exploited, offence, strengths])

    private static let story = Section(
        "story", "The child’s story",
        [
            Q(
                "story", "What is life like for the child now, and how did it come to be so?", hint: "In their own words where you can.",
                required: .always, carry: .last),
            Q("day", "What does an ordinary day look like, and a weekend?", carry: .last),
            Q("wishes", "What does the child want to happen?", hint: "In their own words.", carry: .wishes),
        ])

    private static let family = Section(
        "family", "Family and home",
        [
            Q("family", "Who is around the child at home, and how do they get on?", required: .always, carry: .last),
            Q("care", "What help does social care or early help give?", carry: .care),
        ])

    private static let school = Section(
        "school", "School, training and work",
        [
            Q("school", "Where does the child learn or work?", .text, carry: .education),
            Q("school_going", "How does it go, and what would help?", required: .always, carry: .last),
        ])

    private static let friends = Section(
        "friends", "Friends and free time",
        [Q("friends", "Who does the child spend time with, and doing what?", hint: "Friends who are good for them too.", carry: .last)])

    private static let health = Section(
        "health", "Health and feelings",
        [
            Q("health", "How is the child’s health, sleep and eating?", carry: .health),
            Q(
                "feelings", "How does the child feel most days, and who do they talk to when it is bad?",
                hint: "If you learn that somebody is unsafe now, say so at once: do not wait for this form.", required: .always,
                carry: .last),
            Q("communication", "What helps the child to understand and be understood?", carry: .communication),
        ])

    private static let substances = Section(
        "substances", "Alcohol, drugs and vapes",
        [
            Q("substances", "Does the child use alcohol, drugs or vapes?", .yesNo, required: .always),
            Q(
                "substances_what", "What, how often, with whom, and where does it come from?",
                required: .answer("substances", ["yes"]), shown: .answer("substances", ["yes"]), carry: .last),
        ])

    private static let exploited = Section(
        "exploited", "Safety from other people",
        note: "Using or carrying drugs can mean that somebody is using the child.",
        [
            Q(
                "exploited", "Could somebody be using the child, or have a hold over them?", .yesNo,
                hint: "To carry, sell, steal, hold things or money, or for sex.",
                required: .any([.answer("substances", ["yes"]), .substances])
            ),
            Q(
                "exploited_why", "What points to it, or away from it?",
                hint: "Money or things nobody can explain, new phones, older friends, missing nights, debts, fear.",
                required: .any([.answer("substances", ["yes"]), .answer("exploited", ["yes"]), .substances]), carry: .last),
        ])

    private static let offence = Section(
        "offence", "What happened, or what is needed",
        note: "The child’s earlier offences and outcomes are shown beside the judgements.",
        [
            Q(
                "needs", "Leaving aside what is alleged, what does the child need help with?",
                hint: "The child has not admitted it: do not ask about it.", required: .notAdmitted, shown: .notAdmitted),
            Q("happened", "What happened, in the child’s words?", required: .admitted, shown: .admitted),
            Q("led_up", "What led up to it?", shown: .admitted),
            Q("before", "What has happened before, and what is the same or different now?", required: .admitted, shown: .admitted),
            Q("affected", "Who was affected, and what does the child think of that?", hint: "Never a victim’s name.", shown: .admitted),
        ])

    private static let strengths = Section(
        "strengths", "Strengths, and what stands in the way",
        [
            Q(
                "strengths", "What is the child good at and proud of, and what keeps them safe?", required: .always, carry: .strengths,
                feedsPlan: true),
            Q("maturity", "In which ways is the child grown up for their years, and in which not?", carry: .last, feedsPlan: true),
            Q(
                "motivation", "What does the child want to change, and what would help them manage it?", required: .always, carry: .change,
                feedsPlan: true),
            Q(
                "barriers", "What stands in the way that is not theirs to lift?",
                hint: "Such as housing, money, a school place, a waiting list, how they are treated.", carry: .last, feedsPlan: true),
            Q(
                "diversity", "Who is this child, and what does that ask of us?",
                hint: "Culture, faith, disability, how they learn: anything that should shape how we work.", required: .always,
                carry: .diversity, feedsPlan: true),
        ])
}
