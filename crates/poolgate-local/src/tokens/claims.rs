//! What the tokens say (protocol.md 5.2 and 5.3).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::group_claims::GroupClaims;
use crate::model::{Attribute, Grant, LinkedIdentity, User, UserPoolClient};

/// The scope of every sign-in by API, which the token-authorised operations demand.
pub(crate) const ADMIN_SCOPE: &str = "aws.cognito.signin.user.admin";

/// The `version` of access tokens that an application was granted.
pub(super) const OAUTH_VERSION: u8 = 2;

/// The claims of an access token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    pub(crate) sub: String,
    #[serde(
        rename = "cognito:groups",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    pub(crate) groups: Vec<String>,
    pub(crate) iss: String,
    /// Not of a sign-in by API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<u8>,
    /// The API that it is for, where one was named (RFC 8707).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) aud: Option<String>,
    pub(crate) client_id: String,
    /// The family; those of the implicit flow go by the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) origin_jti: Option<String>,
    pub(crate) event_id: String,
    pub(crate) token_use: String,
    pub(crate) scope: String,
    pub(crate) auth_time: i64,
    pub(crate) exp: i64,
    pub(crate) iat: i64,
    pub(crate) jti: String,
    pub(crate) username: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) device_key: Option<String>,
}

impl AccessClaims {
    /// The family that the token is of.
    pub(super) fn family(&self) -> &str {
        self.origin_jti.as_deref().unwrap_or(&self.event_id)
    }
}

/// The claims of an ID token: the fixed ones and every attribute that the client may read.
#[derive(Debug, Serialize)]
pub(crate) struct IdClaims<'a> {
    pub(crate) sub: &'a str,
    #[serde(flatten)]
    pub(crate) groups: GroupClaims<'a>,
    pub(crate) iss: &'a str,
    #[serde(rename = "cognito:username")]
    pub(crate) username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) origin_jti: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) at_hash: Option<String>,
    pub(crate) aud: &'a str,
    pub(crate) event_id: &'a str,
    pub(crate) token_use: &'static str,
    pub(crate) auth_time: i64,
    pub(crate) exp: i64,
    pub(crate) iat: i64,
    pub(crate) jti: String,
    #[serde(flatten)]
    pub(crate) attributes: Map<String, Value>,
}

/// The user's attributes as claims: those that the client may read, and that the scopes cover.
pub(crate) fn attribute_claims(
    user: &User,
    client: &UserPoolClient,
    grant: Option<&Grant>,
) -> Map<String, Value> {
    let readable = |attribute: &&Attribute| {
        let name = &attribute.name;
        name != "sub" && client.may_read(name) && grant.is_none_or(|grant| covers(grant, name))
    };
    let mut claims: Map<_, _> = user.attributes.iter().filter(readable).map(claim).collect();
    if !user.identities.is_empty() {
        let identities = user.identities.iter().map(LinkedIdentity::claim).collect();
        claims.insert("identities".to_owned(), Value::Array(identities));
    }
    claims
}

/// Whether the scopes cover an attribute: `openid` alone covers all, and with further scopes only
/// theirs (protocol.md 5.3). Here `profile` has all that neither of the other two has.
fn covers(grant: &Grant, attribute: &str) -> bool {
    let narrower = ["email", "phone", "profile"];
    let scope = match attribute {
        "email" | "email_verified" => "email",
        "phone_number" | "phone_number_verified" => "phone",
        _ => "profile",
    };
    grant.has(scope) || !narrower.iter().any(|scope| grant.has(scope))
}

/// The flags are booleans, the address an object, everything else a string.
fn claim(attribute: &Attribute) -> (String, Value) {
    let value = match attribute.name.as_str() {
        "email_verified" | "phone_number_verified" => {
            Value::Bool(attribute.value.eq_ignore_ascii_case("true"))
        }
        "address" => address(&attribute.value),
        _ => Value::String(attribute.value.clone()),
    };
    (attribute.name.clone(), value)
}

/// An address is kept as text, which may itself be a JSON object (protocol.md 9.1).
fn address(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Value::Object(members),
        _ => json!({ "formatted": text }),
    }
}
