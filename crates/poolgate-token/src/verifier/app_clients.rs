use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::error::Error;

/// Which app clients' tokens are accepted.
#[derive(Clone, Debug)]
pub(super) enum AppClients {
    Any,
    Listed(Vec<Arc<str>>),
}

impl AppClients {
    pub(super) fn listed(ids: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::Listed(ids.into_iter().map(|id| id.as_ref().into()).collect())
    }

    /// The first of the token's app clients that is accepted.
    ///
    /// RFC 7519 4.1.3 asks for one match in the audience. OpenID Connect Core 3.1.3.7 would refuse
    /// further audiences that are not trusted; Cognito never has them.
    pub(super) fn accept(&self, actual: &[String]) -> Result<Option<Arc<str>>, Error> {
        let Self::Listed(expected) = self else {
            return Ok(None);
        };
        let accepted = expected
            .iter()
            .find(|id| actual.iter().any(|named| **named == ***id));
        match accepted {
            Some(id) => Ok(Some(Arc::clone(id))),
            None => Err(Error::AppClient {
                expected: expected.iter().map(ToString::to_string).collect(),
                actual: actual.to_owned(),
            }),
        }
    }
}
