import Casework
import HTML
import Practice
import Records

/// A file that does not open: that it is there, no word of the child, and the reason asked of who may break the glass.
enum ClosedFilePages {
    static let routes: [Route] = [.post("/children/{child}/break-glass", .may(.breakGlass)) { try await open($0) }]

    /// Instead of any page of the file.
    static func page(_ visit: Visit, _ closed: ClosedFile, problems: [ErrorItem] = []) async -> Reply {
        let known = try? await visit.service.read(Scope(visit.person)) {
            (
                minutes: try $0.settings()[Settings.breakGlassMinutes],
                purposes: try $0.codes().inForce("access_purpose", on: visit.service.today).map { Choice($0.token, $0.label) }
            )
        }
        let title = closed.isRestricted ? "This file is restricted" : "This file is not open to you"
        let why: HTML =
            closed.isRestricted
            ? "<p>Only the workers allocated to the child, the managers of their teams and people admitted by name open it.</p>"
            : "<p>Files are open to those who work with the child or on the child’s team, to the duty worker of the day, to the child’s panel and to professionals named on them.</p>"
        return .page(
            visit, title: title, shows: .nobody, status: problems.isEmpty ? 403 : 422, hasErrors: !problems.isEmpty,
            crumbs: visit.person.access.may(.findChildren) ? [NavItem("Children", At.children)] : []
        ) {
            errorSummary(problems) + heading(title) + why
                + "<p>If your work needs it, ask a manager to admit you.</p>"
                + when(
                    visit.person.access.may(.breakGlass),
                    form(
                        visit, closed.child, minutes: known?.minutes ?? Settings.breakGlassMinutes.standard, known?.purposes ?? [], problems
                    ))
        }
    }

    private static func form(
        _ visit: Visit, _ child: RecordID, minutes: Int, _ purposes: [Choice], _ problems: [ErrorItem]
    ) -> HTML {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        return wholeSection(
            "Open it now, with a reason", id: "break-glass",
            "<p>For when a child may be harmed or a duty missed before anybody can be asked. The file opens to you for \(minutes.counted("minute")); your name, the purpose, the reason and every page you read are on record, and a manager reviews them.</p>"
                + sendForm(
                    action: At.child(child, "break-glass"),
                    fields([
                        FieldControl(
                            id: "purpose", label: "What the file is opened for", kind: .radios(purposes), error: message("purpose"),
                            value: visit.form["purpose"]),
                        FieldControl(
                            id: "reason", label: "Why the file has to be opened now",
                            kind: .multiline(rows: 3),
                            hint: "In a sentence: who may be harmed or what would be missed, and why nobody can be asked.",
                            error: message("reason"), value: visit.form["reason"]),
                    ]) + buttonGroup([button("Open the file", style: .warning)])))
    }

    private static func open(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        let (purpose, reason) = (visit.form["purpose"], visit.form["reason"].trimmed)
        let unfit = try await visit.service.read(Scope(visit.person)) { try $0.refusal(ofPurpose: purpose) }
        var problems = unfit.map { [ErrorItem($0)] } ?? []
        if let wrong = BreakGlass.refusal(of: reason) { problems.append(ErrorItem(field: "reason", wrong)) }
        // Who may know of the file is asked first: to others it is a page that is not there.
        do {
            let file = try await visit.service.read(Scope(visit.person)) { try FileHead($0, child) }
            // Open already, so the page this came from was an old one: what was said is not dropped in silence.
            if !problems.isEmpty { return alreadyOpen(visit, file, isRecorded: false) }
            let isRecorded = try await visit.service.breakGlass(child: file.id, purpose: purpose, reason: reason, by: visit.person)
            return alreadyOpen(visit, file, isRecorded: isRecorded)
        } catch let closed as ClosedFile {
            guard problems.isEmpty else { return await page(visit, closed, problems: problems) }
            try await visit.service.breakGlass(child: closed.child, purpose: purpose, reason: reason, by: visit.person)
        }
        return .see(At.child(child))
    }

    private static func alreadyOpen(_ visit: Visit, _ file: FileHead, isRecorded: Bool) -> Reply {
        let title = "This file is open to you already"
        return .page(
            visit, title: title, shows: .nobody, crumbs: visit.person.access.may(.findChildren) ? [NavItem("Children", At.children)] : []
        ) {
            heading(title)
                + (isRecorded
                    ? "<p>You gave a reason for it before. This one is on record beside it, and a manager reviews both; the time you were given stays as it was.</p>"
                    : "<p>The reason you gave just now was not recorded: none was needed, or it is on record already.</p>")
                + "<p>\(link(to: At.child(file.id), "Go to the file"))</p>"
        }
    }
}
