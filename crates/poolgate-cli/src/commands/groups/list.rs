//! `poolgate groups list`.

use std::process::ExitCode;

use super::{HEAD, as_json, cells};
use crate::administrator::Administrator;
use crate::arguments::groups::List;
use crate::failure::Failure;
use crate::listing::Listing;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let listing = Listing {
        json: arguments.pool.format.json,
        limit: arguments.limit.limit,
        head: HEAD,
        empty: "The pool has no groups.".to_owned(),
    };
    listing.print(administrator.administration.groups(), as_json, cells)
}
