import Casework

extension ReturnRule {
    static let seriousness = ReturnRule("seriousness", "Seriousness is missing", Offence.self, ["seriousness"]) { file, ask in
        ReturnDocument.known(file, ask).filter { $0.seriousness == nil }.map {
            Spot($0.id, "The offence has no seriousness score: it counts as 0, and never as serious violence.")
        }
    }
}
