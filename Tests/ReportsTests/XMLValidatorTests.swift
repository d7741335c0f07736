import Foundation
import Testing

@testable import Reports

/// XML held to an XSD by a program that may be there or not. (S-PER-22)
@Suite("XML held to an XSD") struct XMLValidatorTests {
    private static let xsd = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="Return"><xs:complexType><xs:sequence>
        <xs:element name="Id" type="xs:string"/>
        <xs:element name="Sex" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="M"/></xs:restriction>
        </xs:simpleType></xs:element><xs:element name="Born" type="xs:date" minOccurs="0"/>
        </xs:sequence></xs:complexType></xs:element></xs:schema>
        """

    @Test("S-PER-22: what xmllint says is told by element and sort, with how often, and never with what stands there")
    func told() {
        let told = """
            return.xml:1: element Sex: Schemas validity error : Element 'Sex': [facet 'enumeration'] The value 'SECRET' is not an element of the set {'M'}.
            return.xml:1: element Sex: Schemas validity error : Element 'Sex': [facet 'enumeration'] The value 'OTHER' is not an element of the set {'M'}.
            return.xml:1: element Born: Schemas validity error : Element 'Born': '2011-03-40' is not a valid value of the atomic type 'xs:date'.
            return.xml:1: element X: Schemas validity error : Element 'X': This element is not expected.
            return.xml:1: element Return: Schemas validity error : Element 'Return': Missing child element(s). Expected is ( Id ).
            return.xml fails to validate
            """
        #expect(
            XSDText.faults(told) == [
                "Born: its value is not a valid value of the atomic type 'xs:date'.",
                "Return: something is missing in it. Expected is ( Id ).", "Sex: its value is not allowed (enumeration), 2 times.",
                "X: is not expected there.",
            ])
    }

    @Test("S-PER-22: an XSD that is none, has a DOCTYPE or leads to other files is not taken")
    func refused() {
        #expect(XSDText.refusal(of: Self.xsd) == nil)
        #expect(XSDText.refusal(of: "<a/>") == "This is not an XSD.")
        #expect(XSDText.refusal(of: "<!DOCTYPE x [<!ENTITY a \"b\">]>" + Self.xsd)?.contains("DOCTYPE") == true)
        let leading = Self.xsd.replacing(
            "<xs:element name=\"Return\">", with: "<xs:include schemaLocation=\"file:///x\"/><xs:element name=\"Return\">")
        #expect(XSDText.refusal(of: leading)?.contains("leads to other files") == true)
    }

    @Test("S-PER-22: an XSD in another encoding is not taken, for it could say what is not seen here; nor one with a NUL or a namespace")
    func encodings() throws {
        let include = "+ADw-xs:include +AHM-chemaLocation+AD0AIg-file:///x+ACI-/+AD4-"
        let entity = "+ADwAIQ-DOCTYPE a +AFsAPAAh-ENTITY e SYSTEM +ACI-file:///x+ACIAPgBdAD4-"
        for declared in ["encoding=\"UTF-7\"", "encoding = 'utf-7'", "encoding=\"UTF-16\"", "encoding=UTF-8", "encoding='latin1'"] {
            for hidden in [include, entity] {
                let xsd = "<?xml version=\"1.0\" \(declared)?>\n\(hidden)\(Self.xsd)"
                #expect(XSDText.refusal(of: xsd)?.contains("another encoding than UTF-8") == true, "\(declared)")
                #expect(XSDText.body(of: xsd) == nil)
                // A second declaration would be the first once ours stands before it.
                #expect(XSDText.body(of: "\u{FEFF}<?xml version=\"1.0\"?> <?xml version=\"1.0\" \(declared)?>\(hidden)") == nil)
            }
        }
        for declaration in ["", "<?xml version=\"1.0\"?>", "\u{FEFF}<?xml version='1.0' encoding='utf-8'?>"] {
            let xsd = declaration + Self.xsd
            #expect(XSDText.refusal(of: xsd) == nil && XSDText.body(of: xsd) == Self.xsd)
        }
        #expect(XSDText.refusal(of: Self.xsd + "\0")?.contains("NUL") == true)
        let named = Self.xsd.replacing("<xs:schema ", with: "<xs:schema targetNamespace=\"urn:a\" ")
        #expect(XSDText.refusal(of: named)?.contains("targetNamespace") == true)
    }

    @Test("S-PER-22: what an XSD says of its encoding is not kept: it is read as UTF-8 or not at all")
    func readAsUTF8() async throws {
        await #expect(throws: XMLValidator.Problem.unusable) {
            try await XMLValidator(program: "/nonexistent/xmllint").faults(
                of: Array("<a/>".utf8), under: "<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + Self.xsd)
        }
        guard let validator = XMLValidator.find() else { return }
        #expect(await validator.canRead("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Self.xsd))
        #expect(await validator.canRead("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:elephant/></xs:schema>") == false)
    }

    @Test("S-PER-22: a file is held to an XSD once: its findings are kept by the hash of both, what could not be told is not")
    func once() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (program, ran) = (folder.path + "/xmllint", folder.path + "/ran")
        func write(_ code: Int) throws {
            let text =
                "#!/bin/sh\necho x >> \(ran)\necho \"a.xml:1: element A: Schemas validity error : Element 'A': This element is not expected.\"\nexit \(code)\n"
            try text.write(toFile: program, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
        }
        func times() -> Int { (try? String(contentsOfFile: ran, encoding: .utf8))?.count(where: \.isNewline) ?? 0 }
        let validator = XMLValidator(program: program)
        try write(0)
        for _ in 0..<3 { #expect(try await validator.faults(of: Array("<a/>".utf8), under: Self.xsd) == []) }
        #expect(times() == 1)
        #expect(try await validator.faults(of: Array("<b/>".utf8), under: Self.xsd) == [])
        #expect(try await validator.faults(of: Array("<a/>".utf8), under: Self.xsd + " ") == [])
        #expect(times() == 3, "another file, and another XSD")
        try write(9)
        for _ in 0..<2 {
            await #expect(throws: XMLValidator.Problem.failed) { try await validator.faults(of: Array("<c/>".utf8), under: Self.xsd) }
        }
        #expect(times() == 5, "asked again")
        try write(0)
        for file in 0..<70 { _ = try await validator.faults(of: Array("<e\(file)/>".utf8), under: Self.xsd) }
        let before = times()
        _ = try await validator.faults(of: Array("<e69/>".utf8), under: Self.xsd)
        #expect(times() == before)
        _ = try await validator.faults(of: Array("<e0/>".utf8), under: Self.xsd)
        #expect(times() == before + 1, "only the last are kept")
    }

    @Test("S-PER-22: a machine without xmllint has none; one with it holds a file to its XSD")
    func held() async throws {
        #expect(XMLValidator.find(["/nonexistent/xmllint"]) == nil)
        await #expect(throws: XMLValidator.Problem.failed) {
            try await XMLValidator(program: "/nonexistent/xmllint").faults(of: Array("<a/>".utf8), under: Self.xsd)
        }
        guard let validator = XMLValidator.find() else { return }
        #expect(try await validator.faults(of: Array("<Return><Id>1</Id><Sex>M</Sex></Return>".utf8), under: Self.xsd) == [])
        let wrong = try await validator.faults(of: Array("<Return><Id>1</Id><Sex>SECRET</Sex></Return>".utf8), under: Self.xsd)
        #expect(wrong == ["Sex: its value is not allowed (enumeration)."])
        await #expect(throws: XMLValidator.Problem.unusable) {
            try await validator.faults(of: Array("<a/>".utf8), under: "<xs:schema")
        }
    }
}
