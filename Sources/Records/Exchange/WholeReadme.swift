import Casework

/// What stands in a whole export, for whoever opens the folder without Waymark: made of the definitions (S-INF-13).
enum WholeReadme {
    static func text(_ service: String, _ moment: Instant, head: Int64, _ counts: [WholeCount], contents: Int) -> String {
        let sealed = counts.map(\.sealed).reduce(0, +)
        let kinds = zip(WholeCount.kinds, counts).map(part).joined()
        return """
            Everything \(service) recorded, taken out of Waymark at \(moment.iso) (UTC), up to entry \(head) of its journal.

            It holds personal data of children, and more than any file of the records shows one person: keep it as carefully as the
            records, encrypted, and destroy it once it has been taken over. This file is written last: a folder without it is not whole.

            records/KIND.jsonl  one JSON object a line (JSON Lines, UTF-8): one version of one record. A record's versions follow one
                                another, oldest first; the one whose "to" is null is what stands.
            contents/HASH       the bytes of documents and papers, each under its SHA-256, as records name it.
            contents.jsonl      what each of them is: its type, its size, and whether it is whole.

            Of each version:
              id            the record; child: the child whose file it is on (not of records of the service itself)
              source, ref   the system it came from and its reference there; "waymark" where it was written here
              definition    the version of the kind's definition it was written under
              withdrawn     true: marked as entered in error from this version on
              from, to      the moments (UTC) it was written and closed; from_entry, to_entry: the journal entries that did
              by, action    who wrote it (an id in records/staff.jsonl; null: the program, as by an import) and by what; why: the reason given
              fields        the record itself, each field by its name: text, true or false, a whole number, a day (2026-11-21), a moment (UTC),
                            an id, or a list of ids or codes. null is blank; a field that is not there was not asked then.
            Codes stand by their token; records/code.jsonl has their labels. Two entries of one child stay two here: records/merge.jsonl
            says which answers for which.

            Not in it: passwords and second factors, sessions, drafts, the log of who saw what (waymark access-log writes that), what was
            lawfully erased (records/erasure.jsonl says that it was), who sealed and opened a former identity, and what is under a seal
            (\(sealed) versions). A child whose former identity is sealed stands in every version as they are now, and [removed] where a
            text named them.

            \(contents) contents. The kinds, with their fields:

            \(kinds)
            """
    }

    private static func part(_ kind: AnyKind, _ count: WholeCount) -> String {
        let fields = kind.fields.map { "    \($0.name): \($0.label), \($0.kind.words)\n" }
        return
            "records/\(kind.name).jsonl  \(count.records.counted("record")), \(count.versions.counted("version")). \(kind.about)\n\(fields.joined())\n"
    }
}
