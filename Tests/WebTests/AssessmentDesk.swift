import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// A child with a referral, and a writer who fills an assessment through its pages.
struct AssessmentBench {
    let site: TestSite
    let made: MadeCase
    let referral: RecordID
    private(set) var browser: Browser
    private let role: Role

    init(
        _ site: TestSite, admission: String = "ADMITTED", by role: Role = .caseManager, received: String = "2026-11-10",
        _ change: (inout Child) -> Void = { _ in }
    )
        async throws
    {
        self.site = site
        self.role = role
        let made = try await site.service.makeCase()
        self.made = made
        var child = Fixtures.child()
        change(&child)
        let known = child
        referral = try await site.service.write(.wholeService(reason: "test"), action: "test.referral") { writer in
            if let now = try writer.reader.record(Child.self, child: made.child, id: made.child) {
                try writer.correct(Child.self, child: made.child, id: made.child, from: now.from) { $0 = known }
            }
            var referral = Referral()
            (referral.receivedDate, referral.pathway, referral.admission) = (Day(iso: received) ?? .unset, "OUT_OF_COURT", admission)
            referral.offences = [made.offence]
            return try writer.create(referral, child: made.child)
        }
        browser = try await site.browser(role)
    }

    /// Signed in anew, days later: no session lasts so long.
    func later(days: Int64) async throws -> AssessmentBench {
        site.clock.advance(days: days)
        var copy = self
        copy.browser = try await site.browser(role)
        return copy
    }

    func add<R: RecordKind>(_ value: R) async throws -> RecordID {
        try await site.service.write(.wholeService(reason: "test"), action: "test.add") { try $0.create(value, child: made.child) }
    }

    func all<R: RecordKind>(_ type: R.Type) async throws -> [Stored<R>] {
        try await site.service.read(.wholeService(reason: "test")) { try $0.records(type, child: made.child) }
    }

    var base: String { "/children/\(made.child)/assessments" }

    /// Begins one and answers its address.
    func begin(_ type: String, _ form: String, stage: String? = nil) async throws -> String {
        let page = try await browser.get("\(base)/new?type=\(type)&form=\(form)" + (stage.map { "&stage=\($0)" } ?? ""))
        let sent = try await browser.send(form: try page.form("/assessments"))
        let path = try #require(sent.location)
        return path.hasSuffix("/write/all") ? String(path.dropLast(10)) : path
    }

    /// Fills a simple form on its one page and finishes it.
    @discardableResult
    func finish(_ type: String, _ form: String, _ answers: [String: String]) async throws -> Page {
        let path = try await begin(type, form)
        let page = try await browser.get("\(path)/write/all")
        return try await browser.submit(
            try page.form("/write/all"), Dictionary(uniqueKeysWithValues: answers.map { ("q_\($0)", $1) }), press: ("action", "finish"))
    }

    /// Writes one part and goes on.
    @discardableResult
    func write(_ path: String, _ part: String, _ values: [String: String]) async throws -> Page {
        let page = try await browser.get("\(path)/write/\(part)")
        return try await browser.submit(try page.form("/write/\(part)"), values)
    }

    /// Child's and parent's own forms and the exploitation screen.
    func beside() async throws {
        try await finish("SELF_CHILD", "self-child", ["want": "To be left alone by them"])
        try await finish("SELF_PARENT", "self-parent", ["want": "A school place"])
        try await finish("SCREENING", "exploitation", ["signs": "none", "level": "none"])
    }

    static let admitted = [
        "q_story": "Moved twice this year", "q_family": "Mum and two brothers", "q_school_going": "Half days", "q_feelings": "Mostly fine",
        "q_substances": "no", "q_happened": "We took it", "q_before": "Nothing like it", "q_strengths": "Boxing", "q_motivation": "College",
        "q_diversity": "Dyslexic; Roma family", "child_view": "It was stupid", "child_view_on": "12/11/2026",
        "child_view_how": "FACE_TO_FACE",
        "parent_view": "He is a good lad", "parent_view_on": "12/11/2026", "parent_view_how": "PHONE", "sources": "Police papers, school",
        "safety_wellbeing": "LOW", "serious_harm": "LOW", "reoffending": "LOW",
    ]

    /// A whole assessment on one page, all low unless said otherwise.
    func writeAll(_ path: String, _ change: [String: String] = [:], without: Set<String> = []) async throws -> Page {
        let values = Self.admitted.filter { !without.contains($0.key) }.merging(change) { $1 }
        return try await write(path, "all", values)
    }

    func submit(_ path: String) async throws -> Page {
        try await browser.submit(try (try await browser.get(path)).form("/submit"))
    }

    /// An assessment that waits for its manager.
    func sent() async throws -> String {
        try await beside()
        let path = try await begin("OUT_OF_COURT", "out-of-court")
        _ = try await writeAll(path)
        let page = try await submit(path)
        #expect(page.text.contains("Waits for countersignature"), "\(page.text.prefix(600))")
        return path
    }
}
