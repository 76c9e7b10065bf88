//! `POST /oauth2/token` (protocol.md 6.2): codes, refresh tokens and an app client's own secret
//! become tokens.

use std::time::Duration;

use poolgate_flow::{AccessToken, IdToken, RefreshToken};
use serde::Deserialize;
use url::form_urlencoded;
use zeroize::{Zeroize, Zeroizing};

use super::Domain;
use super::endpoint::{Endpoint, Method};
use crate::http::Repeat;
use crate::user_pool::{LONGEST_LIFE, Received};
use crate::{Error, UserPool};

const OPERATION: &str = "oauth2/token";

/// What is exchanged for tokens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Grant {
    AuthorizationCode,
    ClientCredentials,
    RefreshToken,
}

/// A form that holds secrets.
pub(super) struct Form(Zeroizing<String>);

/// What the endpoint granted; nothing of it is verified yet.
pub(super) struct Granted {
    pub(super) access_token: AccessToken,
    pub(super) id_token: Option<IdToken>,
    pub(super) refresh_token: Option<RefreshToken>,
    pub(super) expires_in: Duration,
}

impl UserPool {
    /// Asks for tokens, as this app client.
    pub(super) async fn grant(
        &self,
        domain: &Domain,
        form: Form,
        repeat: Repeat,
    ) -> Result<Granted, Error> {
        let endpoint = Endpoint {
            operation: OPERATION,
            url: domain.token_endpoint(),
            repeat,
        };
        let answer = endpoint.call(self, Method::Post(form)).await?;
        if let Some(date) = answer.date() {
            self.learn_date(date);
        }
        let answer: TokenAnswer = answer.json(OPERATION)?;
        answer.into_granted()
    }
}

impl Grant {
    fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::ClientCredentials => "client_credentials",
            Self::RefreshToken => "refresh_token",
        }
    }
}

impl Form {
    pub(super) fn new(grant: Grant) -> Self {
        let mut form = Self::empty();
        form.append("grant_type", grant.as_str());
        form
    }

    pub(super) fn empty() -> Self {
        // One piece: a string that grows leaves copies behind that nobody wipes.
        Self(Zeroizing::new(String::with_capacity(8192)))
    }

    pub(super) fn append(&mut self, name: &str, value: &str) {
        let mut pair = form_urlencoded::Serializer::new(String::new());
        let pair = Zeroizing::new(pair.append_pair(name, value).finish());
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(&pair);
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Granted {
    /// As the tokens of a user who signed in at this domain.
    pub(super) fn into_user_tokens(self, domain: &Domain) -> Result<Received, Error> {
        Ok(Received {
            access_token: self.access_token,
            id_token: self.id_token.ok_or(Error::NoIdToken)?,
            refresh_token: self.refresh_token,
            expires_in: self.expires_in,
            domain: Some(domain.clone()),
        })
    }
}

/// The answer's form (RFC 6749 5.1).
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Option<String>,
    id_token: Option<String>,
    refresh_token: Option<String>,
    token_type: Option<String>,
    expires_in: Option<u64>,
}

impl TokenAnswer {
    fn into_granted(mut self) -> Result<Granted, Error> {
        let missing = |member| Error::MissingMember {
            operation: OPERATION,
            member,
        };
        let token_type = self.token_type.take().ok_or(missing("token_type"))?;
        // RFC 6749 7.1: who does not know the type must not use the token.
        if !token_type.eq_ignore_ascii_case("bearer") {
            return Err(Error::InvalidResponse {
                operation: OPERATION,
                reason: "its token_type is not `Bearer`".to_owned(),
            });
        }
        let present = |token: &mut Option<String>| token.take().filter(|token| !token.is_empty());
        let access_token = present(&mut self.access_token).ok_or(missing("access_token"))?;
        // The token's own end counts where it is earlier.
        let expires_in = self.expires_in.map_or(LONGEST_LIFE, Duration::from_secs);
        Ok(Granted {
            access_token: access_token.into(),
            id_token: present(&mut self.id_token).map(Into::into),
            refresh_token: present(&mut self.refresh_token).map(Into::into),
            expires_in: expires_in.min(LONGEST_LIFE),
        })
    }
}

impl Drop for TokenAnswer {
    fn drop(&mut self) {
        self.access_token.zeroize();
        self.id_token.zeroize();
        self.refresh_token.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted(json: &str) -> Result<Granted, Error> {
        serde_json::from_str::<TokenAnswer>(json)
            .unwrap()
            .into_granted()
    }

    #[test]
    fn an_answer_is_read_within_bounds() {
        let answer = r#"{"access_token":"a","token_type":"bearer","expires_in":99999999999999}"#;
        let answer = granted(answer).unwrap();
        assert_eq!(answer.expires_in, LONGEST_LIFE);
        assert!(matches!(
            answer.into_user_tokens(&"a.example.com".parse().unwrap()),
            Err(Error::NoIdToken)
        ));
    }

    #[test]
    fn what_lacks_a_token_or_its_type_is_refused() {
        for (json, words) in [
            ("{}", "token_type"),
            (r#"{"token_type":"Bearer"}"#, "access_token"),
            (
                r#"{"token_type":"Bearer","access_token":""}"#,
                "access_token",
            ),
            (r#"{"token_type":"mac","access_token":"a"}"#, "Bearer"),
        ] {
            let error = granted(json).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(words), "{json}: {error}");
        }
    }
}
