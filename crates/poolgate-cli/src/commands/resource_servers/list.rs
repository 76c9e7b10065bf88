//! `poolgate resource-servers list`.

use std::process::ExitCode;

use poolgate::ResourceServer;

use super::as_json;
use crate::administrator::Administrator;
use crate::arguments::resource_servers::List;
use crate::failure::Failure;
use crate::listing::Listing;

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let listing = Listing {
        json: arguments.pool.format.json,
        limit: arguments.limit.limit,
        head: ["IDENTIFIER", "NAME", "SCOPES"],
        empty: "The pool has no resource server.".to_owned(),
    };
    let pages = administrator.administration.resource_servers();
    listing.print(pages, as_json, cells)
}

fn cells(server: &ResourceServer) -> [String; 3] {
    let settings = &server.settings;
    let scopes: Vec<&str> = settings.scopes.keys().map(String::as_str).collect();
    [
        server.identifier.clone(),
        settings.name.clone(),
        scopes.join(", "),
    ]
}
