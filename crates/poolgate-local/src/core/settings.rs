//! What a server is told about itself.

use serde::{Deserialize, Serialize};

use crate::caller::AccessKey;
use crate::trust::Trust;

/// What distinguishes one embedded Cognito from another.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The AWS Region it plays, the first part of its pool ids.
    pub region: String,
    /// The twelve digits of the AWS account it plays.
    pub account_id: String,
    /// The URL the server is reached at, without a trailing slash.
    pub url: String,
    /// Whom its tokens name as their issuer.
    pub issuer: IssuerForm,
    /// Whether signatures by access keys that it neither issued nor has in `access_keys` are
    /// refused. Credentials that it issued itself are always verified.
    pub verify_signatures: bool,
    /// The access keys that it knows; of use only with `verify_signatures`.
    pub access_keys: Vec<AccessKey>,
    /// Whom it believes beside itself.
    pub trust: Trust,
}

/// Whom the tokens name as their issuer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IssuerForm {
    /// The server's own URL, so that discovery leads back to it.
    #[default]
    Server,
    /// Cognito's, for verifiers that derive the issuer from the pool id.
    Aws,
}

impl Settings {
    /// The Region `us-east-1` of account `000000000000`, reached at `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            region: "us-east-1".to_owned(),
            account_id: "000000000000".to_owned(),
            url: url.into(),
            issuer: IssuerForm::default(),
            verify_signatures: false,
            access_keys: Vec::new(),
            trust: Trust::default(),
        }
    }

    /// What precedes the pool id in an issuer.
    pub(crate) fn issuer_base(&self) -> String {
        match self.issuer {
            IssuerForm::Server => self.url.clone(),
            IssuerForm::Aws => format!("https://cognito-idp.{}.amazonaws.com", self.region),
        }
    }
}
