import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Bringing a folder in")
struct ExchangeImportTests {
    static let start = folder(
        (
            "children.csv",
            "child_ref,given_name,family_name,date_of_birth,home_postcode\nc1,Ann,Vale,2010-05-01,ZZ1 1AA\nc2,Bo,Hill,2011-06-02,\n"
        ),
        ("offences.csv", "offence_ref,child_ref,offence_date\no1,c1,2025-05-01\n"),
        ("outcomes.csv", "outcome_ref,offence_ref,outcome_date,outcome\nx1,o1,2025-06-01,YOUTH_CAUTION\n"),
        ("contacts.csv", "contact_ref,child_ref,at,content\nk1,c1,2025-07-01T10:00,Talked\nk2,c2,2025-07-02,Rang\n"))

    private func children(_ rows: String) -> Folder {
        folder(("children.csv", "child_ref,given_name,family_name,date_of_birth,home_postcode\n" + rows))
    }

    @Test("A folder is counted file by file; bringing it in twice changes nothing, not even the journal", arguments: Engine.available)
    func twice(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let first = try await service.bringIn(ExchangeImportTests.start)
            #expect(first.counts == [6, 6, 0, 0, 0])
            #expect(first.file("contacts.csv")?.new == 2)
            let position = try await service.position()
            let second = try await service.bringIn(ExchangeImportTests.start)
            #expect(second.counts == [6, 0, 0, 6, 0])
            #expect(try await service.position() == position)
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("Checking writes nothing")
    func checking() async throws {
        try await withService(.sqlite) { service, _ in
            let position = try await service.position()
            let staged = try await Importer(service).stage(ExchangeImportTests.start)
            #expect(staged.report.new == 6)
            #expect(try await service.position() == position)
            #expect(try await service.stored(Child.self, ref: "c1").isEmpty)
        }
    }

    @Test("S-INF-05: a row refused for a fault of its own does not cost the next row of the same key", arguments: Engine.available)
    func freedKey(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let children = ("children.csv", "child_ref\nc1\n")
            let health = (
                "health.csv",
                "child_ref,need,tier\nc1,MENTAL_HEALTH,NO_SUCH_TIER\nc1,MENTAL_HEALTH,GETTING_HELP\nc1,MENTAL_HEALTH,COMPLEX_CARE\n"
            )
            let report = try await service.bringIn(folder(children, health))
            let file = try #require(report.file("health.csv"))
            #expect(file.new == 1 && file.refused.map(\.line) == [2, 4])
            #expect(file.refused.last?.words == "child_ref: Line 3 of this file is the same record.")
        }
    }

