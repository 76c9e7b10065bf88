//! `poolgate users list`.

use std::process::ExitCode;

use super::{HEAD, as_json, cells};
use crate::administrator::Administrator;
use crate::arguments::users::List;
use crate::failure::Failure;
use crate::listing::Listing;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let mut filter = arguments.condition.clone().unwrap_or_default();
    if !arguments.attributes.is_empty() {
        filter = filter.only_attributes(&arguments.attributes);
    }
    let empty = match arguments.condition {
        Some(_) => "The pool has no such user.",
        None => "The pool has no users.",
    };
    let listing = Listing {
        json: arguments.pool.format.json,
        limit: arguments.limit.limit,
        head: HEAD,
        empty: empty.to_owned(),
    };
    listing.print(administrator.administration.users(filter), as_json, cells)
}
