//! `poolgate pools list`.

use std::process::ExitCode;

use poolgate::UserPoolSummary;
use serde_json::{Value, json};

use crate::arguments::pools::List;
use crate::clock;
use crate::failure::Failure;
use crate::listing::Listing;
use crate::pool::Pool;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let pool = Pool::from_arguments(&arguments.pool)?;
    let listing = Listing {
        json: arguments.pool.format.json,
        limit: arguments.limit.limit,
        head: ["ID", "NAME", "CREATED"],
        empty: "The account has no user pool in this Region.".to_owned(),
    };
    listing.print(pool.all()?.list(), as_json, cells)
}

fn as_json(pool: &UserPoolSummary) -> Value {
    json!({
        "id": pool.id.as_str(),
        "name": pool.name,
        "created_at": pool.created.map(clock::rfc3339),
        "last_modified_at": pool.last_modified.map(clock::rfc3339),
    })
}

fn cells(pool: &UserPoolSummary) -> [String; 3] {
    let created = pool.created.map(clock::clock_time);
    [
        pool.id.to_string(),
        pool.name.clone(),
        created.unwrap_or_default(),
    ]
}
