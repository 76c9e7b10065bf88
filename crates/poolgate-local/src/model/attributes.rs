//! A user's attributes.

use serde::{Deserialize, Serialize};

/// One attribute, as every operation writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Attribute {
    pub(crate) name: String,
    /// The service takes a missing value for an empty one.
    #[serde(default)]
    pub(crate) value: String,
}

/// Attributes in the order they were set, each name once. Values stay as they were sent: `"True"`
/// is not made `"true"` (protocol.md 9.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Attributes(Vec<Attribute>);

impl Attributes {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|known| known.name == name)
            .map(|known| known.value.as_str())
    }

    /// Sets an attribute; an empty value takes it away, as the service has it.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            self.0.retain(|known| known.name != name);
            return;
        }
        match self.0.iter_mut().find(|known| known.name == name) {
            Some(known) => value.clone_into(&mut known.value),
            None => self.0.push(Attribute {
                name: name.to_owned(),
                value: value.to_owned(),
            }),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter()
    }

    /// Whether `<name>_verified` is true.
    pub(crate) fn is_verified(&self, name: &str) -> bool {
        let flag = match name {
            "email" => self.get("email_verified"),
            "phone_number" => self.get("phone_number_verified"),
            _ => None,
        };
        flag.is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
    }
}

impl FromIterator<Attribute> for Attributes {
    fn from_iter<I: IntoIterator<Item = Attribute>>(attributes: I) -> Self {
        let mut collected = Self::default();
        for attribute in attributes {
            collected.set(&attribute.name, &attribute.value);
        }
        collected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_value_takes_the_attribute_away() {
        let mut attributes = Attributes::default();
        attributes.set("email", "a@example.com");
        attributes.set("email", "");
        assert_eq!(attributes.get("email"), None);
    }

    #[test]
    fn verified_is_read_in_any_case() {
        let mut attributes = Attributes::default();
        attributes.set("email_verified", "True");
        assert!(attributes.is_verified("email"));
        assert!(!attributes.is_verified("phone_number"));
    }
}
