import Casework
import Practice
import Records

/// What a finished form writes elsewhere on the file, in the same command, so that nobody types it twice.
enum AssessmentEffects {
    static func write(_ writer: Writer, _ desk: AssessmentFile, _ value: Assessment, _ visit: Visit) throws {
        let answers = Answers(json: value.answers)
        switch value.formName {
        case "exploitation": try alert(writer, desk, value, answers)
        case "communication": try health(writer, desk, value, answers)
        default: break
        }
    }

    /// The screen's level heads the file as an alert while it runs (S-SAF-01): those who may not read the answers see it too.
    private static func alert(_ writer: Writer, _ desk: AssessmentFile, _ value: Assessment, _ answers: Answers) throws {
        guard let form = desk.form, let day = value.completedOn else { return }
        let level = answers["level"]
        let kinds = answers["kinds"].split(separator: " ").map(String.init)
        let type = kinds.contains("sexual") ? "EXPLOITATION_SEXUAL" : kinds.isEmpty ? "EXPLOITATION" : "EXPLOITATION_CRIMINAL"
        let types: Set<String> = ["EXPLOITATION", "EXPLOITATION_SEXUAL", "EXPLOITATION_CRIMINAL"]
        let running = try writer.reader.records(Alert.self, child: desk.child).filter {
            types.contains($0.type) && $0.value.isActive(on: day)
        }
        guard writer.reader.scope.person?.access.mayWrite("alert") ?? true else { return }
        func says(_ alert: inout Alert) {
            alert.level = form.question("level")?.words(level)
            alert.detail = kinds.isEmpty ? alert.detail : form.question("kinds")?.words(answers["kinds"])
            alert.reviewDate = Day(iso: answers["review"]) ?? alert.reviewDate
            alert.source = "Exploitation screen, \(day.words)"
        }
        if let same = running.first(where: { $0.type == type }) ?? running.first {
            try writer.correct(Alert.self, child: desk.child, id: same.id, from: same.from) { alert in
                says(&alert)
                if level == "none" { alert.endDate = day }
            }
        } else if level != "none", !level.isEmpty {
            var alert = Alert()
            (alert.type, alert.startDate) = (type, day)
            says(&alert)
            try writer.create(alert, child: desk.child)
        }
    }

    /// The screening of speech and language counts among the child's health needs.
    private static func health(_ writer: Writer, _ desk: AssessmentFile, _ value: Assessment, _ answers: Answers) throws {
        guard let day = value.completedOn, writer.reader.scope.person?.access.mayWrite("health") ?? true else { return }
        let result = answers["result"]
        func says(_ need: inout HealthNeed) {
            need.need = "SPEECH_LANGUAGE"
            need.screenedDate = day
            need.needIdentified = result == "need" || result == "known"
            if need.needIdentified == true { need.identifiedDate = need.identifiedDate ?? day }
            let referred = answers["referred"].split(separator: " ").contains { $0 != "nobody" }
            if referred { need.referredDate = need.referredDate ?? day }
            need.finding = need.needIdentified == true ? "IDENTIFIED" : "NONE"
            need.note = answers["adjustments"].isEmpty ? need.note : answers["adjustments"]
        }
        let own = try writer.reader.records(HealthNeed.self, child: desk.child)
            .first { $0.need == "SPEECH_LANGUAGE" && ($0.screenedDate == nil || $0.screenedDate == day) }
        if let own {
            try writer.correct(HealthNeed.self, child: desk.child, id: own.id, from: own.from) { says(&$0) }
        } else {
            var need = HealthNeed()
            says(&need)
            try writer.create(need, child: desk.child)
        }
    }
}
