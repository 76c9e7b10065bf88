use std::fmt;

use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use super::token_endpoint::{Form, Grant};
use super::unguessable::Unguessable;
use super::{Callback, Domain, RedirectUri};
use crate::http::Repeat;
use crate::{Error, Session, UserPool};

/// A sign-in that has begun: the browser is away, or about to leave.
///
/// It holds what proves that the answer is to this sign-in: `state`, `nonce` and the PKCE verifier,
/// 256 random bits each. They are wiped when it is dropped.
#[must_use = "a browser has to open its URL"]
pub struct Authorization {
    pub(super) pool: UserPool,
    pub(super) domain: Domain,
    pub(super) query: Zeroizing<String>,
    pub(super) redirect_uri: RedirectUri,
    pub(super) state: Unguessable,
    pub(super) nonce: Unguessable,
    pub(super) verifier: Unguessable,
}

impl Authorization {
    /// The URL to open in the user's browser.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}?{}", self.domain.authorization_endpoint(), *self.query)
    }

    /// The URL to open instead where the browser should first sign out whoever is signed in there:
    /// the login page follows at once.
    #[must_use]
    pub fn url_after_sign_out(&self) -> String {
        format!("{}?{}", self.domain.logout_endpoint(), *self.query)
    }

    /// Where the browser comes back to.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    /// Whether this answers this sign-in, by its `state`. What does not, a second tab's answer or
    /// an attacker's, need not end the wait for the one that does.
    #[must_use]
    pub fn is_answered_by(&self, callback: &Callback) -> bool {
        self.state.is(callback.state())
    }

    /// Exchanges the code for tokens, verifies them in full, and begins the session.
    ///
    /// The code is sent once: where the answer is lost, sign in again.
    ///
    /// # Errors
    /// [`Error::StateMismatch`] if the callback answers another sign-in; [`Error::OAuth`] with what
    /// the server said, be it in the browser or here; [`Error::Token`] if a token is not what it
    /// must be.
    pub async fn complete(self, callback: Callback) -> Result<Session, Error> {
        if !self.is_answered_by(&callback) {
            return Err(Error::StateMismatch);
        }
        let code = callback.outcome.map_err(|refusal| Error::OAuth {
            operation: "oauth2/authorize",
            refusal,
        })?;
        let mut form = Form::new(Grant::AuthorizationCode);
        form.append("code", code.expose_secret());
        form.append("redirect_uri", self.redirect_uri.as_str());
        form.append("code_verifier", self.verifier.expose());
        let granted = self.pool.grant(&self.domain, form, Repeat::Unsent).await?;
        let received = granted.into_user_tokens(&self.domain)?;
        let tokens = self
            .pool
            .verify(received, Some(self.nonce.expose()))
            .await?;
        Ok(self.pool.begin(tokens))
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization")
            .field("domain", &self.domain)
            .field("redirect_uri", &self.redirect_uri.as_str())
            .finish_non_exhaustive()
    }
}
