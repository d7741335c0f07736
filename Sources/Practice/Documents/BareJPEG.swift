/// JPEG: segments before and between the scans, of which only those that say how to show the picture are kept; what comes after the picture's end goes.
enum BareJPEG {
    static func of(_ bytes: [UInt8]) -> [UInt8]? {
        let file = PictureBytes(bytes, isLittle: false)
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var out: [UInt8] = [0xFF, 0xD8]
        out.reserveCapacity(bytes.count)
        // Where the orientation goes: after JFIF's own segment, which comes first.
        var (place, upright, turned, hasScan): (Int, Int, Int?, Bool) = (2, 2, nil, false)
        while file.number(place, 1) == 0xFF {
            while file.number(place + 1, 1) == 0xFF { place += 1 }
            guard let mark = file.number(place + 1, 1) else { return nil }
            if mark == 0xD9 {
                guard hasScan else { return nil }
                if let turned, (2...8).contains(turned) {
                    let exif = Array("Exif\0\0".utf8) + BareTIFF.upright(turned)
                    out.insert(contentsOf: [0xFF, 0xE1] + file.written(exif.count + 2, 2) + exif, at: upright)
                }
                return out + [0xFF, 0xD9]
            }
            guard let length = file.number(place + 2, 2), length >= 2, place + 2 + length <= bytes.count else { return nil }
            let (data, end) = (place + 4, place + 2 + length)
            switch mark {
            case 0xE0 where file.has("JFIF\0", at: data) && length >= 16:
                // Its small picture of the picture goes.
                out += [0xFF, 0xE0, 0, 16]
                out += bytes[data..<data + 12]
                out += [0, 0]
                if upright == 2, out.count == 20 { upright = 20 }
            case 0xE1:
                if turned == nil, file.has("Exif\0\0", at: data) { turned = BareTIFF.orientation(Array(bytes[data..<end].dropFirst(6))) }
            case 0xE2 where file.has("ICC_PROFILE\0", at: data): out += bytes[place..<end]
            // How colours are laid down.
            case 0xEE where file.has("Adobe", at: data): out += bytes[place..<end]
            case 0xE0...0xEF, 0xFE: break
            case 0xC0...0xCF, 0xDA...0xDF: out += bytes[place..<end]
            default: return nil
            }
            place = end
            guard mark == 0xDA else { continue }
            hasScan = true
            guard let next = scan(bytes, from: place) else { return nil }
            out += bytes[place..<next]
            place = next
        }
        return nil
    }

    /// Where the coded picture that begins here ends: at the next mark that is not part of it.
    private static func scan(_ bytes: [UInt8], from start: Int) -> Int? {
        var place = start
        while let found = bytes[place...].firstIndex(of: 0xFF) {
            guard found + 1 < bytes.count else { return nil }
            let next = bytes[found + 1]
            guard next == 0 || (0xD0...0xD7).contains(next) else { return found }
            place = found + 2
        }
        return nil
    }
}
