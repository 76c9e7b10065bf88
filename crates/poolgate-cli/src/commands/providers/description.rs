//! An identity provider, for programs and for people. Secrets are among it only if they are to be
//! shown.

use std::collections::BTreeMap;

use poolgate::IdentityProvider;
use serde_json::{Value, json};

use super::settings::SECRET_DETAILS;
use crate::clock;
use crate::plain_text::plain;

pub(super) fn as_json(provider: &IdentityProvider, show_secrets: bool) -> Value {
    json!({
        "name": provider.name,
        "type": provider.provider_type.as_str(),
        "details": details(provider, show_secrets),
        "attribute_mapping": provider.settings.attribute_mapping,
        "identifiers": provider.settings.identifiers,
        "created_at": provider.created.map(clock::rfc3339),
        "last_modified_at": provider.last_modified.map(clock::rfc3339),
    })
}

pub(super) fn for_people(provider: &IdentityProvider, show_secrets: bool) -> String {
    let (name, kind) = (&provider.name, provider.provider_type.as_str());
    let mut lines = vec![format!("{} ({})", plain(name), plain(kind))];
    let identifiers = &provider.settings.identifiers;
    if !identifiers.is_empty() {
        lines.push(format!("Also called {}", plain(&identifiers.join(", "))));
    }
    lines.push("Details".to_owned());
    lines.extend(pairs(&details(provider, show_secrets)));
    lines.push("Attributes, and the claims that fill them".to_owned());
    lines.extend(pairs(&provider.settings.attribute_mapping));
    lines.join("\n")
}

fn pairs(pairs: &BTreeMap<String, String>) -> impl Iterator<Item = String> {
    let pairs = pairs.iter();
    pairs.map(|(name, value)| format!("  {}: {}", plain(name), plain(value)))
}

fn details(provider: &IdentityProvider, show_secrets: bool) -> BTreeMap<String, String> {
    let mut details = provider.settings.details.clone();
    for secret in SECRET_DETAILS.iter().filter(|_| !show_secrets) {
        if let Some(value) = details.get_mut(*secret) {
            "[redacted]".clone_into(value);
        }
    }
    details
}
