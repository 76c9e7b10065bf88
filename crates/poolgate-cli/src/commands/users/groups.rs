//! `poolgate users groups`.

use std::process::ExitCode;

use crate::administrator::Administrator;
use crate::arguments::users::GroupsOf;
use crate::commands::groups;
use crate::failure::Failure;
use crate::listing::Listing;

pub(super) fn run(arguments: &GroupsOf) -> Result<ExitCode, Failure> {
    let (pool, user) = (&arguments.one.pool, &arguments.one.user);
    let administrator = Administrator::of(pool)?;
    let listing = Listing {
        json: pool.format.json,
        limit: arguments.limit.limit,
        head: groups::HEAD,
        empty: format!("{user} is in no group."),
    };
    let pages = administrator.administration.groups_of(user);
    listing.print(pages, groups::as_json, groups::cells)
}
