//! Forms as the templates show them.

use super::complaint::Complaint;

/// A form with its fields, and what is to be said about what was entered.
#[derive(Default)]
pub(super) struct Form {
    pub(super) id: &'static str,
    pub(super) action: String,
    pub(super) csrf: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) fields: Vec<Field>,
    /// There is something to be read before anything is entered.
    pub(super) is_read_first: bool,
    pub(super) notice: Option<&'static str>,
    pub(super) complaints: Vec<Complaint>,
}

/// One field. A password has no value: nothing that was typed in one comes back.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    /// `type` of the input.
    pub(super) kind: &'static str,
    pub(super) autocomplete: &'static str,
    pub(super) inputmode: Option<&'static str>,
    pub(super) value: String,
    pub(super) is_required: bool,
    pub(super) hint: Option<&'static str>,
    /// What a new password has to have.
    pub(super) policy: Vec<String>,
}

impl Form {
    /// What is wrong with this field.
    pub(super) fn complaint_of(&self, field: &Field) -> Option<&Complaint> {
        let concerns = |complaint: &&Complaint| complaint.field.as_deref() == Some(&field.id);
        self.complaints.iter().find(concerns)
    }

    /// The field to begin in: the first that is wrong, or the first that is empty.
    pub(super) fn focus(&self) -> Option<&str> {
        let wrong = |field: &&Field| self.complaint_of(field).is_some();
        let empty = |field: &&Field| field.value.is_empty();
        let first_wrong = self.fields.iter().find(wrong);
        let first_empty = || self.fields.iter().find(empty);
        let first = first_wrong.or_else(|| first_empty().filter(|_| !self.is_read_first));
        first.map(|field| field.id.as_str())
    }
}

impl Field {
    /// A required line of text.
    pub(super) fn text(name: &str, label: impl Into<String>, autocomplete: &'static str) -> Self {
        Self {
            id: name.replace('.', "-"),
            name: name.to_owned(),
            label: label.into(),
            kind: "text",
            autocomplete,
            inputmode: None,
            value: String::new(),
            is_required: true,
            hint: None,
            policy: Vec::new(),
        }
    }

    /// A password; whether it is a known or a new one is for `autocomplete` to say.
    pub(super) fn password(
        name: &str,
        label: impl Into<String>,
        autocomplete: &'static str,
    ) -> Self {
        Self {
            kind: "password",
            ..Self::text(name, label, autocomplete)
        }
    }

    /// A code that was sent or that an app shows.
    pub(super) fn code(label: &str) -> Self {
        Self {
            inputmode: Some("numeric"),
            ..Self::text("code", label, "one-time-code")
        }
    }

    pub(super) fn with_value(mut self, value: impl Into<String>) -> Self {
        if self.kind != "password" {
            self.value = value.into();
        }
        self
    }

    pub(super) fn with_policy(mut self, policy: Vec<String>) -> Self {
        self.policy = policy;
        self
    }

    pub(super) fn is_code(&self) -> bool {
        self.autocomplete == "one-time-code"
    }

    /// Whether it is no word of any language.
    pub(super) fn is_verbatim(&self) -> bool {
        matches!(
            self.autocomplete,
            "email" | "one-time-code" | "url" | "username"
        )
    }

    /// The ids of what explains it: hint, policy, what is wrong.
    pub(super) fn described_by(&self, is_wrong: bool) -> Option<String> {
        let parts = [
            (self.hint.is_some(), "hint"),
            (!self.policy.is_empty(), "policy"),
            (is_wrong, "error"),
        ];
        let ids = parts.iter().filter(|(there, _)| *there);
        let ids: Vec<String> = ids.map(|(_, part)| format!("{}-{part}", self.id)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_comes_back() {
        let field = Field::password("password", "Password", "current-password");
        assert_eq!(field.with_value("hush").value, "");
    }

    #[test]
    fn the_focus_is_where_something_is_to_be_done() {
        let field = |name| Field::text(name, "", "off");
        let mut form = Form {
            fields: vec![field("a").with_value("1"), field("b"), field("c")],
            ..Form::default()
        };
        assert_eq!(form.focus(), Some("b"));
        form.complaints.push(Complaint {
            field: Some("c".to_owned()),
            text: "wrong".to_owned(),
            is_english: false,
        });
        assert_eq!(form.focus(), Some("c"));
        let ids = form.fields[2].described_by(true);
        assert_eq!(ids.as_deref(), Some("c-error"));
    }
}
