import Casework
import Storage

/// A form file that cannot be taken, in a sentence that names the file and the place in it.
public struct FormRefused: Error, Sendable, CustomStringConvertible {
    public let description: String
}

extension Service {
    /// Takes up the questionnaires of the service's own: each version is kept as its file was, journaled, and offered from now on; those
    /// whose file is gone are read and not begun. What is there already is left alone, so that starting again writes nothing.
    /// - Throws: `FormRefused` when a file is not what docs/forms.md says, or says something else of a version that was used; nothing is written.
    public func load(forms files: [(name: String, bytes: [UInt8])]) async throws {
        var read: [(file: String, form: Questionnaire, bytes: [UInt8])] = []
        for (name, bytes) in files.sorted(by: { $0.name < $1.name }) {
            do {
                let form = try FormFile.read(bytes)
                if let same = read.first(where: { $0.form.token == form.token }) {
                    throw FormRefused(description: "\(name): version \(form.version) of “\(form.name)” stands in \(same.file) already.")
                }
                read.append((name, form, bytes))
            } catch let fault as FormFile.Fault {
                throw FormRefused(description: "\(name), \(fault)")
            }
        }
        let found = read
        let isCurrent = try await self.read(.wholeService(reason: "load forms")) { reader in try changes(reader, found).isEmpty }
        if isCurrent { return }
        try await write(.wholeService(reason: "load forms"), action: "forms.load") { writer in
            // Asked again under the lock: another process may have started at the same time.
            for (old, var new, bytes) in try changes(writer.reader, found) {
                if let bytes { try writer.keep(bytes, for: &new) }
                let value = new
                if let old {
                    try writer.correct(FormVersion.self, child: nil, id: old.id, from: old.from) { $0 = value }
                } else {
                    try writer.create(value)
                }
            }
        }
    }

    private typealias Change = (old: Stored<FormVersion>?, new: FormVersion, bytes: [UInt8]?)

    private func changes(_ reader: Reader, _ found: [(file: String, form: Questionnaire, bytes: [UInt8])]) throws -> [Change] {
        let kept = try reader.serviceRecords(FormVersion.self)
        var out: [Change] = []
        for (file, form, bytes) in found {
            let old = kept.first { $0.value.token == form.token }
            var new = old?.value ?? FormVersion()
            (new.name, new.number, new.title, new.hash, new.offered) = (form.name, form.version, form.title, Content.hash(bytes), true)
            if let old, old.hash != new.hash, try reader.isUsed(form: form.token) {
                throw FormRefused(
                    description:
                        "\(file): version \(form.version) of “\(form.name)” has been used for assessments and says something else now. Put its file back as it was, and give the changed one a new version."
                )
            }
            if old?.hash != new.hash || old?.offered != true { out.append((old, new, old?.hash == new.hash ? nil : bytes)) }
        }
        for old in kept where old.offered == true && !found.contains(where: { $0.form.token == old.value.token }) {
            var new = old.value
            new.offered = false
            out.append((old, new, nil))
        }
        return out
    }
}

extension Reader {
    /// The questionnaires there are: ours, and every version of the service's own that was ever loaded. What a form asked does not depend on
    /// who reads, nor on the moment read at.
    public func questionnaires() throws -> Questionnaires {
        try reference("forms", of: ["form"]) {
            let whole = Reader(db: db, service: service, scope: .wholeService(reason: "the service's own forms"))
            let own = try whole.serviceRecords(FormVersion.self).compactMap { one -> Questionnaire? in
                guard let content = try whole.content(one.hash), content.mediaType == Content.form else { return nil }
                // A later Waymark may refuse what an earlier one took: what was answered then is shown without its questions.
                var form = try? FormFile.read(content.bytes)
                form?.isOffered = one.offered == true
                return form
            }
            return Questionnaires(Questionnaires.shipped.all + own)
        }
    }

    func isUsed(form token: String) throws -> Bool {
        try db.integer("SELECT 1 FROM assessment_version WHERE service = \(service.id) AND form = \(token) LIMIT 1") != nil
    }
}
