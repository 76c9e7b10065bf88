//! What a provider says of whoever has signed in there (OpenID Connect Core 3.1.3).

use aws_lc_rs::digest;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::Failure;
use super::id_token::verified;
use super::passage::Passage;
use super::provider::Provider;
use crate::hosted::fields::query;
use crate::outgoing::Question;

/// Exchanges the code, verifies the ID token in full, and asks for more claims where there are any.
pub(super) fn fetch(
    provider: &Provider<'_>,
    passage: &Passage,
    code: &str,
) -> Result<Map<String, Value>, Failure> {
    let tokens = tokens(provider, passage, code)?;
    let text = |name: &str| tokens.get(name).and_then(Value::as_str);
    let id_token = text("id_token").ok_or_else(|| provider.fault("sent no ID token"))?;
    let mut claims = verified(provider, passage, id_token)?;
    let Some(access_token) = text("access_token") else {
        return Ok(claims);
    };
    check_binding(provider, &claims, access_token)?;
    if let Some(further) = user_info(provider, access_token)? {
        // OpenID Connect Core 5.3.2: only the same subject may add to the ID token.
        if further.get("sub") != claims.get("sub") {
            return Err(provider.fault("describes another user than has signed in"));
        }
        claims.extend(further);
    }
    Ok(claims)
}

fn tokens(
    provider: &Provider<'_>,
    passage: &Passage,
    code: &str,
) -> Result<Map<String, Value>, Failure> {
    let secret = provider.detail("client_secret");
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &passage.redirect_uri),
        ("client_id", provider.detail("client_id")),
        ("client_secret", secret),
        ("code_verifier", &passage.code_verifier),
    ];
    let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let question = Question {
        form: Some(Zeroizing::new(query(given))),
        ..Question::get(provider.endpoint("token_url", "token_endpoint")?)
    };
    Ok(question.json(provider.outgoing()?)?)
}

/// `at_hash`, where the ID token has it: the access token must be of the same sign-in.
fn check_binding(
    provider: &Provider<'_>,
    claims: &Map<String, Value>,
    access_token: &str,
) -> Result<(), Failure> {
    let Some(expected) = claims.get("at_hash").and_then(Value::as_str) else {
        return Ok(());
    };
    // The digest is that of the signature's algorithm: its length tells which.
    let algorithm = match expected.len() {
        22 => &digest::SHA256,
        32 => &digest::SHA384,
        _ => &digest::SHA512,
    };
    let digest = digest::digest(algorithm, access_token.as_bytes());
    let (left, _) = digest.as_ref().split_at(digest.as_ref().len() / 2);
    if BASE64_URL_SAFE_NO_PAD.encode(left) == expected {
        return Ok(());
    }
    Err(provider.fault("sent an access token of another sign-in"))
}

/// More claims, if the provider has a place for them.
fn user_info(
    provider: &Provider<'_>,
    access_token: &str,
) -> Result<Option<Map<String, Value>>, Failure> {
    let Some(url) = provider.optional_endpoint("attributes_url", "userinfo_endpoint")? else {
        return Ok(None);
    };
    let is_post = provider.detail("attributes_request_method") == "POST";
    let question = Question {
        form: is_post.then(Zeroizing::default),
        bearer: Some(Zeroizing::new(access_token.to_owned())),
        ..Question::get(url)
    };
    Ok(Some(question.json(provider.outgoing()?)?))
}
