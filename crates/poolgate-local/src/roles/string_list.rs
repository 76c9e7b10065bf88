//! Where a policy takes one text or several.

use serde::Deserialize;
use serde_json::Value;

/// One or more texts; numbers and flags count as the texts they are written as.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct StringList(Vec<String>);

impl StringList {
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl TryFrom<Value> for StringList {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        values
            .into_iter()
            .map(text)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

fn text(value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        other => Err(format!("expected a text or a list of texts, not {other}")),
    }
}
