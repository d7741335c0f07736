import Casework
import Foundation
import TestSupport
import Testing

@testable import Web

/// Naughty strings in every text field of every kind a program may write.
@Suite struct NaughtyAPITests {
    /// A string as JSON has it; bytes that are no text go as they are.
    private static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [0x22]
            + bytes.flatMap { byte -> [UInt8] in
                switch byte {
                case 0x22, 0x5C: [0x5C, byte]
                case 0..<0x20: Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                default: [byte]
                }
            } + [0x22]
    }

    private func texts(_ kind: AnyKind) -> Set<String> {
        Set(
            kind.fields.filter { field in
                switch field.kind {
                case .text, .longText: true
                default: false
                }
            }.map(\.name))
    }

    @Test(
        "S-INF-13: naughty strings in every text field of every kind, by programs: never a fault of ours, and what is taken reads back as it was sent"
    )
    func everyKind() async throws {
        try await withSite(Engine.available[0]) { site in
            let made = try await Sample(site)
            let step = ProcessInfo.processInfo.environment["WAYMARK_NAUGHTY"] == "all" ? 1 : 9
            var (sent, filled, taken, kinds): (Int, Int, Int, Set<String>) = (0, 0, 0, [])
            for (number, kind) in APIRecords.kinds.enumerated() where APIRecords.creating[kind.name] != nil {
                guard let role = [Role.serviceManager, .policeOfficer, .victimWorker].first(where: { Access($0).mayWrite(kind.name) })
                else {
                    continue
                }
                let program = try await site.program(role)
                let token = try #require(program.token)
                let path = "\(API.base)/children/\(made.case.child)/\(kind.path)"
                let list = try JSONSerialization.jsonObject(with: Data(try await program.get(path).bytes)) as? [String: Any]
                let items = (list?["items"] ?? list?["data"]) as? [[String: Any]] ?? []
                let fields = items.first?["fields"] as? [String: Any] ?? [:]
                let names = texts(kind).sorted()
                guard !names.isEmpty else { continue }
                kinds.insert(kind.name)
                for (index, bytes) in NaughtyStrings.all.enumerated() where (number + index) % step == 0 {
                    // As the sample has it, and every text of it another's.
                    var object = fields.filter { !names.contains($0.key) }
                    for name in names { object[name] = "@@" }
                    let whole = try JSONSerialization.data(withJSONObject: ["fields": object])
                    let body = Array(whole).split(separator: Array("\"@@\"".utf8), omittingEmptySubsequences: false).map { Array($0) }
                        .joined(separator: Self.quoted(bytes))
                    let answer = try await program.browser.send(
                        "POST", path, body: Array(body), type: "application/json",
                        headers: ["Origin": "", "Sec-Fetch-Site": "", "Authorization": "Bearer \(token)"])
                    sent += 1
                    filled += names.count
                    #expect(answer.status < 500, "\(kind.name): \(answer.status) for string \(index)")
                    #expect(
                        answer.header("Content-Type")?.contains("json") == true, "\(kind.name): nothing of it is ever read as a page")
                    #expect(answer.header("X-Content-Type-Options") == "nosniff")
                    guard answer.status == 201, let place = answer.location else { continue }
                    taken += 1
                    let back = try JSONSerialization.jsonObject(with: Data(try await program.get(place).bytes)) as? [String: Any]
                    let kept = back?["fields"] as? [String: Any] ?? [:]
                    for name in names {
                        guard let text = kept[name] as? String else { continue }
                        #expect(NaughtyStrings.plain(text) == NaughtyStrings.read(bytes), "\(kind.name).\(name): string \(index)")
                    }
                }
            }
            #expect(kinds.count > 15 && sent > 60, "\(kinds.count) kinds, \(sent) sent")
            print(
                "Naughty strings by programs: \(kinds.count) kinds × \(NaughtyStrings.all.count) strings, one in \(step): \(sent) records sent, \(filled) fields filled, \(taken) taken"
            )
        }
    }
}
