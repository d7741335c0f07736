import Casework
import Storage

@testable import Records

extension Reader {
    /// Every current record of a kind, whoever's file it is in.
    func everyRecord<R: RecordKind>(_ type: R.Type) throws -> [Stored<R>] {
        try fetch(type, where: "NOT v.withdrawn AND v.to_position IS NULL")
    }
}
