import Casework
import HTML
import Records
import Reports

/// Loading a receiver's schema, and saying when it ends. (S-PER-22)
enum ReturnSchemaLoading {
    private enum Loaded: Sendable {
        case done(RecordID)
        case refused(Reply)
    }

    /// What the file says, or what is wrong with it in a sentence.
    private static func read(_ sent: Multipart?, _ visit: Visit) -> Result<(text: String, schema: ReturnSchema), ErrorSentence> {
        let files = sent?.parts.filter { $0.name == "file" && $0.file?.isEmpty == false } ?? []
        guard let bytes = files.first?.body, files.count == 1, !visit.request.isTooLarge else {
            return .failure(
                ErrorSentence(files.isEmpty && !visit.request.isTooLarge ? "Choose the file." : "Choose one file of at most 90 kB."))
        }
        guard bytes.count <= ReturnSchemaPages.largest else { return .failure(ErrorSentence("Choose one file of at most 90 kB.")) }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            return .failure(ErrorSentence("The file is not text in UTF-8: save it as such."))
        }
        do { return .success((text, try ReturnSchema(bytes))) } catch {
            let fault = error as? ReturnSchema.Fault
            return .failure(ErrorSentence("Line \(fault?.line ?? 1): \(fault?.message ?? "it cannot be read")."))
        }
    }

    /// The receiver's XSD, where one was chosen: its text, or what is wrong with it.
    private static func xsd(_ sent: Multipart?, _ validator: XMLValidator?) async -> Result<String?, ErrorSentence> {
        let files = sent?.parts.filter { $0.name == "xsd" && $0.file?.isEmpty == false } ?? []
        guard let bytes = files.first?.body else { return .success(nil) }
        guard files.count == 1, bytes.count <= ReturnSchemaPages.largest else {
            return .failure(ErrorSentence("Choose one XSD of at most 90 kB."))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return .failure(ErrorSentence("The XSD is not text in UTF-8: save it as such."))
        }
        if let refusal = XSDText.refusal(of: text) { return .failure(ErrorSentence(refusal)) }
        if let validator, await !validator.canRead(text) {
            return .failure(ErrorSentence("The XSD is none that xmllint can read, so no file could be held to it."))
        }
        return .success(text)
    }

    private struct ErrorSentence: Error {
        let words: String
        init(_ words: String) { self.words = words }
    }

    static func load(_ visit: Visit) async throws -> Reply {
        let sent = try? Multipart(visit.request.body, contentType: visit.request.contentType, isCut: visit.request.isTooLarge)
        let (map, definition) = (read(sent, visit), await xsd(sent, visit.request.site.extras.xml))
        let saved = try await visit.service.write(Scope(visit.person), action: "return.schema") { writer -> Loaded in
            var form = try ReturnSchemaPages.blank(visit, writer.reader)
            form.fill(sent?.form ?? Form())
            var start = ReturnSchemaFile()
            // What the form does not ask stands before it is read, so that only what it asks can be wrong.
            (start.name, start.map, start.hash) = ("-", "-", "-")
            (start.loadedBy, start.loadedAt) = (visit.person.id, writer.recordedAt)
            if case .success(let file) = map {
                (start.name, start.map, start.hash) = (file.schema.name, file.text, sha256Hex(Array(file.text.utf8)))
            }
            if case .success(let text) = definition { start.xsd = text }
            let value = form.read(over: start, child: nil)
            var problem: String?
            if case .failure(let sentence) = map { problem = sentence.words }
            var wrongXSD: String?
            if case .failure(let sentence) = definition { wrongXSD = sentence.words }
            // Its name is the file's own.
            if let long = form.problems.first(where: { !ReturnSchemaPages.asked.contains($0.field) }) {
                problem = problem ?? long.message
                form.problems.removeAll { !ReturnSchemaPages.asked.contains($0.field) }
            }
            guard form.problems.isEmpty, problem == nil, wrongXSD == nil else {
                return .refused(try ReturnSchemaPages.index(visit, writer.reader, form, wrong: (problem, wrongXSD), status: 422))
            }
            // The same file with the same words twice is a form sent twice.
            let twin = try writer.reader.serviceRecords(ReturnSchemaFile.self).first { other in
                ReturnSchemaFile.kind.fields.allSatisfy {
                    ["loaded_by", "loaded_at"].contains($0.name) || $0.get(other.value) == $0.get(value)
                }
            }
            return .done(try twin?.id ?? writer.create(value))
        }
        switch saved {
        case .done(let id): return .see(At.returnSchema(id))
        case .refused(let page): return page
        }
    }

    private enum Ended: Sendable {
        case done
        case withdrawn
        case refused([Problem])
    }

    static func end(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("id")
        let isWithdrawal = visit.form["action"] == "withdraw"
        let reason = isWithdrawal ? visit.form["reason"] : nil
        if isWithdrawal, let wrong = reason.map(notEnough) ?? nil {
            return try await again(visit, [Problem(field: "reason", message: wrong)])
        }
        let ended = try await visit.service.write(Scope(visit.person), action: "return.schema", note: reason) { writer -> Ended in
            let stored = try ReturnSchemaPages.found(visit, writer.reader).one.stored
            if isWithdrawal {
                guard stored.from == Int64(visit.form["from"]) else { return .refused([moved("reason")]) }
                do { try writer.withdraw(ReturnSchemaFile.self, child: nil, id: id, from: stored.from) } catch let problems as Problems {
                    return .refused(problems.all.map { Problem(field: "reason", message: $0.message) })
                }
                return .withdrawn
            }
            var form = try ReturnSchemaPages.blank(visit, writer.reader)
            form.asked = ["to_date"]
            form.fill(visit.form)
            let value = form.read(over: stored.value, child: nil)
            guard form.problems.isEmpty else { return .refused(form.problems) }
            guard stored.from == Int64(visit.form["from"]) else {
                return .refused([moved("to_date")])
            }
            if value.toDate != stored.toDate {
                try writer.correct(ReturnSchemaFile.self, child: nil, id: id, from: stored.from) { $0.toDate = value.toDate }
            }
            return .done
        }
        switch ended {
        case .done: return .see(At.returnSchema(id))
        case .withdrawn: return .see(At.returnSchemas)
        case .refused(let problems): return try await again(visit, problems)
        }
    }

    private static func notEnough(_ reason: String) -> String? {
        reason.isEmpty
            ? "Say why it should not be here." : reason.count > 500 ? "Why it should not be here must be 500 characters or fewer." : nil
    }

    private static func moved(_ field: String) -> Problem {
        Problem(field: field, message: "Somebody changed this schema since the page was opened. Look at it again.")
    }

    /// The page as it was, with what is wrong.
    private static func again(_ visit: Visit, _ problems: [Problem]) async throws -> Reply {
        let sent = visit.form
        return try await ReturnSchemaPages.page(visit, status: 422) { reader in
            var form = try ReturnSchemaPages.blank(visit, reader)
            form.asked = ["to_date"]
            form.fill(sent)
            form.problems = problems
            return form
        }
    }
}
