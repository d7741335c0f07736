import HTML

/// `page(…)` of the HTML target under a name that no page's own `page` hides.
func wholePage(
    title: String, service: String, nav: [NavItem] = [], signedIn: SignedIn? = nil, banner: HTML? = nil, breadcrumbs: HTML? = nil,
    main: HTML,
    footer: [NavItem] = [], hasErrors: Bool = false
) -> HTML {
    page(
        title: title, service: service, nav: nav, signedIn: signedIn, banner: banner, breadcrumbs: breadcrumbs, main: main, footer: footer,
        hasErrors: hasErrors, revision: AssetRoutes.revision)
}

/// `section(…)` of the HTML target under a name that no page's own `section` hides.
func wholeSection(_ title: String, id: String, action: HTML? = nil, _ body: HTML) -> HTML { section(title, id: id, action: action, body) }

/// `fields(…)` of the HTML target under a name that no page's own `fields` hides.
func wholeFields(_ controls: [FieldControl]) -> HTML { fields(controls) }
