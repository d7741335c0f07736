/// The question with its label, hint, message and what was typed, each tied to the control by id.
///
/// The ids are `id`, `id-hint`, `id-source` and `id-error`; the first box or radio of a group carries `id` itself, so that
/// the error summary's link lands on something that takes focus.
public func field(_ control: FieldControl) -> HTML {
    switch control.kind {
    case .radios(let choices): group(control, class: "radios", boxes(control, choices, type: "radio", chosen: [control.value]))
    case .checkboxes(let choices): group(control, class: "checks", boxes(control, choices, type: "checkbox", chosen: control.values))
    case .checkbox: single(control)
    default: labelled(control)
    }
}

/// The questions one after another.
public func fields(_ controls: [FieldControl]) -> HTML { controls.map(field).joined(separator: "\n") }

private func labelled(_ control: FieldControl) -> HTML {
    let label: HTML = "<label for=\"\(control.id)\">\(control.label)\(optional(control))</label>"
    return """
        <div class="field\(when(control.error != nil, " wrong"))">\(control.isHeading ? "<h1>\(label)</h1>" : label)
        \(notes(control))\(box(control))</div>
        """
}

private func group(_ control: FieldControl, class name: String, _ boxes: HTML) -> HTML {
    let legend: HTML = "\(control.label)\(optional(control))"
    return """
        <fieldset class="field \(name)\(when(control.error != nil, " wrong"))"\(describedBy(control))>
        <legend>\(control.isHeading ? "<h1>\(legend)</h1>" : legend)</legend>
        \(notes(control))\(boxes)</fieldset>
        """
}

private func single(_ control: FieldControl) -> HTML {
    """
    <div class="field checks\(when(control.error != nil, " wrong"))">\(notes(control))<div class="pick">\
    <input type="checkbox" id="\(control.id)" name="\(control.name)" value="yes"\
    \(flag("checked", control.value == "yes"))\(describedBy(control))\(invalid(control))>\
    <label for="\(control.id)">\(control.label)</label></div></div>
    """
}

private func boxes(_ control: FieldControl, _ choices: [Choice], type: String, chosen: [String]) -> HTML {
    var rows: [HTML] = []
    for (index, choice) in choices.enumerated() {
        let id = index == 0 ? control.id : "\(control.id)-\(index + 1)"
        let hint: HTML = choice.hint.map { "<div class=\"hint\" id=\"\(id)-more\">\($0)</div>" } ?? .empty
        let described = attribute("aria-describedby", choice.hint == nil ? nil : "\(id)-more")
        rows.append(
            """
            <div class="pick"><input type="\(type)" id="\(id)" name="\(control.name)" value="\(choice.value)"\
            \(flag("checked", chosen.contains(choice.value)))\(described)><label for="\(id)">\(choice.label)</label>\(hint)</div>

            """)
    }
    return rows.joined()
}

private func box(_ control: FieldControl) -> HTML {
    switch control.kind {
    case .multiline(let rows):
        // A browser drops the first line end of a text area, so one is given for it to drop.
        return "<textarea rows=\"\(rows)\"\(common(control)) spellcheck=\"true\">\n\(control.value)</textarea>"
    case .choice(let choices):
        return "<select\(common(control))>\(options(choices, chosen: control.value))</select>"
    case .suggest(let words):
        let listed: [HTML] = words.map { "<option value=\"\($0)\">" }
        return """
            \(input(control, type: "text", extra: attribute("list", control.id + "-list")))<datalist id="\(control.id)-list">\(listed)</datalist>
            """
    case .password: return "<input type=\"password\"\(common(control))>"
    case .file(let accept, let isMultiple):
        return "<input type=\"file\"\(flag("multiple", isMultiple)) accept=\"\(accept)\"\(common(control))>"
    // The script puts a button beside it that enters today.
    case .day: return input(control, type: "text", extra: control.offersToday ? " data-day" : .empty)
    default: return input(control, type: "text", extra: .empty)
    }
}

private func input(_ control: FieldControl, type: String, extra: HTML) -> HTML {
    "<input type=\"\(type)\" value=\"\(control.value)\"\(common(control))\(extra)>"
}

private func options(_ choices: [Choice], chosen: String) -> HTML {
    var rows = HTML.empty
    var isFound = chosen.isEmpty
    func add(_ row: HTML) {
        if !rows.isEmpty { rows += "\n" }
        rows += row
    }
    if !choices.contains(where: \.value.isEmpty) { add("<option value=\"\">Choose</option>") }
    for choice in choices {
        let isChosen = choice.value == chosen
        isFound = isFound || isChosen
        add("<option value=\"\(choice.value)\"\(flag("selected", isChosen))>\(choice.label)</option>")
    }
    // A value the list no longer holds is still what was recorded.
    if !isFound { add("<option value=\"\(chosen)\" selected>\(chosen) (no longer in use)</option>") }
    return rows
}

private func common(_ control: FieldControl) -> HTML {
    let width: FieldControl.Width
    let mode: String?
    switch control.kind {
    case .day: (width, mode) = (.w10, nil)
    case .dateTime: (width, mode) = (.w20, nil)
    case .number: (width, mode) = (.w5, "numeric")
    case .password: (width, mode) = (.w20, nil)
    default: (width, mode) = (.full, nil)
    }
    // A file field may not carry it.
    var autocomplete: String? = control.autocomplete
    if case .file = control.kind { autocomplete = nil }
    return """
         id="\(control.id)" name="\(control.name)" class="\((control.width ?? width).rawValue)"\(attribute("autocomplete", autocomplete))\
        \(attribute("inputmode", control.inputMode ?? mode))\(describedBy(control))\(invalid(control))
        """
}

// What was just refused is not called optional.
private func optional(_ control: FieldControl) -> HTML {
    control.isRequired || control.error != nil ? .empty : " <span class=\"optional\">(optional)</span>"
}

private func invalid(_ control: FieldControl) -> HTML { attribute("aria-invalid", control.error == nil ? nil : "true") }

private func hint(_ control: FieldControl) -> String? {
    if let hint = control.hint { return hint }
    switch control.kind {
    case .day: return "For example, 21/11/2026 or 21 Nov 2026"
    case .dateTime: return "For example, 21/11/2026 14:30 or 21 Nov 2026 14:30"
    default: return nil
    }
}

private func notes(_ control: FieldControl) -> HTML {
    let hint: HTML = hint(control).map { "<div class=\"hint\" id=\"\(control.id)-hint\">\($0)</div>\n" } ?? .empty
    let source: HTML = control.source.map { "<div class=\"source\" id=\"\(control.id)-source\">\($0)</div>\n" } ?? .empty
    let error: HTML =
        control.error.map {
            "<p class=\"error\" id=\"\(control.id)-error\"><span class=\"visually-hidden\">Error: </span>\($0)</p>\n"
        } ?? .empty
    return hint + source + error
}

private func describedBy(_ control: FieldControl) -> HTML {
    var ids: [String] = []
    if hint(control) != nil { ids.append("\(control.id)-hint") }
    if control.source != nil { ids.append("\(control.id)-source") }
    if control.error != nil { ids.append("\(control.id)-error") }
    return attribute("aria-describedby", ids.isEmpty ? nil : ids.joined(separator: " "))
}
