import Casework
import Storage

/// What became of the form files of a folder when they were last read.
public struct FormFiles: Sendable {
    /// A file that was not taken, and why, in a sentence that names the place in it.
    public struct Refused: Sendable, Equatable {
        public let file: String
        public let why: String

        public init(file: String, why: String) { (self.file, self.why) = (file, why) }
    }

    /// Where they were looked for; nil where no folder is read.
    public var folder: String?
    /// The file each version was read from: `wellbeing 1` from `wellbeing.json`.
    public var taken: [String: String] = [:]
    public var refused: [Refused] = []

    public init(folder: String? = nil) { self.folder = folder }
}

extension Service {
    private typealias FormFileRead = (file: String, form: Questionnaire, bytes: [UInt8])

    /// Takes up the questionnaires of the service's own: each version is kept as its file was, journaled, and offered from now on; those
    /// whose file is gone are read and not begun. What is there already is left alone, so that starting again writes nothing.
    ///
    /// A file that is not what docs/forms.md says, or says something else of a version that was used, is refused and the others are taken.
    /// While one is refused no version is withdrawn, for the one that is missed may stand in it.
    /// - Parameter refused: files that could not even be read.
    @discardableResult
    public func load(
        forms files: [(name: String, bytes: [UInt8])], from folder: String? = nil, refused: [FormFiles.Refused] = []
    ) async throws -> FormFiles {
        var read: [FormFileRead] = []
        var outcome = FormFiles(folder: folder)
        outcome.refused = refused
        for (name, bytes) in files.sorted(by: { $0.name < $1.name }) {
            do {
                let form = try FormFile.read(bytes)
                if let same = read.first(where: { $0.form.token == form.token }) {
                    outcome.refused.append(
                        .init(file: name, why: "Version \(form.version) of “\(form.name)” stands in \(same.file) already."))
                } else {
                    read.append((name, form, bytes))
                }
            } catch let fault as FormFile.Fault {
                outcome.refused.append(.init(file: name, why: fault.description.uppercasedFirst))
            }
        }
        let (found, isWhole) = (read, outcome.refused.isEmpty)
        var plan = try await self.read(.wholeService(reason: "load forms")) { try self.plan($0, found, isWhole: isWhole) }
        if !plan.changes.isEmpty {
            plan = try await write(.wholeService(reason: "load forms"), action: "forms.load") { writer in
                // Asked again under the lock: another process may have started at the same time.
                let plan = try self.plan(writer.reader, found, isWhole: isWhole)
                for (old, var new, bytes) in plan.changes {
                    if let bytes { try writer.keep(bytes, for: &new) }
                    let value = new
                    if let old {
                        try writer.correct(FormVersion.self, child: nil, id: old.id, from: old.from) { $0 = value }
                    } else {
                        try writer.create(value)
                    }
                }
                return plan
            }
        }
        outcome.refused += plan.refused
        let not = Set(plan.refused.map(\.file))
        for one in read where !not.contains(one.file) { outcome.taken[one.form.token] = one.file }
        return outcome
    }

    private struct FormPlan: Sendable {
        var changes: [(old: Stored<FormVersion>?, new: FormVersion, bytes: [UInt8]?)] = []
        var refused: [FormFiles.Refused] = []
    }

    private func plan(_ reader: Reader, _ found: [FormFileRead], isWhole: Bool) throws -> FormPlan {
        let kept = try reader.serviceRecords(FormVersion.self)
        var plan = FormPlan()
        for (file, form, bytes) in found {
            let old = kept.first { $0.value.token == form.token }
            var new = old?.value ?? FormVersion()
            (new.name, new.number, new.title, new.hash, new.offered) = (form.name, form.version, form.title, Content.hash(bytes), true)
            if let old, old.hash != new.hash, try reader.isUsed(form: form.token) {
                plan.refused.append(
                    .init(
                        file: file,
                        why:
                            "Version \(form.version) of “\(form.name)” has been used for assessments and says something else now. Put its file back as it was, and give the changed one a new version."
                    ))
                continue
            }
            if old?.hash != new.hash || old?.offered != true { plan.changes.append((old, new, old?.hash == new.hash ? nil : bytes)) }
        }
        guard isWhole, plan.refused.isEmpty else { return plan }
        for old in kept where old.offered == true && !found.contains(where: { $0.form.token == old.value.token }) {
            var new = old.value
            new.offered = false
            plan.changes.append((old, new, nil))
        }
        return plan
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
