/// A whole document that leaves the site: its style is in it, it loads nothing and leads nowhere, so it reads the same from a folder, an
/// attachment or a printer.
///
/// - Parameters:
///   - title: what the document is; its own `h1` says the same.
///   - service: whose it is.
///   - style: the style sheet whole, as `/assets/site.css` has it.
public func standalone(title: String, service: String, style: [UInt8], main: HTML) -> HTML {
    // Trusted below: the style sheet the program ships, and one that could end its element is refused here.
    precondition(!String(decoding: style, as: UTF8.self).contains("</"), "a style sheet holds no tag")
    return """
        <!DOCTYPE html>
        <html lang="en-GB">
        <head>
        <meta charset="utf-8">
        <title>\(title) – \(service)</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <meta name="format-detection" content="telephone=no">
        <style>\(HTML(trusted: style))</style>
        </head>
        <body>
        <header class="top"><div class="wrap bar"><span class="product"><span class="name">Waymark</span> \
        <span class="service">\(service)</span></span></div></header>
        <div class="wrap">
        <main id="main-column">
        \(main)
        </main>
        </div>
        </body>
        </html>
        """
}
