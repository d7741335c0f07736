import Casework
import Records

/// The national return of a period: a document for each child in it, the children withdrawn, and what the rules find. (S-PER-22)
///
/// The command `report return` and the pages are made from one of these, so that they cannot differ.
public struct NationalReturn: Sendable {
    /// One child's document.
    public struct Document: Sendable {
        public let child: RecordID
        public let ref: String
        public let entity: ReturnEntity
    }

    public let ask: ReturnAsk
    /// The moment the records were read at.
    public let asAt: Instant
    public private(set) var documents: [Document]
    /// Withdrawn children, each with a header alone.
    public private(set) var withdrawn: [Document]
    public let findings: [ReturnFinding]
    /// Whether the return, as known then, is one that was signed off.
    public private(set) var signing = Signing.none
    /// The budget and staffing forms of the years that end in the period.
    let resources: [Resource]
    /// The parts left out because who asked does not see them: such a file is no return.
    public let leftOut: [String]
    /// Whether documents were left out because they do not open to whoever asked.
    private var lacksChildren = false

    /// Reads over the whole service, whoever looks: who is in it is for a reader's own scope to show.
    /// - Parameter access: whose copy of the file it is; nil is the program's own, with everything.
    public static func read(_ service: Service, _ period: Period, asAt: Instant? = nil, for access: Access? = nil) async throws
        -> NationalReturn
    {
        try await service.read(.wholeService(reason: "return", asAt: asAt.map { min($0, service.now) })) { reader in
            try NationalReturn(reader, period, access)
        }
    }

    private init(_ reader: Reader, _ period: Period, _ access: Access?) throws {
        let moment = reader.scope.asAt ?? reader.service.now
        let ask = ReturnAsk(service: reader.service.code, period: period, today: moment.londonDay, codes: try reader.codes())
        let sees: (Sensitivity) -> Bool = { sensitivity in access?.sees(sensitivity) ?? true }
        let rules = ReturnRule.inForce(ask)
        var (documents, withdrawn, findings): ([Document], [Document], [ReturnFinding]) = ([], [], [])
        let merged = try reader.merged()
        try reader.caseFiles(ReturnAsk.needs) { file in
            let isDeleted = file.child.deleted == true
            guard isDeleted || ask.includes(file) else { return }
            let document = Document(
                child: file.child.id, ref: file.child.ref,
                entity: ReturnDocument.make(file, ask, merged: merged[file.child.id] ?? [], sees: sees))
            if isDeleted {
                withdrawn.append(document)
            } else {
                documents.append(document)
                for (rule, severity) in rules { findings += rule.findings(file, ask, severity) }
            }
        }
        self.ask = ask
        asAt = moment
        resources = try reader.serviceRecords(Resource.self).map(\.value).filter { period.contains($0.periodEnding) }
        self.documents = documents.sorted { $0.ref < $1.ref }
        self.withdrawn = withdrawn.sorted { $0.ref < $1.ref }
        self.findings = findings
        leftOut = ReturnDocument.sections.filter { !$0.sensitivities.allSatisfy(sees) }.map(\.title)
        let signed = try reader.serviceRecords(ReturnReceipt.self).filter { $0.period == period.label && $0.state == "SIGNED_OFF" }
        if !signed.isEmpty {
            // What was signed is the whole return, whoever looks.
            signing = leftOut.isEmpty ? standing(among: signed) : try NationalReturn(reader, period, nil).signing
        }
    }

    /// The copy of a person: without the documents of files that do not open to them. The program's own copy has every child.
    public func opened(to opens: (RecordID) throws -> Bool) rethrows -> NationalReturn {
        var copy = self
        copy.documents = try documents.filter { try opens($0.child) }
        copy.withdrawn = try withdrawn.filter { try opens($0.child) }
        copy.lacksChildren = copy.documents.count + copy.withdrawn.count < documents.count + withdrawn.count
        return copy
    }

    /// Whether a person's copy lacks nothing: no part their role does not see, and no child whose file does not open to them.
    public func isWhole(to opens: (RecordID) throws -> Bool) rethrows -> Bool {
        try leftOut.isEmpty && (documents + withdrawn).allSatisfy { try opens($0.child) }
    }

    public var refusals: [ReturnFinding] { findings.filter { $0.severity == .refuse } }

    /// What stands before the documents. The moment is not among it, so that the same records make the same bytes.
    private func head(signedOff: Day?) -> ReturnEntity {
        var head = ReturnEntity("return")
        head.put("form", ReturnEntity.form)
        head.put("cms_system", "Waymark")
        head.put("cms_extract_version", "1")
        head.put("current_yot_id", ask.service)
        head.put("yot_ou_code", ask.unitCode)
        head.put("recipient", ask.codes.inForce("return_recipient", on: ask.period.to).last?.token)
        head.put("return_start", ask.period.from)
        head.put("return_end", ask.period.to)
        head.put("signed_off", signedOff)
        head.put("left_out", leftOut.joined(separator: ", "))
        return head
    }

    /// The whole return as one tree. Only what was signed off says so: a copy that lacks something was not.
    public var entity: ReturnEntity {
        guard case .stands(let day, _) = signing, leftOut.isEmpty, !lacksChildren else { return whole(signedOff: nil) }
        return whole(signedOff: day)
    }

    func whole(signedOff: Day?) -> ReturnEntity {
        var whole = head(signedOff: signedOff)
        whole.put(
            "deleted_young_person_ids",
            withdrawn.map {
                var one = ReturnEntity("deleted_young_person")
                one.put("ypid", $0.ref)
                return one
            })
        whole.put("documents", (documents + withdrawn).map(\.entity))
        whole.put("budget_and_staffing", ResourceForms(resources, ask.codes).entities)
        return whole
    }

    public func bytes(_ form: Form) -> [UInt8] { NationalReturn.bytes(entity, form) }

    /// A return as a file.
    public static func bytes(_ entity: ReturnEntity, _ form: Form) -> [UInt8] {
        switch form {
        case .json: Array((entity.json + "\n").utf8)
        case .xml: Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(entity.xml)\n".utf8)
        }
    }

    /// The forms the return is written in.
    public enum Form: String, Sendable, CaseIterable { case json, xml }

    /// The children whose document differs from an earlier one's, those new in it and those no longer there.
    public func changes(since earlier: NationalReturn) -> [(child: RecordID, ref: String, move: Move)] {
        let before = Dictionary((earlier.documents + earlier.withdrawn).map { ($0.child, $0) }) { first, _ in first }
        let after = Dictionary((documents + withdrawn).map { ($0.child, $0) }) { first, _ in first }
        return Set(before.keys).union(after.keys).compactMap { child -> (child: RecordID, ref: String, move: Move)? in
            switch (before[child], after[child]) {
            case (nil, let now?): (child, now.ref, .new)
            case (let then?, nil): (child, then.ref, .gone)
            case (let then?, let now?) where then.entity.without(["yot_ou_code"]) != now.entity.without(["yot_ou_code"]):
                (child, now.ref, .changed)
            default: nil
            }
        }.sorted { $0.ref < $1.ref }
    }

    public enum Move: Sendable { case new, gone, changed }
}
