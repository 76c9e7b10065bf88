//! What the tokens say (protocol.md 5.2 and 5.3).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::group_claims::GroupClaims;
use crate::model::{Attribute, LinkedIdentity, User, UserPoolClient};

/// The scope of every sign-in by API, which the token-authorised operations demand.
pub(crate) const ADMIN_SCOPE: &str = "aws.cognito.signin.user.admin";

/// The claims of an access token from an API sign-in: no `version` and no `aud`.
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
    pub(crate) client_id: String,
    pub(crate) origin_jti: String,
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

/// The claims of an ID token: the fixed ones and every attribute that the client may read.
#[derive(Debug, Serialize)]
pub(crate) struct IdClaims<'a> {
    pub(crate) sub: &'a str,
    #[serde(flatten)]
    pub(crate) groups: GroupClaims<'a>,
    pub(crate) iss: &'a str,
    #[serde(rename = "cognito:username")]
    pub(crate) username: &'a str,
    pub(crate) origin_jti: &'a str,
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

/// The user's attributes as claims.
pub(crate) fn attribute_claims(user: &User, client: &UserPoolClient) -> Map<String, Value> {
    let readable =
        |attribute: &&Attribute| attribute.name != "sub" && client.may_read(&attribute.name);
    let mut claims: Map<_, _> = user.attributes.iter().filter(readable).map(claim).collect();
    if !user.identities.is_empty() {
        let identities = user.identities.iter().map(LinkedIdentity::claim).collect();
        claims.insert("identities".to_owned(), Value::Array(identities));
    }
    claims
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
