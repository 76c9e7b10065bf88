//! `poolgate clients secrets list`.

use std::process::ExitCode;

use poolgate::AppClientSecret;
use serde_json::{Value, json};

use crate::administrator::Administrator;
use crate::arguments::clients::One;
use crate::clock;
use crate::failure::Failure;
use crate::listing::Listing;

pub(super) fn run(arguments: &One) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let listing = Listing {
        json: arguments.pool.format.json,
        limit: None,
        head: ["ID", "CREATED"],
        empty: "The app client has no secret.".to_owned(),
    };
    let pages = administrator
        .administration
        .client_secrets(&arguments.client);
    listing.print(pages, as_json, cells)
}

fn as_json(secret: &AppClientSecret) -> Value {
    json!({ "id": secret.id, "created_at": secret.created.map(clock::rfc3339) })
}

fn cells(secret: &AppClientSecret) -> [String; 2] {
    let created = secret.created.map(clock::clock_time);
    [secret.id.clone(), created.unwrap_or_default()]
}
