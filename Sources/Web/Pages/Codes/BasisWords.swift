/// What a code rests on, in words for who reads it: the publisher and the document, where the shipped lists name a place in the project's own
/// notes. What files and commands print stays as it is.
func basisWords(_ basis: String) -> String {
    let notes = "Waymark’s reading of the published rules"
    var words = basis.replacing(#/regulation\.md §\d+(?:\.\d+)*(?:(?:,| and) §?\d+(?:\.\d+)*)*/#, with: notes)
    words = words.replacing(#/interchange\.md §\d+(?:\.\d+)*/#, with: "Waymark’s exchange format")
    words = words.replacing(#/ \(S\d\)/#, with: "")
    words = words.replacing(#/, S\d in /#, with: ", ")
    let plain = [
        // Beside a source that is named the notes only repeat it.
        (" (S1, \(notes))", ""), (" (\(notes))", ""), ("S1 and \(notes)", "S1"), ("Reading of \(notes)", notes), (", \(notes)", ""),
        ("RECALLED from", "RECALLED, from"), ("S1 keeps", "YJB reporting code keeps"), ("S1:", "YJB reporting code:"),
        ("YJB reporting", "Youth Justice Board reporting"),
        ("RECALLED: check before relying on it", "RECALLED"), ("RECALLED", "not checked against the source"), ("INFERRED", "inferred"),
    ]
    for (written, shown) in plain { words = words.replacing(written, with: shown) }
    return words.prefix(1).uppercased() + words.dropFirst()
}