    @Test("A reference with a space at its end is kept as it is, and said to be another", arguments: Engine.available)
    func spacedReference(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let report = try await service.bringIn(folder(("children.csv", "child_ref,given_name\n A6 ,Ann\nA6,Bo\n")))
            let file = try #require(report.file("children.csv"))
            #expect(file.new == 2 && file.remarks.map(\.line) == [2])
            #expect(try await service.exported("children.csv").contains("\n A6 ,Ann"))
        }
    }

    @Test("S-DEL-02: a contact of a day to come says nothing of attendance but that it was called off", arguments: Engine.available)
    func attendedToCome(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let children = ("children.csv", "child_ref,date_of_birth\nc1,2011-01-01\n")
            let rows = ["ATTENDED", "MISSED_UNACCEPTABLE", "CANCELLED", ""].enumerated().map { "k\($0),c1,2037-01-02T10:00,\($1)\n" }
            let contacts = ("contacts.csv", "contact_ref,child_ref,at,attendance\n" + rows.joined())
            let report = try await service.bringIn(folder(children, contacts))
            #expect(report.file("contacts.csv")?.refused.map(\.line) == [2, 3])
            #expect(report.file("contacts.csv")?.new == 2)
        }
    }

    @Test("What people here have since written is kept, and only what the sender changed is taken", arguments: Engine.available)
    func localEdits(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.bringIn(ExchangeImportTests.start)
            let child = try #require(try await service.stored(Child.self, ref: "c1").first)
            try await service.write(.wholeService(reason: "test"), action: "test") { writer in
                try writer.correct(Child.self, child: child.id, id: child.id, from: child.from) {
                    $0.givenName = "Annie"
                    $0.homePostcode = "ZZ9 9ZZ"
                    $0.strengths = "Draws"
                }
            }
            #expect(try await service.bringIn(ExchangeImportTests.start).counts == [6, 0, 0, 6, 0])
            #expect(try await service.stored(Child.self, ref: "c1").first?.value.givenName == "Annie")
            // The sender changes the family name alone: the rest stays as written here.
            let report = try await service.bringIn(children("c1,Ann,Vale-Hill,2010-05-01,ZZ1 1AA\n"))
            #expect(report.counts == [1, 0, 1, 0, 0])
            let after = try #require(try await service.stored(Child.self, ref: "c1").first?.value)
            #expect((after.givenName, after.familyName, after.homePostcode, after.strengths) == ("Annie", "Vale-Hill", "ZZ9 9ZZ", "Draws"))
            // What the sender clears is cleared; a column that is not there is left alone.
            try await service.bringIn(folder(("children.csv", "child_ref,home_postcode\nc1,\n")))
            let cleared = try #require(try await service.stored(Child.self, ref: "c1").first?.value)
            #expect(cleared.homePostcode == nil)
            #expect(cleared.familyName == "Vale-Hill")
        }
    }

    @Test("A refused row says why, column by column, and takes with it what depends on it")
    func refused() async throws {
        try await withService(.sqlite) { service, _ in
            let report = try await service.bringIn(
                folder(
                    ("children.csv", "child_ref,sex,date_of_birth\nc1,MALE,2010-05-01\nc2,PURPLE,2010-13-01\n,MALE,\nc1,FEMALE,\nc3\n"),
                    ("offences.csv", "child_ref,offence_ref,offence_date\nc1,o1,2025-05-01\nc2,o2,2025-05-01\nc9,o3,2025-05-01\n"),
                    (
                        "outcomes.csv",
                        "outcome_ref,offence_ref,outcome_date,outcome\nx1,o1,2025-06-01,YOUTH_CAUTION\nx2,o2,2025-06-01,YOUTH_CAUTION\nx3,o1,,\n"
                    ),
                    ("contacts.csv", "contact_ref,child_ref,at,minutes\nk1,c1,2025-07-01,many\n")))
            #expect(
                report.refusals == [
                    "children.csv 3: sex: Sex: “PURPLE” is not a code of this list. | date_of_birth: “2010-13-01” is not a day like 2026-11-21.",
                    "children.csv 4: child_ref: This is blank, and without it the row cannot be told apart.",
                    "children.csv 5: child_ref: Line 2 of this file is the same record.",
                    "children.csv 6: The row has 1 cells, the header has 3.",
                    "offences.csv 3: child_ref: It depends on the child “c2”, refused at line 3 of children.csv.",
                    "offences.csv 4: child_ref: There is no child “c9”.",
                    "outcomes.csv 3: offence_ref: It depends on the offence “o2”, refused at line 3 of offences.csv.",
                    "outcomes.csv 4: outcome_date: Enter date of the outcome. | outcome: Choose outcome.",
                    "contacts.csv 2: minutes: Minutes must be a whole number.",
                ])
            #expect(report.counts == [12, 3, 0, 0, 9])
            let file = String(decoding: try #require(report.file("outcomes.csv")?.refusedFile), as: UTF8.self)
            #expect(
                file == """
                    line,reasons,outcome_ref,offence_ref,outcome_date,outcome
                    3,"offence_ref: It depends on the offence “o2”, refused at line 3 of offences.csv.",x2,o2,2025-06-01,YOUTH_CAUTION
                    4,outcome_date: Enter date of the outcome. | outcome: Choose outcome.,x3,o1,,

                    """)
        }
    }

    @Test("A refused file, mended, can be brought in as it is")
    func mended() async throws {
        try await withService(.sqlite) { service, _ in
            let report = try await service.bringIn(folder(("children.csv", "child_ref,sex\nc1,PURPLE\n")))
            let file = String(decoding: try #require(report.file("children.csv")?.refusedFile), as: UTF8.self)
            let again = try await service.bringIn(folder(("children.csv", file.replacing("PURPLE", with: "MALE"))))
            #expect(again.counts == [1, 1, 0, 0, 0])
            #expect(again.file("children.csv")?.unknownColumns == ["line", "reasons"])
        }
    }

    @Test("A row that becomes wrong leaves its record as it was, and what depends on it is not taken either")
    func changedToWrong() async throws {
        try await withService(.sqlite) { service, _ in
            try await service.bringIn(ExchangeImportTests.start)
            let position = try await service.position()
            var files = ExchangeImportTests.start
            files[0].bytes = Array(
                "child_ref,given_name,family_name,date_of_birth,home_postcode\nc1,Ann,Vale,2110-05-01,\nc2,Bo,Hill,2011-06-02,\n".utf8)
            let report = try await service.bringIn(files)
            #expect(report.counts == [6, 0, 0, 2, 4])
            #expect(try await service.position() == position)
        }
    }

    @Test("A record is never moved to another child's file")
    func neverMoved() async throws {
        try await withService(.sqlite) { service, _ in
            try await service.bringIn(ExchangeImportTests.start)
            let report = try await service.bringIn(
                children("c1,Ann,Vale,2010-05-01,ZZ1 1AA\nc2,Bo,Hill,2011-06-02,\n")
                    + folder(("contacts.csv", "contact_ref,child_ref,at\nk1,c2,2025-07-01T10:00\n")))
            #expect(report.refusals == ["contacts.csv 2: child_ref: This record is kept on another child's file; a record is never moved."])
            let cross = try await service.bringIn(
                children("c2,Bo,Hill,2011-06-02,\n")
                    + folder(("programmes.csv", "programme_ref,child_ref,disposal,offence_refs\np,c2,PREVENTION,o1\n")))
            #expect(cross.refusals == ["programmes.csv 2: offence_refs: “o1” belongs to another child."])
        }
    }

    @Test("Without references rows are told apart by their key", arguments: Engine.available)
    func keys(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let files = folder(
                ("children.csv", "child_ref\nc1\n"), ("offences.csv", "offence_ref,child_ref,offence_date\no1,c1,2024-01-01\n"),
                (
                    "outcomes.csv",
                    "offence_ref,outcome_date,outcome\no1,2024-02-01,YOUTH_CAUTION\no1,2024-03-01,REFERRAL_ORDER\no1,2024-03-01,FINE\n"
                ),
                ("areas.csv", "area,kind,from_date\nSandholme,SERVICE,\nSandholme,SERVICE,2024-01-01\n"))
            let report = try await service.bringIn(files)
            #expect(report.refusals == ["outcomes.csv 4: offence_ref: Line 3 of this file is the same record."])
            #expect(report.new == 6)
            #expect(try await service.stored(Outcome.self, ref: "o1/2024-02-01").count == 1)
            #expect(try await service.bringIn(files).counts == [7, 0, 0, 6, 1])
        }
    }

    @Test("Only what tells rows apart is needed; columns may come in any order; what is not known is named")
    func lenient() async throws {
        try await withService(.sqlite) { service, _ in
            let report = try await service.bringIn(
                folder(
                    ("children.csv", "shoe_size,child_ref\n42,c1\n"), ("offences.csv", "colour,child_ref,offence_ref\nred,c1,o1\n"),
                    ("notes.txt", "x")))
            #expect(report.refusals == [])
            #expect(report.new == 2)
            #expect(report.file("children.csv")?.unknownColumns == ["shoe_size"])
            #expect(report.unknown == ["notes.txt"])
        }
    }

    @Test(
        "A folder that cannot be taken at all says so in a sentence",
        arguments: [
            (folder(("offences.csv", "offence_ref\n")), "There is no children.csv, which every folder needs."),
            (folder(("children.csv", "name\nx\n")), "children.csv has no column child_ref, which tells its rows apart."),
            (folder(("children.csv", "child_ref,\"c\n")), "children.csv, line 1: a quotation mark opens a cell and is never closed."),
            (folder(("children.csv", "")), "children.csv, line 1: the file has no header row."),
        ])
    func impossible(files: Folder, sentence: String) async throws {
        try await withService(.sqlite) { service, _ in
            await #expect {
                try await service.bringIn(files)
            } throws: { error in
                (error as? ImportError)?.description == sentence
            }
        }
    }

    @Test("A quotation mark never closed refuses that file from its row on; the rows before it and the other files are taken")
    func neverClosed() async throws {
        try await withService(.sqlite) { service, _ in
            let files = folder(
                ("children.csv", "child_ref,given_name\nc1,Ann\nc2,Bo\n"),
                (
                    "offences.csv",
                    "offence_ref,child_ref,description\no1,c1,\"a bike\"\no2,c1,\"a \"\"van\"\", red\"\no3,c1,\"a car\no4,c2,x\no5,c2,y\n"
                ),
                ("contacts.csv", "contact_ref,child_ref,at\nk1,c1,2025-07-01\n"))
            let staged = try await Importer(service).stage(files)
            #expect(!staged.report.isWhole)
            let whole = try await staged.publish(onlyWhole: true)
            #expect(whole.refused == 1)
            #expect(try await service.stored(Child.self, ref: "c1").isEmpty)
            let report = try await service.bringIn(files)
            #expect(report.counts == [6, 5, 0, 0, 1])
            #expect(
                report.refusals == [
                    "offences.csv 4: A quotation mark opens a cell and is never closed (line 4), so nothing from this row to the end of the file was read."
                ])
            let refused = String(decoding: try #require(report.file("offences.csv")?.refusedFile), as: UTF8.self)
            #expect(refused.hasSuffix(",o3,c1,a car\n"))
        }
    }

    @Test("Columns and files that mean nothing are named and do no harm: the folder is still whole")
    func whole() async throws {
        try await withService(.sqlite) { service, _ in
            let odd = folder(("children.csv", "child_ref,shoe_size\nc1,42\n"), ("notes.txt", "x"))
            let report = try await service.bringIn(odd)
            #expect(report.isWhole && report.new == 1)
            #expect(report.unknown == ["notes.txt"])
        }
    }

    @Test("A child marked as withdrawn leaves the lists but not the records", arguments: Engine.available)
    func withdrawn(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.bringIn(ExchangeImportTests.start)
            #expect(try await service.bringIn(folder(("children.csv", "child_ref,deleted\nc2,yes\n"))).changed == 1)
            let child = try #require(try await service.stored(Child.self, ref: "c2").first)
            #expect(child.value.deleted == true)
            #expect(child.value.givenName == "Bo")
        }
    }

    @Test("Another source's reference is another record")
    func sources() async throws {
        try await withService(.sqlite) { service, _ in
            try await service.bringIn(folder(("children.csv", "child_ref\nc1\n")), source: "north")
            #expect(try await service.bringIn(folder(("children.csv", "child_ref\nc1\n")), source: "south").new == 1)
            #expect(try await service.stored(Child.self, ref: "c1").count == 2)
            for source in ["waymark", "a:b", "a b", ""] {
                await #expect(throws: ImportError.self) {
                    try await service.bringIn(folder(("children.csv", "child_ref\nc1\n")), source: source)
                }
            }
        }
    }

    @Test("What somebody saved between checking and writing is respected", arguments: Engine.available)
    func meanwhile(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.bringIn(ExchangeImportTests.start)
            let staged = try await Importer(service).stage(children("c1,Anna,Vale,2010-05-01,ZZ1 1AA\n"))
            #expect(staged.report.changed == 1)
            let child = try #require(try await service.stored(Child.self, ref: "c1").first)
            try await service.write(.wholeService(reason: "test"), action: "test") { writer in
                try writer.correct(Child.self, child: child.id, id: child.id, from: child.from) { $0.familyName = "Vale-Moor" }
            }
            #expect(try await staged.publish().counts == [1, 0, 1, 0, 0])
            let after = try #require(try await service.stored(Child.self, ref: "c1").first?.value)
            #expect((after.givenName, after.familyName) == ("Anna", "Vale-Moor"))
        }
    }

    @Test("The same folder checked twice at once is written once", arguments: Engine.available)
    func checkedTwice(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let one = try await Importer(service).stage(ExchangeImportTests.start)
            let other = try await Importer(service).stage(ExchangeImportTests.start)
            #expect(try await one.publish().new == 6)
            #expect(try await other.publish().counts == [6, 0, 0, 6, 0])
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("Only who may exchange the folder brings it in")
    func allowed() async throws {
        try await withService(.sqlite) { service, _ in
            let worker = try await service.person(as: .caseManager)
            #expect(throws: NotAllowed.self) { _ = try Importer(service, by: worker) }
            let manager = try await service.person(as: .serviceManager)
            let staged = try await Importer(service, by: manager).stage(ExchangeImportTests.start)
            try await staged.publish()
            let position = try await service.position()
            let trail = try await service.read(.wholeService(reason: "test")) { try $0.trails([position]) }
            #expect(trail[position]?.staff == manager.id)
        }
    }
}
