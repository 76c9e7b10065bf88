use poolgate_flow::IdToken;
use poolgate_token::dangerous_unverified_claims;
use secrecy::{ExposeSecret, SecretString};

use crate::{Error, OpenIdToken, TokenSet};

/// Who the user is, and who says so: an entry of `Logins` (protocol.md 8.2).
#[derive(Clone, Debug)]
pub struct Login {
    provider: String,
    token: SecretString,
    user: Option<UserPoolUser>,
    identity_id: Option<String>,
}

/// What the verified ID token of a user pool says besides.
#[derive(Clone, Debug)]
pub(super) struct UserPoolUser {
    pub(super) sub: String,
    pub(super) roles: Vec<String>,
    pub(super) preferred_role: Option<String>,
}

impl Login {
    /// A user of a user pool.
    ///
    /// The provider's name is the token's issuer without the scheme. It is taken from the token
    /// and not put together from the pool's id: a replica in another Region and an embedded
    /// server have issuers of their own.
    #[must_use]
    pub fn of(tokens: &TokenSet) -> Self {
        let claims = tokens.id_claims();
        Self {
            user: Some(UserPoolUser {
                sub: claims.sub.clone(),
                roles: claims.roles.clone(),
                preferred_role: claims.preferred_role.clone(),
            }),
            ..Self::new(without_scheme(&claims.iss), tokens.id_token().expose())
        }
    }

    /// A user of an OpenID Connect provider, Google and Apple among them. The provider's name is
    /// the issuer that the token names, without the scheme.
    ///
    /// The token is not verified here: that is the identity pool's part.
    ///
    /// # Errors
    ///
    /// [`Error::UnreadableIdToken`] for what is no JWT with an issuer.
    pub fn open_id(id_token: &IdToken) -> Result<Self, Error> {
        let issuer = issuer(id_token.expose())?;
        Ok(Self::new(without_scheme(&issuer), id_token.expose()))
    }

    /// A user of Facebook, by the access token.
    #[must_use]
    pub fn facebook(access_token: impl Into<SecretString>) -> Self {
        Self::new("graph.facebook.com", access_token)
    }

    /// A user of Login with Amazon, by the access token.
    #[must_use]
    pub fn amazon(access_token: impl Into<SecretString>) -> Self {
        Self::new("www.amazon.com", access_token)
    }

    /// A user of a SAML provider: its ARN, and the assertion in base64.
    #[must_use]
    pub fn saml(provider_arn: impl Into<String>, assertion: impl Into<SecretString>) -> Self {
        Self::new(provider_arn, assertion)
    }

    /// A user of your own, whom a backend has vouched for
    /// (`GetOpenIdTokenForDeveloperIdentity`).
    #[must_use]
    pub fn developer(token: &OpenIdToken) -> Self {
        Self {
            identity_id: Some(token.identity_id().to_owned()),
            ..Self::new("cognito-identity.amazonaws.com", token.expose())
        }
    }

    /// A user of any provider that the identity pool knows, by the name that it has there.
    #[must_use]
    pub fn new(provider: impl Into<String>, token: impl Into<SecretString>) -> Self {
        Self {
            provider: provider.into(),
            token: token.into(),
            user: None,
            identity_id: None,
        }
    }

    /// The provider's name: the key in `Logins`.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// The token: the value in `Logins`.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.expose_secret()
    }

    /// The identity, where the login is one of the identity service itself.
    pub(super) fn identity_id(&self) -> Option<&str> {
        self.identity_id.as_deref()
    }

    pub(super) fn user(&self) -> Option<&UserPoolUser> {
        self.user.as_ref()
    }
}

fn without_scheme(issuer: &str) -> &str {
    issuer.split_once("://").map_or(issuer, |(_, rest)| rest)
}

/// What an ID token says of its issuer (RFC 7519, section 4.1.1), whoever wrote it.
fn issuer(id_token: &str) -> Result<String, Error> {
    let claims = dangerous_unverified_claims(id_token);
    let claims = claims.map_err(|error| Error::UnreadableIdToken { error })?;
    let issuer = claims.claim("iss").and_then(serde_json::Value::as_str);
    let missing = poolgate_token::Error::ClaimMissing { claim: "iss" };
    issuer
        .map(ToOwned::to_owned)
        .ok_or(Error::UnreadableIdToken { error: missing })
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};

    use super::*;

    fn id_token(payload: &str) -> IdToken {
        let payload = BASE64_URL_SAFE_NO_PAD.encode(payload);
        format!("e30.{payload}.c2ln").as_str().into()
    }

    #[test]
    fn the_provider_is_the_issuer_without_its_scheme() {
        for (issuer, provider) in [
            ("https://accounts.google.com", "accounts.google.com"),
            ("accounts.google.com", "accounts.google.com"),
            ("https://idp.example.com/a/b", "idp.example.com/a/b"),
        ] {
            let token = id_token(&format!("{{\"iss\":\"{issuer}\",\"sub\":\"1\"}}"));
            assert_eq!(Login::open_id(&token).unwrap().provider(), provider);
        }
    }

    #[test]
    fn what_is_no_token_is_refused_without_being_shown() {
        for token in ["", "hunter2", "a.hunter2.c", "a.b", "a.b.c.d"] {
            let error = Login::open_id(&token.into()).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
        for payload in ["{}", "[]", "{\"iss\":1}", "{\"iss\":\"a\""] {
            assert!(Login::open_id(&id_token(payload)).is_err(), "{payload}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\PC{0,20}\\.){0,3}\\PC{0,20}") {
            let _ = Login::open_id(&text.as_str().into());
        }
    }
}
