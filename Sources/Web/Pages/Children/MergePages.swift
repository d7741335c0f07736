import Casework
import HTML
import Practice
import Records

/// Two entries of one child brought together, and taken apart again when that was wrong (S-PEO-01). No record is rewritten by either.
enum MergePages {
    static let routes: [Route] = [
        .get("/children/{child}/merges", .may(.mergeChildren)) { visit in
            try await visit.service.read(Scope(visit.person)) { try page(visit, $0, problems: []) }
        },
        .post("/children/{child}/merges", .may(.mergeChildren)) { try await merge($0) },
        .post("/children/{child}/merges/{id}/undoing", .may(.mergeChildren)) { try await undo($0) },
    ]

    private static func page(_ visit: Visit, _ reader: Reader, problems: [ErrorItem]) throws -> Reply {
        let file = try FileHead(reader, try visit.id("child"))
        let merges = try reader.merges(into: file.id)
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let undoable = merges.map { merge -> [HTML] in
            [
                "\(merge.name), \(merge.ref)", "\(merge.reason)",
                sendForm(
                    action: At.child(file.id, "merges/\(merge.id)/undoing"),
                    hidden("from", String(merge.from)) + button("Undo", style: .secondary, about: "the merge of \(merge.ref)")),
            ]
        }
        let likely = try reader.likely(file.child.value, on: visit.service.today).filter { $0.0.id != file.id }
        return .page(
            visit, title: "Entered twice", shows: .child(file.id), status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: file.crumbs
        ) {
            errorSummary(problems) + heading("This child is entered twice", caption: file.name)
                + "<p>The other entry's records join this file. Nothing is rewritten, and it can be undone.</p>"
                + when(
                    !likely.isEmpty,
                    inset(
                        "Likely the same child: "
                            + list(
                                likely.map { line, likeness in
                                    link(to: At.child(line.id), "\(line.name), \(line.ref)")
                                        + ": \(likeness.reasons.joined(separator: ", "))"
                                })))
                + sendForm(
                    action: At.child(file.id, "merges"),
                    fields([
                        FieldControl(
                            id: "ref", label: "Reference of the other entry", error: message("ref"), value: visit.form["ref"], width: .w20),
                        FieldControl(
                            id: "reason", label: "How you know they are one child", error: message("reason"), value: visit.form["reason"]),
                    ]) + buttonGroup([button("Bring them together"), link(to: At.child(file.id, "details"), "Cancel")]))
                + when(
                    !merges.isEmpty,
                    section(
                        "Brought together before", id: "merged",
                        table(
                            caption: "Entries that joined this file", columns: ["Entry", "Why", "Take apart"].map { Column($0) },
                            rows: undoable, captionHidden: true, isStacked: true)))
        }
    }

    private static func merge(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        let (ref, reason) = (visit.form["ref"], visit.form["reason"])
        do {
            return try await merge(visit, child, ref, reason)
        } catch let problems as Problems {
            return try await visit.service.read(Scope(visit.person)) { reader in
                let items = problems.all.map { ErrorItem(field: $0.field == "merged" ? "ref" : $0.field, $0.message) }
                return try page(visit, reader, problems: items)
            }
        }
    }

    private static func merge(_ visit: Visit, _ child: RecordID, _ ref: String, _ reason: String) async throws -> Reply {
        let page = try await visit.service.write(Scope(visit.person), action: "child.merge", note: reason.isEmpty ? nil : reason) {
            writer -> Reply? in
            var problems: [ErrorItem] = []
            let other = try writer.reader.child(ref: ref)
            let file = try writer.reader.files(of: child)
            if other == nil { problems.append(ErrorItem(field: "ref", "There is no one child of that reference.")) }
            if let other, file.contains(other) { problems.append(ErrorItem(field: "ref", "That is this child's own reference.")) }
            if let other, try writer.reader.files(of: other).first != other {
                problems.append(ErrorItem(field: "ref", "That entry is already part of another child's file."))
            }
            if reason.isEmpty { problems.append(ErrorItem(field: "reason", "Say how you know they are one child.")) }
            guard problems.isEmpty, let other, let survivor = file.first else {
                return try MergePages.page(visit, writer.reader, problems: problems)
            }
            var merge = Merge()
            merge.merged = other
            merge.reason = reason
            try writer.merge(merge, into: survivor)
            return nil
        }
        return page ?? .see(At.child(child, "merges"))
    }

    private static func undo(_ visit: Visit) async throws -> Reply {
        let (child, id, sent) = (try visit.id("child"), try visit.id("id"), visit.form["from"])
        return try await visit.service.write(Scope(visit.person), action: "child.unmerge") { writer in
            func refused(_ sentence: String) throws -> Reply {
                try page(visit, writer.reader, problems: [ErrorItem(field: nil, sentence)])
            }
            let file = try FileHead(writer.reader, child)
            guard let merge = try writer.reader.merges(into: file.id).first(where: { $0.id == id }) else {
                return try refused("There is no such merge on this file: it may be undone already.")
            }
            // A form that does not say which version it was made from means the one that stands.
            if !sent.isEmpty, Int64(sent) != merge.from { return try refused("This merge was changed meanwhile. Look at it again first.") }
            try writer.undoMerge(id, into: child, from: merge.from)
            return .see(At.child(child, "merges"))
        }
    }
}
