//! An identity pool, for programs and for people.

use std::collections::BTreeMap;

use poolgate::IdentityPoolDescription;
use poolgate::aws_sdk_cognitoidentity::types::CognitoIdentityProvider;
use serde_json::{Value, json};

use crate::plain_text::plain;

pub(super) fn as_json(pool: &IdentityPoolDescription) -> Value {
    let settings = &pool.settings;
    let user_pools = settings.user_pools.iter().map(|pool| {
        json!({
            "provider": pool.provider_name(),
            "client_id": pool.client_id(),
            "server_side_token_check": pool.server_side_token_check().unwrap_or_default(),
        })
    });
    json!({
        "id": pool.id.as_str(),
        "name": settings.name,
        "allow_unauthenticated": settings.allow_unauthenticated,
        "allow_classic_flow": settings.allow_classic_flow,
        "user_pools": user_pools.collect::<Vec<_>>(),
        "login_providers": settings.login_providers,
        "open_id_connect_provider_arns": settings.open_id_connect_provider_arns,
        "saml_provider_arns": settings.saml_provider_arns,
        "developer_provider": settings.developer_provider_name,
        "tags": settings.tags,
    })
}

pub(super) fn for_people(pool: &IdentityPoolDescription) -> String {
    let settings = &pool.settings;
    let allowed = |allowed| if allowed { "yes" } else { "no" };
    let developer = settings.developer_provider_name.as_deref().unwrap_or("-");
    let mut lines = vec![
        format!("{} ({})", pool.id, plain(&settings.name)),
        format!(
            "  unauthenticated users  {}",
            allowed(settings.allow_unauthenticated)
        ),
        format!(
            "  classic flow           {}",
            allowed(settings.allow_classic_flow)
        ),
        format!("  users of your own      {}", plain(developer)),
    ];
    let apps = pairs(&settings.login_providers);
    section(
        &mut lines,
        "User pools",
        settings.user_pools.iter().map(user_pool),
    );
    section(&mut lines, "Social providers, and the apps there", apps);
    let arns = settings.open_id_connect_provider_arns.iter();
    section(&mut lines, "OpenID Connect providers", arns.cloned());
    let arns = settings.saml_provider_arns.iter();
    section(&mut lines, "SAML providers", arns.cloned());
    section(&mut lines, "Tags", pairs(&settings.tags));
    lines.join("\n")
}

/// Lines under a head, or nothing at all.
fn section(lines: &mut Vec<String>, head: &str, texts: impl Iterator<Item = String>) {
    let mut texts = texts.peekable();
    if texts.peek().is_some() {
        lines.push(head.to_owned());
        lines.extend(texts.map(|text| format!("  {}", plain(&text))));
    }
}

fn pairs(pairs: &BTreeMap<String, String>) -> impl Iterator<Item = String> {
    let pairs = pairs.iter();
    pairs.map(|(name, value)| format!("{name}: {value}"))
}

fn user_pool(pool: &CognitoIdentityProvider) -> String {
    let provider = pool.provider_name().unwrap_or_default();
    let client_id = pool.client_id().unwrap_or_default();
    let check = match pool.server_side_token_check() {
        Some(true) => ", revoked tokens are refused",
        _ => "",
    };
    format!("{provider}:{client_id}{check}")
}
