import Casework
import HTML
import Records

/// How an authenticator is set up: the key as text and as a link, the first code, and the recovery codes shown once.
enum Enrolment {
    static let wrong =
        "That is not the code of this key. Type the one your authenticator shows now; if it goes on, set the clock of your phone."

    /// The key that was shown before, when the form comes back; else a new one.
    static func authenticator(_ service: Service, _ staff: RecordID, sealed: String, box: SecretBox) async throws -> NewAuthenticator {
        if let same = try await service.authenticator(sealed, of: staff, box: box) { return same }
        return try await service.newAuthenticator(for: staff, box: box)
    }

    static func fields(_ new: NewAuthenticator, problem: String?) -> HTML {
        "<ol class=\"list\"><li>Open an authenticator: an app on your phone, or a password manager.</li>"
            + "<li>Add an account by typing this key, of the kind “time based”: <strong class=\"key\">\(new.text)</strong><br>"
            + "On this same device, \(authenticatorLink(new.link, "open your authenticator with the key")).</li>"
            + "<li>Type the six digits it shows.</li></ol>" + hidden("sealed", new.sealed)
            + field(
                FieldControl(
                    id: "code", label: "Code", hint: "Six digits, a new one every 30 seconds.", error: problem,
                    autocomplete: "one-time-code", inputMode: "numeric", width: .w10))
    }

    /// The page that shows recovery codes, the only time they are shown.
    static func recovery(_ codes: [String]) -> (title: String, body: HTML) {
        (
            "Keep your recovery codes",
            heading("Keep your recovery codes")
                + "<p>Each of these lets you in once in place of a code from your authenticator, if you lose it. They are shown only now: print them, or keep them in a password manager, not with your password.</p>"
                + list(codes.map { "<code>\($0)</code>" })
        )
    }

    /// Why nobody can set one up here.
    static let noKey: HTML =
        "<p>Second factors cannot be set up on this installation: it has no key to seal them with. Tell whoever runs Waymark; the operations guide says how.</p>"

    static func unavailable(_ site: Site) -> Reply {
        Shell.plain(site, title: "Not set up", status: 503, heading("Your role needs a second factor") + noKey)
    }
}
