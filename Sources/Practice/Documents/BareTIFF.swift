/// TIFF: written anew from its pages' own entries and data, so that nothing that is not the picture is left anywhere in the file. EXIF is a TIFF too.
enum BareTIFF {
    private static let orientationTag = 274
    /// What says how to show a page: size, colours, how it is packed, where it lies, which way is up.
    private static let kept: Set<Int> = Set(254...259).union([
        262, 263, 264, 265, 266, 274, 277, 278, 280, 281, 282, 283, 284, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322,
        323,
        332, 334, 336, 338, 339, 340, 341, 347, 529, 530, 531, 532, 34_675,
    ])
    private static let widths = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8]

    private struct Entry {
        let tag: Int
        var type: Int
        var count: Int
        var value: [UInt8]
    }

    /// Which way is up, as EXIF says it (1 to 8); nil where it does not.
    static func orientation(_ bytes: [UInt8]) -> Int? {
        var budget = 64
        guard let file = order(bytes), let first = file.number(4, 4),
            let page = page(file, first, only: [orientationTag], within: &budget)
        else { return nil }
        return page.entries.first.flatMap { numbers($0, file)?.first }
    }

    /// A TIFF's beginning, whose first page follows it.
    static let head: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8]

    /// An EXIF that says which way is up and nothing else.
    static func upright(_ orientation: Int) -> [UInt8] {
        head + [0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, UInt8(truncatingIfNeeded: orientation), 0, 0, 0, 0, 0, 0]
    }

    static func of(_ bytes: [UInt8]) -> [UInt8]? {
        guard let file = order(bytes), var next = file.number(4, 4) else { return nil }
        var out = Array(bytes.prefix(4)) + [0, 0, 0, 0]
        // Where the place of the page to come is to be written.
        var link = 4
        var seen: Set<Int> = []
        // No more is written than was sent, however often a file names the same bytes.
        var budget = bytes.count
        while next != 0 {
            guard seen.count < 1000, seen.insert(next).inserted,
                let page = page(file, next, only: kept.union([273, 279, 324, 325]), within: &budget)
            else { return nil }
            var entries = page.entries.filter { kept.contains($0.tag) }
            var hasData = false
            // Strips or tiles: where they lie, and how long they are.
            for (places, lengths) in [(273, 279), (324, 325)] {
                guard let from = page.entries.first(where: { $0.tag == places }),
                    let long = page.entries.first(where: { $0.tag == lengths })
                else { continue }
                guard let starts = numbers(from, file), let counts = numbers(long, file), starts.count == counts.count else { return nil }
                var moved: [UInt8] = []
                for (start, count) in zip(starts, counts) {
                    budget -= count
                    guard start <= bytes.count - count, budget >= 0 else { return nil }
                    moved += file.written(out.count, 4)
                    out += bytes[start..<start + count] + (count % 2 == 1 ? [0] : [])
                }
                entries.append(Entry(tag: places, type: 4, count: starts.count, value: moved))
                entries.append(long)
                hasData = true
            }
            guard hasData else { return nil }
            entries.sort { $0.tag < $1.tag }
            append(entries, to: &out, link: &link, file)
            next = page.next
        }
        return seen.isEmpty ? nil : out
    }

    private static func append(_ entries: [Entry], to out: inout [UInt8], link: inout Int, _ file: PictureBytes) {
        var list: [UInt8] = file.written(entries.count, 2)
        for entry in entries {
            list += file.written(entry.tag, 2) + file.written(entry.type, 2) + file.written(entry.count, 4)
            if entry.value.count <= 4 {
                list += entry.value + [UInt8](repeating: 0, count: 4 - entry.value.count)
            } else {
                list += file.written(out.count, 4)
                out += entry.value + (entry.value.count % 2 == 1 ? [0] : [])
            }
        }
        out.replaceSubrange(link..<link + 4, with: file.written(out.count, 4))
        out += list
        link = out.count
        out += [0, 0, 0, 0]
    }

    private static func order(_ bytes: [UInt8]) -> PictureBytes? {
        if bytes.starts(with: [0x49, 0x49, 42, 0]) { return PictureBytes(bytes, isLittle: true) }
        return bytes.starts(with: [0x4D, 0x4D, 0, 42]) ? PictureBytes(bytes, isLittle: false) : nil
    }

    private static func page(_ file: PictureBytes, _ place: Int, only wanted: Set<Int>, within budget: inout Int) -> (
        entries: [Entry], next: Int
    )? {
        guard let count = file.number(place, 2), (1...200).contains(count) else { return nil }
        var entries: [Entry] = []
        for index in 0..<count {
            let at = place + 2 + 12 * index
            guard let tag = file.number(at, 2), let type = file.number(at + 2, 2), let count = file.number(at + 4, 4),
                let inside = file.number(at + 8, 4)
            else { return nil }
            guard wanted.contains(tag) else { continue }
            guard let width = widths[type], count <= budget else { return nil }
            budget -= max(4, width * count)
            let start = width * count <= 4 ? at + 8 : inside
            guard budget >= 0, start <= file.bytes.count - width * count else { return nil }
            entries.append(Entry(tag: tag, type: type, count: count, value: Array(file.bytes[start..<start + width * count])))
        }
        guard let next = file.number(place + 2 + 12 * count, 4) else { return nil }
        return (entries, next)
    }

    private static func numbers(_ entry: Entry, _ file: PictureBytes) -> [Int]? {
        guard entry.type == 3 || entry.type == 4, let width = widths[entry.type] else { return nil }
        let value = PictureBytes(entry.value, isLittle: file.isLittle)
        return (0..<entry.count).compactMap { value.number($0 * width, width) }
    }
}
