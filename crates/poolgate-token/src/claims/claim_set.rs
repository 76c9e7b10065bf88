use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

use super::from_claim::{FromClaim, NumericDate};
use super::{ClaimName, OtherClaims};
use crate::error::Error;
use crate::json::Members;

/// The claims that both kinds of token have and that are checked before the kind's own are read.
pub(crate) struct Checked {
    pub(crate) iss: String,
    pub(crate) exp: i64,
    pub(crate) iat: Option<i64>,
    pub(crate) nbf: Option<i64>,
}

/// The claims of a token, from which the typed ones are taken one by one.
///
/// A known claim is found by its index and its name is never copied: verifying is to cost little
/// more than the signature. `null` counts as absent: that is what most JSON libraries write for a
/// missing value.
#[derive(Clone, PartialEq)]
pub(crate) struct ClaimSet {
    known: Box<[Option<Value>; ClaimName::ALL.len()]>,
    other: OtherClaims,
}

impl ClaimSet {
    /// A claim by its name, whatever its type.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        match ClaimName::parse(name) {
            Some(name) => self.known[name as usize].as_ref(),
            None => self.other.get(name),
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let is_present = |name: &&ClaimName| self.known[**name as usize].is_some();
        let known = ClaimName::ALL
            .iter()
            .filter(is_present)
            .map(|name| name.as_str());
        known.chain(self.other.keys().map(String::as_str))
    }

    /// A claim that must be there.
    pub(crate) fn required<T: FromClaim>(&mut self, claim: ClaimName) -> Result<T, Error> {
        self.optional(claim)?.ok_or(Error::ClaimMissing {
            claim: claim.as_str(),
        })
    }

    /// A claim that must have its type if it is there.
    pub(crate) fn optional<T: FromClaim>(&mut self, claim: ClaimName) -> Result<Option<T>, Error> {
        match self.known[claim as usize].take() {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match T::from_claim(value) {
                Ok(typed) => Ok(Some(typed)),
                Err(_) => Err(Error::ClaimType {
                    claim: claim.as_str(),
                    expected: T::EXPECTED,
                }),
            },
        }
    }

    /// A claim that describes the user and decides nothing: a Lambda trigger may give it another
    /// type, and it then stays among the other claims.
    pub(crate) fn descriptive<T: FromClaim>(&mut self, claim: ClaimName) -> Option<T> {
        let value = &mut self.known[claim as usize];
        match T::from_claim(value.take()?) {
            Ok(typed) => Some(typed),
            Err(unfit) => {
                *value = Some(unfit);
                None
            }
        }
    }

    /// An array of strings, empty when the claim is absent.
    pub(crate) fn list(&mut self, claim: ClaimName) -> Result<Vec<String>, Error> {
        Ok(self.optional(claim)?.unwrap_or_default())
    }

    pub(crate) fn date(&mut self, claim: ClaimName) -> Result<Option<i64>, Error> {
        Ok(self.optional(claim)?.map(|NumericDate(seconds)| seconds))
    }

    pub(crate) fn required_date(&mut self, claim: ClaimName) -> Result<i64, Error> {
        self.required(claim).map(|NumericDate(seconds)| seconds)
    }

    /// What has not been taken.
    pub(crate) fn into_other(self) -> OtherClaims {
        let mut other = self.other;
        for (name, value) in ClaimName::ALL.iter().zip(*self.known) {
            if let Some(value) = value {
                other.insert(name.as_str().to_owned(), value);
            }
        }
        other
    }
}

impl Default for ClaimSet {
    fn default() -> Self {
        Self {
            known: Box::new([const { None }; ClaimName::ALL.len()]),
            other: OtherClaims::new(),
        }
    }
}

impl Members for ClaimSet {
    fn contains(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    fn insert(&mut self, name: Cow<'_, str>, value: Value) {
        match ClaimName::parse(&name) {
            Some(known) => self.known[known as usize] = Some(value),
            None => {
                self.other.insert(name.into_owned(), value);
            }
        }
    }
}
