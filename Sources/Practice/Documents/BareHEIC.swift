/// HEIC: boxes within boxes. Places of the picture's data are counted from the file's beginning, so nothing is taken out: what was written beside the
/// picture is overwritten where it lies. Which way is up is a property of the picture itself and stays.
enum BareHEIC {
    private struct Box {
        let name: String
        /// From its length to its end.
        let whole: Range<Int>
        let data: Range<Int>
    }

    static func of(_ bytes: [UInt8]) -> [UInt8]? {
        let file = PictureBytes(bytes, isLittle: false)
        var out = bytes
        guard let boxes = boxes(file, 0..<bytes.count), boxes.first?.name == "ftyp" else { return nil }
        let metas = boxes.filter { $0.name == "meta" }
        guard metas.count == 1, let meta = metas.first, meta.data.count >= 4,
            let inner = self.boxes(file, meta.data.lowerBound + 4..<meta.data.upperBound)
        else { return nil }
        guard let wanted = items(file, inner), let places = extents(file, inner, wanted: Set(wanted.keys)) else { return nil }
        // No more is overwritten than there is, however often a file names the same bytes.
        var budget = bytes.count
        // What is overwritten lies in a box for data, whole: across its end it would spoil the next box's beginning.
        let held = (boxes + inner).filter { ["mdat", "idat"].contains($0.name) }.map(\.data)
        for (id, name) in wanted.sorted(by: { $0.key < $1.key }) {
            // What says where it was taken but not where it lies cannot be overwritten.
            guard let own = places[id] else { return nil }
            for (index, place) in own.enumerated() {
                budget -= place.count
                guard budget >= 0, held.contains(where: { $0.lowerBound <= place.lowerBound && place.upperBound <= $0.upperBound }) else {
                    return nil
                }
                blank(&out, place, with: name == "Exif" ? 0 : 0x20)
                // An EXIF that says nothing, behind the four bytes that say where it begins.
                if name == "Exif", index == 0, place.count >= 18 {
                    out.replaceSubrange(place.lowerBound + 4..<place.lowerBound + 12, with: BareTIFF.head)
                }
            }
        }
        for box in boxes + inner {
            switch box.name {
            case "ftyp", "meta", "mdat", "free", "skip", "wide", "pdin", "hdlr", "dinf", "pitm", "iloc", "iinf", "iref", "iprp", "idat",
                "grpl",
                "ipro":
                break
            // Moving pictures say of place and time in ways of their own.
            case "moov", "moof": return nil
            default:
                out.replaceSubrange(box.whole.lowerBound + 4..<box.whole.lowerBound + 8, with: Array("free".utf8))
                blank(&out, box.data, with: 0)
            }
        }
        return out
    }

    private static func blank(_ out: inout [UInt8], _ range: Range<Int>, with byte: UInt8) {
        for place in range { out[place] = byte }
    }

    private static func boxes(_ file: PictureBytes, _ range: Range<Int>) -> [Box]? {
        var (found, place): ([Box], Int) = ([], range.lowerBound)
        while place < range.upperBound {
            guard place + 8 <= range.upperBound, var size = file.number(place, 4), found.count < 1000 else { return nil }
            var head = 8
            if size == 1 {
                guard place + 16 <= range.upperBound, file.number(place + 8, 4) == 0, let long = file.number(place + 12, 4) else {
                    return nil
                }
                (size, head) = (long, 16)
            } else if size == 0 {
                size = range.upperBound - place
            }
            guard size >= head, size <= range.upperBound - place else { return nil }
            found.append(
                Box(
                    name: String(decoding: file.bytes[place + 4..<place + 8], as: UTF8.self), whole: place..<place + size,
                    data: place + head..<place + size))
            place += size
        }
        return found
    }

    /// The items that are no picture: EXIF, and whatever has a media type, as XMP has.
    private static func items(_ file: PictureBytes, _ boxes: [Box]) -> [Int: String]? {
        guard let list = boxes.first(where: { $0.name == "iinf" }), let version = file.number(list.data.lowerBound, 1) else { return nil }
        let start = list.data.lowerBound + (version == 0 ? 6 : 8)
        guard start <= list.data.upperBound, let entries = self.boxes(file, start..<list.data.upperBound) else { return nil }
        var found: [Int: String] = [:]
        for entry in entries where entry.name == "infe" {
            guard let version = file.number(entry.data.lowerBound, 1), version == 2 || version == 3 else { return nil }
            let width = version == 2 ? 2 : 4
            let place = entry.data.lowerBound + 4
            guard entry.data.count >= 10 + width, let id = file.number(place, width) else { return nil }
            let name = String(decoding: file.bytes[place + width + 2..<place + width + 6], as: UTF8.self)
            if ["Exif", "mime", "uri "].contains(name) { found[id] = name }
        }
        return found
    }

    /// More pieces than any picture has: a small file may name billions that take no room.
    private static let mostExtents = 10_000

    /// Where in the file each item's data lies; nil where a wanted one's does not lie in this file, at places it names.
    private static func extents(_ file: PictureBytes, _ boxes: [Box], wanted: Set<Int>) -> [Int: [Range<Int>]]? {
        guard let list = boxes.first(where: { $0.name == "iloc" }), let version = file.number(list.data.lowerBound, 1), version <= 2,
            let sizes = file.number(list.data.lowerBound + 4, 2)
        else { return nil }
        let own = boxes.first { $0.name == "idat" }?.data
        let (offsetWidth, lengthWidth, baseWidth) = (sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15)
        let indexWidth = version == 0 ? 0 : sizes & 15
        guard [offsetWidth, lengthWidth, baseWidth, indexWidth].allSatisfy({ [0, 4, 8].contains($0) }) else { return nil }
        // Each piece takes some room, so that a file has no more of them than it has bytes.
        guard offsetWidth + lengthWidth > 0 else { return nil }
        var place = list.data.lowerBound + 6
        func take(_ width: Int) -> Int? {
            defer { place += width }
            guard place + width <= list.data.upperBound else { return nil }
            // Beyond four bytes no file we take reaches.
            if width == 8 { return file.number(place, 4) == 0 ? file.number(place + 4, 4) : nil }
            return file.number(place, width)
        }
        guard let count = take(version < 2 ? 2 : 4) else { return nil }
        var found: [Int: [Range<Int>]] = [:]
        var total = 0
        for _ in 0..<count {
            guard let id = take(version < 2 ? 2 : 4), let method = version == 0 ? 0 : take(2), let reference = take(2),
                let base = take(baseWidth), let extents = take(2)
            else { return nil }
            total += extents
            guard total <= mostExtents else { return nil }
            // By reference to another item, or in another file: it is somewhere that is not overwritten.
            if wanted.contains(id) {
                guard extents > 0, method & 15 <= 1, reference == 0 else { return nil }
            }
            for _ in 0..<extents {
                guard take(indexWidth) != nil, let offset = take(offsetWidth), let length = take(lengthWidth) else { return nil }
                let within: Range<Int>? = method & 15 == 0 ? 0..<file.bytes.count : method & 15 == 1 ? own : nil
                guard let within else {
                    if wanted.contains(id) { return nil }
                    continue
                }
                let start = within.lowerBound + base + offset
                let end = length == 0 ? within.upperBound : start + length
                guard start <= end, end <= within.upperBound else { return nil }
                found[id, default: []].append(start..<end)
            }
        }
        return found
    }
}
