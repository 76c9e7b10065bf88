use std::borrow::Cow;
use std::collections::{BTreeMap, btree_map};

use aws_sdk_cognitoidentityprovider::types::AttributeType;

/// What an attribute is. The service writes everything as text; the standard attributes whose type
/// is not text are kept apart from it here (OpenID Connect Core 5.1, protocol.md 9.1).
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum AttributeValue {
    /// `email_verified` and `phone_number_verified`.
    Boolean(bool),
    /// `updated_at`: seconds since 1970.
    Number(i64),
    /// All others. A custom attribute is text whatever its type, since a user's description does
    /// not say which it has: [`to_boolean`](Self::to_boolean) and [`to_number`](Self::to_number)
    /// are for who knows.
    Text(String),
}

impl AttributeValue {
    /// The value as the service writes it.
    #[must_use]
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Boolean(true) => Cow::Borrowed("true"),
            Self::Boolean(false) => Cow::Borrowed("false"),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Text(text) => Cow::Borrowed(text),
        }
    }

    /// The value as a truth value, if it is one or reads like one.
    #[must_use]
    pub fn to_boolean(&self) -> Option<bool> {
        match self {
            Self::Boolean(value) => Some(*value),
            // The service keeps the case that it was given (protocol.md 9.1).
            Self::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Self::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            Self::Number(_) | Self::Text(_) => None,
        }
    }

    /// The value as a whole number, if it is one or reads like one.
    #[must_use]
    pub fn to_number(&self) -> Option<i64> {
        match self {
            Self::Boolean(_) => None,
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
        }
    }

    /// A value that does not fit its attribute's type stays the text that it is.
    fn read(name: &str, text: String) -> Self {
        let text = Self::Text(text);
        let typed = match name {
            "email_verified" | "phone_number_verified" => text.to_boolean().map(Self::Boolean),
            "updated_at" => text.to_number().map(Self::Number),
            _ => None,
        };
        typed.unwrap_or(text)
    }
}

impl From<bool> for AttributeValue {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for AttributeValue {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for AttributeValue {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for AttributeValue {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

/// A user's attributes, in the order of their names.
///
/// ```
/// use poolgate::{AttributeValue, Attributes};
///
/// let attributes = Attributes::new()
///     .with("email", "ana@example.com")
///     .with("email_verified", true)
///     .with_custom("tier", "gold");
/// assert_eq!(attributes.text("custom:tier").as_deref(), Some("gold"));
/// assert_eq!(attributes.value("email_verified"), Some(&AttributeValue::Boolean(true)));
/// assert_eq!(attributes.names().next(), Some("custom:tier"));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Attributes(BTreeMap<String, AttributeValue>);

impl Attributes {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more; a later value of a name replaces the earlier.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<AttributeValue>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// The same with one that the pool has added itself: its name begins with `custom:`.
    #[must_use]
    pub fn with_custom(self, name: &str, value: impl Into<AttributeValue>) -> Self {
        self.with(format!("custom:{name}"), value)
    }

    /// The value of a name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&AttributeValue> {
        self.0.get(name)
    }

    /// The value of a name, as the service writes it.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.value(name).map(AttributeValue::to_text)
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Each name with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &AttributeValue)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn from_sdk(attributes: Option<Vec<AttributeType>>) -> Self {
        let attributes = attributes.unwrap_or_default().into_iter();
        attributes
            .map(|attribute| {
                let value = attribute.value.unwrap_or_default();
                let value = AttributeValue::read(&attribute.name, value);
                (attribute.name, value)
            })
            .collect()
    }

    /// `None` if there are none: the member is then not sent.
    pub(crate) fn to_sdk(&self) -> Option<Vec<AttributeType>> {
        let attribute = |(name, value): (&str, &AttributeValue)| {
            let builder = AttributeType::builder().name(name).value(value.to_text());
            // It fails without a name only.
            builder.build().ok()
        };
        (!self.is_empty()).then(|| self.iter().filter_map(attribute).collect())
    }
}

impl<N: Into<String>, V: Into<AttributeValue>> FromIterator<(N, V)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self(
            pairs
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl IntoIterator for Attributes {
    type Item = (String, AttributeValue);
    type IntoIter = btree_map::IntoIter<String, AttributeValue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Attributes {
        let attribute = |(name, value): &(&str, &str)| {
            let builder = AttributeType::builder().name(*name).value(*value);
            builder.build().unwrap()
        };
        Attributes::from_sdk(Some(pairs.iter().map(attribute).collect()))
    }

    #[test]
    fn types_follow_the_attribute_and_not_the_text() {
        let read = read(&[
            ("email_verified", "True"),
            ("phone_number_verified", "maybe"),
            ("updated_at", "1700000000"),
            ("nickname", "true"),
            ("custom:level", "7"),
        ]);
        let expected = Attributes::new()
            .with("email_verified", true)
            .with("phone_number_verified", "maybe")
            .with("updated_at", 1_700_000_000)
            .with("nickname", "true")
            .with_custom("level", "7");
        assert_eq!(read, expected);
        assert_eq!(read.value("custom:level").unwrap().to_number(), Some(7));
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let attributes = Attributes::new()
            .with("email_verified", false)
            .with("updated_at", -1)
            .with("name", "Ana \"A\"");
        assert_eq!(Attributes::from_sdk(attributes.to_sdk()), attributes);
        assert_eq!(Attributes::new().to_sdk(), None);
    }
}
