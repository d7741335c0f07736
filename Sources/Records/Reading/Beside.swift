import Casework
import Storage

extension Reader {
    /// Other children whose files may tell of one by name, as any version ever said: `near` are family and those who were in the same offence,
    /// `panel` those who were only heard by the same panel. Each with every record that is that child's. Only ever used to take names out of text.
    func beside(_ files: [RecordID]) throws -> (near: Set<RecordID>, panel: Set<RecordID>) {
        let own = list(files)
        var (near, panel): (Set<RecordID>, Set<RecordID>) = ([], [])
        for one in try fetch(Relationship.self, where: "v.known_child IN (\(own))", only: ["known_child"]) {
            if let child = one.child { near.insert(child) }
        }
        for one in try fetch(Relationship.self, where: "v.child IN (\(own))", only: ["known_child"]) {
            if let child = one.knownChild { near.insert(child) }
        }
        var cases: Set<String> = []
        for one in try fetch(Offence.self, where: "v.child IN (\(own))", only: ["co_defendants", "police_ref"]) {
            near.formUnion(one.coDefendants)
            if let police = one.policeRef { cases.insert(police) }
        }
        let names = files.map { SQL("v.co_defendants LIKE \("%\($0)%")") } + cases.sorted().map { SQL("v.police_ref = \($0)") }
        for condition in names {
            for one in try fetch(Offence.self, where: condition, only: ["co_defendants"]) {
                if let child = one.child { near.insert(child) }
            }
        }
        let panels = Set(try fetch(PanelItem.self, where: "v.child IN (\(own))", only: ["panel_ref"]).compactMap(\.value.panel)).sorted()
        if !panels.isEmpty {
            for one in try fetch(PanelItem.self, where: "v.panel_ref IN (\(list(panels)))", only: ["panel_ref"]) {
                if let child = one.child { panel.insert(child) }
            }
        }
        let aliases = try aliases()
        func others(_ found: Set<RecordID>) -> Set<RecordID> { Set(found.flatMap { aliases.group(of: $0) }).subtracting(files) }
        return (others(near), others(panel))
    }
}
