//! What is wrong with what was entered, in the page's language where it is known there.

use poolgate_flow::{ErrorCode, ServiceError};

use super::form::Field;
use super::frame::Frame;
use super::new_password_fields;
use super::texts::translated;

/// Something to put right.
#[derive(Clone, Debug)]
pub(super) struct Complaint {
    /// The id of the field that it is about.
    pub(super) field: Option<String>,
    pub(super) text: String,
    /// The service's own words, which the page's language has none for.
    pub(super) is_english: bool,
}

impl Complaint {
    pub(super) fn about(field: &str, text: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            text: text.into(),
            is_english: false,
        }
    }

    /// A required field is empty.
    pub(super) fn of_missing(frame: &Frame, field: &Field) -> Self {
        let texts = frame.texts();
        let text = match field.name.as_str() {
            new_password_fields::AGAIN => texts.password_again_missing.to_owned(),
            _ => texts.field_missing.replace("{}", &field.label),
        };
        Self::about(&field.id, text)
    }

    /// What the core says, about the field that it is about.
    pub(super) fn of_service(frame: &Frame, fields: &[Field], error: &ServiceError) -> Self {
        let field = field_of(fields, error);
        if let (Some(field), true) = (field, is_violation(error)) {
            let text = frame.texts().field_refused.replace("{}", &field.label);
            return Self::about(&field.id, text);
        }
        let known = translated(frame.language, &error.message);
        Self {
            field: field.map(|field| field.id.clone()),
            text: known.unwrap_or(error.message.trim_end()).to_owned(),
            is_english: known.is_none(),
        }
    }
}

/// Whether the model of the API refused a value, in words that only a developer understands.
fn is_violation(error: &ServiceError) -> bool {
    error.code == ErrorCode::InvalidParameter
        && error.message.contains("failed to satisfy constraint")
}

/// The field that an error is about, if it is one of these.
fn field_of<'f>(fields: &'f [Field], error: &ServiceError) -> Option<&'f Field> {
    let names: &[&str] = match &error.code {
        ErrorCode::AliasExists | ErrorCode::UserNotFound | ErrorCode::UsernameExists => {
            &["username"]
        }
        ErrorCode::CodeMismatch | ErrorCode::EnableSoftwareTokenMfa | ErrorCode::ExpiredCode => {
            &["code"]
        }
        ErrorCode::InvalidPassword | ErrorCode::PasswordHistoryPolicyViolation => &["password"],
        ErrorCode::InvalidParameter => mentioned(&error.message),
        _ => &[],
    };
    let find = |name: &&str| fields.iter().find(|field| field.name == *name);
    names.iter().find_map(find)
}

/// The fields that the message of an `InvalidParameterException` speaks of, the likeliest first.
fn mentioned(message: &str) -> &'static [&'static str] {
    const WORDS: [(&str, &[&str]); 8] = [
        ("'username'", &["username"]),
        ("'password'", &["password"]),
        ("'confirmationCode'", &["code"]),
        ("Username should be", &["username"]),
        ("Username cannot be", &["username"]),
        (
            "Invalid email address",
            &["attribute.email", "email", "username"],
        ),
        (
            "Invalid phone number",
            &["attribute.phone_number", "username"],
        ),
        ("email:", &["attribute.email"]),
    ];
    let word = WORDS.iter().find(|(word, _)| message.contains(word));
    word.map_or(&[], |(_, names)| names)
}
