import Casework
import Foundation
import Records
import TestSupport
import Testing

@testable import Web

@Suite("Subject access: other files and documents")
struct SubjectAccessElsewhereTests {
    private func laidOut(_ site: TestSite, _ made: Sample) async throws -> String {
        let path = "/children/\(made.case.child)/subject-access-requests/\(made.ids["subject-access-requests"] ?? .unset)"
        let checker = try await site.service.person(as: .serviceManager).id
        let manager = try await site.browser(.teamManager)
        let edit = try (try await manager.get(path + "/edit")).form("/subject-access-requests/")
        _ = try await manager.submit(edit, ["requester": "CHILD", "checker": checker.description])
        #expect(try await manager.send("POST", path + "/pack").status == 303)
        return path
    }

    @Test(
        "S-INF-11, S-INF-12: what other children's files say of the child is proposed without whom it may not name, put in or left out with a reason, and read by the second person",
        arguments: Engine.available)
    func elsewhere(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let child = made.case.child
            let (friend, stranger, closed) = (
                try await site.service.makeCase("Quillon", "Zebedith"), try await site.service.makeCase("Ottoline", "Marsh"),
                try await site.service.makeCase("Ferdie", "Quayle")
            )
            try await site.service.write(.wholeService(reason: "test"), action: "test.seed") { writer in
                var together = Fixtures.offence()
                together.coDefendants = [child]
                try writer.create(together, child: friend.child)
                // By a given name alone on a friend's file, and by the whole name on a stranger's.
                try writer.create(
                    Fixtures.contact(content: "Quillon was late. Robin waited for Quillon at the bus stop. It rained."), child: friend.child
                )
                try writer.create(
                    Fixtures.contact(content: "Ottoline says ROBIN  VALE lent her a bike! Another Robin has none."), child: stranger.child)
                try writer.create(Fixtures.contact(content: "Robin came along"), child: stranger.child)
                // What a pack leaves out of the child's own file is not taken from another's.
                var answer = Enquiry()
                (answer.agency, answer.askedOn, answer.receivedOn) = (
                    "POLICE", writer.recordedAt.londonDay - 9, writer.recordedAt.londonDay - 8
                )
                answer.result = "Robin Vale is watched by the police."
                try writer.create(answer, child: friend.child)
                try writer.create(Fixtures.contact(content: "Robin Vale was there"), child: closed.child)
                var restriction = Restriction()
                (restriction.reason, restriction.startDate) = ("STAFF_FAMILY", writer.recordedAt.londonDay - 3)
                try writer.create(restriction, child: closed.child)
            }
            let path = try await laidOut(site, made)
            let manager = try await site.browser(.teamManager)
            let list = try await manager.get(try (try await manager.get(path + "/pack")).link("Look through other files"))
            let waiting = list.section("waiting")
            #expect(waiting.contains("Robin waited for Quillon at the bus stop.") && waiting.contains("VALE lent her a bike!"))
            #expect(waiting.contains("To decide: 2") && !list.html.contains("is watched"), "\(waiting)")
            #expect(!waiting.contains("It rained") && !waiting.contains("Another Robin") && !waiting.contains("came along"))
            #expect(!list.html.contains("Quayle"), "a file that does not open is not looked through")
            let seen = try await site.accessEntries().last { $0.page.hasSuffix("/pack/elsewhere") }
            #expect(seen?.shown.contains(friend.child.description) == true, "whose files were shown is on record")

            let forms = list.forms.filter { $0.action.hasSuffix("/pack/elsewhere") }
            #expect(forms.count == 2)
            let bus = try #require(forms.first { $0["passage"]?.contains("bus stop") == true })
            let bike = try #require(forms.first { $0["passage"]?.contains("bike") == true })
            #expect(
                bus["passage"] == "Robin waited for [another child] at the bus stop."
                    || bus["passage"] == "Robin waited for another child at the bus stop.")
            #expect(bike["passage"]?.contains("Ottoline") == false)
            let bare = try await manager.submit(bus, ["passage": ""], press: ("change", "BROUGHT_IN"))
            #expect(bare.status == 422 && bare.error(beside: "why").contains("Say why") && !bare.error(beside: "passage").isEmpty)
            let put = try await manager.submit(bus, ["why": "It is about Robin"], press: ("change", "BROUGHT_IN"))
            #expect(put.section("decided").contains("bus stop") && put.section("waiting").contains("To decide: 1"))
            let place = try #require(bike["place"])
            for wrong in ["", "elsewhere:contact", place + "1", place.split(separator: "@")[0] + "@0"] {
                let sent = try await manager.send(form: bike, ["place": wrong, "why": "made up"], press: ("change", "KEPT_OUT"))
                #expect(sent.status == 303, "\(wrong)")
            }
            #expect(try await manager.get(path + "/pack/elsewhere").section("waiting").contains("To decide: 1"))
            let left = try await manager.submit(bike, ["why": "It is hers"], press: ("change", "KEPT_OUT"))
            #expect(left.section("waiting").contains("To decide: 0") && left.section("decided").contains("It is hers"))

