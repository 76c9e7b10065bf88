//! `poolgate identity-pools principal-tags`.

use std::process::ExitCode;

use poolgate::PrincipalTags;
use serde_json::{Value, json};

use crate::administrator;
use crate::arguments::identity_pools;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;
use crate::plain_text::plain;

pub(super) fn run(arguments: &identity_pools::PrincipalTags) -> Result<ExitCode, Failure> {
    let (administrator, id) = IdentityAdministrator::of_pool(&arguments.pool)?;
    let provider = &arguments.provider;
    let tags = administrator::call(administrator.pools.principal_tags(&id, provider))?;
    administrator.say(&as_json(provider, &tags), &for_people(provider, &tags))
}

pub(super) fn as_json(provider: &str, tags: &PrincipalTags) -> Value {
    json!({ "provider": provider, "defaults": tags.use_defaults, "claims": tags.claims })
}

pub(super) fn for_people(provider: &str, tags: &PrincipalTags) -> String {
    let provider = plain(provider);
    if !tags.use_defaults && tags.claims.is_empty() {
        return format!("{provider}: no claim becomes a tag");
    }
    let defaults = if tags.use_defaults {
        ", by the service's defaults"
    } else {
        ""
    };
    let head = format!("{provider}: tags, and the claims that they are taken from{defaults}");
    let claims = tags.claims.iter();
    let claims = claims.map(|(tag, claim)| format!("  {}: {}", plain(tag), plain(claim)));
    [head]
        .into_iter()
        .chain(claims)
        .collect::<Vec<_>>()
        .join("\n")
}
