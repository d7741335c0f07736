import Records

/// The four cookies of the site: none is within reach of scripts, and none holds anything but a random token.
extension Site {
    /// Who is signed in.
    var cookieName: String { prefix + "session" }
    /// A sign-in whose password was right and which is not done.
    var stepCookie: String { prefix + "sign-in" }
    /// A sign-in begun at the identity provider, or an account come back with that is to be linked.
    var singleSignOnCookie: String { prefix + "single-sign-on" }
    /// A browser somebody signed in with before: what strangers try elsewhere does not slow it.
    var browserCookie: String { prefix + "browser" }

    private var prefix: String { isSecure ? "__Host-" : "" }

    /// A `Set-Cookie` line.
    /// - Parameter maxAge: seconds it is kept; nil until the browser closes, 0 takes it away.
    func cookie(_ name: String, _ token: String, maxAge: Int64? = nil) -> String {
        "\(name)=\(token); Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") + (maxAge.map { "; Max-Age=\($0)" } ?? "")
    }
}

/// What a browser calls itself, in the two or three words by which its owner knows it again. Nothing else of it is kept.
enum BrowserKind {
    static func words(_ agent: String) -> String {
        let browsers = [
            ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"), ("Safari/", "Safari"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
            ("CrOS", "Chromebook"),
            ("Linux", "Linux"),
        ]
        func first(_ list: [(String, String)]) -> String? { list.first { agent.contains($0.0) }?.1 }
        switch (first(browsers), first(systems)) {
        case (let browser?, let system?): return "\(browser) on \(system)"
        case (let browser?, nil): return browser
        case (nil, let system?): return "A browser on \(system)"
        case (nil, nil): return "A browser that does not say what it is"
        }
    }
}
