import HTML

/// A simple picture for each part of life, drawn with a few lines: a child who reads little finds the place by it.
enum Pictures {
    /// The part of life in a child's words.
    static func word(_ domain: String?) -> String {
        switch domain {
        case "FAMILY": "Home"
        case "EDUCATION": "School and work"
        case "FRIENDS": "Friends and free time"
        case "IDENTITY": "Who I am"
        case "MENTAL_HEALTH": "My feelings"
        case "SUBSTANCES": "Drink and drugs"
        case "HEALTH": "My body"
        case "SPEECH": "Talking and listening"
        case "EXPLOITATION": "People I can trust"
        case "THINKING": "Stop and think"
        case "HARM": "Staying safe"
        case "REPARATION": "Putting things right"
        default: "My goal"
        }
    }

    /// Decoration: the word stands beside it.
    static func of(_ domain: String?) -> HTML {
        "<svg class=\"picture\" viewBox=\"0 0 64 64\" width=\"96\" height=\"96\" aria-hidden=\"true\" focusable=\"false\" fill=\"none\" stroke=\"#14181c\" stroke-width=\"3\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\(lines(domain))</svg>"
    }

    private static func lines(_ domain: String?) -> HTML {
        switch domain {
        case "FAMILY":
            "<path fill=\"#ffe7a8\" d=\"M12 30 32 12 52 30v22H12z\"/><path d=\"M6 34 32 10 58 34\"/><path fill=\"#fff\" d=\"M26 52V38h12v14z\"/>"
        case "EDUCATION":
            "<path fill=\"#cfe6f5\" d=\"M32 18c-6-4-14-5-22-4v32c8-1 16 0 22 4 6-4 14-5 22-4V14c-8-1-16 0-22 4z\"/><path d=\"M32 18v32\"/><path d=\"M16 24h10M16 32h10M38 24h10M38 32h10\"/>"
        case "FRIENDS":
            "<circle fill=\"#ffe7a8\" cx=\"22\" cy=\"22\" r=\"9\"/><circle fill=\"#d6efd9\" cx=\"44\" cy=\"24\" r=\"8\"/><path d=\"M6 54c0-12 7-18 16-18s16 6 16 18zM38 40c2-2 4-2 6-2 8 0 14 5 14 16H40\"/>"
        case "IDENTITY":
            "<path fill=\"#ffe7a8\" d=\"m32 6 8 17 18 2-13 13 3 19-16-9-16 9 3-19L6 25l18-2z\"/><path d=\"M26 32h.1M38 32h.1M26 39c4 4 8 4 12 0\"/>"
        case "MENTAL_HEALTH":
            "<path fill=\"#f8d3d6\" d=\"M32 54C8 38 8 24 14 17c6-6 14-4 18 4 4-8 12-10 18-4 6 7 6 21-18 37z\"/><path d=\"M18 32h8l4-7 5 13 4-6h8\"/>"
        case "SUBSTANCES":
            "<path fill=\"#cfe6f5\" d=\"M20 14h24l-3 42H23z\"/><path d=\"M21 28h22\"/><path d=\"M10 8 54 58\" stroke=\"#a3161b\"/>"
        case "HEALTH":
            "<circle fill=\"#d6efd9\" cx=\"32\" cy=\"12\" r=\"7\"/><path d=\"M32 19v20M14 22l18 6 18-6M32 39 20 58M32 39l12 19\"/>"
        case "SPEECH":
            "<path fill=\"#cfe6f5\" d=\"M8 10h34v22H24l-8 8v-8H8z\"/><path fill=\"#fff\" d=\"M48 24h8v22h-6v8l-8-8H28v-6\"/><path d=\"M16 18h18M16 25h12\"/>"
        case "EXPLOITATION":
            "<path fill=\"#d6efd9\" d=\"M6 30 18 20l10 6 4-2 14-2 12 10-14 16-6 2-16-4z\"/><path d=\"m28 26-6 8 4 4 8-6 12 12\"/>"
        case "THINKING":
            "<path fill=\"#fff1cc\" d=\"M32 6c-11 0-18 8-18 17 0 7 4 11 8 15v6h20v-6c4-4 8-8 8-15 0-9-7-17-18-17z\"/><path d=\"M24 51h16M27 58h10M26 26l6 6 6-6\"/>"
        case "HARM":
            "<path fill=\"#d6efd9\" d=\"M32 6 10 14v18c0 13 10 21 22 26 12-5 22-13 22-26V14z\"/><path d=\"m21 32 8 8 15-16\"/>"
        case "REPARATION":
            "<path fill=\"#cfe6f5\" d=\"M44 8a13 13 0 0 0-12 18L10 48l6 6 22-22A13 13 0 0 0 56 18l-8 8-8-2-2-8 8-8z\"/>"
        default:
            "<circle fill=\"#fff\" cx=\"32\" cy=\"32\" r=\"24\"/><circle fill=\"#f8d3d6\" cx=\"32\" cy=\"32\" r=\"15\"/><circle fill=\"#14181c\" cx=\"32\" cy=\"32\" r=\"4\"/>"
        }
    }
}
