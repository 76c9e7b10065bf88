//! Who the token of `AssumeRoleWithWebIdentity` speaks for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::error::StsError;
use crate::core::Context;
use crate::federation::open_id_token::{self, OpenIdClaims, TokenFault};
use crate::federation::reachable;
use crate::tokens::SignedToken;
use crate::trusted_issuer::{Fault, TrustedIssuer};

/// Somebody whom a provider vouches for.
#[derive(Debug)]
pub(super) struct WebIdentity {
    /// The provider as trust policies name it.
    pub(super) provider: String,
    /// The provider as the answer names it.
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) audience: String,
    /// How they signed in, as the provider tells.
    pub(super) methods: Vec<String>,
    pub(super) tags: BTreeMap<String, String>,
    pub(super) transitive_tag_keys: BTreeSet<String>,
    /// The identity, if an identity pool is the provider.
    pub(super) identity_id: Option<String>,
}

impl WebIdentity {
    /// Verifies a token: issuer, signature, expiry. Whom the role trusts is another question.
    pub(super) fn verify(
        context: &Context<'_>,
        token: &str,
        provider_id: Option<&str>,
    ) -> Result<Self, StsError> {
        if let Some(provider) = provider_id {
            // Only OAuth 2.0 access tokens, which say nothing themselves, come with a provider.
            return Err(unknown_provider(provider));
        }
        let claims: Option<Map<String, Value>> =
            SignedToken::parse(token).and_then(|token| token.claims());
        let claims = claims.ok_or_else(no_token)?;
        let issuer = claims.get("iss").and_then(Value::as_str);
        match issuer.ok_or_else(no_token)? {
            open_id_token::ISSUER => of_identity_pool(context, token),
            issuer => match context.settings().trust.issuer_named(issuer) {
                Some(trusted) => of_issuer(context, trusted, issuer, token),
                None => Err(unknown_provider(issuer)),
            },
        }
    }
}

fn of_issuer(
    context: &Context<'_>,
    trusted: &TrustedIssuer,
    issuer: &str,
    token: &str,
) -> Result<WebIdentity, StsError> {
    let now = context.now().seconds();
    let claims = trusted.verify(token, now).map_err(|fault| match fault {
        Fault::NoToken => no_token(),
        Fault::OtherIssuer => unknown_provider(issuer),
        Fault::Unverified => unverified(),
        Fault::Missing(claim) => {
            StsError::invalid_identity_token(format!("Missing a required claim: {claim}"))
        }
        Fault::Expired(expires) => StsError::expired_web_identity(now, expires),
        Fault::TooEarly(begins) => StsError::invalid_identity_token(format!(
            "Token is not valid yet: current date/time {now} is before {begins}"
        )),
    })?;
    Ok(WebIdentity {
        provider: trusted.provider().to_owned(),
        issuer: issuer.to_owned(),
        subject: claims.subject().to_owned(),
        audience: claims.audiences().next().unwrap_or_default().to_owned(),
        methods: Vec::new(),
        tags: BTreeMap::new(),
        transitive_tag_keys: BTreeSet::new(),
        identity_id: None,
    })
}

fn of_identity_pool(context: &Context<'_>, token: &str) -> Result<WebIdentity, StsError> {
    let claims = open_id_token::verify(context, token).map_err(|fault| match fault {
        TokenFault::Forged => unverified(),
        TokenFault::Expired(expires) => {
            StsError::expired_web_identity(context.now().seconds(), expires)
        }
    })?;
    context
        .read(|state| reachable(state, &claims.sub))
        .map_err(|error| StsError::rejected_claim(error.message))?;
    Ok(claims.into())
}

impl From<OpenIdClaims> for WebIdentity {
    fn from(claims: OpenIdClaims) -> Self {
        Self {
            provider: open_id_token::PROVIDER.to_owned(),
            issuer: open_id_token::PROVIDER.to_owned(),
            subject: claims.sub.clone(),
            audience: claims.aud,
            methods: claims.amr,
            tags: claims.tags.tags(),
            transitive_tag_keys: claims.tags.transitive_tag_keys,
            identity_id: Some(claims.sub),
        }
    }
}

fn unverified() -> StsError {
    StsError::invalid_identity_token("The signature of the token does not verify.")
}

fn no_token() -> StsError {
    StsError::invalid_identity_token(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access \
         Token)",
    )
}

fn unknown_provider(issuer: &str) -> StsError {
    StsError::invalid_identity_token(format!(
        "No OpenIDConnect provider found in your account for {issuer}"
    ))
}
