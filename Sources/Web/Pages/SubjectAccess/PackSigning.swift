import Casework
import HTML
import Practice
import Records

/// The second person's signature: what they read is what is kept, by one hash.
enum PackSigning {
    static func form(_ visit: Visit, _ desk: PackDesk, _ problems: [ErrorItem]) -> HTML {
        guard desk.request.checker == visit.person.id else { return "<p>Only the manager named to check it signs it.</p>" }
        return sendForm(
            action: desk.at("pack/signature"),
            hidden("hash", desk.printedHash)
                + field(
                    FieldControl(
                        id: "read", label: "I have read every line of this pack, and it may leave the service", kind: .checkbox,
                        error: problems.first { $0.field == "read" }?.message, value: visit.form["read"]))
                + buttonGroup([button("Sign the pack")]))
    }

    static func sign(_ visit: Visit) async throws -> Reply {
        let seen = try await PackDesk.seen(visit)
        return try await visit.service.write(Scope(visit.person), action: "subject_access.sign") { writer in
            let desk = try PackDesk(writer.reader, visit, seen)
            let request = desk.request
            if request.isSigned { return .see(desk.at("answer")) }
            guard let layout = desk.layout, request.isOpen, request.checker == visit.person.id, request.preparedBy != visit.person.id else {
                throw NotAllowed()
            }
            var problems: [ErrorItem] = []
            if visit.form["read"] != "yes" { problems.append(ErrorItem(field: "read", "Tick that you have read every line.")) }
            if visit.form["hash"] != desk.printedHash {
                problems.append(ErrorItem(field: nil, "The pack has changed since you opened it. Read it again before you sign it."))
            }
            if !layout.lost.isEmpty {
                let message = "Changes no longer match the file as it is laid out. Make them anew or let them go before you sign."
                problems.append(ErrorItem(field: nil, message))
            }
            if request.identityHow == nil {
                problems.append(ErrorItem(field: nil, "Nobody has checked yet who asks. Record that on the request first."))
            }
            guard problems.isEmpty else { return try PackPages.page(visit, desk, writer.reader, problems: problems) }
            let number = try writer.reader.nextPackNumber()
            let cover = PackAnswerPages.cover(desk, layout, number: number, at: writer.recordedAt, codes: try writer.reader.codes(), visit)
            let bytes = PackPaper.bytes([cover] + layout.printed)
            try writer.correct(SubjectAccess.self, child: desk.file.id, id: request.id, from: request.from) {
                ($0.number, $0.signedAt, $0.signedBy) = (number, writer.recordedAt, visit.person.id)
                try writer.keep(bytes, for: &$0)
            }
            return .see(desk.at("answer"))
        }
    }
}
