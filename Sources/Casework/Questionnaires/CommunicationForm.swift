extension Questionnaire {
    private typealias Q = Question
    private typealias O = Option

    /// Screening for speech, language and communication, and how the child learns (S-ASM-12).
    public static let communication = Questionnaire(
        "communication", version: 1, title: "Speech, language and learning screen",
        about: "Notice how the child talks and follows, and ask them what helps. It is no diagnosis: it says whether to ask a specialist.",
        types: ["SCREENING"], basis: "Waymark's own list; a service may use its therapist's tool and attach it.",
        sections: [
            Section(
                "talking", "Talking and listening",
                [
                    Q(
                        "notice", "What do you notice?",
                        .several([
                            O("follow", "Loses track of what is said"), O("words", "Struggles to find words"),
                            O("order", "Cannot tell things in order"),
                            O("speech", "Hard to understand"), O("literal", "Takes words literally"), O("stammer", "Stammers"),
                            O("agrees", "Says yes without having understood"),
                            O("none", "None of these"),
                        ]), required: .always),
                    Q(
                        "reading", "Reading, writing and numbers",
                        .several([
                            O("reads_slowly", "Reads slowly or avoids it"), O("letters", "Mixes up letters"),
                            O("spelling", "Spelling is very hard"),
                            O("family", "Dyslexia in the family"), O("numbers", "Numbers, times or dates are hard"),
                            O("none", "None of these"),
                        ]), hint: "Several of these can point to dyslexia.", required: .always),
                    Q("known", "What is known already: a diagnosis, a plan, a therapist?", carry: .last),
                ]),
            Section(
                "learning", "How the child learns best",
                [
                    Q(
                        "learns", "The child learns best by",
                        .several([
                            O("seeing", "Seeing"), O("hearing", "Hearing"), O("doing", "Doing"), O("reading", "Reading"),
                            O("alone", "On their own"),
                            O("others", "With others"),
                        ]), required: .always),
                    Q("attention", "How long can they keep at something, and what helps?"),
                ]),
            Section(
                "result", "Result",
                [
                    Q(
                        "result", "Result",
                        .one([O("no_need", "No need seen"), O("need", "A need seen"), O("known", "A need already known")]),
                        required: .always),
                    Q(
                        "dyslexia", "Could it be dyslexia?",
                        .one([O("no", "No sign"), O("possible", "Possibly"), O("known", "Already known")]),
                        required: .always),
                    Q(
                        "adjustments", "What we do differently with this child",
                        hint: "Short sentences, pictures, more time, checking back.",
                        required: .answer("result", ["need", "known"]), carry: .communication),
                    Q(
                        "referred", "Referred to",
                        .several([
                            O("therapist", "Speech and language therapist"), O("school", "School or its special needs lead"), O("gp", "GP"),
                            O("psychologist", "Psychologist"), O("nobody", "Nobody, with a reason"),
                        ]), required: .answer("result", ["need"])),
                    Q("referred_why", "When, to whom, or why not", shown: .answer("result", ["need", "known"])),
                ]),
        ])
}
