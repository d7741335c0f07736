import CLibPQ
import Storage

/// What a failed result means. Only SQLSTATE and names are kept: message and detail quote what was stored.
///
/// - Parameters:
///   - naming: true while a statement is prepared or a script runs; class 42 then names tables and columns only.
///   - kept: true when a kept statement ran, which a change of schema may have made stale.
func postgresError(_ result: OpaquePointer?, line: OpaquePointer, naming: Bool, kept: Bool) -> any Error {
    guard PQstatus(line) == CONNECTION_OK, let state = field("C", of: result) else { return StoreError.connection }
    let constraint = field("n", of: result) ?? ""
    switch state {
    case "23505", "23P01": return StoreError.unique(constraint)
    case "23503": return StoreError.foreignKey(constraint)
    case "23514": return StoreError.check(constraint)
    case "23502": return StoreError.notNull([field("t", of: result), field("c", of: result)].compactMap(\.self).joined(separator: "."))
    case "P0001": return StoreError.refused(field("M", of: result) ?? "")
    // No right to the table, or a row that is another service's: the words name the table only.
    case "42501": return StoreError.refused(field("M", of: result) ?? "")
    case "40001", "40P01": return StoreError.serialization
    case "55P03": return StoreError.busy
    case "57014" where Task.isCancelled: return CancellationError()
    case "57P01", "57P02", "57P03": return StoreError.connection
    case "0A000" where kept && isStalePlan(result): return StalePlan()
    case "26000" where kept: return StalePlan()
    default:
        if state.hasPrefix("08") { return StoreError.connection }
        let words = naming && state.hasPrefix("42") ? field("M", of: result) : nil
        return StoreError.other(code: [state, words].compactMap(\.self).joined(separator: " "))
    }
}

/// "cached plan must not change result type" shares its SQLSTATE with every unsupported feature; its routine is its own.
private func isStalePlan(_ result: OpaquePointer?) -> Bool {
    field("R", of: result) == "RevalidateCachedQuery"
}

private func field(_ code: Unicode.Scalar, of result: OpaquePointer?) -> String? {
    PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
}
