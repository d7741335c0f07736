extension Questionnaire {
    private typealias Q = Question
    private typealias O = Option

    /// What the parent or carer says (S-ASM-07).
    public static let selfParent = Questionnaire(
        "self-parent", version: 1, title: "What I think, as a parent or carer",
        about: "You know your child best. Please say what you think in your own words. You can skip a question.",
        types: ["SELF_PARENT"], basis: "Waymark's own words.",
        sections: [
            Section(
                "child", "My child",
                [
                    Q("good_at", "What is your child good at? What makes you proud?"),
                    Q("going_well", "What is going well?"),
                    Q("worries", "What worries you?", hint: "If your child is not safe, tell the person with you now."),
                    Q("school", "How are school, college or work going?"),
                    Q("friends", "What do you think of who they spend time with?"),
                    Q("health", "Is there anything about their health, learning or speech that we should know?"),
                    Q("changed", "Has your child changed lately, stayed out or come home with things you cannot explain?", .yesNo),
                    Q("changed_what", "What have you noticed?", shown: .answer("changed", ["yes"])),
                ]),
            Section(
                "help", "What would help",
                [
                    Q("happened", "What do you think about what brought us here?"),
                    Q("want", "What would you like to be different?", required: .always, tells: [.view]),
                    Q("help_child", "What would help your child?"),
                    Q("help_you", "What would help you and your family?"),
                    Q("about_you", "Is there anything about your family, language, faith or culture that should shape how we work?"),
                    Q(
                        "how", "Who wrote this down?",
                        .one([O("me", "I did"), O("together", "We did it together"), O("worker", "Somebody wrote what I said")])),
                ]),
        ])
}
