import Casework
import HTML
import Records

/// What a duty manager needs while the program cannot be reached: one document that is read from a phone or printed, with nothing to load.
///
/// Team by team: who is seen today and in the coming days, then every open file with what must be known before a call or a visit. It says of a
/// child what a team manager may see, and nothing of victims, offences or what was written in contacts; restricted files are only counted.
public struct OutagePack: Sendable {
    /// A whole HTML document.
    public let document: String
    /// Whose files are in it.
    public let children: [RecordID]

    /// Reads and writes it. That it was made, and of whom, is in the access log before this returns.
    /// - Parameters:
    ///   - days: of how many days the appointments are in it, today included.
    ///   - style: the site's style sheet, which the document carries in itself.
    public static func make(of service: Service, days: Int, style: [UInt8]) async throws -> OutagePack {
        let (today, now) = (service.today, service.now)
        // Nobody in particular: no file is open to them by a tie, so restricted ones stay closed.
        let manager = Person(
            id: RecordID.new(at: now), user: "outage-pack", name: "Outage pack", team: nil, access: Access(.teamManager))
        let (name, isDemo) = (service.name, service.isDemo)
        let pack = try await service.read(Scope(manager)) { reader in
            let pages = try OutagePages(reader, from: today, to: today + (days - 1))
            let main =
                heading("Outage pack", caption: "Made \(now.words)")
                + when(isDemo, "<p><strong>Everybody here is made up.</strong></p>")
                + warningText(
                    "This tells of children. Keep it locked, show it to nobody who does not need it, and destroy it when the next one is made."
                )
                + "<p>As known at \(now.words): what was written since is not in it. Write down what you do, with the time, and record it when Waymark is back.</p>"
                + pages.body
            return OutagePack(
                document: standalone(title: "Outage pack, \(today.words)", service: name, style: style, main: main).text,
                children: pages.children)
        }
        try await service.recordView(byProgram: View("export", page: "outage pack", shown: pack.children))
        return pack
    }
}
