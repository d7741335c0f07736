/// How offences are described, by category; violence ← BPL proven offences in detail (its counts are the weights).
enum OffenceWords {
    struct Line: Sendable {
        let text: String
        let seriousness: Int
        var gravity = 2
        var knife = false
    }

    static func lines(_ category: String) -> Weighted<Line> { byCategory[category] ?? other }

    private static let other = Weighted<Line>([
        (Line(text: "Sending a false message", seriousness: 2), 1),
        (Line(text: "Trespass on a railway", seriousness: 1, gravity: 1), 1),
    ])

    private static let byCategory: [String: Weighted<Line>] = [
        "VIOLENCE_AGAINST_THE_PERSON": violence,
        "PUBLIC_ORDER": Weighted<Line>([
            (Line(text: "Threatening or abusive words or behaviour", seriousness: 2), 6),
            (Line(text: "Affray", seriousness: 3, gravity: 3), 2),
            (
                Line(text: "Racially aggravated harassment, alarm or distress", seriousness: 3, gravity: 3),
                1
            ), (Line(text: "Drunk and disorderly", seriousness: 1, gravity: 1), 1),
        ]),
        "CRIMINAL_DAMAGE": Weighted<Line>([
            (Line(text: "Criminal damage to a window", seriousness: 2), 3),
            (Line(text: "Criminal damage to a vehicle", seriousness: 2), 3),
            (Line(text: "Graffiti on a bus shelter", seriousness: 1, gravity: 1), 1),
        ]),
        "DOMESTIC_BURGLARY": Weighted<Line>([
            (Line(text: "Burglary of a dwelling", seriousness: 6, gravity: 4), 1)
        ]),
        "NON_DOMESTIC_BURGLARY": Weighted<Line>([
            (Line(text: "Burglary of a shop", seriousness: 4, gravity: 3), 2),
            (Line(text: "Burglary of a school", seriousness: 4, gravity: 3), 2),
        ]),
        "DRUGS": Weighted<Line>([
            (Line(text: "Possession of cannabis", seriousness: 2, gravity: 1), 3),
            (
                Line(
                    text: "Possession of a class A drug with intent to supply", seriousness: 4, gravity: 4), 2
            ),
        ]),
        "SEXUAL_OFFENCES": Weighted<Line>([
            (Line(text: "Sexual assault by touching", seriousness: 5, gravity: 4), 3),
            (Line(text: "Sharing an indecent image of a child", seriousness: 3, gravity: 3), 2),
        ]),
        "MOTORING_OFFENCES": Weighted<Line>([
            (Line(text: "Riding without insurance or licence", seriousness: 1, gravity: 1), 2),
            (Line(text: "Dangerous riding of a motorcycle", seriousness: 4, gravity: 3), 1),
        ]),
        "VEHICLE_THEFT": Weighted<Line>([
            (Line(text: "Taking a vehicle without consent", seriousness: 4, gravity: 3), 2),
            (Line(text: "Being carried in a taken vehicle", seriousness: 3, gravity: 2), 1),
        ]),
        "ROBBERY": Weighted<Line>([
            (Line(text: "Robbery of a phone", seriousness: 6, gravity: 4), 3),
            (Line(text: "Attempted robbery of a bicycle", seriousness: 6, gravity: 4), 1),
            (Line(text: "Robbery with a knife shown", seriousness: 6, gravity: 5, knife: true), 1),
        ]),
        "THEFT_AND_HANDLING": Weighted<Line>([
            (Line(text: "Theft from a shop", seriousness: 2, gravity: 1), 4),
            (Line(text: "Handling a stolen bicycle", seriousness: 3), 1),
        ]),
        "BREACH_OF_STATUTORY_ORDER": Weighted<Line>([
            (Line(text: "Breach of a youth rehabilitation order", seriousness: 3, gravity: 3), 1)
        ]),
    ]

    private static let violence = Weighted<Line>([
        (Line(text: "Assault occasioning actual bodily harm", seriousness: 4, gravity: 3), 2),
        (Line(text: "Assault by beating", seriousness: 3), 4),
        (Line(text: "Assault by beating of an emergency worker", seriousness: 4, gravity: 3), 2),
        (Line(text: "Common assault", seriousness: 3), 9),
        (Line(text: "Obstructing or resisting a constable", seriousness: 2), 1),
        (
            Line(
                text: "Possessing an offensive weapon in a public place", seriousness: 3, gravity: 3,
                knife: true), 8
        ),
        (
            Line(
                text: "Possessing an offensive weapon on school premises", seriousness: 3, gravity: 3,
                knife: true), 1
        ),
        (
            Line(
                text: "Possessing a bladed or pointed article in a public place", seriousness: 3,
                gravity: 3, knife: true), 6
        ),
    ])
}
