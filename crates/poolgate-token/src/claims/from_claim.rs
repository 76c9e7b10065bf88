//! The JSON types a claim can have, read as generously as meaning allows.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::{Number, Value};

/// A type that a claim's value can be read as. A value that does not fit is given back.
pub(crate) trait FromClaim: Sized {
    /// The type in the words of [`Error::ClaimType`](crate::Error::ClaimType).
    const EXPECTED: &'static str;

    fn from_claim(value: Value) -> Result<Self, Value>;
}

impl FromClaim for String {
    const EXPECTED: &'static str = "a string";

    fn from_claim(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }
}

/// Seconds since the epoch (RFC 7519 2, `NumericDate`), of which fractions are allowed.
pub(crate) struct NumericDate(pub(crate) i64);

impl FromClaim for NumericDate {
    const EXPECTED: &'static str = "a number of seconds";

    fn from_claim(value: Value) -> Result<Self, Value> {
        let seconds = match &value {
            Value::Number(number) => whole_seconds(number),
            _ => None,
        };
        seconds.map(Self).ok_or(value)
    }
}

/// Rounded up: a clock of whole seconds has reached 9.5 when it shows 10.
fn whole_seconds(number: &Number) -> Option<i64> {
    /// 2^53: beyond it not every whole number is a float, and no date is.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    if let Some(seconds) = number.as_i64() {
        return Some(seconds);
    }
    let seconds = number.as_f64().filter(|seconds| seconds.abs() <= LIMIT)?;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "in range; the fraction is looked at next"
    )]
    let truncated = seconds as i64;
    #[allow(clippy::cast_precision_loss, reason = "exact up to the limit")]
    let has_fraction = (truncated as f64) < seconds;
    Some(truncated + i64::from(has_fraction))
}

/// The claim `version`, a whole number.
impl FromClaim for i64 {
    const EXPECTED: &'static str = "a number";

    fn from_claim(value: Value) -> Result<Self, Value> {
        NumericDate::from_claim(value).map(|NumericDate(number)| number)
    }
}

/// ID tokens have JSON booleans (protocol.md 5.3), userInfo and some triggers have text (6.3).
impl FromClaim for bool {
    const EXPECTED: &'static str = "true or false";

    fn from_claim(value: Value) -> Result<Self, Value> {
        match &value {
            Value::Bool(flag) => Ok(*flag),
            Value::String(text) if text == "true" => Ok(true),
            Value::String(text) if text == "false" => Ok(false),
            _ => Err(value),
        }
    }
}

impl FromClaim for Vec<String> {
    const EXPECTED: &'static str = "an array of strings";

    fn from_claim(value: Value) -> Result<Self, Value> {
        match value {
            Value::Array(items) if items.iter().all(Value::is_string) => Ok(strings(items)),
            other => Err(other),
        }
    }
}

/// The claim `aud`: one string or an array of them (RFC 7519 4.1.3).
pub(crate) struct Audience(pub(crate) Vec<String>);

impl FromClaim for Audience {
    const EXPECTED: &'static str = "a string or an array of strings";

    fn from_claim(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(one) => Ok(Self(vec![one])),
            other => Vec::from_claim(other).map(Self),
        }
    }
}

fn strings(items: Vec<Value>) -> Vec<String> {
    items
        .into_iter()
        .filter_map(|item| match item {
            Value::String(text) => Some(text),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dates_may_be_floats_and_round_up() {
        let cases = [
            (json!(1_700_000_000), Some(1_700_000_000)),
            (json!(1_700_000_000.0), Some(1_700_000_000)),
            (json!(1_700_000_000.25), Some(1_700_000_001)),
            (json!(-1.5), Some(-1)),
            (json!(1.7e9), Some(1_700_000_000)),
            (json!(i64::MAX), Some(i64::MAX)),
            (json!(u64::MAX), None),
            (json!(1e300), None),
            (json!("1700000000"), None),
            (json!([1_700_000_000]), None),
        ];
        for (value, expected) in cases {
            let read = NumericDate::from_claim(value.clone())
                .ok()
                .map(|date| date.0);
            assert_eq!(read, expected, "{value}");
        }
    }

    #[test]
    fn flags_may_be_text() {
        let cases = [
            (json!(true), Some(true)),
            (json!(false), Some(false)),
            (json!("true"), Some(true)),
            (json!("false"), Some(false)),
            (json!("True"), None),
            (json!(1), None),
        ];
        for (value, expected) in cases {
            assert_eq!(bool::from_claim(value.clone()).ok(), expected, "{value}");
        }
    }

    #[test]
    fn a_value_that_does_not_fit_is_given_back() {
        let value = json!(["a", 1]);
        assert_eq!(Vec::<String>::from_claim(value.clone()), Err(value));
    }
}
