import Casework

extension Service {
    /// Puts on record that a sign-in was refused at a step: a wrong password, one whose time is over, a wrong code, a
    /// program's wrong token. Never what was typed.
    ///
    /// Who tried is not known, so the entry names nobody as having done it; whose account was meant stands in `shown`. Of names and tokens
    /// nobody has, a place leaves one entry an hour at each step, and the others are counted: the record is for ever, and nobody fills it.
    /// Either way something is written, so that an unknown name takes about as long. Tries that are slowed are not looked at, and leave none.
    /// - Parameters:
    ///   - page: the step's address: which factor was wrong.
    ///   - address: where the try came from; empty where that is not known. It is not kept.
    public func recordRefusedSignIn(page: String, meant staff: RecordID?, from address: String) async throws {
        if staff == nil, try await !isFirstForAnHour(page, from: address) { return }
        try await accessLog.record(View("sign_in_refused", page: page, shown: staff.map { [$0] } ?? []), staff: nil)
    }
}
