//! `poolgate identities list`.

use std::process::ExitCode;

use poolgate::Identity;

use super::as_json;
use crate::arguments::identities::List;
use crate::clock;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;
use crate::listing::Listing;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let (administrator, id) = IdentityAdministrator::of_pool(&arguments.pool)?;
    let listing = Listing {
        json: arguments.pool.place.format.json,
        limit: arguments.limit.limit,
        head: ["IDENTITY", "CREATED", "PROVIDERS"],
        empty: "The identity pool has no identities.".to_owned(),
    };
    let pages = administrator.pools.identities(&id, arguments.hide_merged);
    listing.print(pages, as_json, cells)
}

fn cells(identity: &Identity) -> [String; 3] {
    let created = identity.created.map(clock::clock_time);
    [
        identity.id.clone(),
        created.unwrap_or_default(),
        identity.providers.join(", "),
    ]
}
