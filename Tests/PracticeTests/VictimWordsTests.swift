import Practice
import Testing

@Suite("What a panel is told from a victim")
struct VictimWordsTests {
    private func telling(_ text: String) -> [VictimWords.Telling] {
        VictimWords.telling(
            in: text, names: ["Quentin Sharpe", "Will Li"], reach: ["Ring in the evening, 7 Secret Row, 07700 900123", "Mill Lane"])
    }

    @Test(
        "S-OOC-24, S-ASM-10: a word of the name, a postcode, a phone number and how to reach the victim are found in what goes to the panel",
        arguments: [
            ("Quentin wants it back", [.name]), ("mrs SHARPE’s bike", [.name]), ("Said Will", [.name]),
            ("Lives in sa1 2bc now", [.postcode]), ("SA12BC", [.postcode]), ("EC1A 1BB", [.postcode]),
            ("Ring 01632 960 001 at night", [.number]), ("on 07700 900123", [.reach, .number]),
            ("The child came to 7 Secret Row.", [.reach]), ("It was in Mill Lane", [.reach]), ("Ring in the evening!", [.reach]),
            ("Write to roz@example.com", [.handle]), ("@rozq on the phone", [.handle]),
            ("Quentin of SA1 2BC, 01632 960001", [.name, .postcode, .number]),
        ] as [(String, [VictimWords.Telling])])
    func found(_ text: String, _ expected: [VictimWords.Telling]) {
        #expect(telling(text) == expected)
    }

    @Test(
        "S-OOC-24: what names nobody stays: plain words, short ones, days and sums",
        arguments: [
            "", "Wants the bike mended and a letter; she will read one.", "The mill and the lane were dark.", "A sharp word on 12 10 2026.",
            "Paid 1 250 pounds, 3 times in 2026", "Li", "Saw B6 and the M25", "Not in the evening.",
        ])
    func nothing(_ text: String) {
        #expect(telling(text).isEmpty)
    }
}
