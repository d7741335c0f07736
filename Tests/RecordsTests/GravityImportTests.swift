import Casework
import Records
import TestSupport
import Testing

@Suite("The gravity matrix of a service")
struct GravityImportTests {
    @Test(
        "S-OOC-07: gravity.csv brings in the scores of a matrix, replaces them when the service sends others, and goes out again",
        arguments: Engine.available)
    func gravity(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let head = "matrix,cjs_code,category,offence,score,basis\n"
            let first = try await service.bringIn(
                folder(
                    ("children.csv", "child_ref,given_name\n"),
                    ("gravity.csv", head + "CHILD_2025,TH68,,Theft,2,Made up\nCHILD_2025,,ROBBERY,,4,Made up\n")))
            #expect(first.refusals == [] && first.counts == [2, 2, 0, 0, 0])
            let next = try await service.bringIn(
                folder(
                    ("children.csv", "child_ref,given_name\n"),
                    ("gravity.csv", head + "CHILD_2025,TH68,,Theft,3,Made up\nNO_SUCH,,ROBBERY,,4,x\n")))
            #expect(next.file("gravity.csv")?.changed == 1 && next.refusals.count == 1)
            let scores = try await service.read(.wholeService(reason: "test")) {
                try $0.serviceRecords(GravityScore.self).map(\.value.score)
            }
            #expect(scores.sorted() == [3, 4])
            #expect(try await service.exported("gravity.csv").contains("CHILD_2025,TH68,,Theft,3,Made up"))
        }
    }
}
