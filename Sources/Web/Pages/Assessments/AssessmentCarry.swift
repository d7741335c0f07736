import Casework
import Records

/// What is known already and begins an assessment, each thing with where it is from and its day (promise 2: write once).
struct AssessmentCarry: Sendable {
    private var values: [Questionnaire.Carried: (text: String, source: String)] = [:]
    private let last: Entry<Assessment>?
    /// What assessments say that the child's own page does not.
    let told: ToldInAssessment
    private let lastAnswers: Answers

    init(_ reader: Reader, _ file: FileHead, _ words: Words, last: Entry<Assessment>?) throws {
        self.last = last
        lastAnswers = Answers(json: last?.answers)
        let history = try reader.history(Child.self, child: file.id, id: file.id)
        let trails = try reader.trails(history.map(\.from))
        func carry(_ key: Questionnaire.Carried, _ get: (Child) -> String?) {
            guard let text = get(file.child.value) else { return }
            // The day it was first written as it stands now.
            var from = history.last?.from
            for version in history.reversed() {
                guard get(version.value) == text else { break }
                from = version.from
            }
            let day = from.flatMap { trails[$0]?.recordedAt.londonDay.words } ?? "an earlier day"
            values[key] = (text, "From the child’s details, \(day)")
        }
        told = try ToldInAssessment(reader, child: file.id, own: true)
        for (key, one) in told.words { values[key] = (one.text, one.source) }
        carry(.wishes) { $0.whatTheyWant }
        carry(.strengths) { $0.strengths }
        carry(.communication) { $0.communicationTip }
        carry(.diversity) { $0.diversityNeeds }
        let today = reader.service.today
        let care = try reader.records(Care.self, child: file.id).filter { $0.value.isActive(on: today) }
        if let newest = care.compactMap({ $0.checkedOn ?? $0.startDate }).max() {
            let text = care.map { one in
                words.code("care_status", one.status) + (one.startDate.map { " since \($0.words)" } ?? "")
                    + (one.socialWorker.map { ". \($0)" } ?? "")
            }
            values[.care] = (text.joined(separator: "\n"), "From the care status, \(newest.words)")
        }
        let learning = try reader.records(Education.self, child: file.id).filter { $0.value.isActive(on: today) }
        if let one = learning.max(by: { ($0.startDate ?? .unset) < ($1.startDate ?? .unset) }) {
            let hours = one.hoursOffered.map { ", \($0) hours a week offered, \(one.hoursAttended ?? "0") attended" } ?? ""
            let text = words.code("provision", one.provision) + (one.place.map { ", \($0)" } ?? "") + hours
            values[.education] = (text, "From education, training or work" + (one.startDate.map { ", since \($0.words)" } ?? ""))
        }
        let needs = try reader.records(HealthNeed.self, child: file.id).filter { $0.needIdentified == true || $0.identifiedDate != nil }
        if !needs.isEmpty {
            let text = needs.map { words.code("health_need", $0.need) + ": need found" + ($0.identifiedDate.map { " \($0.words)" } ?? "") }
            let newest = needs.compactMap { $0.identifiedDate ?? $0.screenedDate }.max()
            values[.health] = (text.joined(separator: "\n"), "From health needs" + (newest.map { ", \($0.words)" } ?? ""))
        }
    }

    /// What a question begins with; the last assessment's answer where the file itself says nothing.
    func value(for question: Questionnaire.Question) -> (text: String, source: String)? {
        guard let carry = question.carry else { return nil }
        if let known = values[carry] {
            if case .text = question.kind { return (known.text.split(separator: "\n").joined(separator: "; "), known.source) }
            return known
        }
        let text = lastAnswers[question.id]
        guard !text.isEmpty, let day = last?.completedOn else { return nil }
        return (text, "From the assessment of \(day.words)")
    }

    /// What the file says today, without the last assessment: to show that a carried answer has since changed.
    func now(_ question: Questionnaire.Question) -> String? { question.carry.flatMap { values[$0]?.text } }

    /// The answers a new assessment begins with.
    func answers(to form: Questionnaire) -> Answers {
        var answers = Answers()
        for question in form.questions {
            if let known = value(for: question) { answers.carry(question.id, known.text, from: known.source) }
        }
        return answers
    }
}