            // The second person reads it in the pack, and may take it out like any other line.
            let checker = try await site.browser(.serviceManager)
            let pack = try await checker.get(path + "/pack")
            #expect(pack.text.contains("What other files say of you") && pack.text.contains("at the bus stop"))
            #expect(!pack.html.contains("Quillon") && !pack.html.contains("lent her a bike"))
            for role in Role.allCases where ![.serviceManager, .teamManager].contains(role) {
                #expect(try await site.browser(role).send("GET", path + "/pack/elsewhere").status == 403, "\(role)")
            }
            #expect(try await site.service.verify().isWhole)
        }
    }

    @Test(
        "S-INF-11: a full name is found on whatever other file it stands, with or without its marks, and however many places there are; a given name alone is not",
        arguments: Engine.available)
    func spelled(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (child, single, stranger) = (
                try await site.service.makeCase("Zoë", "O'Hare").child, try await site.service.makeCase("Quillon", "Zebedith").child,
                try await site.service.makeCase("Ottoline", "Marsh").child
            )
            let texts = ["ZOE O’HARE was seen.", "Zoë OHare rang.", "Zoe rang, not the one of this name.", "Hare coursing, said Zoe."]
            try await site.service.write(.wholeService(reason: "test"), action: "test.seed") { writer in
                for text in texts { try writer.create(Fixtures.contact(content: text), child: stranger) }
                for number in 1...205 { try writer.create(Fixtures.contact(content: "Quillon Zebedith, \(number)."), child: stranger) }
            }
            let manager = Scope(try await site.service.person(as: .serviceManager))
            let found = try await site.service.read(manager) { try $0.mentions(of: child, toChild: true) }
            #expect(Set(found.map(\.text)) == ["ZOE O’HARE was seen.", "Zoë OHare rang."])
            let many = try await site.service.read(manager) { try $0.mentions(of: single, toChild: true) }
            #expect(Set(many.map(\.text)) == Set((1...205).map { "Quillon Zebedith, \($0)." }))
            let last = try #require(many.last)
            let one = try await site.service.read(manager) { try $0.mention(last.place, of: single, toChild: true) }
            #expect(one?.text == last.text)
            #expect(try await site.service.read(manager) { try $0.mention(last.place, of: child, toChild: true) } == nil)

            // Who is known by one name alone is found by it.
            try await site.service.write(.wholeService(reason: "test"), action: "test.seed") { writer in
                let now = try #require(try writer.reader.records(Child.self, child: child).first)
                try writer.correct(Child.self, child: child, id: now.id, from: now.from) { ($0.givenName, $0.familyName) = ("Zoë", nil) }
            }
            let alone = try await site.service.read(manager) { try $0.mentions(of: child, toChild: true) }
            #expect(Set(alone.map(\.text)) == Set(texts))
        }
    }

    @Test(
        "ASVS 14.2.8: what a document says of who made it is named before it is sent, and taken out of a copy of a Word file",
        arguments: Engine.available)
    func authors(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let child = made.case.child
            let ids = try await site.service.write(.wholeService(reason: "test"), action: "test.seed") { writer -> [RecordID] in
                func add(_ title: String, _ bytes: [UInt8], _ type: String) throws -> RecordID {
                    var one = Document()
                    (one.type, one.title) = ("LETTER", title)
                    try writer.keep(bytes, mediaType: type, for: &one)
                    return try writer.create(one, child: child)
                }
                return [
                    try add("Letter in Word", WordFile.bytes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                    try add("Old letter", [0xD0, 0xCF], "application/msword"),
                    try add("Photo", [0xFF, 0xD8, 0xFF], "image/jpeg"),
                    try add("Letter in PDF", Array("%PDF-1.7 << /Author (Quillon Zebedith) >>".utf8), "application/pdf"),
                ]
            }
            let path = try await laidOut(site, made)
            let manager = try await site.browser(.teamManager)
            let page = try await manager.get(try (try await manager.get(path + "/pack")).link("what each says of who made it"))
            #expect(page.text.contains("Author: Quillon Zebedith") && page.text.contains("Stays in it"))
            #expect(page.text.contains("Author: Barnaby Thrale"))
            // What was not looked at is not called clean; a picture lost it when it was kept.
            func row(_ title: String) -> String { page.html.components(separatedBy: "<tr").first { $0.contains(">\(title)<") } ?? "" }
            #expect(row("Old letter").contains("Not known") && row("Old letter").contains("May be in it"))
            #expect(row("Photo").contains("Nothing was found") && !row("Photo").contains("May be in it"))
            #expect(row("Letter in PDF").contains("There may be more"))
            let bare = try await manager.send("GET", "/children/\(child)/documents/\(ids[0])/without-author")
            #expect(bare.status == 200 && !bare.html.contains("Barnaby") && bare.html.hasPrefix("PK"))
            #expect(try await manager.send("GET", "/children/\(child)/documents/\(ids[0])/content").html.contains("Barnaby"))
            #expect(try await manager.send("GET", "/children/\(child)/documents/\(ids[3])/without-author").status == 404)
            let seen = try await site.service.views(ViewFilter(files: [child]), limit: 10)
            #expect(seen.contains { $0.action == "download" && $0.page.hasSuffix("/without-author") })
        }
    }
}

/// A Word file whose parts lie unpacked.
private enum WordFile {
    static let bytes: [UInt8] = zip([
        ("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>"),
        ("docProps/core.xml", "<cp:coreProperties><dc:creator>Barnaby Thrale</dc:creator></cp:coreProperties>"),
    ])

    private static func zip(_ parts: [(String, String)]) -> [UInt8] {
        func number(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var (bytes, list): ([UInt8], [UInt8]) = ([], [])
        for (name, text) in parts {
            let (name, text) = (Array(name.utf8), Array(text.utf8))
            // Nobody here holds a file to its checksum.
            let common =
                number(20, 2) + number(0, 4) + number(0, 4) + number(0, 4) + number(text.count, 4) + number(text.count, 4)
                + number(name.count, 2)
                + number(0, 2)
            list += number(0x0201_4B50, 4) + number(20, 2) + common + number(0, 10) + number(bytes.count, 4) + name
            bytes += number(0x0403_4B50, 4) + common + name + text
        }
        let count = number(parts.count, 2)
        return bytes + list + number(0x0605_4B50, 4) + number(0, 4) + count + count + number(list.count, 4) + number(bytes.count, 4)
            + number(0, 2)
    }
}
