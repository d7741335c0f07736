import Casework
import Records

/// A page's command for programs: the same reading, rules and writing, without the page.
struct RecordCommand: Sendable {
    /// The fields its form asks of somebody who may write them all.
    let fields: [String]
    let run: @Sendable (Visit) async throws -> Reply
}

extension RecordPages {
    var creating: RecordCommand { RecordCommand(fields: askedFields) { try await createSent($0) } }
    var correcting: RecordCommand { RecordCommand(fields: askedFields) { try await correctSent($0) } }

    private var askedFields: [String] {
        kind.fields.filter { $0.kind != .secret && layout.asked?.contains($0.name) ?? true && !layout.fixed.contains($0.name) }.map(\.name)
    }

    private func createSent(_ visit: Visit) async throws -> Reply {
        try requireWriter(visit)
        let child = try visit.id("child")
        let sent = try SentRecord(visit, isChange: false)
        // Everybody's keys are their own, and stand for one request.
        let once = sent.onceKey.map { "\(visit.person.id) \($0)" }
        let asked = Content.hash(Array("\(kind.name) \(child) ".utf8) + visit.request.body)
        return try await visit.service.write(Scope(visit.person), action: "\(kind.name).record") { writer in
            let file = try FileHead(writer.reader, child)
            if let once, let saved = try writer.saved(once: "\(once) \(asked)", kind: kind.name, of: child) {
                guard let record = try writer.reader.history(R.self, child: child, id: saved).last else { throw NotFound() }
                return written(file, saved, version: record.from, status: 200)
            }
            if let once, try writer.isUsed(once: once) {
                throw Refusal(
                    422, "This Idempotency-Key was used for another request", "Send a new key with a new record. Nothing was written.")
            }
            var form = try bareForm(visit, writer.reader)
            var value = try read(sent, &form, over: stamped(visit), current: nil, writer.reader, file)
            try layout.alongside?(writer, file, &value, form)
            try layout.mustSay(value)
            let id = try writer.create(value, child: child)
            try layout.created?(writer, file, id, value)
            if let once {
                for token in [once, "\(once) \(asked)"] { try writer.keep(once: token, kind: kind.name, child: child, id: id) }
            }
            return written(file, id, version: writer.position, status: 201)
        }
    }

    private func correctSent(_ visit: Visit) async throws -> Reply {
        try requireWriter(visit)
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let sent = try SentRecord(visit, isChange: true)
        return try await visit.service.write(Scope(visit.person), action: "\(kind.name).correct", note: sent.reason) { writer in
            let file = try FileHead(writer.reader, child)
            guard let current = try writer.reader.record(R.self, child: child, id: id), !current.withdrawn else { throw NotFound() }
            guard layout.mayChange(current.value, visit, false) else { throw NotAllowed() }
            guard let from = sent.from, current.from == from else { throw VersionChanged(now: current.from) }
            var form = try blankForm(visit, writer.reader, file)
            form.id = id
            form.fill(current.value)
            var value = try read(sent, &form, over: current.value, current: current.value, writer.reader, file)
            try layout.alongside?(writer, file, &value, form)
            try layout.mustSay(value, since: current.value)
            let isChanged = try writer.correct(R.self, child: child, id: id, from: from) { [value] in $0 = value }
            return written(file, id, version: isChanged ? writer.position : from, status: 200)
        }
    }

    /// - Throws: `Problems` with everything that is wrong, so that nothing is written.
    private func read(
        _ sent: SentRecord, _ form: inout RecordForm<R>, over record: R, current: R?, _ reader: Reader, _ file: FileHead
    ) throws -> R {
        let faults = try form.fill(sent.fields, opens: reader.opens)
        let value = try read(&form, over: record, current: current, reader, file)
        let named = Set(faults.map(\.field))
        let all = faults + form.problems.filter { !named.contains($0.field) }
        guard all.isEmpty else { throw Problems(all) }
        return value
    }

    /// No more than what is needed to go on: what the record holds is for who may read.
    private func written(_ file: FileHead, _ id: RecordID, version: Int64, status: Int) -> Reply {
        let place = "\(API.base)/children/\(file.id)/\(kind.path)/\(id)"
        let reply = Reply.json(
            .of([("id", .text(id.description)), ("version", .number(Int(version)))]), status: status, shows: .nobody, version: version)
        return status == 201 ? reply.with("Location", place) : reply
    }
}
