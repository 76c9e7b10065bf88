//! `poolgate groups members`.

use std::process::ExitCode;

use crate::administrator::Administrator;
use crate::arguments::groups::MembersOf;
use crate::commands::users;
use crate::failure::Failure;
use crate::listing::Listing;

pub(super) fn run(arguments: &MembersOf) -> Result<ExitCode, Failure> {
    let (pool, group) = (&arguments.one.pool, &arguments.one.group);
    let administrator = Administrator::of(pool)?;
    let listing = Listing {
        json: pool.format.json,
        limit: arguments.limit.limit,
        head: users::HEAD,
        empty: "The group has no users.".to_owned(),
    };
    let pages = administrator.administration.users_in_group(group);
    listing.print(pages, users::as_json, users::cells)
}
