import Casework
import HTML
import Practice
import Records

/// The risk register of the service as a page and as a spreadsheet, by worker, team, alert, level and overdue review (S-INF-05, S-RSK-05).
enum RiskRegisterPage {
    private static let names = ["worker", "team", "alert", "level", "review"]

    private static func filter(_ visit: Visit) -> ChildFilter {
        ChildFilter(
            worker: visit.query("worker").flatMap(RecordID.init), team: visit.query("team"), isOpen: true, alert: visit.query("alert"))
    }

    private static func shown(_ register: RiskRegister, _ visit: Visit) -> [RiskRegister.Line] {
        register.shown(level: visit.query("level"), overdueOn: visit.query("review") == "overdue" ? visit.service.today : nil)
    }

    static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { reader in
            let today = visit.service.today
            let codes = try reader.codes()
            let register = try RiskRegister(reader, filter(visit), on: today)
            let all = shown(register, visit)
            let (size, asked) = (ChildrenPages.perPage, OversightLists.asked(visit, names))
            let (number, pages) = visit.page(of: all.count, each: size)
            let lines = Array(all.dropFirst((number - 1) * size).prefix(size))
            let staff = try reader.staffNames()
            let rows = lines.map { row($0, visit, codes, staff) }
            let columns = [
                Column("Child"), Column("Worker and team"), Column("Safety and wellbeing"), Column("Serious harm"), Column("Reoffending"),
                Column("Judged"), Column("Alerts and concerns"), Column("Next review"), Column("Actions open"),
            ]
            let form = try filters(visit, reader, codes)
            return .page(
                visit, title: "Risk register", shows: .list("list", lines.map(\.child.id)), crumbs: [NavItem("Oversight", At.oversight)]
            ) {
                heading("Risk register", caption: "\(today.words)")
                    + "<p>Every open child with the judgements of the latest assessment, running alerts and open urgent concerns, and what is to be looked at again first. Open concerns come first, then the highest judgement.</p>"
                    + when(
                        register.closed > 0,
                        "<p>\(register.closed) \(register.closed == 1 ? "file is" : "files are") restricted and not open to you, and left out.</p>"
                    ) + levels(visit, register, codes) + form
                    + table(
                        caption: "Children by urgent concern and highest judgement", columns: columns, rows: rows, captionHidden: true,
                        empty: "No open child is such.")
                    + pagination(page: number, of: pages, summary: ChildrenPages.counted(all.count, page: number, of: pages)) { page in
                        At.oversight("risks", asked + [("page", String(page))])
                    } + spreadsheetLink("/oversight/risks", asked)
            }
        }
    }

    /// How many children stand at each level, each a link to them.
    private static func levels(_ visit: Visit, _ register: RiskRegister, _ codes: Codes) -> HTML {
        let kept = OversightLists.asked(visit, names).filter { !["level", "review"].contains($0.0) }
        let choices = choices(codes).map { choice in
            NavItem(
                choice.label, At.oversight("risks", kept + [("level", choice.value)]), isCurrent: visit.query("level") == choice.value,
                count: register.shown(level: choice.value, overdueOn: nil).count)
        }
        let overdue = NavItem(
            "Review overdue", At.oversight("risks", kept + [("review", "overdue")]), isCurrent: visit.query("review") == "overdue",
            count: register.shown(level: nil, overdueOn: visit.service.today).count)
        return sideways(choices + [overdue], label: "By highest judgement")
    }

    private static func choices(_ codes: Codes) -> [Choice] {
        codes.all("judgement").reversed().map { Choice($0.token, $0.label) } + [Choice(RiskRegister.unjudged, "Not judged")]
    }

    private static func filters(_ visit: Visit, _ reader: Reader, _ codes: Codes) throws -> HTML {
        func box(_ name: String, _ label: String, _ any: String, _ choices: [Choice]) -> FieldControl {
            FieldControl(
                id: name, label: label, kind: .choice([Choice("", any)] + choices), value: visit.query(name) ?? "", isRequired: false)
        }
        return details(
            "Filter by worker, team, alert, level or overdue review", isOpen: !visit.request.query.isEmpty,
            filterForm(
                action: At.oversight("risks"),
                fields([
                    box("worker", "Worker", "Anybody", try reader.staffByName().map { Choice($0.id.description, $0.name) }),
                    box("team", "Team", "Any", try reader.teams().map { Choice($0, $0) }),
                    box("alert", "Alert", "Any or none", codes.all("alert").map { Choice($0.token, $0.label) }),
                    box("level", "Highest judgement", "Any", choices(codes)),
                    box("review", "Review", "Overdue or not", [Choice("overdue", "Overdue")]),
                ])))
    }

    private static func row(_ line: RiskRegister.Line, _ visit: Visit, _ codes: Codes, _ staff: [RecordID: String]) -> [HTML] {
        let (child, today) = (line.child, visit.service.today)
        func level(_ token: String?) -> HTML { AssessmentFile.judgement(token, codes) }
        let judged: HTML =
            line.judged.map { one in
                link(to: At.assessment(child.id, one.assessment.id), one.madeOn.words, about: "assessment of \(child.name)")
                    + (one.signedOn == nil ? ", not countersigned" : ", countersigned")
            } ?? "Not yet"
        let concerns = line.concerns.map { one in
            link(
                to: At.record(child.id, AnyKind(Concern.self), one.id), "Urgent: \(codes.label("concern_type", one.type) ?? one.type)",
                about: child.name)
        }
        let alerts = line.alerts.map { one in
            link(
                to: At.record(child.id, AnyKind(Alert.self), one.id), words(one.value, codes), about: child.name)
        }
        let known = concerns + alerts
        let review: HTML =
            line.review.map { task in
                link(to: DueLink.record(task, visit.person.access), task.title, about: child.name) + "<br>"
                    + dueWords(task.dueOn, today)
            } ?? "None due"
        let late = line.actions.late
        return [
            link(to: At.child(child.id), child.name) + "<br>\(child.ref)",
            "\([child.worker.flatMap { staff[$0] } ?? "Nobody", child.team].compactMap { $0 }.joined(separator: ", "))",
            level(line.judged?.safetyWellbeing), level(line.judged?.seriousHarm), level(line.judged?.reoffending), judged,
            known.isEmpty ? "None" : known.joined(separator: "<br>"), review,
            "\(line.actions.open)" + when(late > 0, " \(tag("\(late) late", .bad))"),
        ]
    }

    /// An alert with its level, where one is written.
    private static func words(_ alert: Alert, _ codes: Codes) -> String {
        [codes.label("alert", alert.type) ?? alert.type, alert.level].compactMap { $0 }.joined(separator: ": ")
    }

    static func csv(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { reader in
            let (today, codes, staff) = (visit.service.today, try reader.codes(), try reader.staffNames())
            let lines = shown(try RiskRegister(reader, filter(visit), on: today), visit)
            let head = [
                "Reference", "Child", "Worker", "Team", "Safety and wellbeing", "Serious harm", "Likelihood of reoffending", "Judged",
                "Countersigned", "Alerts", "Urgent concerns open", "Next review", "Due", "Days overdue", "Actions open", "Actions late",
                "Last oversight entry",
            ]
            let rows = lines.map { line -> [String] in
                func level(_ token: String?) -> String { codes.label("judgement", token) ?? token ?? "Not judged" }
                let (judged, review) = (line.judged, line.review)
                return [
                    line.child.ref, line.child.name, line.child.worker.flatMap { staff[$0] } ?? "Nobody", line.child.team ?? "",
                    level(judged?.safetyWellbeing), level(judged?.seriousHarm), level(judged?.reoffending), judged?.madeOn.iso ?? "",
                    judged?.signedOn?.iso ?? "", line.alerts.map { words($0.value, codes) }.joined(separator: "; "),
                    line.concerns.map { codes.label("concern_type", $0.type) ?? $0.type }.joined(separator: "; "), review?.title ?? "",
                    review?.dueOn.iso ?? "", review.map { String(max(0, today - $0.dueOn)) } ?? "", String(line.actions.open),
                    String(line.actions.late), line.lookedAt?.iso ?? "Never",
                ]
            }
            return .spreadsheet("risks", of: lines.map(\.child.id), [head] + rows)
        }
    }
}
