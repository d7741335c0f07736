import Casework
import Testing

@testable import Reports

@Suite("A receiver's schema of the return")
struct ReturnSchemaTests {
    /// Two children, one of them without a sex.
    private var whole: ReturnEntity {
        var whole = ReturnEntity("return")
        whole.put("form", "waymark-1")
        let documents = [("C1", 2), ("C2", nil)].map { ref, sex in
            var person = ReturnEntity("person_details")
            person.put("ypid", ref)
            person.put("sex", sex)
            person.put("ethnicity", "A1")
            var document = ReturnEntity("document")
            document.put(person)
            return document
        }
        whole.put("documents", documents)
        return whole
    }

    private func schema(_ elements: String, other: String = "leave_out") throws -> ReturnSchema {
        try ReturnSchema(Array("{\"name\": \"Twelve\", \"other\": \"\(other)\", \"elements\": {\(elements)}}".utf8))
    }
    private let person = "return/documents/document/person_details"

    @Test("S-PER-22: the return goes under the schema's names and values, without what it does not name")
    func names() throws {
        let twelve = try schema(
            """
            "return": {"as": "Return"}, "return/documents": {"as": "Children"}, "return/documents/document": {"as": "Child"},
            "\(person)": {"as": "Person"}, "\(person)/ypid": {"as": "Id", "required": true},
            "\(person)/sex": {"as": "Gender", "values": {"1": "M", "2": "F"}}
            """)
        let (entity, faults) = twelve.applied(to: whole)
        #expect(faults == [])
        #expect(entity.json == #"{"Children":[{"Person":{"Id":"C1","Gender":"F"}},{"Person":{"Id":"C2"}}]}"#)
        #expect(entity.xml.hasPrefix("<Return><Children><Child><Person><Id>C1</Id><Gender>F</Gender></Person></Child>"))
    }

    @Test("S-PER-22: where it does not fit it is refused, by place and number and never by what stands there")
    func refused() throws {
        let strict = try schema(
            """
            "\(person)/ypid": {}, "\(person)/sex": {"required": true, "values": {"1": "M"}}, "return/recipient": {"required": true}
            """, other: "refuse")
        #expect(
            strict.applied(to: whole).faults == [
                "\(person)/ethnicity is not in the schema, 2 times.", "\(person)/sex has a value the schema has no word for.",
                "\(person)/sex is missing.", "return/form is not in the schema.", "return/recipient is missing.",
            ])
        // What it does not name may be kept as it is.
        let kept = try schema("\"return\": {}", other: "keep")
        #expect(kept.applied(to: whole).entity == whole && kept.applied(to: whole).faults == [])
    }

    @Test("S-PER-22: a schema that says something else is not taken, with its line")
    func wrong() {
        func fault(_ text: String) -> String {
            do { _ = try ReturnSchema(Array(text.utf8)) } catch let fault as ReturnSchema.Fault {
                return "\(fault.line): \(fault.message)"
            } catch {
            }
            return "taken"
        }
        #expect(fault("{}") == "1: the schema has no name")
        #expect(fault("{\"name\": \"A\"}") == "1: the schema has no elements")
        #expect(fault("{\"name\": \"A\",\n\"elements\": {\"sex\": {}}}").hasPrefix("2: “sex” is no place in the return"))
        #expect(fault("{\"name\": \"A\", \"elements\": {\"return\": {\"as\": \"1st\"}}}").contains("must be a name"))
        #expect(fault("{\"name\": \"A\", \"elements\": {\"return\": {\"must\": true}}}").contains("none of as, required"))
        #expect(fault("{\"name\": \"A\", \"other\": \"drop\", \"elements\": {}}").contains("keep, leave_out or refuse"))
    }
}
