//! From what was typed to what the service is told.

use std::collections::BTreeMap;

use poolgate::IdentityProviderSettings;

use crate::arguments::providers::Settings;
use crate::failure::Failure;
use crate::prompt::standard_input_rest;

/// The details of providers that are secrets.
pub(super) const SECRET_DETAILS: [&str; 2] = ["client_secret", "private_key"];

/// The details that were typed, with the one that comes from standard input.
pub(super) fn details(typed: &Settings) -> Result<BTreeMap<String, String>, Failure> {
    let is_secret = |(name, _): &&(String, String)| SECRET_DETAILS.contains(&name.as_str());
    if let Some((name, _)) = typed.details.iter().find(is_secret) {
        // Every process of the machine can read arguments.
        return Err(Failure::configuration(format_args!(
            "the {name} is a secret, which is no argument"
        ))
        .hint(format_args!("Give --detail-stdin {name}")));
    }
    let mut details: BTreeMap<String, String> = typed.details.iter().cloned().collect();
    if let Some(name) = &typed.detail_stdin {
        let line = standard_input_rest(&format!("the {name}"))?;
        let value = String::from_utf8(line.to_vec());
        let not_text = |_| Failure::configuration(format_args!("the {name} is not UTF-8"));
        details.insert(name.clone(), value.map_err(not_text)?);
    }
    Ok(details)
}

/// Changes what the arguments name, and leaves the rest.
pub(super) fn apply(
    typed: &Settings,
    details: BTreeMap<String, String>,
    settings: &mut IdentityProviderSettings,
) {
    settings.details.extend(details);
    let mapping = typed.mapping.iter().cloned();
    settings.attribute_mapping.extend(mapping);
    if !typed.identifiers.is_empty() {
        settings.identifiers.clone_from(&typed.identifiers);
    }
}
