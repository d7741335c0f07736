import Casework
import Testing

@testable import Practice

@Suite struct FoldTests {
    static let table = [
        ("Kowalski", "kowalski"), ("O'Néill", "oneill"), ("O’Neill", "oneill"), ("Łącki-Żółć", "lacki zolc"), ("Sørensen", "sorensen"),
        ("Strauß", "strauss"), ("Æthelstan", "aethelstan"), ("  Anne   Marie ", "anne marie"), ("Anne-Marie", "anne marie"),
        ("St. John", "st john"), ("İbrahim", "ibrahim"), ("Nguyễn", "nguyen"), ("Zoe\u{308}", "zoe"), ("Zoë", "zoe"), ("Ţepeş", "tepes"),
        ("ʿAlī", "ali"), ("محمد", "محمد"), ("", ""), ("-'-", ""), ("Smith (2)", "smith 2"),
    ]

    @Test("Case, marks and signs do not tell names apart", arguments: table)
    func folds(_ name: String, _ folded: String) { #expect(Names.fold(name) == folded) }

    @Test func `Folding what is folded changes nothing, whatever the letter`() {
        for value: UInt32 in 0x20...0x2FFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = Names.fold("a\(scalar)b")
            #expect(Names.fold(once) == once, "U+\(String(value, radix: 16))")
        }
    }

    @Test func `A name in capitals folds as in small letters`() {
        for (name, folded) in Self.table { #expect(Names.fold(name.uppercased()) == folded, "\(name)") }
    }
}

@Suite struct SoundTests {
    @Test(
        "Spellings of one name sound alike",
        arguments: [
            "mohammed muhammad mohamed mohammad", "catherine kathryn katherine", "shaun sean shawn", "hussain hussein husain",
            "yusuf yousef youssef",
            "kowalski kowalsky kovalski", "wojcik woycik wujcik", "chowdhury choudhury chaudhry", "qureshi kureshi", "lukasz lukash",
            "szymon shimon simon", "krzysztof kristof", "wright rite", "leigh lee li", "knight night", "mckenzie mackenzie", "aisha ayesha",
            "siddiqui sidiki", "aaliyah aliya alia", "phillips filips", "reece rhys rees", "davies davis", "iqbal ikbal", "umar omar",
            "mclaughlin mcloughlin maclaughlin", "lloyd loyd", "llywelyn llewellyn",
        ])
    func alike(_ line: String) {
        let names = line.split(separator: " ").map(String.init)
        #expect(Set(names.map { Sound.code($0) }).count == 1, "\(names.map { Sound.code($0) ?? "" })")
    }

    @Test(
        "Different names sound different",
        arguments: [("khan", "patel"), ("smith", "jones"), ("mohan", "mann"), ("kowalski", "nowak"), ("adam", "aaron"), ("singh", "shah")])
    func unlike(_ a: String, _ b: String) { #expect(Sound.code(a) != Sound.code(b)) }

    @Test func `A name in another script has no code`() { #expect(Sound.code("محمد") == nil) }
}

@Suite struct DistanceTests {
    @Test(
        "Slips are counted",
        arguments: [
            ("adam", "adam", 0), ("adam", "adma", 1), ("adam", "adm", 1), ("adam", "aadam", 1), ("adam", "edam", 1), ("adam", "eve", 3),
            ("", "ab", 2),
        ])
    func counts(_ a: String, _ b: String, _ slips: Int) {
        #expect(Distance.slips(a, b) == slips)
        #expect(Distance.slips(b, a) == slips)
    }
}
