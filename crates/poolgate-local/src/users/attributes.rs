//! Attributes against the pool's schema and the client's permissions (protocol.md 7.2 and 9.1).

use poolgate_flow::ServiceError;

use crate::error::{invalid_parameter, not_authorized};
use crate::model::{
    Attribute, AttributeDataType, Attributes, SchemaAttribute, UserPool, UserPoolClient,
};

/// Checks attributes that are set: known and well formed, whether or not others are missing.
pub(crate) fn check_values(pool: &UserPool, attributes: &Attributes) -> Result<(), ServiceError> {
    refuse(
        &attributes
            .iter()
            .filter_map(|attribute| violation(pool, attribute))
            .collect::<Vec<_>>(),
    )?;
    attributes.iter().try_for_each(check_contact)?;
    check_verified(attributes)
}

/// Checks changes to the attributes of a user; an empty value takes an attribute away.
pub(crate) fn check_changes(pool: &UserPool, changes: &[Attribute]) -> Result<(), ServiceError> {
    let immutable: Vec<String> = changes
        .iter()
        .filter(|change| {
            pool.attribute(&change.name)
                .is_some_and(|known| !known.mutable)
        })
        .map(|change| format!("user.{}: Attribute cannot be updated.\n", change.name))
        .collect();
    // This text comes without the introduction of the others.
    if !immutable.is_empty() {
        return Err(invalid_parameter(immutable.concat()));
    }
    let is_required = |name: &str| required(pool).any(|required| required == name);
    let missing = changes
        .iter()
        .filter(|change| change.value.is_empty() && is_required(&change.name))
        .map(|change| format!("{}: The attribute is required\n", change.name));
    let violations = changes.iter().filter_map(|change| violation(pool, change));
    refuse(&violations.chain(missing).collect::<Vec<_>>())?;
    let given = changes.iter().filter(|change| !change.value.is_empty());
    given.into_iter().try_for_each(check_contact)
}

/// Refuses to call an address verified that is not there.
pub(crate) fn check_verified(attributes: &Attributes) -> Result<(), ServiceError> {
    for name in ["email", "phone_number"] {
        if attributes.is_verified(name) && attributes.get(name).is_none() {
            let message = format!("No {name} provided but {name}_verified was true");
            return Err(invalid_parameter(message));
        }
    }
    Ok(())
}

/// Refuses a registration without an attribute that every user must have.
pub(crate) fn check_complete(pool: &UserPool, attributes: &Attributes) -> Result<(), ServiceError> {
    let missing = required(pool).filter(|name| attributes.get(name).is_none());
    refuse(
        &missing
            .map(|name| format!("{name}: The attribute is required\n"))
            .collect::<Vec<_>>(),
    )
}

/// Refuses attributes that this client may not write.
pub(crate) fn check_writable<'a>(
    client: &UserPoolClient,
    mut names: impl Iterator<Item = &'a str>,
) -> Result<(), ServiceError> {
    if names.all(|name| client.may_write(name)) {
        return Ok(());
    }
    Err(not_authorized(
        "A client attempted to write unauthorized attribute",
    ))
}

/// The attributes that every user of the pool must have, `sub` aside, which the server sets.
pub(crate) fn required(pool: &UserPool) -> impl Iterator<Item = &str> {
    let required = pool.schema.iter().filter(|attribute| attribute.required);
    required
        .map(|attribute| attribute.name.as_str())
        .filter(|name| *name != "sub")
}

/// Whether it is written as an e-mail address: one `@` with something on both sides, no blanks.
pub(crate) fn is_email(text: &str) -> bool {
    let sound = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    text.split_once('@')
        .is_some_and(|(local, domain)| sound(local) && sound(domain) && !domain.contains('@'))
}

/// Whether it is a phone number in E.164: a plus sign and up to fifteen digits.
pub(crate) fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn check_contact(attribute: &Attribute) -> Result<(), ServiceError> {
    match attribute.name.as_str() {
        "email" if !is_email(&attribute.value) => {
            Err(invalid_parameter("Invalid email address format."))
        }
        "phone_number" if !is_phone_number(&attribute.value) => {
            Err(invalid_parameter("Invalid phone number format."))
        }
        _ => Ok(()),
    }
}

/// One line for each attribute that does not conform, each with its newline.
fn refuse(lines: &[String]) -> Result<(), ServiceError> {
    if lines.is_empty() {
        return Ok(());
    }
    Err(invalid_parameter(format!(
        "Attributes did not conform to the schema: {}",
        lines.concat()
    )))
}

fn violation(pool: &UserPool, attribute: &Attribute) -> Option<String> {
    let name = &attribute.name;
    let Some(schema) = pool.attribute(name).filter(|_| name != "sub") else {
        return Some(format!("{name}: Attribute does not exist in the schema.\n"));
    };
    if attribute.value.is_empty() {
        return None;
    }
    type_violation(schema, &attribute.value).map(|reason| format!("{name}: {reason}\n"))
}

/// The service's texts for values out of their bounds are not public: these say what is wrong.
fn type_violation(schema: &SchemaAttribute, value: &str) -> Option<&'static str> {
    match schema.attribute_data_type {
        AttributeDataType::Boolean => {
            let boolean = ["true", "false"]
                .iter()
                .any(|word| value.eq_ignore_ascii_case(word));
            (!boolean).then_some("The attribute must be true or false")
        }
        AttributeDataType::Number => number_violation(schema, value),
        AttributeDataType::String => string_violation(schema, value),
        AttributeDataType::DateTime => None,
    }
}

fn number_violation(schema: &SchemaAttribute, value: &str) -> Option<&'static str> {
    let Ok(number) = value.parse::<i64>() else {
        return Some("The attribute must be a number");
    };
    let constraints = schema.number_attribute_constraints.as_ref()?;
    let bound = |text: &Option<String>| text.as_ref()?.parse::<i64>().ok();
    if bound(&constraints.min_value).is_some_and(|minimum| number < minimum) {
        return Some("The attribute value is below the minimum");
    }
    bound(&constraints.max_value)
        .is_some_and(|maximum| number > maximum)
        .then_some("The attribute value is above the maximum")
}

fn string_violation(schema: &SchemaAttribute, value: &str) -> Option<&'static str> {
    let constraints = schema.string_attribute_constraints.as_ref()?;
    let bound = |text: &Option<String>| text.as_ref()?.parse::<usize>().ok();
    let length = value.chars().count();
    if bound(&constraints.min_length).is_some_and(|minimum| length < minimum) {
        return Some("The attribute value is shorter than the minimum length");
    }
    bound(&constraints.max_length)
        .is_some_and(|maximum| length > maximum)
        .then_some("The attribute value is longer than the maximum length")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts() {
        assert!(is_email("a@example.com"));
        assert!(!is_email("a@b@c") && !is_email("@b") && !is_email("a b@c") && !is_email("a"));
        assert!(is_phone_number("+12065551234"));
        assert!(!is_phone_number("12065551234") && !is_phone_number("+1206555a"));
    }
}
