use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value};

use super::OtherClaims;
use super::from_claim::{FromClaim, NumericDate};
use crate::error::Error;

/// The claims that both kinds of token have and that are checked before the kind's own are read.
pub(crate) struct Checked {
    pub(crate) iss: String,
    pub(crate) exp: i64,
    pub(crate) iat: Option<i64>,
    pub(crate) nbf: Option<i64>,
}

/// The claims of a token, from which the typed ones are taken one by one.
///
/// `null` counts as absent: that is what most JSON libraries write for a missing value.
pub(crate) struct ClaimSet(Map<String, Value>);

impl ClaimSet {
    pub(crate) fn new(claims: Map<String, Value>) -> Self {
        Self(claims)
    }

    /// A claim that must be there.
    pub(crate) fn required<T: FromClaim>(&mut self, claim: &'static str) -> Result<T, Error> {
        self.optional(claim)?.ok_or(Error::ClaimMissing { claim })
    }

    /// A claim that must have its type if it is there.
    pub(crate) fn optional<T: FromClaim>(
        &mut self,
        claim: &'static str,
    ) -> Result<Option<T>, Error> {
        match self.0.remove(claim) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match T::from_claim(value) {
                Ok(typed) => Ok(Some(typed)),
                Err(_) => Err(Error::ClaimType {
                    claim,
                    expected: T::EXPECTED,
                }),
            },
        }
    }

    /// A claim that describes the user and decides nothing: a Lambda trigger may give it another
    /// type, and it then stays among the other claims.
    pub(crate) fn descriptive<T: FromClaim>(&mut self, claim: &'static str) -> Option<T> {
        match T::from_claim(self.0.remove(claim)?) {
            Ok(typed) => Some(typed),
            Err(value) => {
                self.0.insert(claim.into(), value);
                None
            }
        }
    }

    /// An array of strings, empty when the claim is absent.
    pub(crate) fn list(&mut self, claim: &'static str) -> Result<Vec<String>, Error> {
        Ok(self.optional(claim)?.unwrap_or_default())
    }

    pub(crate) fn date(&mut self, claim: &'static str) -> Result<Option<i64>, Error> {
        Ok(self.optional(claim)?.map(|NumericDate(seconds)| seconds))
    }

    pub(crate) fn required_date(&mut self, claim: &'static str) -> Result<i64, Error> {
        self.required(claim).map(|NumericDate(seconds)| seconds)
    }

    /// What has not been taken.
    pub(crate) fn into_other(self) -> OtherClaims {
        self.0
    }
}
