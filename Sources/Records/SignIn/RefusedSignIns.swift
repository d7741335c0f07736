import Casework

extension Service {
    /// Puts on record that a sign-in was refused at a step: a wrong password, one whose time is over, a wrong code, a
    /// program's wrong token. Never what was typed.
    ///
    /// Who tried is not known, so the entry names nobody as having done it; whose account was meant stands in `shown`. An unknown name leaves an
    /// entry too, so that it takes as long. Tries that are slowed are not looked at, and leave none: nobody fills the log.
    /// - Parameter page: the step's address: which factor was wrong.
    public func recordRefusedSignIn(page: String, meant staff: RecordID?) async throws {
        try await accessLog.record(View("sign_in_refused", page: page, shown: staff.map { [$0] } ?? []), staff: nil)
    }
}
