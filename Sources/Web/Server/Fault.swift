import Casework
import Logging
import Records

/// What an error is to whoever asked. Pages and the API tell each in their own words; what is written in the log is the same.
enum Fault {
    case notFound
    case notAllowed
    case tooMuch
    /// Sentences of our own about fields: no record's words.
    case unsaved(Problems)
    case outOfReach
    /// Others wait for figures or take-outs already.
    case busy
    /// A slip of the program's. Its own words are never sent or logged: they may hold personal data.
    case ours

    init(_ error: any Error, _ request: Request, _ log: Logger) {
        func note(_ what: Logger.Message) {
            log.error(
                what, metadata: ["request": "\(request.id)", "pattern": "\(request.pattern)", "error": "\(type(of: error))"])
        }
        switch error {
        case is NotFound: self = .notFound
        case is NotAllowed: self = .notAllowed
        case is Form.Unreadable: self = .tooMuch
        case let problems as Problems: self = .unsaved(problems)
        case is LongReads.Full: self = .busy
        case _ where isUnavailable(error):
            note("records out of reach")
            self = .outOfReach
        default:
            note("request failed")
            self = .ours
        }
    }
}
