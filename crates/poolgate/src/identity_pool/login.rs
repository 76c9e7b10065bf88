use poolgate_flow::IdToken;

use crate::TokenSet;

/// Who the user is, and who says so: an entry of `Logins` (protocol.md 8.2).
#[derive(Clone, Debug)]
pub struct Login {
    provider: String,
    token: IdToken,
}

impl Login {
    /// A user of a user pool.
    ///
    /// The provider's name is the token's issuer without the scheme. It is taken from the token
    /// and not put together from the pool's id: a replica in another Region and an embedded
    /// server have issuers of their own.
    #[must_use]
    pub fn of(tokens: &TokenSet) -> Self {
        let issuer = tokens.issuer();
        let provider = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
        Self {
            provider: provider.to_owned(),
            token: tokens.id_token().clone(),
        }
    }

    /// A user of any provider that the identity pool knows, such as `accounts.google.com`.
    #[must_use]
    pub fn new(provider: impl Into<String>, token: IdToken) -> Self {
        Self {
            provider: provider.into(),
            token,
        }
    }

    /// The provider's name: the key in `Logins`.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// The token: the value in `Logins`.
    #[must_use]
    pub fn token(&self) -> &IdToken {
        &self.token
    }
}
