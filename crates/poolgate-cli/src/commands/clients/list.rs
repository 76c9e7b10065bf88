//! `poolgate clients list`.

use std::process::ExitCode;

use poolgate::AppClientSummary;
use serde_json::{Value, json};

use crate::administrator::Administrator;
use crate::arguments::clients::List;
use crate::failure::Failure;
use crate::listing::Listing;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let listing = Listing {
        json: arguments.pool.format.json,
        limit: arguments.limit.limit,
        head: ["ID", "NAME"],
        empty: "The pool has no app client.".to_owned(),
    };
    listing.print(administrator.administration.app_clients(), as_json, cells)
}

fn as_json(client: &AppClientSummary) -> Value {
    json!({ "id": client.id.as_str(), "name": client.name })
}

fn cells(client: &AppClientSummary) -> [String; 2] {
    [client.id.to_string(), client.name.clone()]
}
