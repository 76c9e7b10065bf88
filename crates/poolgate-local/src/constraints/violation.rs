//! The service's words for a violated constraint (protocol.md 0).

use std::fmt;

use serde_json::Value;

use super::model::{Kind, Shape};

/// One violated constraint as the text names it.
#[derive(Debug)]
pub(super) struct Violation(String);

impl Violation {
    /// `Value 'x' at 'y' failed to satisfy constraint: z`.
    pub(super) fn new(
        value: &Shown<'_>,
        path: impl fmt::Display,
        phrase: impl fmt::Display,
    ) -> Self {
        Self(format!(
            "{value} at '{path}' failed to satisfy constraint: {phrase}"
        ))
    }
}

/// The whole text, or `None` when nothing is violated.
pub(super) fn text(violations: &[Violation]) -> Option<String> {
    let heading = match violations.len() {
        0 => return None,
        1 => "1 validation error detected: ".to_owned(),
        count => format!("{count} validation errors detected: "),
    };
    let all: Vec<&str> = violations
        .iter()
        .map(|violation| violation.0.as_str())
        .collect();
    Some(heading + &all.join("; "))
}

/// A value as the text shows it: not at all when it is secret.
#[derive(Debug)]
pub(super) enum Shown<'a> {
    Masked,
    Plain(&'a Value),
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(Value::Null) => f.write_str("Value null"),
            Self::Plain(value) if !has_structures(value) => write!(f, "Value '{}'", Java(value)),
            // Of a structure the service would print a Java object's address.
            _ => f.write_str("Value"),
        }
    }
}

fn has_structures(value: &Value) -> bool {
    match value {
        Value::Array(items) => items
            .iter()
            .any(|item| item.is_object() || has_structures(item)),
        Value::Object(entries) => entries.values().any(Value::is_object),
        _ => false,
    }
}

/// A value as Java's `toString` writes it: `[a, b]`, `{key=value}`.
struct Java<'a>(&'a Value);

impl fmt::Display for Java<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::String(text) => f.write_str(text),
            Value::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| Java(item).to_string()).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Value::Object(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| format!("{key}={}", Java(value)))
                    .collect();
                write!(f, "{{{}}}", entries.join(", "))
            }
            other => write!(f, "{other}"),
        }
    }
}

/// What a shape demands of a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Constraint<'a> {
    NotNull,
    Max(Measure, i64),
    Min(Measure, i64),
    Pattern(&'a str),
    OneOf(&'a [&'a str]),
}

/// What the bounds of a shape are bounds of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure {
    /// Bytes that travel as base64.
    Bytes,
    Length,
    Value,
}

impl<'a> Constraint<'a> {
    /// All constraints of a shape in the order in which the service lists those of an element.
    pub(super) fn of(shape: &'a Shape<'_>) -> impl Iterator<Item = Self> {
        let measure = match shape.kind {
            Kind::Integer | Kind::Long | Kind::Float | Kind::Double => Measure::Value,
            Kind::Blob => Measure::Bytes,
            _ => Measure::Length,
        };
        let max = shape.max.map(|max| Self::Max(measure, max));
        let min = shape.min.map(|min| Self::Min(measure, min));
        let pattern = shape.pattern.as_deref().map(Self::Pattern);
        let one_of = (!shape.values.is_empty()).then_some(Self::OneOf(&shape.values));
        [max, min, pattern, one_of].into_iter().flatten()
    }
}

impl fmt::Display for Constraint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotNull => f.write_str("Member must not be null"),
            Self::Max(measure, max) => {
                write!(f, "Member must have {measure} less than or equal to {max}")
            }
            Self::Min(measure, min) => {
                write!(
                    f,
                    "Member must have {measure} greater than or equal to {min}"
                )
            }
            Self::Pattern(pattern) => {
                write!(
                    f,
                    "Member must satisfy regular expression pattern: {pattern}"
                )
            }
            Self::OneOf(values) => {
                write!(
                    f,
                    "Member must satisfy enum value set: [{}]",
                    values.join(", ")
                )
            }
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes | Self::Length => "length",
            Self::Value => "value",
        })
    }
}
