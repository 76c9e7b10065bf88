//! The filter of `ListUsers`: `AttributeName Operator "value"` (protocol.md 9.4).

use poolgate_flow::ServiceError;

use crate::error::invalid_parameter;
use crate::model::{SearchAttribute, User, UserRange};
use crate::state::Order;

/// One condition; there is no way to write two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    attribute: SearchAttribute,
    comparison: Comparison,
    value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equals,
    BeginsWith,
}

impl Filter {
    /// Reads a filter; one of blanks only lets everybody through.
    ///
    /// # Errors
    ///
    /// `InvalidParameterException` with the service's text for what is no condition, or is one on an
    /// attribute that users are not searched by.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, ServiceError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let malformed = || invalid_parameter("Error while parsing filter");
        let (name, comparison, value) = condition(text).ok_or_else(malformed)?;
        let attribute = SearchAttribute::ALL
            .into_iter()
            .find(|attribute| attribute.as_str() == name)
            .ok_or_else(|| invalid_parameter(format!("Invalid search attribute: {name}")))?;
        Ok(Some(Self {
            attribute,
            comparison,
            value,
        }))
    }

    /// Whether the user meets the condition.
    pub(crate) fn admits(&self, user: &User) -> bool {
        let wanted = self.attribute.fold(&self.value);
        let value = self.attribute.value_of(user);
        value.is_some_and(|value| match self.comparison {
            Comparison::Equals => value == wanted,
            Comparison::BeginsWith => value.starts_with(&*wanted),
        })
    }

    /// Where in the pool those who meet it are; a few others may be among them.
    pub(crate) fn range(&self, pool_id: &str) -> UserRange {
        let beginning = self.attribute.beginning_with(pool_id, &self.value);
        let equal = self.attribute.equal_to(pool_id, &self.value);
        match (self.comparison, equal) {
            (Comparison::Equals, Some(prefix)) => UserRange {
                order: Order::Places,
                prefix,
            },
            _ => beginning,
        }
    }
}

fn condition(text: &str) -> Option<(&str, Comparison, String)> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '^' | '"'))?;
    let (name, rest) = text.split_at(end);
    let rest = rest.trim_start();
    let (comparison, rest) = match rest.strip_prefix("^=") {
        Some(rest) => (Comparison::BeginsWith, rest),
        None => (Comparison::Equals, rest.strip_prefix('=')?),
    };
    let value = quoted(rest.trim_start())?;
    (!name.is_empty()).then_some((name, comparison, value))
}

/// A text in quotation marks, up to the end. A backslash makes the mark or the backslash after it a
/// part of the text; before anything else it stands for itself (the service's rule is not public).
fn quoted(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut characters = text.strip_prefix('"')?.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => return characters.peek().is_none().then_some(value),
            '\\' => {
                let escaped = characters.next_if(|next| matches!(next, '"' | '\\'));
                value.push(escaped.unwrap_or(character));
            }
            _ => value.push(character),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> (&'static str, Comparison, String) {
        let filter = Filter::parse(text).unwrap().unwrap();
        (filter.attribute.as_str(), filter.comparison, filter.value)
    }

    #[test]
    fn blanks_around_the_operator_are_free() {
        let expected = ("family_name", Comparison::Equals, "Reddy".to_owned());
        for text in [
            r#"family_name = "Reddy""#,
            r#"family_name="Reddy""#,
            r#"  family_name	=  "Reddy" "#,
        ] {
            assert_eq!(parsed(text), expected, "{text}");
        }
        let expected = ("given_name", Comparison::BeginsWith, "Jon".to_owned());
        assert_eq!(parsed(r#"given_name^="Jon""#), expected);
    }

    #[test]
    fn quotation_marks_are_escaped() {
        let (_, _, value) = parsed(r#"name = "a \"b\" \\ \c""#);
        assert_eq!(value, r#"a "b" \ \c"#);
    }

    #[test]
    fn what_is_no_condition_is_refused_in_the_services_words() {
        for text in [
            "email",
            "email =",
            "email = a",
            r#"email = "a"#,
            r#"email = "a\""#,
            r#"email = "a" b"#,
            r#"email = "a" and name = "b""#,
            r#"email ~ "a""#,
            r#"email ^ = "a""#,
            r#"= "a""#,
            r#""a""#,
        ] {
            let refused = Filter::parse(text).unwrap_err();
            assert_eq!(refused.message, "Error while parsing filter", "{text}");
        }
        for name in ["custom:team", "Email", "birthdate"] {
            let refused = Filter::parse(&format!(r#"{name} = "a""#)).unwrap_err();
            assert_eq!(refused.message, format!("Invalid search attribute: {name}"));
        }
    }

    #[test]
    fn an_empty_filter_is_none() {
        assert_eq!(Filter::parse("").unwrap(), None);
        assert_eq!(Filter::parse("  ").unwrap(), None);
    }

    proptest! {
        #[test]
        fn no_filter_makes_it_panic(text in "\\PC{0,60}|[a-z_:]{0,8} ?\\^?=? ?[\"\\\\a-z ]{0,12}") {
            let _outcome = Filter::parse(&text);
        }

        #[test]
        fn every_value_can_be_written(value in any::<String>()) {
            let escaped = value.replace('\\', r"\\").replace('"', "\\\"");
            let filter = Filter::parse(&format!("name = \"{escaped}\"")).unwrap().unwrap();
            prop_assert_eq!(filter.value, value);
        }
    }
}
