//! JSON types that do not fit a shape: the service refuses them before it looks at any constraint.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::model::{Kind, Model, Shape};

/// A value of another type than the shape's. Displayed as the service's text, which is empty where
/// none was ever recorded.
#[derive(Debug)]
pub(super) enum Mismatch {
    UnexpectedList,
    UnexpectedObject,
    /// A scalar where a list should be. The words are those of a live user pool (September 2026);
    /// other services say `Expected list or null`.
    ScalarForList,
    ScalarForStructure,
    /// A scalar of another type.
    Scalar {
        token: &'static str,
        expected: &'static str,
    },
    /// Text that is not base64, a fraction where a whole number should be.
    Unreadable,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedList => f.write_str("Start of list found where not expected"),
            Self::UnexpectedObject => {
                f.write_str("Start of structure or map found where not expected.")
            }
            Self::ScalarForList => f.write_str("Unexpected field type"),
            Self::ScalarForStructure => f.write_str("Expected null"),
            Self::Scalar { token, expected } => {
                write!(f, "{token} can not be converted to {expected}")
            }
            Self::Unreadable => Ok(()),
        }
    }
}

/// The text for a body that is no structure: only lists were seen to get one.
pub(super) fn not_an_object(body: &Value) -> String {
    match body {
        Value::Array(_) => Mismatch::UnexpectedList.to_string(),
        _ => String::new(),
    }
}

/// Whether the value and all its parts have the types of the shape.
pub(super) fn check(model: &Model, shape: &Shape<'_>, value: &Value) -> Result<(), Mismatch> {
    match (shape.kind, value) {
        (_, Value::Null) => Ok(()),
        (Kind::Structure, Value::Object(members)) => {
            let mut known = shape.members.iter();
            known.try_for_each(
                |(name, shape)| match (model.shape(shape), members.get(*name)) {
                    (Some(shape), Some(value)) => check(model, shape, value),
                    _ => Ok(()),
                },
            )
        }
        (Kind::Map, Value::Object(entries)) => elements(model, shape, entries.values()),
        (Kind::List, Value::Array(items)) => elements(model, shape, items.iter()),
        (_, Value::Array(_)) => Err(Mismatch::UnexpectedList),
        (_, Value::Object(_)) => Err(Mismatch::UnexpectedObject),
        (Kind::List, _) => Err(Mismatch::ScalarForList),
        (Kind::Structure | Kind::Map, _) => Err(Mismatch::ScalarForStructure),
        (kind, value) => scalar(kind, value),
    }
}

fn elements<'a>(
    model: &Model,
    shape: &Shape<'_>,
    mut values: impl Iterator<Item = &'a Value>,
) -> Result<(), Mismatch> {
    match shape.element.and_then(|name| model.shape(name)) {
        Some(element) => values.try_for_each(|value| check(model, element, value)),
        None => Ok(()),
    }
}

fn scalar(kind: Kind, value: &Value) -> Result<(), Mismatch> {
    match (kind, value) {
        (Kind::Blob, Value::String(text)) => STANDARD
            .decode(text)
            .map(|_| ())
            .map_err(|_| Mismatch::Unreadable),
        (Kind::String, Value::String(_))
        | (Kind::Boolean, Value::Bool(_))
        | (Kind::Double | Kind::Float | Kind::Timestamp, Value::Number(_)) => Ok(()),
        (Kind::Integer | Kind::Long, Value::Number(number)) => {
            let whole = number.is_i64() || number.is_u64();
            if whole {
                Ok(())
            } else {
                Err(Mismatch::Unreadable)
            }
        }
        // The service takes `"true"` and its like for a boolean; the operations here do not.
        (kind, value) => Err(Mismatch::Scalar {
            token: token(value),
            expected: java_type(kind),
        }),
    }
}

fn token(value: &Value) -> &'static str {
    match value {
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        _ => "STRING_VALUE",
    }
}

/// The type with the article that the service gives it.
fn java_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "an Boolean",
        Kind::Integer => "an Integer",
        Kind::Long => "a Long",
        Kind::Float => "a Float",
        Kind::Double | Kind::Timestamp => "a Double",
        Kind::Blob | Kind::List | Kind::Map | Kind::String | Kind::Structure => "a String",
    }
}
