use std::fmt;
use std::str::FromStr;

use crate::Error;

/// Which users are listed, and which of their attributes.
///
/// A pool looks at one attribute at a time, and for its whole value or for how that begins
/// (protocol.md 9.4).
///
/// ```
/// use poolgate::{SearchableAttribute, UserFilter};
///
/// let filter = UserFilter::equals(SearchableAttribute::Name, r#"Ana "the boss""#);
/// assert_eq!(filter.expression().unwrap(), r#"name = "Ana \"the boss\"""#);
/// assert_eq!(UserFilter::all().expression(), None);
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct UserFilter {
    condition: Option<Condition>,
    attributes: Option<Vec<String>>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Condition {
    attribute: SearchableAttribute,
    operator: &'static str,
    value: String,
}

impl UserFilter {
    /// All users.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Users of whom an attribute has this value.
    #[must_use]
    pub fn equals(attribute: SearchableAttribute, value: impl Into<String>) -> Self {
        Self::condition(attribute, "=", value.into())
    }

    /// Users of whom an attribute begins with this value.
    #[must_use]
    pub fn starts_with(attribute: SearchableAttribute, value: impl Into<String>) -> Self {
        Self::condition(attribute, "^=", value.into())
    }

    /// Has these attributes listed and no others, which saves the service and the network work
    /// (`AttributesToGet`).
    #[must_use]
    pub fn only_attributes<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.attributes = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// The condition in the service's grammar; `None` for all users.
    #[must_use]
    pub fn expression(&self) -> Option<String> {
        self.condition.as_ref().map(ToString::to_string)
    }

    pub(super) fn attributes(&self) -> Option<Vec<String>> {
        self.attributes.clone()
    }

    fn condition(attribute: SearchableAttribute, operator: &'static str, value: String) -> Self {
        Self {
            condition: Some(Condition {
                attribute,
                operator,
                value,
            }),
            attributes: None,
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.replace('\\', r"\\").replace('"', r#"\""#);
        write!(f, r#"{} {} "{value}""#, self.attribute, self.operator)
    }
}

/// The attributes that users can be searched by. Custom ones are not among them.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum SearchableAttribute {
    /// `cognito:user_status`: where the account stands, in the words of
    /// [`UserStatus`](crate::UserStatus).
    UserStatus,
    /// `email`
    Email,
    /// `family_name`
    FamilyName,
    /// `given_name`
    GivenName,
    /// `name`
    Name,
    /// `phone_number`, with its `+`.
    PhoneNumber,
    /// `preferred_username`
    PreferredUsername,
    /// `status`: `Enabled` or `Disabled`.
    Status,
    /// `sub`, the user's id in the pool.
    Sub,
    /// `username`
    Username,
}

impl SearchableAttribute {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::UserStatus,
        Self::Email,
        Self::FamilyName,
        Self::GivenName,
        Self::Name,
        Self::PhoneNumber,
        Self::PreferredUsername,
        Self::Status,
        Self::Sub,
        Self::Username,
    ];

    /// The service's name for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UserStatus => "cognito:user_status",
            Self::Email => "email",
            Self::FamilyName => "family_name",
            Self::GivenName => "given_name",
            Self::Name => "name",
            Self::PhoneNumber => "phone_number",
            Self::PreferredUsername => "preferred_username",
            Self::Status => "status",
            Self::Sub => "sub",
            Self::Username => "username",
        }
    }
}

impl fmt::Display for SearchableAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SearchableAttribute {
    type Err = Error;

    /// # Errors
    /// [`Error::InvalidSetting`] for an attribute that users cannot be searched by.
    fn from_str(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|known| known.as_str() == name);
        known.ok_or_else(|| Error::InvalidSetting {
            setting: "the attribute to search by",
            value: name.chars().take(64).collect(),
            reason: format!(
                "it must be one of {}",
                Self::ALL.map(Self::as_str).join(", ")
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_written_in_the_services_grammar() {
        let all = UserFilter::all().only_attributes(["email"]);
        assert_eq!(all.expression(), None);
        assert_eq!(all.attributes(), Some(vec!["email".to_owned()]));
        let equals = UserFilter::equals(SearchableAttribute::UserStatus, "CONFIRMED");
        let expected = r#"cognito:user_status = "CONFIRMED""#;
        assert_eq!(equals.expression().as_deref(), Some(expected));
        let begins = UserFilter::starts_with(SearchableAttribute::GivenName, r#"a"\"#);
        let expected = r#"given_name ^= "a\"\\""#;
        assert_eq!(begins.expression().as_deref(), Some(expected));
    }

    #[test]
    fn an_attribute_that_cannot_be_searched_is_refused_by_name() {
        for attribute in SearchableAttribute::ALL {
            let parsed: SearchableAttribute = attribute.as_str().parse().unwrap();
            assert_eq!(parsed, attribute);
        }
        for name in ["custom:team", "Email", "birthdate", ""] {
            let error = name.parse::<SearchableAttribute>().unwrap_err();
            assert!(matches!(error, Error::InvalidSetting { value, .. } if value == name));
        }
    }
}
