use std::collections::BTreeMap;

use super::Attributes;
use crate::Error;

/// The names that a program has for attributes, and the service's names for them. What is not
/// named here is called the same on both sides.
///
/// ```
/// use poolgate::{AttributeNames, Attributes};
///
/// let names = AttributeNames::new([("first_name", "given_name"), ("tier", "custom:tier")])?;
/// let ours = Attributes::new().with("first_name", "Ana").with("email", "ana@example.com");
/// let cognitos = names.to_cognito(&ours)?;
/// assert_eq!(cognitos.names().collect::<Vec<_>>(), ["email", "given_name"]);
/// assert_eq!(names.from_cognito(&cognitos)?, ours);
/// # Ok::<(), poolgate::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AttributeNames {
    to_cognito: BTreeMap<String, String>,
    from_cognito: BTreeMap<String, String>,
}

impl AttributeNames {
    /// From pairs of the program's name and the service's.
    ///
    /// # Errors
    /// [`Error::InvalidSetting`] if a name stands for two: the way back would be lost.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Error> {
        let mut names = Self::default();
        for (own, cognitos) in pairs {
            let to = names.to_cognito.insert(own.into(), cognitos.into());
            let from = names.from_cognito.insert(cognitos.into(), own.into());
            if to.is_some() || from.is_some() {
                return Err(ambiguous(own));
            }
        }
        Ok(names)
    }

    /// The same attributes, by the service's names.
    ///
    /// # Errors
    /// [`Error::InvalidSetting`] if two of them would get the same name.
    pub fn to_cognito(&self, attributes: &Attributes) -> Result<Attributes, Error> {
        rename(attributes, &self.to_cognito)
    }

    /// The same attributes, by the program's names.
    ///
    /// # Errors
    /// [`Error::InvalidSetting`] if two of them would get the same name.
    pub fn from_cognito(&self, attributes: &Attributes) -> Result<Attributes, Error> {
        rename(attributes, &self.from_cognito)
    }
}

fn rename(attributes: &Attributes, names: &BTreeMap<String, String>) -> Result<Attributes, Error> {
    let mut renamed = Attributes::new();
    for (name, value) in attributes.iter() {
        let name = names.get(name).map_or(name, String::as_str);
        if renamed.value(name).is_some() {
            return Err(ambiguous(name));
        }
        renamed = renamed.with(name, value.clone());
    }
    Ok(renamed)
}

fn ambiguous(name: &str) -> Error {
    Error::InvalidSetting {
        setting: "an attribute's name",
        value: name.to_owned(),
        reason: "it stands for two attributes".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_stands_for_two_attributes_is_refused() {
        let twice = [("a", "email"), ("b", "email")];
        let error = AttributeNames::new(twice).unwrap_err();
        assert!(matches!(error, Error::InvalidSetting { value, .. } if value == "b"));

        let names = AttributeNames::new([("mail", "email")]).unwrap();
        let both = Attributes::new().with("mail", "a").with("email", "b");
        assert!(names.to_cognito(&both).is_err());
    }
}
