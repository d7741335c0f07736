import Casework
import HTML
import Practice
import Records

/// The service's clocks: each with its default, what it rests on, and the service's own value with its reason (promise 7).
enum SettingPages {
    static let routes: [Route] = [
        .get("/settings", .may(.manageSettings)) { visit in
            try await visit.service.read(Scope(visit.person)) { try list(visit, $0) }
        },
        .get("/settings/{name}", .may(.manageSettings)) { visit in
            try await visit.service.read(Scope(visit.person)) { try one(visit, $0, problems: []) }
        },
        .post("/settings/{name}", .may(.manageSettings)) { try await save($0) },
    ]

    private static func list(_ visit: Visit, _ reader: Reader) throws -> Reply {
        let own = Dictionary(try reader.serviceRecords(Setting.self).map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
        let apart = Set((Practice.Settings.signIn + Practice.Settings.backups).map(\.name))
        func row(_ setting: SettingDefinition) -> [HTML] {
            [
                link(to: Address("/settings/\(setting.name)"), setting.title),
                "\(setting.words(own[setting.name]?.text ?? String(setting.standard)))",
                "\(setting.startEvent)", "\(setting.duty)", own[setting.name] == nil ? "Default" : tag("Our own", .info),
                "\(own[setting.name]?.basis ?? setting.basis)",
            ]
        }
        return .page(visit, title: "Settings", shows: .nobody) {
            heading("Settings")
                + "<p>Only the times to answer a subject access request and to tell of a breach are fixed by statute: each other one is a default with its basis until the service says otherwise. Working days leave out weekends and the bank holidays of England and Wales. No clock pauses; a case that slips says why.</p>"
                + table(
                    caption: "Clocks",
                    columns: ["Clock", "Value", "Starts with", "Whose duty", "Whose value", "Basis"].map { Column($0) },
                    rows: Practice.Settings.all.filter { !apart.contains($0.name) }.map(row), captionHidden: true)
                + "<p>Lists of the service’s own: \(link(to: At.options, "out-of-court options")), \(link(to: At.questionnaires, "questionnaires")), \(link(to: CodeList.address(), "code lists")).</p>"
                + section(
                    "Backups", id: "backups",
                    table(
                        caption: "Backups",
                        columns: ["What", "Value", "Starts with", "Whose duty", "Whose value", "Basis"].map { Column($0) },
                        rows: Practice.Settings.backups.map(row), captionHidden: true))
                + section(
                    "Signing in", id: "sign-in",
                    table(
                        caption: "Signing in",
                        columns: ["What", "Value", "Starts with", "Whom it concerns", "Whose value", "Basis"].map { Column($0) },
                        rows: Practice.Settings.signIn.map(row), captionHidden: true))
        }
    }

    private static func definition(_ visit: Visit) throws -> SettingDefinition {
        guard let definition = Practice.Settings.definition(try visit.request.parameter("name")) else { throw NotFound() }
        return definition
    }

    private static func one(_ visit: Visit, _ reader: Reader, problems: [ErrorItem], above: HTML = .empty) throws -> Reply {
        let setting = try definition(visit)
        let own = try reader.serviceRecords(Setting.self).first { $0.name == setting.name }
        func typed(_ name: String, _ stored: String) -> String { visit.form.has(name) ? visit.form[name] : stored }
        func message(_ name: String) -> String? { problems.first { $0.field == name }?.message }
        return .page(
            visit, title: "Setting: \(setting.title)", shows: .nobody,
            status: above != .empty ? 409 : problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: [NavItem("Settings", At.settings)]
        ) {
            errorSummary(problems) + heading(setting.title) + above
                + "<p>The default is \(setting.words(String(setting.standard)).lowercasedFirst). It rests on: \(setting.basis)</p>"
                + "<p>It starts with \(setting.startEvent). Duty: \(setting.duty.lowercasedFirst).</p>"
                + sendForm(
                    action: Address("/settings/\(setting.name)"),
                    hidden("from", own.map { String($0.from) } ?? "")
                        + fields([
                            FieldControl(
                                id: "value", label: setting.choices.isEmpty ? "Value, in \(setting.unit)" : "Value",
                                kind: setting.choices.isEmpty
                                    ? .number : .radios(setting.choices.enumerated().map { Choice(String($0.offset), $0.element) }),
                                error: message("value"),
                                value: typed("value", own?.text ?? String(setting.standard))),
                            FieldControl(
                                id: "basis", label: "What our own value rests on", hint: "Such as a policy and its date.",
                                error: message("basis"),
                                value: typed("basis", own?.basis ?? "")),
                            PasswordAgain.control(problems),
                        ]) + buttonGroup([button("Save"), link(to: At.settings, "Cancel")]))
        }
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        let definition = try definition(visit)
        var problems: [ErrorItem] = []
        if let refusal = Practice.Settings.refusal(of: visit.form["value"], for: definition) {
            problems.append(ErrorItem(field: "value", refusal))
        }
        if visit.form["basis"].isEmpty { problems.append(ErrorItem(field: "basis", "Say what our own value rests on.")) }
        if visit.form["basis"].count > 300 {
            problems.append(ErrorItem(field: "basis", "What it rests on must be 300 characters or fewer."))
        }
        guard problems.isEmpty else { return try await again(visit, problems) }
        return try await PasswordAgain.asked(visit) {
            try await again(visit, [$0])
        } then: {
            try await change(visit, definition)
        }
    }

    private static func again(_ visit: Visit, _ problems: [ErrorItem]) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { try one(visit, $0, problems: problems) }
    }

    private static func change(_ visit: Visit, _ definition: SettingDefinition) async throws -> Reply {
        let page = try await visit.service.write(Scope(visit.person), action: "setting.change") { writer -> Reply? in
            let own = try writer.reader.serviceRecords(Setting.self).first { $0.name == definition.name }
            var setting = own?.value ?? Setting()
            (setting.name, setting.text, setting.basis) = (definition.name, visit.form["value"], visit.form["basis"])
            let changed = setting
            if let own, own.from != sentVersion(visit) {
                let words = try Words(writer.reader, file: .unset)
                let above = try Versions.clash(own, changed, writer.reader, words, visit.person.access)
                return try above.map { try one(visit, writer.reader, problems: [], above: $0) }
            }
            if let own {
                try writer.correct(Setting.self, child: nil, id: own.id, from: own.from) { $0 = changed }
            } else {
                try writer.create(changed, ref: definition.name)
            }
            return nil
        }
        if let page { return page }
        // What is due follows the clocks: the lists are made again. Nothing is due by how people sign in.
        if Practice.Settings.signIn.contains(definition) { return .see(At.settings) }
        _ = try await visit.service.rebuild()
        return .see(At.settings)
    }
}
