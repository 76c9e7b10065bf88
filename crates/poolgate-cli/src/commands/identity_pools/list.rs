//! `poolgate identity-pools list`.

use std::process::ExitCode;

use poolgate::IdentityPoolSummary;
use serde_json::{Value, json};

use crate::arguments::identity_pools::List;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;
use crate::listing::Listing;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let administrator = IdentityAdministrator::of_account(&arguments.account)?;
    let listing = Listing {
        json: arguments.account.place.format.json,
        limit: arguments.limit.limit,
        head: ["ID", "NAME"],
        empty: "The account has no identity pool in this Region.".to_owned(),
    };
    listing.print(administrator.pools.list(), as_json, cells)
}

fn as_json(pool: &IdentityPoolSummary) -> Value {
    json!({ "id": pool.id.as_str(), "name": pool.name })
}

fn cells(pool: &IdentityPoolSummary) -> [String; 2] {
    [pool.id.to_string(), pool.name.clone()]
}
