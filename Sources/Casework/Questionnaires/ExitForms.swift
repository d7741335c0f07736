extension Questionnaire {
    private typealias Q = Question
    private typealias O = Option

    /// The interview with the child at the end of the work (S-VOC-02).
    public static let exitChild = Questionnaire(
        "exit-child", version: 1, title: "Looking back: the child",
        about: "A manager asks at the end, face to face or by phone. The child’s words go in as they are said.",
        types: ["EXIT"], basis: "Waymark's own words, written for a child of ten.",
        sections: [
            Section(
                "back", "Looking back",
                [
                    Q("how", "How did you talk?", .one(method), required: .always),
                    Q("listened", "Did your worker listen to you?", .one(scale), required: spokenTo),
                    Q("fair", "Were you treated fairly?", .one(scale), required: spokenTo),
                    Q("understood", "Did you understand what was going on?", .one(scale)),
                    Q("helped", "What helped?"),
                    Q("not_helped", "What did not help?"),
                    Q("different", "What is different for you now?"),
                    Q("change", "What should we do differently for other children?"),
                    Q("safe", "Do you feel safe now?", .yesNo, required: spokenTo),
                    Q("still", "What do you still need, and who can help?"),
                ])
        ])

    /// The interview with the parent or carer at the end of the work (S-VOC-02).
    public static let exitParent = Questionnaire(
        "exit-parent", version: 1, title: "Looking back: parent or carer",
        about: "A manager asks at the end, face to face or by phone.",
        types: ["EXIT"], basis: "Waymark's own words.",
        sections: [
            Section(
                "back", "Looking back",
                [
                    Q("how", "How did you talk?", .one(method), required: .always),
                    Q("listened", "Were you and your child listened to?", .one(scale), required: spokenTo),
                    Q("told", "Were you told what you needed to know?", .one(scale), required: spokenTo),
                    Q("helped", "What helped your child or your family?"),
                    Q("not_helped", "What did not help?"),
                    Q("different", "What is different now?"),
                    Q("change", "What should we do differently?"),
                    Q("still", "What do you or your child still need?"),
                ])
        ])

    /// Whoever did not want to talk is asked no more.
    private static let spokenTo = When.answer("how", ["face_to_face", "phone", "video"])
    private static let method = [
        O("face_to_face", "Face to face"), O("phone", "By phone"), O("video", "By video"), O("declined", "Asked, and did not want to"),
    ]
    private static let scale = [
        O("yes", "Yes"), O("mostly", "Mostly"), O("not_really", "Not really"), O("no", "No"), O("not_said", "Did not say"),
    ]
}
