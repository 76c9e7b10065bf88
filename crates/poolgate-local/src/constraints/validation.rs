//! The walk over an input that finds every violated constraint.

use std::fmt;

use serde_json::{Map, Value};

use super::model::{Model, Shape};
use super::path::Path;
use super::violation::{Constraint, Measure, Shown, Violation};

/// How many violations are collected. The service names no limit; this one bounds the answer to a
/// hostile request.
const MAX_VIOLATIONS: usize = 100;

/// All violations of an input whose types are right, in the model's order.
///
/// The order is ours: the service's own (a hash order) was not recorded well enough to be known.
pub(super) fn check(model: &Model, shape: &Shape<'_>, input: &Value) -> Vec<Violation> {
    let mut walk = Walk {
        model,
        violations: Vec::new(),
    };
    walk.structure(
        shape,
        At {
            path: Path::ROOT,
            masked: false,
        },
        input,
    );
    walk.violations
}

struct Walk<'m> {
    model: &'m Model,
    violations: Vec<Violation>,
}

/// Where a value stands, and whether it is secret because it is part of something secret.
#[derive(Clone, Copy)]
struct At<'p> {
    path: Path<'p>,
    masked: bool,
}

impl Walk<'_> {
    fn structure(&mut self, shape: &Shape<'_>, at: At<'_>, value: &Value) {
        for (name, member) in &shape.members {
            let Some(member) = self.model.shape(member) else {
                continue;
            };
            let at = At {
                path: at.path.member(name),
                ..at
            };
            match value.get(name).unwrap_or(&Value::Null) {
                Value::Null if shape.zero_when_absent == Some(name) => {
                    self.value(member, at, &Value::from(0));
                }
                Value::Null if shape.required.contains(name) => {
                    self.refuse(member, at, &Value::Null, Constraint::NotNull);
                }
                Value::Null => {}
                value => self.value(member, at, value),
            }
        }
    }

    /// A value that is there.
    fn value(&mut self, shape: &Shape<'_>, at: At<'_>, value: &Value) {
        for constraint in constraints(shape) {
            if !self.is_satisfied(constraint, value) {
                self.refuse(shape, at, value, constraint);
            }
        }
        let at = At {
            masked: at.masked || shape.sensitive,
            ..at
        };
        match value {
            Value::Array(items) => self.list(shape, at, value, items),
            Value::Object(entries) if shape.key.is_some() => self.map(shape, at, value, entries),
            Value::Object(_) => self.structure(shape, at, value),
            _ => {}
        }
    }

    fn list(&mut self, shape: &Shape<'_>, at: At<'_>, list: &Value, items: &[Value]) {
        let Some(element) = shape.element.and_then(|name| self.model.shape(name)) else {
            return;
        };
        if element.kind.is_scalar() {
            self.parts("Member", element, at, list, items.iter());
        } else {
            for (index, item) in items.iter().enumerate() {
                self.element(
                    element,
                    At {
                        path: at.path.index(index),
                        ..at
                    },
                    item,
                );
            }
        }
    }

    fn map(&mut self, shape: &Shape<'_>, at: At<'_>, map: &Value, entries: &Map<String, Value>) {
        if let Some(key) = shape.key.and_then(|name| self.model.shape(name)) {
            let keys: Vec<Value> = entries
                .keys()
                .map(|key| Value::from(key.as_str()))
                .collect();
            self.parts("Map keys", key, at, map, keys.iter());
        }
        let Some(element) = shape.element.and_then(|name| self.model.shape(name)) else {
            return;
        };
        if element.kind.is_scalar() {
            self.parts("Map value", element, at, map, entries.values());
        } else {
            for (key, value) in entries {
                self.element(
                    element,
                    At {
                        path: at.path.key(key),
                        ..at
                    },
                    value,
                );
            }
        }
    }

    /// An element that has parts of its own is named by its place.
    fn element(&mut self, shape: &Shape<'_>, at: At<'_>, value: &Value) {
        match value {
            _ if self.violations.len() >= MAX_VIOLATIONS => {}
            Value::Null => self.refuse(shape, at, value, Constraint::NotNull),
            value => self.value(shape, at, value),
        }
    }

    /// For scalars one text speaks of the whole collection and lists all that a part must satisfy.
    fn parts<'v>(
        &mut self,
        subject: &str,
        part: &Shape<'_>,
        at: At<'_>,
        collection: &Value,
        mut values: impl Iterator<Item = &'v Value> + Clone,
    ) {
        let is_satisfied = |value| constraints(part).all(|it| self.is_satisfied(it, value));
        let not_null = values
            .clone()
            .any(Value::is_null)
            .then_some(Constraint::NotNull);
        if not_null.is_some() || !values.all(is_satisfied) {
            let all: Vec<_> = Constraint::of(part)
                .chain(not_null)
                .map(|it| it.to_string())
                .collect();
            let phrase = format!("{subject} must satisfy constraint: [{}]", all.join(", "));
            self.refuse(part, at, collection, phrase);
        }
    }

    fn refuse(&mut self, shape: &Shape<'_>, at: At<'_>, value: &Value, phrase: impl fmt::Display) {
        if self.violations.len() < MAX_VIOLATIONS {
            let masked = at.masked || shape.sensitive;
            let shown = if masked {
                Shown::Masked
            } else {
                Shown::Plain(value)
            };
            self.violations
                .push(Violation::new(&shown, at.path, phrase));
        }
    }

    fn is_satisfied(&self, constraint: Constraint<'_>, value: &Value) -> bool {
        match constraint {
            Constraint::NotNull => !value.is_null(),
            Constraint::Max(measure, max) => measured(measure, value).is_none_or(|it| it <= max),
            Constraint::Min(measure, min) => measured(measure, value).is_none_or(|it| it >= min),
            Constraint::Pattern(pattern) => value
                .as_str()
                .is_none_or(|text| self.model.patterns().is_match(pattern, text)),
            Constraint::OneOf(values) => value.as_str().is_none_or(|text| values.contains(&text)),
        }
    }
}

/// The constraints of a shape in the order of the texts about the value itself, where a pattern
/// comes before a length in all newer recordings.
fn constraints<'a>(shape: &'a Shape<'_>) -> impl Iterator<Item = Constraint<'a>> {
    let is_pattern = |it: &Constraint<'_>| matches!(it, Constraint::Pattern(_));
    let first = Constraint::of(shape).filter(is_pattern);
    first.chain(Constraint::of(shape).filter(move |it| !is_pattern(it)))
}

/// The length in UTF-16 code units, as Java counts, in elements or in bytes; or the number itself.
fn measured(measure: Measure, value: &Value) -> Option<i64> {
    let length = match (measure, value) {
        // Four characters carry three bytes; the types were checked, so this is padded base64.
        (Measure::Bytes, Value::String(text)) => {
            text.trim_end_matches('=').len().saturating_mul(3) / 4
        }
        (Measure::Length, Value::String(text)) => text.encode_utf16().count(),
        (Measure::Length, Value::Array(items)) => items.len(),
        (Measure::Length, Value::Object(entries)) => entries.len(),
        (Measure::Value, Value::Number(number)) => {
            // Beyond i64 is beyond every bound, on the side of its sign.
            return number.as_i64().or(number.is_u64().then_some(i64::MAX));
        }
        _ => return None,
    };
    i64::try_from(length).ok()
}
