//! The logins of providers that are not on this server: social ones, OpenID Connect, SAML
//! (protocol.md 8.2).

use std::collections::BTreeMap;

use aws_lc_rs::digest;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;
use serde_json::Map;

use super::error::{
    expired_token, invalid_token, saml_is_unsupported, unknown_keys, unsupported_provider,
};
use super::{Login, LoginKind, provider};
use crate::core::Context;
use crate::model::{IdentityPool, IdentityPoolSettings};
use crate::trusted_issuer::{Claims, Fault, TrustedIssuer};

/// How a pool knows a provider.
enum Known<'a> {
    /// By the ids of the applications that its tokens are for.
    Social(&'a str),
    /// By an ARN; IAM has the audiences, so any is taken here.
    OpenIdConnect(&'a str),
}

/// Verifies the token of a provider that the pool lets people in by.
pub(super) fn verify(
    context: &Context<'_>,
    pool: &IdentityPool,
    provider: &str,
    token: &str,
) -> Result<Login, ServiceError> {
    if pool
        .settings
        .saml_provider_arns
        .iter()
        .flatten()
        .any(|arn| arn == provider)
    {
        return Err(saml_is_unsupported());
    }
    let known = known(&pool.settings, provider).ok_or_else(unsupported_provider)?;
    let settings = context.settings();
    if let Some(issuer) = settings.trust.issuer_of(provider) {
        return signed(context, issuer, &known, token);
    }
    if settings.trust.takes_opaque(provider) {
        return Ok(opaque(provider, &known, token));
    }
    Err(unknown_keys(provider))
}

fn known<'a>(pool: &'a IdentityPoolSettings, name: &str) -> Option<Known<'a>> {
    let social = pool.supported_login_providers.as_ref();
    if let Some(applications) = social.and_then(|known| known.get(name)) {
        return Some(Known::Social(applications));
    }
    let mut arns = pool.openid_connect_provider_arns.iter().flatten();
    let arn = arns.find(|arn| provider::of_openid_connect_arn(arn) == Some(name))?;
    Some(Known::OpenIdConnect(arn))
}

/// A token that says itself who it is for.
fn signed(
    context: &Context<'_>,
    issuer: &TrustedIssuer,
    known: &Known<'_>,
    token: &str,
) -> Result<Login, ServiceError> {
    let now = context.now().seconds();
    let claims = issuer
        .verify(token, now)
        .map_err(|fault| refusal(fault, now))?;
    let audience = known
        .audience(issuer, &claims)
        .ok_or_else(|| invalid_token("Incorrect token audience."))?
        .to_owned();
    let subject = claims.subject().to_owned();
    Ok(Login {
        method: known.method(issuer.provider(), &audience, &subject),
        provider: issuer.provider().to_owned(),
        subject,
        audience,
        claims: claims.into_members(),
        tags: BTreeMap::new(),
        kind: LoginKind::Public,
    })
}

/// A token that only its provider could read: whoever brings the same token is the same person.
/// Its digest is enough for that, and no secret.
fn opaque(provider: &str, known: &Known<'_>, token: &str) -> Login {
    let digest = digest::digest(&digest::SHA256, token.as_bytes());
    let subject = BASE64_URL_SAFE_NO_PAD.encode(digest);
    let audience = match known {
        Known::Social(application) | Known::OpenIdConnect(application) => (*application).to_owned(),
    };
    Login {
        method: known.method(provider, &audience, &subject),
        provider: provider.to_owned(),
        subject,
        audience,
        claims: Map::new(),
        tags: BTreeMap::new(),
        kind: LoginKind::Public,
    }
}

impl Known<'_> {
    /// The audience of a token that is accepted: by the pool itself for a social provider, which may
    /// have several applications, their ids separated by semicolons (U); by IAM for any other.
    fn audience<'c>(&self, issuer: &TrustedIssuer, claims: &'c Claims) -> Option<&'c str> {
        claims.audiences().find(|audience| match self {
            Self::Social(applications) => applications.split(';').any(|it| it == *audience),
            Self::OpenIdConnect(_) => issuer.accepts(audience),
        })
    }

    /// The last word of `amr` (protocol.md 8.4; that of social providers is uncertain, U).
    fn method(&self, provider: &str, audience: &str, subject: &str) -> String {
        match self {
            Self::Social(_) => format!("{provider}:{audience}:{subject}"),
            Self::OpenIdConnect(arn) => format!("{arn}:OIDC:{subject}"),
        }
    }
}

fn refusal(fault: Fault, now: i64) -> ServiceError {
    match fault {
        Fault::NoToken => invalid_token("Not a valid OpenId Connect identity token."),
        Fault::OtherIssuer => invalid_token("Issuer doesn't match providerName"),
        Fault::Unverified => invalid_token("Couldn't verify signed token."),
        Fault::Missing(claim) => invalid_token(&format!("Missing a required claim: {claim}")),
        Fault::Expired(expires) => expired_token(now, expires),
        Fault::TooEarly(begins) => {
            invalid_token(&format!("Token is not valid yet: {now} < {begins}"))
        }
    }
}
