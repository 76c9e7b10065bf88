//! A provider's ID token, verified in full (OpenID Connect Core 3.1.3.7).

use std::fmt::Display;

use serde_json::{Map, Value};

use super::Failure;
use super::passage::Passage;
use super::provider::Provider;
use super::published::Document;
use crate::trusted_issuer::{Claims, Fault, TrustedIssuer};

/// Checks issuer, signature, times, audience, authorized party and nonce.
pub(super) fn verified(
    provider: &Provider<'_>,
    passage: &Passage,
    id_token: &str,
) -> Result<Map<String, Value>, Failure> {
    let claims = signed(provider, id_token)?;
    let client_id = provider.detail("client_id");
    let audiences: Vec<String> = claims.audiences().map(ToOwned::to_owned).collect();
    let claims = claims.into_members();
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let is_party = match text("azp") {
        Some(party) => party == client_id,
        None => audiences.len() == 1,
    };
    if !is_party || !audiences.iter().any(|audience| audience == client_id) {
        return Err(provider.fault("sent an ID token for somebody else"));
    }
    if text("nonce") != Some(&passage.nonce) {
        return Err(provider.fault("sent an ID token of another sign-in"));
    }
    Ok(claims)
}

/// What the token claims, if one of the provider's keys has signed it: of those that are kept, or else
/// of those that it has now, which may be others, under new names or the old ones.
fn signed(provider: &Provider<'_>, id_token: &str) -> Result<Claims, Failure> {
    let url = provider.endpoint("jwks_uri", "jwks_uri")?;
    let now = provider.now().seconds();
    let verify = |keys: &Document| {
        let keys = issuer(provider, keys)?;
        Ok::<_, Failure>(keys.verify(id_token, now))
    };
    if let Some(keys) = provider.kept(&url) {
        match verify(&keys)? {
            Err(Fault::Unverified) => {}
            outcome => return outcome.map_err(|fault| provider.fault(&words(fault))),
        }
    }
    let keys = provider.fetch(&url)?;
    let outcome = verify(&keys)?;
    provider.keep(url, keys);
    outcome.map_err(|fault| provider.fault(&words(fault)))
}

fn issuer(provider: &Provider<'_>, keys: &Document) -> Result<TrustedIssuer, Failure> {
    let unusable = |error: &dyn Display| Failure::Provider(error.to_string());
    let keys = serde_json::to_string(keys).map_err(|error| unusable(&error))?;
    TrustedIssuer::new(provider.issuer(), &keys).map_err(|error| unusable(&error))
}

fn words(fault: Fault) -> String {
    match fault {
        Fault::NoToken => "sent something that is no ID token".to_owned(),
        Fault::OtherIssuer => "sent an ID token of another issuer".to_owned(),
        Fault::Unverified => "sent an ID token that none of its keys has signed".to_owned(),
        Fault::Missing(claim) => format!("sent an ID token without {claim}"),
        Fault::Expired(at) => format!("sent an ID token that ended at {at}"),
        Fault::TooEarly(at) => format!("sent an ID token that begins at {at}"),
    }
}
