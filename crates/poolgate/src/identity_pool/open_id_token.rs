use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// An OpenID token of the identity service, which says which identity of which identity pool
/// somebody is (protocol.md 8.4). STS takes it in the classic flow; one for a developer's own user
/// is a [`Login`](crate::Login).
#[derive(Clone)]
pub struct OpenIdToken {
    identity_id: String,
    token: SecretString,
}

impl OpenIdToken {
    /// A token that somebody else has fetched, such as the backend of an app.
    #[must_use]
    pub fn new(identity_id: impl Into<String>, token: impl Into<SecretString>) -> Self {
        Self {
            identity_id: identity_id.into(),
            token: token.into(),
        }
    }

    /// The identity that it is for, `<region>:<uuid>`.
    #[must_use]
    pub fn identity_id(&self) -> &str {
        &self.identity_id
    }

    /// The JWT itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.token.expose_secret()
    }
}

impl fmt::Debug for OpenIdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenIdToken")
            .field("identity_id", &self.identity_id)
            .finish_non_exhaustive()
    }
}
