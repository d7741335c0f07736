import HTML
import Records

/// The two boxes in which somebody chooses a password, and what is wrong with what they typed.
enum NewPassword {
    static let first = "new_password"
    static let second = "new_password_again"

    static func fields(_ rule: PasswordRule, _ problems: [ErrorItem]) -> HTML {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        return wholeFields([
            FieldControl(
                id: first, label: "New password", kind: .password,
                hint:
                    "At least \(rule.shortest) characters, of any kind. Three words picked at random are strong and easy to keep in mind.",
                error: message(first), autocomplete: "new-password"),
            FieldControl(
                id: second, label: "The new password again", kind: .password, error: message(second), autocomplete: "new-password"),
        ])
    }

    static func problems(_ form: Form, _ rule: PasswordRule) -> [ErrorItem] {
        let password = form.raw(first)
        if password.isEmpty { return [ErrorItem(field: first, "Enter a new password.")] }
        if let refusal = rule.refusal(password) { return [ErrorItem(field: first, refusal)] }
        return form.raw(second) == password ? [] : [ErrorItem(field: second, "The two passwords are not the same. Type both again.")]
    }
}
