import Casework
import HTML
import Reports

extension At {
    static let returns = Address("/returns")
    static let returnReceipts = Address("/returns/receipts")
    static let dataQuality = Address("/data-quality")
    static func dataQualityTrend(_ query: [(String, String)]) -> Address { Address("/data-quality/trend", query: query) }
    static func returns(_ query: [(String, String)], fragment: String? = nil) -> Address {
        Address("/returns", query: query, fragment: fragment)
    }
    static func returnFile(_ form: NationalReturn.Form, _ query: [(String, String)]) -> Address {
        Address("/returns/files/return.\(form.rawValue)", query: query)
    }
    static let returnSchemas = Address("/returns/schemas")
    static func returnSchema(_ id: RecordID, _ query: [(String, String)] = []) -> Address {
        Address("/returns/schemas/\(id)", query: query)
    }
    static func returnSchemaFile(_ id: RecordID) -> Address { Address("/returns/schemas/\(id)/map.json") }
    static func returnReceipt(_ id: RecordID) -> Address { Address("/returns/receipts/\(id)") }
    static func dataQuality(_ query: [(String, String)], fragment: String? = nil) -> Address {
        Address("/data-quality", query: query, fragment: fragment)
    }
}
