//! `/oauth2/userInfo` (protocol.md 6.3).

use serde_json::{Map, Value};

use super::{Answer, Visit};
use crate::core::Context;
use crate::model::UserPoolClient;
use crate::tokens::{self, Bearer};

/// What the scopes of the access token let the application know of the user.
pub(super) fn answer(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let Some(token) = visit.header("authorization").and_then(bearer_token) else {
        let description = "Bad OAuth2 request at UserInfo Endpoint";
        return refusal(400, "invalid_request", description);
    };
    let bearer = tokens::authenticate(context, token).ok();
    let Some(bearer) = bearer.filter(|bearer| bearer.user.pool_id == visit.pool.id) else {
        let description = "Access token is expired, disabled, or deleted, or the user has globally \
                           signed out.";
        return refusal(401, "invalid_token", description);
    };
    if !bearer.has_scope("openid") {
        // The service's status for this is uncertain (U).
        let description = "Access token does not contain openid scope";
        return refusal(401, "invalid_token", description);
    }
    Answer::json(200, &claims(context, &bearer))
}

/// RFC 6750 section 2.1.
fn bearer_token(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn claims(context: &Context<'_>, bearer: &Bearer) -> Map<String, Value> {
    let (user, family) = (&bearer.user, &bearer.family);
    let key = UserPoolClient::key_of(&user.pool_id, &family.client_id);
    // A client that was deleted meanwhile may read nothing any more.
    let client = context.read(|state| state.get::<UserPoolClient>(&key));
    let attributes = client
        .map(|client| tokens::attribute_claims(user, &client, family.grant.as_ref()))
        .unwrap_or_default();
    let mut claims = Map::new();
    claims.insert("sub".to_owned(), user.sub.clone().into());
    claims.extend(
        attributes
            .into_iter()
            .map(|(name, value)| (name, plain(value))),
    );
    claims.insert("username".to_owned(), user.username.clone().into());
    claims
}

/// The flags and the identities are strings here, which they are not in ID tokens.
fn plain(value: Value) -> Value {
    match value {
        Value::Bool(_) | Value::Array(_) => value.to_string().into(),
        other => other,
    }
}

fn refusal(status: u16, error: &'static str, description: &str) -> Answer {
    let body = serde_json::json!({ "error": error, "error_description": description });
    let challenge = format!("error=\"{error}\", error_description=\"{description}\"");
    Answer::json(status, &body).with_header("www-authenticate", challenge)
}
