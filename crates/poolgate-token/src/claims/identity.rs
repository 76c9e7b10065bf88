use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::{Map, Value};

use super::from_claim::FromClaim;

/// One entry of the claim `identities`: an external provider's user that is linked to this one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The user's id at the provider.
    pub user_id: String,
    /// The provider's name in the pool.
    pub provider_name: String,
    /// The provider's kind, as in `SAML` or `Google`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_type: Option<String>,
    /// The provider's issuer, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Whether the user was made by this identity and not linked to it later.
    pub primary: bool,
    /// When it was linked, in milliseconds since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_created: Option<i64>,
}

impl FromClaim for Vec<Identity> {
    const EXPECTED: &'static str = "an array of identities";

    fn from_claim(value: Value) -> Result<Self, Value> {
        let identities = match &value {
            Value::Array(items) => items.iter().map(identity).collect(),
            _ => None,
        };
        identities.ok_or(value)
    }
}

fn identity(value: &Value) -> Option<Identity> {
    let members = value.as_object()?;
    Some(Identity {
        user_id: text(members, "userId")?,
        provider_name: text(members, "providerName")?,
        provider_type: text(members, "providerType"),
        issuer: text(members, "issuer"),
        primary: members
            .get("primary")
            .cloned()
            .and_then(|v| bool::from_claim(v).ok())?,
        date_created: members.get("dateCreated").and_then(milliseconds),
    })
}

fn text(members: &Map<String, Value>, name: &str) -> Option<String> {
    members.get(name)?.as_str().map(Into::into)
}

/// A number, or digits as Cognito sends them.
fn milliseconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cognito_sends_text_for_flag_and_date() {
        let claim = json!([{
            "userId": "108",
            "providerName": "Google",
            "providerType": "Google",
            "issuer": null,
            "primary": "true",
            "dateCreated": "1700000000123",
        }]);
        let identities = Vec::<Identity>::from_claim(claim).unwrap();
        assert_eq!(identities[0].user_id, "108");
        assert_eq!(identities[0].issuer, None);
        assert!(identities[0].primary);
        assert_eq!(identities[0].date_created, Some(1_700_000_000_123));
    }

    #[test]
    fn an_entry_without_a_user_is_none() {
        let claim = json!([{ "providerName": "Google", "primary": true }]);
        assert_eq!(Vec::<Identity>::from_claim(claim.clone()), Err(claim));
    }
}
