//! `poolgate providers list`.

use std::process::ExitCode;

use poolgate::IdentityProviderSummary;
use serde_json::{Value, json};

use crate::administrator::Administrator;
use crate::arguments::providers::List;
use crate::clock;
use crate::failure::Failure;
use crate::listing::Listing;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let listing = Listing {
        json: arguments.pool.format.json,
        limit: arguments.limit.limit,
        head: ["PROVIDER", "TYPE", "CREATED"],
        empty: "The pool has no identity provider.".to_owned(),
    };
    let pages = administrator.administration.identity_providers();
    listing.print(pages, as_json, cells)
}

fn as_json(provider: &IdentityProviderSummary) -> Value {
    json!({
        "name": provider.name,
        "type": provider.provider_type.as_str(),
        "created_at": provider.created.map(clock::rfc3339),
        "last_modified_at": provider.last_modified.map(clock::rfc3339),
    })
}

fn cells(provider: &IdentityProviderSummary) -> [String; 3] {
    let created = provider.created.map(clock::clock_time);
    let kind = provider.provider_type.to_string();
    [provider.name.clone(), kind, created.unwrap_or_default()]
}
