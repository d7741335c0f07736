import Casework
import Testing

@Suite("Fields and kinds")
struct FieldTests {
    private let context = RuleContext(today: Day(number: 20778), codes: ShippedCodes.codes)
    private func read(_ kind: FieldKind, _ text: String, _ reading: Reading) -> Value? { try? kind.read(text, reading, label: "It").get() }

    @Test("A form reads as people write, a file exactly")
    func readings() throws {
        let day = Value.day(try #require(Day(iso: "2026-11-21")))
        #expect(read(.day, " 21/11/2026 ", .form) == day)
        #expect(read(.day, "21/11/2026", .file) == nil)
        #expect(read(.day, "2026-11-21", .file) == day)
        #expect(read(.flag, "Yes", .form) == .flag(true))
        #expect(read(.flag, "on", .form) == .flag(true))
        #expect(read(.flag, "on", .file) == nil)
        #expect(read(.flag, "no", .file) == .flag(false))
        #expect(read(.number(0...9), "+7", .form) == nil)
        #expect(read(.number(0...9), "7.5", .form) == nil)
        #expect(read(.number(-9...9), "-7", .file) == .number(-7))
        #expect(read(.instant, "21/11/2026 14:30", .form) == .instant(try #require(Instant("2026-11-21T14:30"))))
        for typed in ["21/11/2026 14.30", "21 Nov 2026 2:30pm", "21.11.2026 2.30 PM"] {
            #expect(read(.instant, typed, .form) == .instant(try #require(Instant("2026-11-21T14:30"))), "\(typed)")
        }
        #expect(read(.instant, "21/11/2026 4pm", .form) == .instant(try #require(Instant("2026-11-21T16:00"))))
        #expect(read(.instant, "21/11/2026 12 am", .form) == .instant(try #require(Instant("2026-11-21T00:00"))))
        for wrong in ["21/11/2026 4", "21/11/2026 13pm", "21/11/2026 0am", "21/11/2026 9.5", "21/11/26 9.15", "pm"] {
            #expect(read(.instant, wrong, .form) == nil, "\(wrong)")
        }
        #expect(read(.instant, "21/11/2026", .form) == .instant(try #require(Instant("2026-11-21T00:00"))))
        #expect(read(.text(10), "  Jay  ", .form) == .text("Jay"))
        #expect(read(.text(10), "", .form) == Value.none)
        #expect(read(.text(10), "a\0b", .form) == nil)
        #expect(read(.longText, "a\r\nb\rc", .form) == .text("a\nb\nc"))
        // What a browser sends has no CR that stands alone.
        #expect(read(.longText, "é\r\n\r\nb", .form) == .text("é\n\nb"))
        #expect(read(.link("offence"), "no", .form) == nil)
    }

    @Test("What is written in a box or a cell is read back as the same value")
    func roundTrip() throws {
        let id = RecordID.new(at: Instant(milliseconds: 1_795_255_200_000))
        let cases: [(FieldKind, Value)] = [
            (.text(50), .text("Ash, “Ash”")), (.longText, .text("one\ntwo")), (.number(0...99), .number(42)), (.flag, .flag(false)),
            (.day, .day(Day(number: 20778))), (.instant, .instant(try #require(Instant("2026-10-25T01:30")))), (.link("child"), .id(id)),
            (.links("child"), .ids([id, id])), (.code("sex"), .text("MALE")), (.day, .none),
        ]
        for (kind, value) in cases {
            for reading in [Reading.form, .file] {
                #expect(try kind.read(kind.write(value, reading), reading, label: "It").get() == value)
            }
        }
    }

    @Test("A blank required field, a wrong code, a long line and a broken rule are all said, in the form's order")
    func problems() {
        var child = Child()
        child.sex = "X"
        child.knownAs = String(repeating: "a", count: 101)
        child.dateOfBirth = Day(number: 30000)
        let found = Child.kind.problems(child, context)
        #expect(found.map(\.field) == ["given_name", "known_as", "sex", "date_of_birth"])
        #expect(found.first?.message == "Enter given name.")
        #expect(found.last?.message == "Date of birth must be in the past.")
        child.familyName = "Vale"
        #expect(Child.kind.problems(child, context).map(\.field) == ["known_as", "sex", "date_of_birth"])
    }

    @Test("A placeholder is no value, in a required day, link, text or moment")
    func placeholders() {
        #expect(Contact.kind.problems(Contact(), context).map(\.field) == ["at"])
        #expect(Outcome.kind.problems(Outcome(), context).map(\.field) == ["offence_ref", "outcome_date", "outcome"])
        var contact = Contact()
        contact.at = Instant(milliseconds: -3_000_000_000_000)
        #expect(Contact.kind.problems(contact, context).map(\.message) == ["When must be between 1900 and 2100."])
    }

    @Test("An ended code stays readable and is not offered")
    func endedCodes() throws {
        let codes = Codes([CodeValue(list: "x", token: "OLD", label: "Old", to: Day(iso: "2020-01-01"), basis: "test")])
        #expect(codes.label("x", "OLD") == "Old")
        #expect(codes.inForce("x", on: try #require(Day(iso: "2020-01-02"))).isEmpty)
        #expect(codes.inForce("x", on: try #require(Day(iso: "2020-01-01"))).count == 1)
    }

    @Test("Every kind is whole: names differ, links lead to a kind before it or its own, keys and rules name its fields, lists exist")
    func everyKind() {
        var before: Set<String> = []
        func check<R: RecordKind>(_ type: R.Type) {
            let kind = R.kind
            let names = kind.fields.map(\.name)
            #expect(before.insert(kind.name).inserted, "\(kind.name) twice")
            #expect(Set(names).count == names.count, "\(kind.name) has a field twice")
            #expect(kind.rules.allSatisfy { names.contains($0.field) }, "\(kind.name) has a rule beside no field")
            let given: Set<String> = ["\(kind.name)_ref", "child_ref"]
            #expect(
                kind.key.flatMap { $0.split(separator: "|").map(String.init) }.allSatisfy { names.contains($0) || given.contains($0) },
                "\(kind.name)'s key")
            #expect(kind.fields.allSatisfy { (1...kind.version).contains($0.since) }, "\(kind.name) has a field of a version to come")
            for field in kind.fields {
                switch field.kind {
                case .link(let target), .links(let target):
                    #expect(before.contains(target), "\(kind.name).\(field.name) leads to \(target)")
                case .code(let list), .codes(let list):
                    #expect(!ShippedCodes.codes.all(list).isEmpty, "\(kind.name).\(field.name): no list \(list)")
                default: break
                }
                #expect(
                    !field.label.isEmpty
                        && field.name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F || (0x30...0x39).contains($0) })
                // What a blank record answers is what a blank form would send.
                var value = R()
                let blank = field.get(value)
                #expect(blank.isNone || field.set(&value, blank), "\(kind.name).\(field.name) cannot hold its own value")
            }
        }
        for kind in allKinds { check(kind.type) }
    }

    @Test("Every kind has its place in the access table: somebody may write it")
    func everyKindIsWritten() {
        // A version of a form is written by the program alone, from its file; breaking the glass, sealing an identity and opening it are commands.
        for kind in allKinds where !["form", "break_glass", "identity_seal", "identity_opening"].contains(kind.name) {
            #expect(Role.allCases.contains { Access($0).mayWrite(kind.name) }, "nobody writes \(kind.name)")
        }
    }
}
