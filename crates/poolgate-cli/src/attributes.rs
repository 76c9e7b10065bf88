//! Users' attributes, for people and for programs.

use poolgate::{AttributeValue, Attributes};
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr as _;

use crate::plain_text::plain;

/// An object by name. Booleans and numbers are what they are, and not text.
pub(crate) fn as_json(attributes: &Attributes) -> Value {
    let members = attributes.iter().map(|(name, value)| {
        let value = match value {
            AttributeValue::Boolean(value) => Value::from(*value),
            AttributeValue::Number(value) => Value::from(*value),
            value => Value::from(value.to_text().into_owned()),
        };
        (name.to_owned(), value)
    });
    Value::Object(members.collect::<Map<_, _>>())
}

/// A line for each, indented, with the values in one column.
pub(crate) fn lines(attributes: &Attributes) -> Vec<String> {
    let width = attributes.names().map(|name| plain(name).width()).max();
    let width = width.unwrap_or_default();
    let line = |(name, value): (&str, &AttributeValue)| {
        let name = plain(name);
        let padding = " ".repeat(width.saturating_sub(name.width()));
        format!("  {name}{padding}  {}", plain(&value.to_text()))
    };
    attributes.iter().map(line).collect()
}
