use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

use super::{Challenge, Pending};
use crate::{Error, Failure, Parameters, Password, Request, Waiting};

/// The prefix that attributes have in this challenge, both ways (protocol.md 3.3).
const ATTRIBUTE_PREFIX: &str = "userAttributes.";

/// An administrator set the password, or it must be replaced.
#[derive(Clone, Debug)]
pub struct NewPasswordRequired {
    pub(super) pending: Pending,
    required_attributes: Vec<String>,
    user_attributes: BTreeMap<String, String>,
}

impl NewPasswordRequired {
    pub(super) fn new(pending: Pending) -> Result<Self, Error> {
        let required: Vec<String> = pending.json_parameter("requiredAttributes")?;
        let present: BTreeMap<String, Value> = pending.json_parameter("userAttributes")?;
        let without_prefix = |name: String| {
            name.strip_prefix(ATTRIBUTE_PREFIX)
                .map_or(name.clone(), str::to_owned)
        };
        Ok(Self {
            required_attributes: required.into_iter().map(without_prefix).collect(),
            user_attributes: present
                .into_iter()
                .map(|(name, v)| (name, plain(v)))
                .collect(),
            pending,
        })
    }

    /// The attributes that must come with the new password, since the user has none yet.
    #[must_use]
    pub fn required_attributes(&self) -> &[String] {
        &self.required_attributes
    }

    /// The attributes that the user has already.
    #[must_use]
    pub fn user_attributes(&self) -> &BTreeMap<String, String> {
        &self.user_attributes
    }

    /// Answers with the new password and at least the required attributes.
    ///
    /// # Errors
    ///
    /// [`Error::MissingAttributes`], with the challenge.
    pub fn answer(
        self,
        new_password: &Password,
        attributes: &BTreeMap<String, String>,
    ) -> Result<(Waiting, Request), Failure> {
        let missing: Vec<String> = self
            .required_attributes
            .iter()
            .filter(|name| !attributes.contains_key(*name))
            .cloned()
            .collect();
        let challenge = Challenge::from(self.clone());
        if !missing.is_empty() {
            return Err(Failure::retry(Error::MissingAttributes(missing), challenge));
        }
        let responses = attributes.iter().fold(
            Parameters::new().with("NEW_PASSWORD", new_password.expose()),
            |responses, (name, value)| responses.with(&format!("{ATTRIBUTE_PREFIX}{name}"), value),
        );
        Ok(self.pending.answer(responses, challenge))
    }
}

fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => format!("{other}"),
    }
}
