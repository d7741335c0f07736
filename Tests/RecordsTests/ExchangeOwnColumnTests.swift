import Casework
import Records
import TestSupport
import Testing

/// Columns of our own in the case-level folder: who never heard of them is not held to them, and what they say survives the way there and back.
@Suite("Columns of our own in the exchange")
struct ExchangeOwnColumnTests {
    @Test(
        "S-INF-05: a programme's reference with a space is taken, and named in a list by our own export, which comes back whole",
        arguments: Engine.available)
    func spaces(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let report = try await service.bringIn(
                folder(
                    ("children.csv", "child_ref\nc1\n"),
                    (
                        "programmes.csv",
                        "programme_ref,child_ref,disposal\np 1,c1,REFERRAL_ORDER\n50% p,c1,REFERRAL_ORDER\np2,c1,REFERRAL_ORDER\n"
                    ),
                    ("contacts.csv", "contact_ref,child_ref,programme_ref,at\nk1,c1,p 1,2025-09-01\n"),
                    ("assessments.csv", "assessment_ref,child_ref,completed_on,programme_refs\na1,c1,2025-07-02,p%201 p2 50%25%20p\n")))
            #expect(report.refusals == [] && report.remarks == [])
            let sent = try await service.export()
            #expect(try await service.exported("assessments.csv").contains(",p%201 p2 50%25%20p\n"))
            #expect(try await service.exported("contacts.csv").contains("k1,c1,p 1,"))
            let again = try await withService(engine) { second, _ in
                let report = try await second.bringIn(sent)
                #expect(report.refusals == [] && report.remarks == [])
                return try await second.export().map { String(decoding: $0.bytes, as: UTF8.self) }
            }
            #expect(again == sent.map { String(decoding: $0.bytes, as: UTF8.self) })
            #expect(try await service.bringIn(sent).unchanged == report.read)
        }
    }

    @Test(
        "S-INF-05: a sender's own word in a column that was ignored before is reported and left, and its row is taken",
        arguments: Engine.available)
    func words(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            func files(_ plea: String, _ status: String = "HOME_OFFICE_SAYS", _ programmes: String = "p 9") -> Folder {
                folder(
                    ("children.csv", "child_ref,given_name,immigration_status\nc1,Robin,\(status)\nc2,Ash,\n"),
                    ("offences.csv", "offence_ref,child_ref,offence_date,plea\no1,c1,2025-05-01,\(plea)\n"),
                    ("outcomes.csv", "outcome_ref,offence_ref,outcome_date,outcome,appeal_date\nx1,o1,2025-07-01,FINE,last spring\n"),
                    ("programmes.csv", "programme_ref,child_ref,disposal\np2,c2,REFERRAL_ORDER\n"),
                    ("assessments.csv", "assessment_ref,child_ref,completed_on,programme_refs\na1,c1,2025-07-02,\(programmes)\n"))
            }
            let report = try await service.bringIn(files("Guilty plea"))
            #expect(report.refusals == [] && report.new == 6 && report.isWhole)
            #expect(
                report.remarks.map { String($0.prefix { $0 != ":" }) } == [
                    "children.csv 2", "offences.csv 2", "outcomes.csv 2", "assessments.csv 2",
                ], "\(report.remarks)")
            #expect(report.remarks.contains { $0.contains("plea: ") && $0.contains("“Guilty plea” is not a code of this list") })
            #expect(try await service.exported("offences.csv").contains("plea") == false)
            // Another child's programme is none of this assessment's.
            let other = try await service.bringIn(files("Guilty plea", "HOME_OFFICE_SAYS", "p2"))
            #expect(other.refusals == [] && other.remarks.contains { $0.contains("“p2” belongs to another child.") }, "\(other.remarks)")
            // Mended it is taken; what stands here stays where the next word cannot be read.
            #expect(try await service.bringIn(files("GUILTY")).changed == 1)
            let worse = try await service.bringIn(files("Not decided"))
            #expect(worse.refusals == [] && worse.changed == 0 && worse.remarks.contains { $0.contains("Not decided") })
            #expect(try await service.exported("offences.csv").contains(",GUILTY\n"))
            // A column of the interchange is held to as ever.
            let wrong = try await service.bringIn(
                folder(("children.csv", "child_ref,sex\nc1,Yes please\n")))
            #expect(wrong.refusals.count == 1 && wrong.remarks == [])
        }
    }

    @Test(
        "S-OOC-08: what a child says now is exchanged beside what was said in interview, and comes back byte for byte",
        arguments: Engine.available)
    func admissionNow(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            func files(_ now: String, _ on: String) -> Folder {
                folder(
                    ("children.csv", "child_ref\nc1\n"),
                    (
                        "referrals.csv",
                        "referral_ref,child_ref,received_date,admission,admission_now,admission_now_on\nr1,c1,2025-05-04,NO_COMMENT,\(now),\(on)\nr2,c1,2025-06-04,DENIED,,\n"
                    ))
            }
            let report = try await service.bringIn(files("ADMITTED", "2025-05-20"))
            #expect(report.refusals == [] && report.remarks == [] && report.files.allSatisfy { $0.unknownColumns.isEmpty })
            let kept = try await service.read(.wholeService(reason: "test")) { try $0.everywhere(Referral.self) }.first { $0.ref == "r1" }
            #expect(kept?.value.currentAdmission == "ADMITTED" && kept?.admission == "NO_COMMENT")
            let sent = try await service.export()
            #expect(try await service.exported("referrals.csv").contains("closed_reason,admission_now,admission_now_on\n"))
            #expect(try await service.exported("referrals.csv").contains(",ADMITTED,2025-05-20\n"))
            let again = try await withService(engine) { second, _ in
                try await second.bringIn(sent)
                return try await second.export().map { String(decoding: $0.bytes, as: UTF8.self) }
            }
            #expect(again == sent.map { String(decoding: $0.bytes, as: UTF8.self) })
            // A word of the sender's own, or a day without an answer, keeps no row out: neither is kept, and what stands stays.
            for (place, odd) in [("Guilty in court", "2025-05-21"), ("", "2025-05-21"), ("ADMITTED", "last May")].enumerated() {
                let report = try await service.bringIn(
                    folder(
                        ("children.csv", "child_ref\nc1\n"),
                        (
                            "referrals.csv",
                            "referral_ref,child_ref,received_date,admission,admission_now,admission_now_on\nq\(place),c1,2025-05-04,DENIED,\(odd.0),\(odd.1)\n"
                        )))
                #expect(report.refusals == [] && report.new == 1 && report.remarks.count >= 1, "\(odd) \(report.refusals)")
            }
            let lines = try await service.exported("referrals.csv").split(separator: "\n")
            #expect(lines.filter { $0.hasPrefix("q") }.map { $0.hasSuffix(",,,") } == [true, true, false])
            #expect(lines.contains { $0.hasPrefix("r1,") && $0.hasSuffix(",ADMITTED,2025-05-20") })
        }
    }

    @Test(
        "S-PEO-07: whose child a looked-after child is travels along, for the figures leave another authority's out",
        arguments: Engine.available)
    func placement(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let care = "child_ref,status,responsible_authority,start_date,end_date,placement\n"
            let rows = "c1,LOOKED_AFTER,Farholme,2025-01-01,,OTHER_HERE\nc2,LOOKED_AFTER,,2025-01-01,,\n"
            let report = try await service.bringIn(folder(("children.csv", "child_ref\nc1\nc2\n"), ("care.csv", care + rows)))
            #expect(report.refusals == [] && report.remarks == [] && report.files.allSatisfy { $0.unknownColumns.isEmpty })
            #expect(try await service.exported("care.csv") == care + rows)
        }
    }

    @Test("S-INF-05: the last value cleared in a column of our own arrives as cleared on the other side", arguments: Engine.available)
    func cleared(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.bringIn(
                folder(
                    ("children.csv", "child_ref\nc1\n"), ("programmes.csv", "programme_ref,child_ref,disposal\np1,c1,REFERRAL_ORDER\n"),
                    ("offences.csv", "offence_ref,child_ref,offence_date,plea\no1,c1,2025-05-01,GUILTY\n"),
                    ("assessments.csv", "assessment_ref,child_ref,completed_on,programme_refs\na1,c1,2025-07-02,p1\n")))
            let first = try await service.export()
            try await withService(engine) { second, _ in
                try await second.bringIn(first)
                let child = try #require(try await service.stored(Child.self, ref: "c1").first).id
                let offence = try #require(try await service.stored(Offence.self, ref: "o1").first)
                let assessment = try #require(try await service.stored(Assessment.self, ref: "a1").first)
                try await service.write(.wholeService(reason: "test"), action: "test") { writer in
                    try writer.correct(Offence.self, child: child, id: offence.id, from: offence.from) { $0.plea = nil }
                    try writer.correct(Assessment.self, child: child, id: assessment.id, from: assessment.from) { $0.programmes = [] }
                }
                #expect(try await second.bringIn(try await service.export()).changed == 2)
                #expect(try await second.stored(Offence.self, ref: "o1").first?.value.plea == nil)
                #expect(try await second.stored(Assessment.self, ref: "a1").first?.value.programmes == [])
            }
            // A column nothing ever filled is not there.
            #expect(try await !service.exported("outcomes.csv").contains("appeal_date"))
        }
    }
}

extension ImportReport {
    /// `children.csv 3: words`, a row each that was taken without a cell.
    var remarks: [String] { files.flatMap { file in file.remarks.map { "\(file.name) \($0.line): \($0.words)" } } }
}
