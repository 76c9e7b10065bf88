//! `poolgate identities lookup`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator;
use crate::arguments::identities::Lookup;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;
use crate::listing::Listing;

pub(super) fn run(arguments: &Lookup) -> Result<ExitCode, Failure> {
    let (administrator, pool) = IdentityAdministrator::of_pool(&arguments.pool)?;
    if let Some(user) = &arguments.by.user {
        let lookup = administrator.pools.developer_identity(&pool, user);
        let identity_id = administrator::call(lookup)?;
        let document = json!({ "user": user, "identity_id": identity_id });
        return administrator.say(&document, &identity_id);
    }
    let Some(identity) = &arguments.by.identity else {
        return Err(Failure::configuration(
            "neither a user nor an identity is named",
        ));
    };
    let listing = Listing {
        json: arguments.pool.place.format.json,
        limit: arguments.limit.limit,
        head: ["USER"],
        empty: "The identity has no users of your own.".to_owned(),
    };
    let users = administrator
        .pools
        .developer_users(&pool, identity.as_str());
    listing.print(users, |user| json!({ "user": user }), |user| [user.clone()])
}
