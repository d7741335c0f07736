import Casework
import HTML
import Practice
import Records

/// Assessments: begun with what is known, written a part at a time, sent, returned or countersigned (S-ASM-01 to S-ASM-12, S-OOC-23).
enum AssessmentPages {
    static let routes: [Route] =
        [
            .get("/children/{child}/assessments/new", .may(.writeRecords)) { try await AssessmentStart.ask($0) },
            .post("/children/{child}/assessments", .may(.writeRecords)) { try await AssessmentStart.create($0) },
            .get("/children/{child}/assessments/elsewhere", .may(.writeRecords)) { try await AssessmentElsewhere.new($0) },
            .post("/children/{child}/assessments/elsewhere", .may(.writeRecords)) { try await AssessmentElsewhere.create($0) },
            .get("/children/{child}/assessments/{id}", .may(.openFile)) { try await AssessmentShow.show($0) },
            .get("/children/{child}/assessments/{id}/print", .may(.openFile)) { try await AssessmentShow.printed($0) },
            .get("/children/{child}/assessments/{id}/changes", .may(.openFile)) { try await AssessmentChanges.show($0) },
            .get("/children/{child}/assessments/{id}/edit", .may(.writeRecords)) { try await AssessmentElsewhere.edit($0) },
            .post("/children/{child}/assessments/{id}", .may(.writeRecords)) { try await AssessmentElsewhere.update($0) },
            .get("/children/{child}/assessments/{id}/write/{part}", .may(.writeRecords)) { try await AssessmentWriting.ask($0) },
            .post("/children/{child}/assessments/{id}/write/{part}", .may(.writeRecords)) { try await AssessmentWriting.save($0) },
            .post("/children/{child}/assessments/{id}/submit", .may(.writeRecords)) { try await AssessmentSigning.submit($0) },
            .get("/children/{child}/assessments/{id}/sign", .may(.countersign)) { try await AssessmentSigning.ask($0) },
            .post("/children/{child}/assessments/{id}/sign", .may(.countersign)) { try await AssessmentSigning.decide($0) },
            .get("/countersign", .may(.countersign)) { try await CountersignQueue.show($0) },
            .get("/assessments", .may(.countersign)) { try await AssessmentReport.show($0) },
        ] + AssessmentRows.risks.routes + AssessmentRows.contingencies.routes
        // Entered in error is as for any record.
        + RecordPages(layout).routes.filter { $0.pattern.hasSuffix("/withdrawal") }

    static let layout = RecordLayout<Assessment>(
        title: { assessment, words in
            let day = assessment.completedOn.map { ", \($0.words)" } ?? ", not finished"
            let title = words.forms.named(assessment.form)?.title ?? words.code("assessment_type", assessment.type)
            return title + day
        },
        mayChange: { assessment, visit, _ in assessment.countersignedOn == nil || visit.person.access.may(.countersign) })

    static func requireWriter(_ visit: Visit) throws {
        guard visit.person.access.mayWrite("assessment") else { throw NotAllowed() }
    }
}
