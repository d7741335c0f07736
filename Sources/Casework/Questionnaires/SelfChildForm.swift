extension Questionnaire {
    private typealias Q = Question
    private typealias O = Option

    /// What the child says of themselves (S-ASM-07), in words a ten-year-old reads.
    public static let selfChild = Questionnaire(
        "self-child", version: 1, title: "What I think",
        about: "This is about you. There are no wrong answers. You can skip a question. You can ask for help with reading or writing.",
        types: ["SELF_CHILD"], basis: "Waymark's own words, written for a child of ten.",
        sections: [
            Section(
                "me", "About me",
                [
                    Q("good_at", "What are you good at?", hint: "It can be anything.", tells: [.strengths]),
                    Q("like", "What do you like to do?"),
                    Q("people", "Who do you feel safe with?"),
                    Q("home", "How are things at home?", .one(howGood)),
                    Q("school", "How is school, college or work?", .one(howGood)),
                    Q("friends", "How are things with your friends?", .one(howGood)),
                    Q("more", "Do you want to say more about any of these?"),
                ]),
            Section(
                "feelings", "How I feel",
                [
                    Q("feel", "How do you feel most days?", .one(howGood)),
                    Q("sleep", "Do you sleep well?", .yesNo),
                    Q("worry", "Is anything worrying you?", hint: "If you are not safe, tell the person with you now."),
                    Q("scared", "Is there anybody you are scared of?", .yesNo),
                    Q("made_to", "Has anybody made you do something you did not want to?", .yesNo),
                    Q(
                        "tell_more", "You can say more here if you want to.",
                        shown: .any([.answer("scared", ["yes"]), .answer("made_to", ["yes"])])),
                    Q(
                        "smoke_drink", "Do you smoke, vape, drink or take anything?",
                        .one([
                            O("never", "Never"), O("sometimes", "Sometimes"), O("often", "A lot"),
                            O("rather_not", "I would rather not say"),
                        ])),
                ]),
            Section(
                "help", "What helps",
                [
                    Q("want", "What would you like to be different?", required: .always, tells: [.wishes, .change, .view]),
                    Q("help", "Who or what could help?"),
                    Q(
                        "learn", "What helps you to understand things?",
                        .several([
                            O("talk", "Talking"), O("pictures", "Pictures"), O("doing", "Doing it myself"), O("short", "Short bits"),
                            O("breaks", "Breaks"), O("written", "Having it written down"),
                        ]), tells: [.communication]),
                    Q(
                        "about_me", "Is there something about you that we should know, so that we get it right?",
                        hint: "Such as your faith, your language, where your family is from, or something that is hard for you.",
                        tells: [.diversity]),
                    Q(
                        "how", "Who wrote this down?",
                        .one([O("me", "I did"), O("together", "We did it together"), O("worker", "Somebody wrote what I said")])),
                ]),
        ])

    private static let howGood = [
        O("good", "Good"), O("ok", "OK"), O("not_good", "Not good"), O("bad", "Bad"), O("rather_not", "I would rather not say"),
    ]
}
