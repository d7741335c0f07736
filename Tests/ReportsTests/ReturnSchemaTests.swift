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
        let applied = twelve.applied(to: whole)
        let entity = applied.entity
        #expect(applied.faults == [] && applied.unmet == [])
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
        #expect(strict.applied(to: whole).unmet == ["return/recipient"])
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

    @Test("S-PER-22: what a list must have is asked of it; what a list's item is called may be left out")
    func lists() throws {
        let asked = try schema("\"return/documents/document\": {\"required\": true}, \"\(person)/religion\": {\"required\": true}")
        #expect(asked.applied(to: whole).faults == ["\(person)/religion is missing, 2 times."])
        let without = try schema("\"return/documents/document\": {\"leave_out\": true}", other: "keep").applied(to: whole)
        #expect(without.faults == [] && !without.entity.json.contains("C1"))
    }

    @Test("S-PER-22: a place no return can have is refused when the schema is read; one this return does not have is named")
    func mistyped() throws {
        #expect(throws: ReturnSchema.Fault(line: 1, message: "“\(person)/sx” is no place in the return: is it mistyped?")) {
            try schema("\"\(person)/sx\": {\"leave_out\": true}, \"\(person)/ypid\": {}", other: "keep")
        }
        let elements = "\"\(person)/religion\": {\"leave_out\": true}, \"\(person)/ypid\": {}"
        let applied = try schema(elements, other: "keep").applied(to: whole)
        #expect(applied.unmet == ["\(person)/religion"] && applied.faults == [])
    }

    @Test("S-PER-22: two elements side by side are not written under one name")
    func oneName() throws {
        let both = try schema("\"\(person)/ypid\": {\"as\": \"Code\"}, \"\(person)/ethnicity\": {\"as\": \"Code\"}").applied(to: whole)
        #expect(both.faults == ["\(person) has two elements the schema calls Code, 2 times."])
        let kept = try schema("\"\(person)/ypid\": {\"as\": \"ethnicity\"}", other: "keep").applied(to: whole)
        #expect(kept.faults == ["\(person) has two elements the schema calls ethnicity, 2 times."])
    }

    @Test(
        "S-PER-22: what would say nothing is not taken: values of what holds others, required and left out, anything of the return itself")
    func idle() throws {
        func fault(_ elements: String) -> String? {
            do { _ = try schema(elements) } catch { return (error as? ReturnSchema.Fault)?.message }
            return nil
        }
        let values = "{\"values\": {\"1\": \"M\"}}"
        #expect(fault("\"\(person)\": \(values), \"\(person)/sex\": {}")?.contains("holds other elements") == true)
        #expect(fault("\"\(person)/sex\": {\"required\": true, \"leave_out\": true}")?.contains("required and left out") == true)
        let within = "\"\(person)\": {\"leave_out\": true}, \"\(person)/sex\": {}"
        #expect(fault(within)?.contains("nothing can be said of what it holds") == true)
        let idle = "{\"leave_out\": true, \"values\": {\"1\": \"M\"}}"
        #expect(fault("\"\(person)/sex\": \(idle)")?.contains("is left out") == true)
        #expect(fault("\"return\": {\"required\": true}")?.contains("is always written") == true)
        // Whether a place holds others may show on the return alone.
        let late = try schema("\"return/documents\": \(values)", other: "keep").applied(to: whole)
        #expect(late.faults == ["return/documents is no single value, and the schema names values for it."])
    }
}
