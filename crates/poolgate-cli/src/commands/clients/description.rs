//! An app client, for programs and for people.

mod lifetimes;

use std::time::SystemTime;

use poolgate::aws_sdk_cognitoidentityprovider::types::{
    ExplicitAuthFlowsType, OAuthFlowType, PreventUserExistenceErrorTypes, UserPoolClientType,
};
use serde_json::{Value, json};

use crate::clock;
use crate::plain_text::plain;
use lifetimes::Lifetimes;

/// The secret is among it only if it is to be shown.
pub(super) fn as_json(client: &UserPoolClientType, show_secret: bool) -> Value {
    let time = |time: Option<_>| time.and_then(|time| SystemTime::try_from(time).ok());
    let lifetimes = Lifetimes::of(client);
    let mut document = json!({
        "id": client.client_id,
        "name": client.client_name,
        "has_secret": client.client_secret.is_some(),
        "flows": words(client.explicit_auth_flows(), ExplicitAuthFlowsType::as_str),
        "identity_providers": client.supported_identity_providers(),
        "hides_unknown_users": hides_unknown_users(client),
        "challenge_validity_minutes": client.auth_session_validity,
        "read_attributes": client.read_attributes,
        "write_attributes": client.write_attributes,
        "oauth_flows": words(client.allowed_o_auth_flows(), OAuthFlowType::as_str),
        "scopes": client.allowed_o_auth_scopes(),
        "callback_urls": client.callback_urls(),
        "logout_urls": client.logout_urls(),
        "default_redirect_uri": client.default_redirect_uri,
        "access_token_validity_seconds": lifetimes.access_token,
        "id_token_validity_seconds": lifetimes.id_token,
        "refresh_token_validity_seconds": lifetimes.refresh_token,
        "token_revocation": client.enable_token_revocation,
        "rotation_grace_seconds": lifetimes.rotation_grace,
        "created_at": time(client.creation_date).map(clock::rfc3339),
        "last_modified_at": time(client.last_modified_date).map(clock::rfc3339),
    });
    if show_secret {
        document["secret"] = client.client_secret.clone().into();
    }
    document
}

/// The secret is among it only if it is to be shown.
pub(super) fn for_people(client: &UserPoolClientType, show_secret: bool) -> String {
    let text = |value: Option<&str>| plain(value.unwrap_or("-"));
    let list = |values: &[String]| match values {
        [] => "-".to_owned(),
        values => plain(&values.join(", ")),
    };
    let flows = words(client.explicit_auth_flows(), ExplicitAuthFlowsType::as_str);
    let oauth_flows = words(client.allowed_o_auth_flows(), OAuthFlowType::as_str);
    let providers = client.supported_identity_providers();
    let lifetimes = Lifetimes::of(client);
    let secret = match client.client_secret() {
        Some(secret) if show_secret => secret,
        Some(_) => "yes",
        None => "none",
    };
    [
        format!(
            "{} ({})",
            text(client.client_id()),
            text(client.client_name())
        ),
        format!("  secret              {}", plain(secret)),
        format!("  flows               {}", list(&flows)),
        format!("  identity providers  {}", list(providers)),
        format!("  OAuth grants        {}", list(&oauth_flows)),
        format!(
            "  scopes              {}",
            list(client.allowed_o_auth_scopes())
        ),
        format!("  callback URLs       {}", list(client.callback_urls())),
        format!("  logout URLs         {}", list(client.logout_urls())),
        lifetimes.for_people(),
    ]
    .join("\n")
}

fn words<T>(values: &[T], word: impl Fn(&T) -> &str) -> Vec<String> {
    values.iter().map(|value| word(value).to_owned()).collect()
}

fn hides_unknown_users(client: &UserPoolClientType) -> Option<bool> {
    let setting = client.prevent_user_existence_errors.as_ref()?;
    Some(*setting == PreventUserExistenceErrorTypes::Enabled)
}
